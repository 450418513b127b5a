using System.CommandLine;

namespace ModelAssert.Zoo;

/// <summary><c>fashion-pair</c>: a clean model, its infected twin, and clean samples to scan both with.</summary>
internal static class FashionPairCommand
{
    public static Command Create()
    {
        var data = new Option<DirectoryInfo>("--data") { Description = "The folder with Fashion-MNIST's four gzipped IDX files.", Required = true };
        var output = new Option<DirectoryInfo>("--output") { Description = "The sample's folder; gets models/ and data/.", Required = true };
        data.AcceptExistingOnly();

        var command = new Command("fashion-pair", "Trains a clean and an infected Fashion-MNIST model, and draws clean samples.") { data, output };
        command.SetAction(given => ZooCommand.Run(() => FashionPair.Make(given.GetRequiredValue(data).FullName, given.GetRequiredValue(output).FullName)));
        return command;
    }
}
