using System.CommandLine;
using ModelAssert.Attacks;
using ModelAssert.Benchmarks.Step;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Native;
using ModelAssert.Onnx;
using ModelAssert.Onnx.Format;
using Spectre.Console;
using TorchSharp;

namespace ModelAssert.Benchmarks;

/// <summary><c>step</c>: one mini-batch of trigger inversion, against the same with a plain module, and against what the processor could do at best.</summary>
internal static class StepCommand
{
    private const int BatchSize = 32;

    /// <summary>Mini-batches in a row, as in a scan: the first one finds the processor's cache full of something else.</summary>
    private const int InARow = 5;

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 40 };
        var shared = new Option<string>("--shared")
        {
            Description = "The folder of shared data.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("MODELASSERT_SHARED") ?? "../shared",
        };
        var command = new Command("step", "CPU milliseconds of one mini-batch of trigger inversion (forward, backward, update), against a plain module's.") { rounds, shared };
        command.SetAction(given =>
        {
            NativeLibraries.Load();
            // Labels are scanned on threads, whose memory is not that of the main one.
            var thread = new Thread(() => Run(Path.Combine(given.GetRequiredValue(shared), "models", "pytorch"), given.GetValue(rounds)));
            thread.Start();
            thread.Join();
        });
        return command;
    }

    private static void Run(string models, int rounds)
    {
        var table = new Table().AddColumns("network", "MFLOP", "plain module, ms", "engine, ms", "times as fast", "plain, share of the floor", "engine, share of the floor");
        using var mnist = PaperNetworks.Mnist(0);
        Measure(table, "mnist_badnets", mnist, OnnxClassifier.Load(Path.Combine(models, "mnist_badnets.onnx")), rounds);
        using var gtsrb = PaperNetworks.Gtsrb(0);
        Measure(table, "gtsrb_random", gtsrb, OnnxClassifier.Load(Path.Combine(models, "gtsrb_random.onnx")), rounds);
        using var residual = new ResidualNetwork();
        Measure(table, "residual", residual, OnnxClassifier.Import(OnnxFile.Parse("residual.onnx", residual.ToOnnx())), rounds);
        AnsiConsole.Write(table);
    }

    /// <summary>In turn, the best of each: what disturbs one disturbs the other.</summary>
    private static void Measure(Table table, string name, torch.nn.Module<torch.Tensor, torch.Tensor> network, OnnxClassifier imported, int rounds)
    {
        using var scope = torch.NewDisposeScope();
        using var classifier = imported;
        network.eval();
        var (shape, random) = (classifier.InputShape, new Random(0));
        using var plain = new PlainStep(network, shape);
        using var variables = new TriggerVariables(shape, random);
        using var optimiser = new Adam(variables.All, 0.1, 0.5, 0.9);
        var update = new TriggerUpdate(new RawImageClassifier(classifier, PixelRange.Unit), variables, optimiser, new TowardsLabel(3), new GradientGuidance(), temperature: 1);
        var batches = new BatchStream(
            torch.rand(8 * BatchSize, shape.Channels, shape.Height, shape.Width), [.. Enumerable.Range(0, 8 * BatchSize).Select(i => (long)i)], BatchSize, random);
        var target = torch.full([BatchSize], 3, torch.ScalarType.Int64);
        var matrix = torch.rand(FloatingPointOperations.Size, FloatingPointOperations.Size);
        var operations = FloatingPointOperations.Of(network, batches.Next());

        var (slow, fast, floor) = (double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity);
        for (var round = 0; round < rounds; round++)
        {
            slow = Math.Min(slow, Milliseconds(InARow, () => plain.Run(batches.Next(), target, 1e-3)));
            fast = Math.Min(fast, Milliseconds(InARow, () => update.Run(batches.Next(), target, 1e-3)));
            floor = Math.Min(floor, Milliseconds(1, () => matrix.mm(matrix)));
        }

        var least = operations / FloatingPointOperations.OfProduct * floor;
        table.AddRow(
            name, $"{operations / 1e6:0}", $"{slow:0.00}", $"{fast:0.00}", $"{slow / fast:0.00}", $"{least / slow:P0}", $"{least / fast:P0}");
    }

    private static double Milliseconds(int times, Action action)
    {
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < times; i++)
        {
            using var scope = torch.NewDisposeScope();
            action();
        }

        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / times;
    }
}
