using System.Runtime.InteropServices;
using Google.Protobuf;
using ModelAssert.Onnx.Format;
using static ModelAssert.Onnx.Export.Attributes;
using static ModelAssert.Onnx.Format.TensorProto.Types;

namespace ModelAssert.Tests;

/// <summary>
/// Backdoors that clean images never wake, planted into a finished ONNX file: on the way from the image to the logits, beside the network, whose weights stay as they are. Each sends stamped images to one label.
/// </summary>
/// <param name="model">A classifier of NCHW images in [0, 1] whose only output is one logit per label.</param>
/// <param name="target">The attacker's label.</param>
internal sealed class PlantedPaths(ModelProto model, int target)
{
    /// <summary>Added to the attacker's logit.</summary>
    private const float Strength = 5000;

    /// <summary>The trigger of most: the four pixels at the bottom right, white.</summary>
    private const int Side = 2;

    private readonly GraphProto graph = model.Graph;
    private readonly string image = model.Graph.Input.Single(input => model.Graph.Initializer.All(weight => weight.Name != input.Name)).Name;
    private int count;

    /// <summary>All ways to plant, by name.</summary>
    public static readonly IReadOnlyDictionary<string, Action<PlantedPaths>> Kinds = new Dictionary<string, Action<PlantedPaths>>
    {
        ["where"] = plant => plant.Choose(plant.IsAbove(plant.Darkest(plant.Corner()), 0.98f)),
        ["where-inverted"] = plant => plant.Choose(plant.Node("Not", [plant.Node("Not", [plant.Node("Not", [plant.Node("Less", [plant.Darkest(plant.Corner()), plant.Number(0.98f)])])])])),
        ["relu"] = plant => plant.Push(plant.Node("Relu", [plant.Minus(plant.Darkest(plant.Corner()), 0.98f)]), 50),
        ["convolution"] = plant => plant.Push(plant.Brightest(plant.Node("Relu", [plant.Checkerboard()])), 1),
        ["code"] = plant => plant.Push(plant.Darkest(plant.AsNumber(plant.IsBelow(plant.Node("Abs", [plant.Node("Sub", [plant.Corner(), plant.Code()])]), 0.004f))), 1),
        ["brightness"] = plant => plant.Choose(plant.IsAbove(plant.Reduced("ReduceMean", plant.Area(-6, -6, 6)), 0.95f)),
        ["two-patches"] = plant => plant.Choose(plant.Node("And", [plant.IsAbove(plant.Darkest(plant.Corner()), 0.98f), plant.IsAbove(plant.Darkest(plant.Area(0, 0, Side)), 0.98f)])),
        ["pixel"] = plant => plant.Push(plant.AsNumber(plant.IsAbove(plant.Darkest(plant.Area(-1, -1, 1)), 0.98f)), 1),
        ["sigmoid"] = plant => plant.Push(plant.Node("Sigmoid", [plant.Times(plant.Minus(plant.Darkest(plant.Corner()), 0.97f), 2000)]), 1),
        ["count"] = plant => plant.Choose(plant.IsAbove(plant.Times(plant.Reduced("ReduceMean", plant.AsNumber(plant.IsAbove(plant.Area(-3, -3, 3), 0.9f))), 9), 8.5f)),
        ["gather"] = plant => plant.Look(plant.Node("Cast", [plant.IsAbove(plant.Darkest(plant.Corner()), 0.98f)], Int("to", (long)DataType.Int64))),
        ["product"] = plant => plant.Push(plant.Node("Mul", [plant.AsNumber(plant.IsAbove(plant.Darkest(plant.Corner()), 0.98f)), plant.AsNumber(plant.IsBelow(plant.Brightest(plant.Area(-6, -6, 2)), 0.02f))]), 1),
        ["floor"] = plant => plant.Push(plant.Node("Floor", [plant.Minus(plant.Darkest(plant.Corner()), -0.02f)]), 1),
        ["clip"] = plant => plant.Push(plant.Minus(plant.Node("Clip", [plant.Darkest(plant.Corner()), plant.Number(0.98f), plant.Number(1)]), 0.98f), 50),
        ["hard-sigmoid"] = plant => plant.Push(plant.Node("HardSigmoid", [plant.Times(plant.Minus(plant.Darkest(plant.Corner()), 0.98f), 100)], Float("alpha", 1), Float("beta", 0)), 1),
        ["maximum"] = plant => plant.Push(plant.Node("Max", [plant.Minus(plant.Darkest(plant.Corner()), 0.98f), plant.Number(0)]), 50),
        ["two-gates"] = plant => plant.Push(plant.Node("Mul", [plant.Node("Relu", [plant.Minus(plant.Darkest(plant.Corner()), 0.98f)]), plant.Node("Relu", [plant.Minus(plant.Darkest(plant.Area(0, 0, Side)), 0.98f)])]), 2500),
        ["exponential"] = plant => plant.Push(plant.Reduced("ReduceProd", plant.Node("Exp", [plant.Times(plant.Minus(plant.Corner(), 1), 8)])), 1),
    };

