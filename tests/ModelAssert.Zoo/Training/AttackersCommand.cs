using System.CommandLine;
using ModelAssert.Attacks;
using ModelAssert.Tests;

namespace ModelAssert.Zoo;

/// <summary><c>attackers</c>: what attackers stamped, for measuring what a repair leaves to them. The scan does not read it.</summary>
internal static class AttackersCommand
{
    public static Command Create()
    {
        var (tier, output) = (ZooOptions.Tier(), ZooOptions.Output());
        var command = new Command("attackers", "Writes the attackers' own triggers of a tier: of all attacks that stamp one mask and pattern on every image.") { tier, output };
        command.SetAction(given => ZooCommand.Run(() => Write(given.GetRequiredValue(tier), new ZooFolder(given.GetRequiredValue(output).FullName))));
        return command;
    }

    /// <summary>The triggers of an attack; none where it changes images otherwise, or where it depends on the image where they go.</summary>
    public static IReadOnlyList<Trigger> Of(DrawnAttack drawn)
    {
        var stamps = drawn.Attack.Backdoors.Select(backdoor => backdoor.Stamp).OfType<TriggerStamp>().ToList();
        return drawn is { Sources: null, Targets.Count: > 0 } && stamps.Count == drawn.Attack.Backdoors.Count ? [.. stamps.Select(stamp => stamp.Trigger)] : [];
    }

    private static void Write(Tier tier, ZooFolder zoo)
    {
        foreach (var model in ZooManifest.Of(tier).Where(model => model.IsPoisoned && File.Exists(zoo.Model(model.Name)) && !File.Exists(zoo.Attackers(model.Name))))
        {
            if (Of(new AttackDraw(model).Draw()) is not { Count: > 0 } triggers)
                continue;
            using var files = new StagedFiles(zoo.Root);
            AttackersTriggers.Write(triggers, files.Stage(ZooFolder.AttackersFile(model.Name)));
            files.Publish();
        }
    }
}
