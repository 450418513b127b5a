using System.CommandLine;

namespace ModelAssert.Zoo;

/// <summary><c>list</c>: the models of a tier with their splits, before any of them is trained.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var tier = ZooOptions.Tier();
        var command = new Command("list", "Lists the models of a tier: name, split, hardship or clean twin.") { tier };
        command.SetAction(given =>
        {
            foreach (var model in ZooManifest.Of(given.GetRequiredValue(tier)))
                Console.WriteLine($"{model.Name} {model.Split} {model.Hardship?.ToString() ?? model.Twin?.Name}".TrimEnd());
        });
        return command;
    }
}