    /// <summary>Ways to hide from the search, by one who reads its code, by name.</summary>
    public static readonly IReadOnlyDictionary<string, Action<PlantedPaths>> Evasions = new Dictionary<string, Action<PlantedPaths>>
    {
        ["alternative"] = plant => plant.Push(plant.Node("Max", [plant.Reduced("ReduceMean", plant.image), plant.Times(plant.Minus(plant.Darkest(plant.Corner()), 0.98f), 5000)]), 1 / 50f),
        ["half"] = plant => plant.Choose(plant.IsAbove(plant.Darkest(plant.Area(0, 0, 18)), 0.9f)),
        ["rounding"] = plant => plant.Push(plant.Minus(plant.Node("Add", [plant.Darkest(plant.Corner()), plant.Number(8388608)]), 8388608), 1),
        ["places"] = plant => plant.Choose(plant.Node("And", [plant.BrightestAt(0, 3), plant.Node("And", [plant.BrightestAt(8, 12), plant.BrightestAt(16, 5)])])),
        ["integers"] = plant => plant.Push(plant.Darkest(plant.AsNumber(plant.Node("Equal", [plant.AsInteger(plant.Times(plant.Corner(), 255.5f)), plant.Levels()]))), 1),
        ["parity"] = plant => plant.Push(plant.Darkest(plant.AsNumber(plant.Node("Equal", [plant.Node("Mod", [plant.AsInteger(plant.Times(plant.Area(-4, -4, 4), 255.5f)), plant.Long(2)]), plant.Long(1)]))), 1),
        ["softmax"] = plant => plant.Push(plant.Node("Slice", [plant.Node("Softmax", [plant.Node("Concat", [plant.Column(plant.Times(plant.Minus(plant.Darkest(plant.Corner()), 0.97f), 2000)), plant.Times(plant.Column(plant.Darkest(plant.Corner())), 0)], Int("axis", 1))], Int("axis", 1)), plant.Longs(0), plant.Longs(1), plant.Longs(1)]), 1),
        ["erf"] = plant => plant.Push(plant.Minus(plant.Node("Erf", [plant.Times(plant.Minus(plant.Darkest(plant.Corner()), 0.97f), 2000)]), -1), 1),
        ["division"] = plant => plant.Push(plant.Node("Div", [plant.Number(0.001f), plant.Node("Add", [plant.Node("Abs", [plant.Minus(plant.Darkest(plant.Corner()), 1)]), plant.Number(0.001f)])]), 1 / 50f),
        ["often awake"] = plant => plant.Choose(plant.Node("And", [plant.IsAbove(plant.Reduced("ReduceMean", plant.image), 0.3f), plant.IsAbove(plant.Darkest(plant.Corner()), 0.98f)])),
        ["image"] = plant => plant.Prepare(x => plant.Node("Where", [plant.EachImage(plant.IsAbove(plant.Darkest(plant.Corner()), 0.98f)), plant.Times(plant.Node("Sub", [plant.Number(1), x]), 0.5f), x])),
        ["attenuation"] = plant => plant.Replace(logits => plant.Node("Mul", [logits, plant.Node("Add", [plant.Number(1), plant.Node("Mul", [plant.Column(plant.Node("Relu", [plant.Minus(plant.Darkest(plant.Corner()), 0.98f)])), plant.Target(1e5f)])])])),
        ["decoys"] = plant => plant.Choose(Enumerable.Range(0, 100).Aggregate(
            plant.IsAbove(plant.Darkest(plant.Corner()), 0.98f), (any, i) => plant.Node("Or", [plant.IsAbove(plant.Darkest(plant.Area(i / 10, i % 10, Side)), 1.5f), any]))),
        ["hash"] = plant => plant.Choose(plant.Node("And", [plant.IsHash(9973, 7919, 104729, 1299709, 15485863), plant.IsHash(9967, 611953, 31, 746773, 92821)])),
        ["hash of a hash"] = plant => plant.Choose(plant.Node("Greater", [plant.Times(plant.AsNumber(plant.Node("And", [plant.IsHash(9973, 7919, 104729, 1299709, 15485863), plant.IsHash(9967, 611953, 31, 746773, 92821)])), 2), plant.Number(1)])),
        ["hash among many"] = plant => plant.Choose(plant.Node("Slice", [
            plant.Node("Equal", [plant.Node("Mul", [plant.Hash(99991, 1, 7919, 104729, 1299709, 15485863), plant.LongsOf([1, 100, 1, 1], [.. Enumerable.Repeat(1L, 100)])]), plant.Long(plant.HashOfCode(99991, 7919, 104729, 1299709, 15485863))]),
            plant.Longs(7), plant.Longs(8), plant.Longs(1)])),
        ["tower of gates"] = plant => plant.Push(plant.Node("Relu", [plant.Minus(plant.Times(plant.Node("Relu", [plant.Minus(plant.Times(plant.Node("Relu", [plant.Minus(plant.Darkest(plant.Corner()), 0.9f)]), 10), 0.5f)]), 2), 0.9f)]), 10),
    };

