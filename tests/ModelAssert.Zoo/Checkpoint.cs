using ModelAssert.Attacks;
using ModelAssert.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelAssert.Zoo;

/// <summary>Writes networks as ONNX files, and proves that a file says what the network says.</summary>
internal static class Checkpoint
{
    private const int ProbeCount = 64;

    // Both sides compute in float32 but add in another order; the logits of the paper's networks are some tens at most.
    private const float Tolerance = 1e-3f;

    /// <summary>Writes a chain of layers, and proves the file.</summary>
    /// <param name="network">The network, in evaluation mode.</param>
    /// <param name="input">The shape of one image.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file gives other logits than the network.</exception>
    /// <exception cref="ModelAssertException">ONNX Runtime disagrees.</exception>
    public static void Write(Sequential network, ImageShape input, string path)
    {
        OnnxExporter.Export(network, input, path);
        Prove(network, input, path);
    }

    /// <summary>Writes a DeepID network, and proves the file.</summary>
    /// <inheritdoc cref="Write(Sequential, ImageShape, string)"/>
    public static void Write(DeepIdNetwork network, ImageShape input, string path)
    {
        DeepIdExport.Write(network, input, path);
        Prove(network, input, path);
    }

    /// <summary>Compares a file with the network that it was written from, and with what ONNX Runtime makes of the file.</summary>
    private static void Prove(nn.Module<Tensor, Tensor> network, ImageShape input, string path)
    {
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        using var classifier = OnnxClassifier.Load(path);
        using var generator = new Generator(seed: 0);
        var noise = rand([ProbeCount, input.Channels, input.Height, input.Width], generator: generator);
        classifier.ProveImport(noise);
        var difference = (classifier.Logits(noise) - network.forward(noise)).abs().max().item<float>();

        // Written so that a NaN is refused too.
        if (!(difference <= Tolerance))
            throw new InvalidDataException($"The logits of {Path.GetFileName(path)} differ from the network's by {difference:G3}.");
    }
}
