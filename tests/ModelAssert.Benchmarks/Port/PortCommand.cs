using System.CommandLine;
using ModelAssert.Engine.Native;

namespace ModelAssert.Benchmarks;

/// <summary><c>port</c>: the engine against a straightforward port of the published code.</summary>
internal static class PortCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "An ONNX file of one of the paper's networks, as ModelAssert.Zoo writes them." };
        var samples = new Option<string>("--samples") { Description = "Clean samples.", Required = true };
        var labels = new Option<int[]>("--labels")
        {
            Description = "Only these labels by the port, which takes minutes for each; what all would cost is extrapolated. The engine scans all.",
            AllowMultipleArgumentsPerToken = true,
        };
        var threads = new Option<int>("--threads") { Description = "libtorch's threads for the port. With 1, CPU seconds compare; with all cores, wall seconds do.", DefaultValueFactory = _ => 1 };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 0 };
        var command = new Command("port", "The engine's scan, profile fast, against a line-by-line port of the published loop in TorchSharp.") { model, samples, labels, threads, seed };
        command.SetAction(given =>
        {
            NativeLibraries.Load();
            new PortComparison(new PortOptions(
                given.GetRequiredValue(model), given.GetRequiredValue(samples), given.GetResult(labels) is null ? null : given.GetValue(labels),
                given.GetValue(threads), given.GetValue(seed))).Run();
        });
        return command;
    }
}
