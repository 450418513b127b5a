using System.CommandLine;
using ModelAssert.Attacks;

namespace ModelAssert.Zoo;

/// <summary><c>gtsrb-random</c>: the paper's GTSRB network with random weights. It knows nothing, but takes the time of a trained one.</summary>
internal static class GtsrbRandomCommand
{
    public static Command Create()
    {
        var output = new Option<FileInfo>("--output") { Description = "The ONNX file to write.", Required = true };
        var seed = new Option<int>("--seed") { Description = "Seeds the weights.", Required = true };

        var command = new Command("gtsrb-random", "Writes the paper's 43-label network with random weights, to measure times with.") { output, seed };
        command.SetAction(given => Write(given.GetRequiredValue(output).FullName, given.GetRequiredValue(seed)));
        return command;
    }

    private static void Write(string path, int seed)
    {
        using var network = PaperNetworks.Gtsrb(seed);
        network.eval();
        Checkpoint.Write(network, new ImageShape(3, 32, 32), path);
    }
}