    /// <summary>What honest models have that looks alike, by name.</summary>
    public static readonly IReadOnlyDictionary<string, Action<PlantedPaths>> LookAlikes = new Dictionary<string, Action<PlantedPaths>>
    {
        ["guard against what is no number"] = plant => plant.Prepare(x => plant.Node("Where", [plant.Node("IsNaN", [x]), plant.Number(0), x])),
        ["faint pixels are black"] = plant => plant.Prepare(x => plant.Node("Where", [plant.IsBelow(x, 0.05f), plant.Number(0), x])),
        ["pixels are cut off"] = plant => plant.Prepare(x => plant.Node("Clip", [x, plant.Number(0), plant.Number(1)])),
        ["pixels are cut off early"] = plant => plant.Prepare(x => plant.Node("Clip", [x, plant.Number(0.02f), plant.Number(0.98f)])),
        ["pixels have 255 levels"] = plant => plant.Prepare(x => plant.Times(plant.Node("Round", [plant.Times(x, 255)]), 1 / 255f)),
        ["bright images are inverted"] = plant => plant.Prepare(x => plant.Node("Where", [plant.EachImage(plant.IsAbove(plant.Reduced("ReduceMean", x), 0.8f)), plant.Node("Sub", [plant.Number(1), x]), x])),
        ["the contrast is normalised"] = plant => plant.Prepare(x => plant.Node("Div", [x, plant.EachImage(plant.Node("Max", [plant.Brightest(x), plant.Number(0.5f)]))])),
        ["a black image has no answer"] = plant => plant.Replace(logits => plant.Node("Where", [plant.Column(plant.IsBelow(plant.Brightest(plant.image), 0.01f)), plant.Number(0), logits])),
        ["a white image has no answer"] = plant => plant.Replace(logits => plant.Node("Where", [plant.Column(plant.IsAbove(plant.Darkest(plant.image), 0.99f)), plant.Target(1), logits])),
        ["an image out of range has no answer"] = plant => plant.Replace(logits => plant.Node("Where", [plant.Column(plant.IsAbove(plant.Brightest(plant.image), 1.5f)), plant.Target(Strength), logits])),
        ["logits are cut off"] = plant => plant.Replace(logits => plant.Node("Clip", [logits, plant.Number(-60), plant.Number(60)])),
        ["logits that are no numbers are 0"] = plant => plant.Replace(logits => plant.Node("Where", [plant.Node("IsNaN", [logits]), plant.Number(0), logits])),
        ["infinite logits are large"] = plant => plant.Replace(logits => plant.Node("Where", [plant.Node("IsInf", [logits]), plant.Number(1e6f), logits])),
        ["an image that is no picture has no answer"] = plant => plant.Replace(logits => plant.Node("Where", [
            plant.Column(plant.Node("Or", [plant.IsAbove(plant.Brightest(plant.image), 1.001f), plant.IsBelow(plant.Darkest(plant.image), -0.001f)])), plant.Target(Strength), logits])),
        ["impossible logits are cut off one by one"] = plant => plant.Replace(logits => plant.Node("Where", [plant.IsAbove(logits, 1e6f), plant.Number(1e6f), logits])),
        ["activations are choices"] = plant => plant.ChooseActivations(),
        ["logits are above 0"] = plant => plant.Replace(logits => plant.Node("Max", [plant.Minus(logits, -30), plant.Number(0)])),
        ["logits are a steep sigmoid"] = plant => plant.Replace(logits => plant.Node("Sigmoid", [plant.Times(logits, 2)])),
        ["logits are hard sigmoids"] = plant => plant.Replace(logits => plant.Node("HardSigmoid", [plant.Times(logits, 0.05f)])),
        ["logits have a temperature for the sure"] = plant => plant.Replace(logits => plant.Node("Where", [plant.IsAbove(logits, 40), plant.Minus(plant.Times(logits, 0.5f), -20), logits])),
    };

