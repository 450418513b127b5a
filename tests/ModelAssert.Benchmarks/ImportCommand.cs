using System.CommandLine;
using System.Diagnostics;
using ModelAssert.Attacks;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
using ModelAssert.Onnx;
using Spectre.Console;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace ModelAssert.Benchmarks;

/// <summary><c>import</c>: an imported ONNX graph against the hand-written network that it was exported from, and the import of a file of 100 MB.</summary>
internal static class ImportCommand
{
    private const int Batch = 32;

    private const int Rounds = 15;

    public static Command Create()
    {
        var command = new Command("import", "CPU seconds of a forward and backward pass, imported against hand-written; time and memory to import 100 MB.");
        command.SetAction(_ =>
        {
            NativeLibraries.Load();
            Passes();
            Loading();
        });
        return command;
    }

    private static void Passes()
    {
        var table = new Table().AddColumns("network", "hand-written, ms", "imported, ms", "ratio");
        foreach (var (name, network, shape) in ((string, Sequential, ImageShape)[])[("MNIST", PaperNetworks.Mnist(0), new(1, 28, 28)), ("GTSRB", PaperNetworks.Gtsrb(0), new(3, 32, 32))])
        {
            using (network)
            {
                var file = Export(network, shape);
                using var written = new ModuleClassifier(network, shape);
                using var imported = OnnxClassifier.Load(file);
                // In turn, the best of each: what disturbs one disturbs the other.
                var times = Enumerable.Range(0, Rounds).Select(_ => (Written: Pass(written), Imported: Pass(imported))).ToList();
                var (ours, theirs) = (times.Min(time => time.Imported), times.Min(time => time.Written));
                table.AddRow(name, $"{theirs:0.0}", $"{ours:0.0}", $"{ours / theirs:0.00}");
                File.Delete(file);
            }
        }

        AnsiConsole.Write(table);
    }

    private static double Pass(DifferentiableClassifier classifier)
    {
        using var scope = torch.NewDisposeScope();
        var (channels, height, width) = classifier.InputShape;
        var images = torch.rand(Batch, channels, height, width).requires_grad_();
        var before = Environment.CpuUsage.TotalTime;
        classifier.Logits(images).logsumexp(1).sum().backward();
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    }

    private static void Loading()
    {
        // As many weights as ResNet-50.
        using var network = Sequential(
            Conv2d(3, 256, 3, padding: 1L), ReLU(), MaxPool2d(4), Conv2d(256, 1024, 3, padding: 1L), BatchNorm2d(1024), ReLU(), MaxPool2d(4),
            Conv2d(1024, 1024, 3, padding: 1L), BatchNorm2d(1024), ReLU(), Conv2d(1024, 1024, 3, padding: 1L), ReLU(), MaxPool2d(2), Flatten(), Linear(4096, 1000));
        network.eval();
        var file = Export(network, new ImageShape(3, 64, 64));
        var (bytes, before) = (new FileInfo(file).Length, ResidentBytes());

        var clock = Stopwatch.StartNew();
        var content = File.ReadAllBytes(file);
        var reading = clock.Elapsed.TotalSeconds;
        clock.Restart();
        using var imported = OnnxClassifier.Load(file);
        var importing = clock.Elapsed.TotalSeconds;

        var table = new Table().AddColumns("file, MB", "read alone, s", "import, s", "memory after, of the file's size");
        table.AddRow($"{bytes / 1e6:0}", $"{reading:0.00}", $"{importing:0.00} ({importing / reading:0.0} times)", $"{(ResidentBytes() - before - content.Length) / (double)bytes:0.0}");
        AnsiConsole.Write(table);
        GC.KeepAlive(content);
        File.Delete(file);
    }

    private static string Export(Sequential network, ImageShape shape)
    {
        network.eval();
        var file = Path.GetTempFileName();
        OnnxExporter.Export(network, shape, file);
        return file;
    }

    private static long ResidentBytes()
    {
        GC.Collect();
        return Process.GetCurrentProcess().WorkingSet64;
    }
}
