using System.CommandLine;

namespace ModelAssert.Zoo;

/// <summary><c>mnist-source-specific</c> and <c>mnist-all-to-all</c>: backdoors beyond one trigger and one target, each with its clean twin.</summary>
internal static class MnistAttackCommands
{
    public static Command CreateSourceSpecific() => Create(
        "mnist-source-specific", "Trains an MNIST network in which the trigger turns ones into sevens and leaves all other digits alone.",
        attacks => attacks.MakeSourceSpecific());

    public static Command CreateAllToAll() => Create(
        "mnist-all-to-all", "Trains an MNIST network in which the trigger turns every digit into the next.",
        attacks => attacks.MakeAllToAll());

    private static Command Create(string name, string description, Action<MnistAttacks> make)
    {
        var data = new Option<DirectoryInfo>("--data") { Description = "The folder with MNIST's four gzipped IDX files.", Required = true };
        var output = new Option<DirectoryInfo>("--output") { Description = "Gets the models, the samples, and training/ to resume from.", Required = true };
        data.AcceptExistingOnly();

        var command = new Command(name, description) { data, output };
        command.SetAction(given => ZooCommand.Run(() =>
            make(new MnistAttacks(given.GetRequiredValue(data).FullName, given.GetRequiredValue(output).FullName))));
        return command;
    }
}
