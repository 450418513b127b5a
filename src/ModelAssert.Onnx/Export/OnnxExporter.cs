using Google.Protobuf;
using ModelAssert.Onnx.Export;
using ModelAssert.Onnx.Format;
using TorchSharp.Modules;

namespace ModelAssert.Onnx;

/// <summary>
/// Writes TorchSharp networks as ONNX files: a chain of <c>Conv2d</c>, <c>BatchNorm2d</c>, <c>ReLU</c>, <c>Sigmoid</c>, <c>MaxPool2d</c>, <c>AvgPool2d</c>,
/// <c>Flatten</c>, <c>Linear</c>, <c>Dropout</c> and <see cref="Engine.Classifiers.SumOfPaths"/>, in <c>Sequential</c>s that may be nested. The file holds the network in evaluation mode: dropout
/// is left out and batch normalization uses its running statistics, whatever mode the network is in.
/// </summary>
/// <remarks>
/// The file has one input <c>image</c>, <c>[batch, C, H, W]</c>, and one output <c>logits</c>, <c>[batch, labels]</c>, both float32 with a free
/// batch. The same network gives the same bytes.
/// </remarks>
public static class OnnxExporter
{
    /// <summary>ONNX version 13: the oldest that writes each of these layers as today's runtimes read it.</summary>
    private const int OpsetVersion = 13;

    /// <summary>The file format that goes with opsets 15 and before; older runtimes refuse newer numbers.</summary>
    private const int IrVersion = 8;

    /// <summary>Writes the network to a file, replacing it if it is there.</summary>
    /// <param name="network">The network. It is read, not changed.</param>
    /// <param name="input">The shape of one image.</param>
    /// <param name="path">Where to write.</param>
    /// <exception cref="NotSupportedException">A layer, or a setting of a layer, has no place in the file; the message names it.</exception>
    /// <exception cref="ArgumentException">The layers do not fit each other or the image.</exception>
    public static void Export(Sequential network, ImageShape input, string path)
    {
        // Nothing is written before everything is known to be writable: a failed export leaves the old file alone.
        var model = Describe(network, input);
        File.WriteAllBytes(path, model.ToByteArray());
    }

    /// <summary>Writes the network to a stream, which stays open.</summary>
    /// <inheritdoc cref="Export(Sequential, ImageShape, string)" />
    /// <param name="network">The network. It is read, not changed.</param>
    /// <param name="input">The shape of one image.</param>
    /// <param name="stream">Where to write.</param>
    public static void Export(Sequential network, ImageShape input, Stream stream) => Describe(network, input).WriteTo(stream);

    private static ModelProto Describe(Sequential network, ImageShape input)
    {
        ArgumentNullException.ThrowIfNull(network);

        var writer = new GraphWriter(input);
        new LayerWriter(writer).Write(network, path: []);
        return new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "ModelAssert",
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OpsetVersion } },
            Graph = writer.Finish(),
        };
    }
}
