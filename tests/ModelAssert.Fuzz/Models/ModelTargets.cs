using System.IO.Compression;
using Google.Protobuf;
using ModelAssert.Engine.Classifiers.TorchScript;
using ModelAssert.Onnx;
using ModelAssert.Onnx.Tests.Support;
using TorchSharp;

namespace ModelAssert.Fuzz.Models;

/// <summary>The readers of models, each as a scan uses it: the file is read, imported and tried on pictures.</summary>
internal static class ModelTargets
{
    /// <summary>A resize of two axes may take twice the weights of one (<c>Interpolation</c>), 128 MiB, and the model itself.</summary>
    private const long OnnxAllocationLimit = 272L << 20;

    private static readonly byte[][] Onnx = [.. ArchitectureGraphs.All.Values.Select(graph => ModelBuilder.Model(17, graph).ToByteArray())];

    public static IEnumerable<FuzzTarget> All(ScratchFolder scratch) =>
    [
        new("onnx", Onnx, input => Import(scratch.Write("model.onnx", input)))
        {
            Structured = random => ModelMutator.Damage(random, Onnx[random.Next(Onnx.Length)]),
            AllocationLimit = OnnxAllocationLimit,
        },
        // The archive and its program only: libtorch itself is not fed, it is not ours to mend.
        new("torchscript", TorchScript(), input => TorchScriptFile.Read(scratch.Write("model.pt", input))),
        new("description", Descriptions(), input => Describe(scratch, input)),
    ];

    private static void Import(string path)
    {
        using var scope = torch.NewDisposeScope();
        using var classifier = OnnxClassifier.Load(path);
    }

    private static void Describe(ScratchFolder scratch, byte[] input)
    {
        var description = scratch.Write("model.pt" + ModelDescription.FileExtension, input);
        ModelDescription.SamplesOf(description[..^ModelDescription.FileExtension.Length]);
    }

    private static byte[][] TorchScript() =>
    [
        Archive(("m/data.pkl", [0x80, 2, .. "c__torch__\nM\n)"u8, 0x81, .. "}(ub."u8]), ("m/code/__torch__.py", "class M(Module):\n  def forward(self, x: Tensor) -> Tensor:\n    return torch.relu(x)\n"u8.ToArray()), ("m/constants.pkl", [0x80, 2, (byte)')', (byte)'.']), ("m/version", "3\n"u8.ToArray())),
    ];

    private static byte[][] Descriptions() =>
    [
        """{ "schemaVersion": 1, "inputShape": "3x32x32", "inputLayout": "nhwc", "inputRange": "0..255", "mean": [0.5], "standardDeviation": [0.25] }"""u8.ToArray(),
        """{ "labelNames": ["stop", "yield"], "outputName": "y", "outputKind": "logits", "cleanSamples": "data/clean.npz" }"""u8.ToArray(),
        // With blanks, in which damage does no harm: some must still be read.
        """{                                                                                                        }"""u8.ToArray(),
    ];

    private static byte[] Archive(params (string Name, byte[] Content)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }
}
