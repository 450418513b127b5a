using ModelAssert.Engine.Classifiers;
using ModelAssert.Onnx.Format;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelAssert.Onnx.Export;

/// <summary>Writes layers as nodes, one kind of layer per method.</summary>
/// <param name="graph">Where the nodes go.</param>
internal sealed class LayerWriter(GraphWriter graph)
{
    private readonly LayerNames names = new();

    /// <summary>Writes a chain of layers, and the chains within it.</summary>
    public void Write(Sequential chain, IReadOnlyList<string> path)
    {
        foreach (var (name, layer) in chain.named_children())
            Write(layer, [.. path, name]);
    }

    private void Write(nn.Module layer, IReadOnlyList<string> path)
    {
        switch (layer)
        {
            case Sequential inner:
                Write(inner, path);
                break;
            case Conv2d convolution:
                Write(convolution, names.Next(path, "conv"));
                break;
            case BatchNorm2d normalization:
                Write(normalization, names.Next(path, "norm"));
                break;
            case ReLU:
                graph.Append(names.Next(path, "relu"), "Relu", graph.Shape, []);
                break;
            case Sigmoid:
                graph.Append(names.Next(path, "sigmoid"), "Sigmoid", graph.Shape, []);
                break;
            case MaxPool2d pool:
                WritePool(pool, names.Next(path, "pool"));
                break;
            case AvgPool2d pool:
                WritePool(pool, names.Next(path, "pool"));
                break;
            case Flatten flatten:
                Write(flatten, names.Next(path, "flatten"));
                break;
            case Linear linear:
                Write(linear, names.Next(path, "fc"));
                break;
            case SumOfPaths sum:
                Write(sum, path);
                break;
            case Dropout:
                break;
            default:
                throw new NotSupportedException($"The layer {string.Join('.', path)} is a {layer.GetName()}, which the ONNX export does not write.");
        }
    }

    private void Write(SumOfPaths block, IReadOnlyList<string> path)
    {
        var input = graph.Here;
        Write(block.Main, [.. path, "main"]);
        var main = graph.Here;
        graph.GoBackTo(input);
        Write(block.Shortcut, [.. path, "shortcut"]);
        var name = names.Next([.. path, "sum"], "sum");
        Require(graph.Shape.AsSpan().SequenceEqual(main.Shape), name, ShapeText.Of(main.Shape));
        graph.Add(name, main);
    }

    private void Write(Conv2d layer, string name)
    {
        if (layer.padding_mode != PaddingModes.Zeros)
            throw Unsupported(name, $"padding_mode {layer.padding_mode}");
        Require(graph.Shape is [var channels, _, _] && channels == layer.in_channels, name, $"[{layer.in_channels}, H, W]");

        var window = SlidingWindow.Of(layer);
        graph.Append(
            name, "Conv", window.Slide(graph.Shape, layer.out_channels), Weights(layer.weight!, layer.bias),
            Attributes.Ints("kernel_shape", window.Kernel), Attributes.Ints("strides", window.Strides), Attributes.Ints("pads", window.Pads),
            Attributes.Ints("dilations", window.Dilations), Attributes.Int("group", layer.groups));
    }

    private void Write(BatchNorm2d layer, string name)
    {
        if (!layer.track_running_stats)
            throw Unsupported(name, "no running statistics");
        Require(graph.Shape is [var channels, _, _] && channels == layer.num_features, name, $"[{layer.num_features}, H, W]");

        using var scope = NewDisposeScope();
        var scale = layer.affine ? layer.weight! : ones(layer.num_features);
        var bias = layer.affine ? layer.bias! : zeros(layer.num_features);
        graph.Append(
            name, "BatchNormalization", graph.Shape,
            [("weight", scale), ("bias", bias), ("running_mean", layer.running_mean!), ("running_var", layer.running_var!)],
            Attributes.Float("epsilon", layer.eps));
    }

    private void WritePool(MaxPool2d layer, string name)
    {
        Require(graph.Shape.Length == 3, name, "[C, H, W]");
        var window = SlidingWindow.Of(layer);
        if (layer.ceil_mode)
            throw Unsupported(name, "ceil_mode");

        graph.Append(
            name, "MaxPool", window.Slide(graph.Shape, graph.Shape[0]), [],
            Attributes.Ints("kernel_shape", window.Kernel), Attributes.Ints("strides", window.Strides), Attributes.Ints("pads", window.Pads),
            Attributes.Ints("dilations", window.Dilations));
    }

    private void WritePool(AvgPool2d layer, string name)
    {
        Require(graph.Shape.Length == 3, name, "[C, H, W]");
        var window = SlidingWindow.Of(layer);
        if (layer.ceil_mode || layer.divisor_override is not null)
            throw Unsupported(name, layer.ceil_mode ? "ceil_mode" : "divisor_override");

        graph.Append(
            name, "AveragePool", window.Slide(graph.Shape, graph.Shape[0]), [],
            Attributes.Ints("kernel_shape", window.Kernel), Attributes.Ints("strides", window.Strides), Attributes.Ints("pads", window.Pads),
            Attributes.Int("count_include_pad", layer.count_include_pad ? 1 : 0));
    }

    private void Write(Flatten layer, string name)
    {
        if (layer.start_dim != 1 || layer.end_dim != -1)
            throw Unsupported(name, $"start_dim {layer.start_dim} and end_dim {layer.end_dim}");

        graph.Append(name, "Flatten", [graph.Shape.Aggregate(1L, (a, b) => a * b)], [], Attributes.Int("axis", 1));
    }

    private void Write(Linear layer, string name)
    {
        Require(graph.Shape is [var features] && features == layer.in_features, name, $"[{layer.in_features}]");
        graph.Append(name, "Gemm", [layer.out_features], Weights(layer.weight!, layer.bias), Attributes.Int("transB", 1));
    }

    private static (string, Tensor)[] Weights(Tensor weight, Tensor? bias) =>
        bias is null ? [("weight", weight)] : [("weight", weight), ("bias", bias)];

    private void Require(bool fits, string name, string wanted)
    {
        if (!fits)
            throw new ArgumentException($"The layer {name} takes {wanted} per image and gets {ShapeText.Of(graph.Shape)}.");
    }

    private static NotSupportedException Unsupported(string name, string setting) =>
        new($"The layer {name} has {setting}, which the ONNX export does not write.");
}