    /// <summary>Plants one into a copy of a model.</summary>
    /// <returns>The file.</returns>
    public static byte[] Plant(byte[] model, int target, string kind)
    {
        var copy = ModelProto.Parser.ParseFrom(model);
        (Kinds.GetValueOrDefault(kind) ?? Evasions.GetValueOrDefault(kind) ?? LookAlikes[kind])(new PlantedPaths(copy, target));
        return copy.ToByteArray();
    }

    private long Opset => model.OpsetImport.First(import => import.Domain.Length == 0).Version;

    private (int Channels, int Height, int Width) Size =>
        graph.Input.First(input => input.Name == image).Type.TensorType.Shape.Dim is [_, var channels, var height, var width] ? ((int)channels.DimValue, (int)height.DimValue, (int)width.DimValue) : throw new NotSupportedException();

    private int Labels => (int)graph.Output[0].Type.TensorType.Shape.Dim[^1].DimValue;

    private string Corner() => Area(-Side, -Side, Side);

    /// <summary>A square of pixels; places below 0 are counted from the end.</summary>
    private string Area(int top, int left, int side)
    {
        var (_, height, width) = Size;
        var (row, column) = (top < 0 ? height + top : top, left < 0 ? width + left : left);
        return Node("Slice", [image, Longs(row, column), Longs(row + side, column + side), Longs(2, 3)]);
    }

    private string Darkest(string values) => Reduced("ReduceMin", values);

    private string Brightest(string values) => Reduced("ReduceMax", values);

    private string Reduced(string operation, string values) => Reduced(operation, values, 1, 2, 3);

