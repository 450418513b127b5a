using ModelAssert.Attacks;
using ModelAssert.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelAssert.Zoo;

/// <summary>Writes networks as ONNX files, and proves that a file says what the network says.</summary>
internal static class Checkpoint
{
    private const int ProbeCount = 100;

    // Both sides compute in float32, in another order of additions; logits of the paper's networks are some tens at most.
    private const float Tolerance = 1e-3f;

    /// <summary>Writes a network and compares the file with it.</summary>
    /// <param name="network">The network, in evaluation mode.</param>
    /// <param name="images">Images of the shape that it takes; some of them are put to both.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file gives other logits than the network.</exception>
    public static void Write(Sequential network, LabeledImages images, string path)
    {
        OnnxExporter.Export(network, images.Shape, path);

        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        using var classifier = OnnxClassifier.Load(path);
        var shape = images.Shape;
        var probe = tensor(
            images.Pixels[..(ProbeCount * shape.Volume)].ToArray(), [ProbeCount, shape.Channels, shape.Height, shape.Width]);
        var difference = (classifier.Logits(probe) - network.forward(probe)).abs().max().item<float>();
        if (!(difference <= Tolerance))
            throw new InvalidDataException($"The logits of {Path.GetFileName(path)} differ from the network's by {difference:G3}.");
    }
}
