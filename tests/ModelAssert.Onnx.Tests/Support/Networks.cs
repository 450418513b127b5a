using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace ModelAssert.Onnx.Tests.Support;

/// <summary>TorchSharp networks to export, and files of them.</summary>
internal static class Networks
{
    public static readonly ImageShape Image = new(3, 12, 10);

    /// <summary>libtorch's layers draw from one generator for the whole process, and test classes run side by side.</summary>
    private static readonly Lock Generator = new();

    /// <summary>One of each layer that is exported, with weights that are all different.</summary>
    public static Sequential OneOfEach()
    {
        using var alone = Generator.EnterScope();
        torch.random.manual_seed(7);
        var network = Sequential(
            ("0", Conv2d(3, 6, 3, padding: 1)),
            ("1", BatchNorm2d(6)),
            ("2", ReLU()),
            ("3", MaxPool2d(2)),
            ("block", Sequential(
                ("conv", Conv2d(6, 8, (3, 2), stride: (1, 2), padding: (1, 0), dilation: (2, 1), groups: 2, bias: false)),
                ("relu", ReLU()),
                ("pool", AvgPool2d(2, stride: 1, padding: 1, count_include_pad: false)))),
            ("5", Flatten()),
            ("6", Dropout(0.5)),
            ("7", Linear(8 * 5 * 3, 16)),
            ("8", ReLU()),
            ("9", Sigmoid()),
            ("head", Linear(16, 5)));

        // A few steps in training mode, for running statistics that are not 0 and 1.
        using var scope = torch.NewDisposeScope();
        for (var i = 0; i < 3; i++)
            network.forward(Images(8) + i);
        network.eval();
        return network;
    }

    /// <summary><c>[N, 3, 12, 10]</c> in [0, 1]. The current dispose scope owns it.</summary>
    public static torch.Tensor Images(int count) => Images(count, Image);

    /// <summary><c>[N, C, H, W]</c> in [0, 1]. The current dispose scope owns it.</summary>
    public static torch.Tensor Images(int count, ImageShape shape)
    {
        var values = (torch.arange((long)count * shape.Volume, torch.ScalarType.Float64) * 0.7548776662).remainder(1);
        return values.to(torch.ScalarType.Float32).reshape(count, shape.Channels, shape.Height, shape.Width);
    }

    /// <summary>The bytes of <see cref="OneOfEach"/>'s file.</summary>
    public static byte[] File()
    {
        using var network = OneOfEach();
        using var stream = new MemoryStream();
        OnnxExporter.Export(network, Image, stream);
        return stream.ToArray();
    }
}