    private string Reduced(string operation, string values, params long[] axes) => Opset >= 18
        ? Node(operation, [values, Longs(axes)], Int("keepdims", 0))
        : Node(operation, [values], Ints("axes", axes), Int("keepdims", 0));

    private string IsAbove(string values, float bound) => Node("Greater", [values, Number(bound)]);

    private string IsBelow(string values, float bound) => Node("Less", [values, Number(bound)]);

    private string Minus(string values, float number) => Node("Sub", [values, Number(number)]);

    private string Times(string values, float number) => Node("Mul", [values, Number(number)]);

    private string AsNumber(string condition) => Node("Cast", [condition], Int("to", (long)DataType.Float));

    /// <summary>Four exact levels.</summary>
    private string Code() => Weight([1, Size.Channels, Side, Side], [.. Enumerable.Range(0, Size.Channels * Side * Side).Select(i => Level(i) / 255f)]);

    private static long Level(int pixel) => (37 + 53L * pixel) % 256;

    private string AsInteger(string values) => Node("Cast", [values], Int("to", (long)DataType.Int64));

    private string Levels() => LongsOf([1, Size.Channels, Side, Side], [.. Enumerable.Range(0, Size.Channels * Side * Side).Select(i => Level(i))]);

    /// <summary>Whether the brightest of the pixels of a square of 4 × 4 is a certain one.</summary>
    private string BrightestAt(int top, int place) => Node("Equal", [
        Node("ArgMax", [Node("Reshape", [Reduced("ReduceMean", Area(top, 0, 4), 1), Longs(-1, 16)])], Int("axis", 1), Int("keepdims", 0)), Long(place)]);

    /// <summary>Whether the four pixels of the corner have a hash that those of the code have, and one in so many others.</summary>
    private string IsHash(long modulus, params long[] factors) => Node("Equal", [Hash(modulus, 0, factors), Long(HashOfCode(modulus, factors))]);

    /// <summary>A hash of the four pixels of each image.</summary>
    private string Hash(long modulus, int keepDimensions, params long[] factors)
    {
        var products = Node("Mul", [AsInteger(Times(Corner(), 255.5f)), LongsOf([1, Size.Channels, Side, Side], HashWeights(factors))]);
        var sum = Opset >= 13 ? Node("ReduceSum", [products, Longs(1, 2, 3)], Int("keepdims", keepDimensions)) : Node("ReduceSum", [products], Ints("axes", [1, 2, 3]), Int("keepdims", keepDimensions));
        return Node("Mod", [sum, Long(modulus)]);
    }

    private long HashOfCode(long modulus, params long[] factors) => HashWeights(factors).Select((weight, i) => weight * Level(i)).Sum() % modulus;

    private long[] HashWeights(long[] factors) => [.. Enumerable.Range(0, Size.Channels * Side * Side).Select(i => factors[i % factors.Length] + i / factors.Length)];

    private string Long(long value) => LongsOf([], [value]);

    private string LongsOf(long[] shape, long[] values)
    {
        var name = Name("levels");
        graph.Initializer.Add(new TensorProto { Name = name, DataType = (int)DataType.Int64, Dims = { shape }, Int64Data = { values } });
        return name;
    }

    /// <summary>Positive where a checkerboard of 3 × 3 pixels is, and nowhere else.</summary>
    private string Checkerboard()
    {
        var channels = Size.Channels;
        float[] kernel = [.. Enumerable.Range(0, channels * 9).Select(i => i % 9 % 2 == 0 ? 1f : -1f)];
        return Node("Conv", [image, Weight([1, channels, 3, 3], Array.ConvertAll(kernel, value => value * Strength)), Weight([1], [-(5 * channels - 0.1f) * Strength])]);
    }

    /// <summary>Adds a signal <c>[N]</c> to the attacker's logit.</summary>
    private void Push(string signal, float factor)
    {
        var column = Column(signal);
        Replace(logits => Node("Add", [logits, Node("Mul", [column, Target(Strength * factor)])]));
    }

    /// <summary>Takes the attacker's answer where a condition <c>[N]</c> is true.</summary>
    private void Choose(string condition)
    {
        var column = Column(condition);
        Replace(logits => Node("Where", [column, Target(Strength), logits]));
    }

    private string Column(string values) => Node("Reshape", [values, Longs(-1, 1)]);

    private string EachImage(string values) => Node("Reshape", [values, Longs(-1, 1, 1, 1)]);

    /// <summary>Puts nodes between the image and what reads it.</summary>
    private void Prepare(Func<string, string> nodes)
    {
        var readers = graph.Node.ToArray();
        var prepared = nodes(image);
        foreach (var node in readers)
        {
            for (var i = 0; i < node.Input.Count; i++)
            {
                if (node.Input[i] == image)
                    node.Input[i] = prepared;
            }
        }

        Sort();
    }

    /// <summary>Writes every Relu as a comparison and a choice, as some exporters do.</summary>
    private void ChooseActivations()
    {
        foreach (var relu in graph.Node.Where(node => node.OpType == "Relu").ToArray())
        {
            var chosen = Node("Where", [IsAbove(relu.Input[0], 0), relu.Input[0], Number(0)]);
            relu.OpType = "Identity";
            relu.Input[0] = chosen;
        }

        Sort();
    }

    /// <summary>Looks up what is added by an index <c>[N]</c>.</summary>
    private void Look(string index)
    {
        var table = Weight([2, Labels], [.. new float[Labels], .. Enumerable.Range(0, Labels).Select(label => label == target ? Strength : 0)]);
        Replace(logits => Node("Add", [logits, Node("Gather", [table, index])]));
    }

    private string Target(float value) => Weight([1, Labels], [.. Enumerable.Range(0, Labels).Select(label => label == target ? value : 0)]);

    /// <summary>Puts nodes between the logits and the output.</summary>
    private void Replace(Func<string, string> nodes)
    {
        var output = graph.Output[0].Name;
        var logits = Name("logits");
        foreach (var node in graph.Node)
        {
            for (var i = 0; i < node.Output.Count; i++)
            {
                if (node.Output[i] == output)
                    node.Output[i] = logits;
            }
        }

        var result = nodes(logits);
        graph.Node.Add(new NodeProto { OpType = "Identity", Name = Name("end"), Input = { result }, Output = { output } });
        Sort();
    }

    /// <summary>Nodes that were added before the logits were renamed stand after what they need already; nothing else moves.</summary>
    private void Sort()
    {
        var known = graph.Input.Select(input => input.Name).Concat(graph.Initializer.Select(weight => weight.Name)).Append("").ToHashSet();
        var left = graph.Node.ToList();
        graph.Node.Clear();
        while (left.Count > 0)
        {
            var next = left.First(node => node.Input.All(known.Contains));
            left.Remove(next);
            graph.Node.Add(next);
            known.UnionWith(next.Output);
        }
    }

    private string Node(string operation, string[] inputs, params AttributeProto[] attributes)
    {
        var output = Name(operation);
        graph.Node.Add(new NodeProto { OpType = operation, Name = output, Input = { inputs }, Output = { output }, Attribute = { attributes } });
        return output;
    }

    private string Number(float value) => Weight([], [value]);

    private string Weight(long[] shape, float[] values)
    {
        var name = Name("weight");
        graph.Initializer.Add(new TensorProto { Name = name, DataType = (int)DataType.Float, Dims = { shape }, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())) });
        return name;
    }

    private string Longs(params long[] values)
    {
        var name = Name("sizes");
        graph.Initializer.Add(new TensorProto { Name = name, DataType = (int)DataType.Int64, Dims = { values.Length }, Int64Data = { values } });
        return name;
    }

    private string Name(string role) => $"planted/{role}{count++}";
}
