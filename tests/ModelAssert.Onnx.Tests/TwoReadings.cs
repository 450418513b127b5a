using System.Diagnostics;
using Google.Protobuf;
using ModelAssert.Onnx.Format;
using static ModelAssert.Onnx.Export.Attributes;
using static ModelAssert.Onnx.Format.AttributeProto.Types;
using static ModelAssert.Onnx.Format.TensorProto.Types;
using static ModelAssert.Onnx.Tests.Support.ModelBuilder;

namespace ModelAssert.Onnx.Tests;

/// <summary>Bytes that mean one model to one reader and another model to another. Each is refused, with the part of the model that it is about.</summary>
public class TwoReadings
{
    /// <summary>A field that no version of the format has, with room for weights.</summary>
    private static readonly byte[] Foreign = Field(60, [1, 2, 3, 4]);

    private static readonly byte[] Version = [0x08, 8];

    private static readonly byte[] Opset = Field(8, new OperatorSetIdProto { Domain = "", Version = 13 }.ToByteArray());

    public static TheoryData<string, string, string> ForeignFields => new()
    {
        { nameof(ModelProto), "", "a field 60 stands in ModelProto" },
        { nameof(OperatorSetIdProto), "", "a field 60 stands in OperatorSetIdProto" },
        { nameof(StringStringEntryProto), "", "a field 60 stands in StringStringEntryProto" },
        { nameof(GraphProto), "in the graph 'test', ", "a field 60 stands in GraphProto" },
        { nameof(NodeProto), "in the graph 'test', in the node 'y', ", "a field 60 stands in NodeProto" },
        { nameof(AttributeProto), "in the node 'y', in the attribute 'to', ", "a field 60 stands in AttributeProto" },
        { nameof(TensorProto), "in the graph 'test', in the tensor 'w', ", "a field 60 stands in TensorProto" },
        { nameof(ValueInfoProto), "in the graph 'test', in the value 'x', ", "a field 60 stands in ValueInfoProto" },
        { nameof(TypeProto), "in the value 'x', ", "a field 60 stands in TypeProto" },
        { nameof(TensorShapeProto), "in the value 'x', ", "a field 60 stands in TensorShapeProto" },
        { "Dimension", "in the value 'x', ", "a field 60 stands in Dimension" },
        { nameof(FunctionProto), "in the function 'Mine', ", "a field 60 stands in FunctionProto" },
        { "function node", "in the function 'Mine', in the node 'b', ", "a field 60 stands in NodeProto" },
        { "inner tensor", "in the attribute 'body', in the graph 'inner', in the tensor 'i', ", "a field 60 stands in TensorProto" },
        { "attribute tensor", "in the attribute 'value', in the tensor 'c', ", "a field 60 stands in TensorProto" },
        { "sparse tensor", "in the graph 'test', ", "a field 60 stands in SparseTensorProto" },
    };

    [Theory]
    [MemberData(nameof(ForeignFields))]
    public void A_field_that_the_format_does_not_have(string message, string place, string words)
    {
        var model = Whole();
        var graph = model.Graph;
        switch (message)
        {
            case nameof(ModelProto):
                Refuse([.. model.ToByteArray(), .. Foreign], words);
                return;
            case nameof(OperatorSetIdProto):
                Spoil(model.OpsetImport, OperatorSetIdProto.Parser);
                break;
            case nameof(StringStringEntryProto):
                model.MetadataProps.Add(new StringStringEntryProto { Key = "k" });
                Spoil(model.MetadataProps, StringStringEntryProto.Parser);
                break;
            case nameof(GraphProto):
                model.Graph = Spoilt(graph, GraphProto.Parser);
                break;
            case nameof(NodeProto):
                Spoil(graph.Node, NodeProto.Parser);
                break;
            case nameof(AttributeProto):
                Spoil(graph.Node[0].Attribute, AttributeProto.Parser);
                break;
            case nameof(TensorProto):
                Spoil(graph.Initializer, TensorProto.Parser);
                break;
            case nameof(ValueInfoProto):
                Spoil(graph.Input, ValueInfoProto.Parser);
                break;
            case nameof(TypeProto):
                graph.Input[0].Type = Spoilt(graph.Input[0].Type, TypeProto.Parser);
                break;
            case nameof(TensorShapeProto):
                graph.Input[0].Type.TensorType.Shape = Spoilt(graph.Input[0].Type.TensorType.Shape, TensorShapeProto.Parser);
                break;
            case "Dimension":
                Spoil(graph.Input[0].Type.TensorType.Shape.Dim, TensorShapeProto.Types.Dimension.Parser);
                break;
            case nameof(FunctionProto):
                model.Functions.Add(Function());
                Spoil(model.Functions, FunctionProto.Parser);
                break;
            case "function node":
                model.Functions.Add(Function());
                Spoil(model.Functions[0].Node, NodeProto.Parser);
                break;
            case "inner tensor":
                var inner = new GraphProto { Name = "inner", Initializer = { Scalar("i", 1) } };
                Spoil(inner.Initializer, TensorProto.Parser);
                graph.Node.Add(Node("Loop", ["x"], "z", Body("body", inner)));
                break;
            case "attribute tensor":
                graph.Node.Add(Node("Constant", [], "c", Tensor("value", Spoilt(Scalar("c", 1), TensorProto.Parser))));
                break;
            default:
                graph.SparseInitializer.Add(new SparseTensorProto { Values = Scalar("s", 1) });
                Spoil(graph.SparseInitializer, SparseTensorProto.Parser);
                break;
        }

        Refuse(model.ToByteArray(), words, place);
    }

    private static readonly Dictionary<string, (byte[] Bytes, string Words)> FieldsTwiceCases = new()
    {
        ["graph"] = ([.. Whole().ToByteArray(), .. Field(7, new GraphProto { Initializer = { Scalar("w", 9) } }.ToByteArray())], "the field 'graph' stands twice"),
        ["version"] = ([.. Whole().ToByteArray(), .. Version], "the field 'ir_version' stands twice"),
        ["tensor values"] = (InGraph(Field(5, [.. Scalar("w", 1).ToByteArray(), .. Field(9, [0, 0, 0, 0])])), "in the tensor 'w', the field 'raw_data' stands twice"),
        ["tensor name"] = (InGraph(Field(5, [.. Scalar("w", 1).ToByteArray(), .. Field(8, "v"u8)])), "in the tensor 'w', the field 'name' stands twice"),
        ["tensor kind"] = (InGraph(Field(5, [.. Scalar("w", 1).ToByteArray(), 2 << 3, 7])), "in the tensor 'w', the field 'data_type' stands twice"),
        ["operator"] = (InGraph(Field(1, [.. Node("Relu", ["x"], "z").ToByteArray(), .. Field(4, "Neg"u8)])), "in the node 'z', the field 'op_type' stands twice"),
        ["attribute value"] = (InNode(Field(5, [.. Int("axis", 1).ToByteArray(), 3 << 3, 0])), "in the attribute 'axis', the field 'i' stands twice"),
        ["attribute tensor"] = (InNode(Field(5, [.. Tensor("value", Scalar("c", 1)).ToByteArray(), .. Field(5, Scalar("c", 2).ToByteArray())])), "the field 't' stands twice"),
        ["input type"] = (InGraph(Field(11, [.. Value("u", DataType.Float, 1).ToByteArray(), .. Field(2, Value("u", DataType.Double, 1).Type.ToByteArray())])), "the field 'type' stands twice"),
        ["size"] = (InGraph(Field(11, [.. Field(1, "u"u8), .. Field(2, Field(1, [8, 1, .. Field(2, Field(1, [8, 1, .. Field(2, "n"u8)]))]))])), "the field 'dim_param' stands twice, or beside"),
        ["kind of value"] = (InGraph(Field(11, [.. Field(1, "u"u8), .. Field(2, [.. Field(1, [8, 1]), .. Field(4, [])])])), "the field 'sequence_type' stands twice, or beside"),
        ["operator set"] = ([.. Whole().ToByteArray(), .. Field(8, [.. Field(1, "other"u8), 16, 1, 16, 2])], "the field 'version' stands twice"),
    };

    public static TheoryData<string> FieldsTwice => [.. FieldsTwiceCases.Keys];

    [Theory]
    [MemberData(nameof(FieldsTwice))]
    public void A_field_that_stands_twice_where_one_is_meant(string name)
    {
        var (bytes, words) = FieldsTwiceCases[name];
        Refuse(bytes, words);
    }

    private static readonly Dictionary<string, (byte[] Bytes, string Words)> OddValuesCases = new()
    {
        ["a list as a number"] = (InGraph(Field(5, [.. Field(8, "w"u8), .. Field(2, [1])])), "the field 'data_type' is written as no reader expects it"),
        ["a group"] = (InGraph([(1 << 3) | 3, (1 << 3) | 4]), "the field 'node' is written as no reader expects it"),
        ["a kind that is cut off"] = (InGraph(Field(5, [.. Field(8, "w"u8), 2 << 3, 0x81, 0x80, 0x80, 0x80, 0x10])), "the field 'data_type' is 4294967297, which is no value of it"),
        ["a place that is none"] = (InGraph(Field(5, [.. Scalar("w", 1).ToByteArray(), 14 << 3, 2])), "the field 'data_location' is 2, which is no value of it"),
        ["a type that is none"] = (InNode(Field(5, [.. Field(1, "axis"u8), 0xA0, 1, 15])), "the field 'type' is 15, which is no value of it"),
        ["a name in another encoding"] = (InGraph(Field(5, Field(8, [0xFF]))), "the text in the field 'name' is no UTF-8"),
        ["an end within a message"] = (InGraph(Field(5, [.. Field(8, "w"u8), (9 << 3) | 2, 40, 1])), "in the tensor 'w', its bytes end within the field 'raw_data'"),
    };

    public static TheoryData<string> OddValues => [.. OddValuesCases.Keys];

    [Theory]
    [MemberData(nameof(OddValues))]
    public void A_value_that_readers_understand_differently(string name)
    {
        var (bytes, words) = OddValuesCases[name];
        Refuse(bytes, words);
    }

    [Fact]
    public void Messages_without_end()
    {
        byte[] attribute = [];
        for (var i = 0; i < 60; i++)
            attribute = Field(6, Field(1, Field(5, attribute)));
        Refuse(InNode(Field(5, attribute)), "deeper in each other than 100");
    }

    private static readonly Dictionary<string, (TensorProto Tensor, string Words)> TensorsCases = new()
    {
        ["raw and typed"] = (With(Scalar("w", 1), t => t.FloatData.Add(2)), "the tensor 'w' holds values in raw_data and in float_data"),
        ["raw, of nothing, and typed"] = (With(new TensorProto { Name = "w", DataType = 1, Dims = { 1 }, RawData = ByteString.Empty }, t => t.FloatData.Add(2)), "in raw_data and in float_data"),
        ["two typed"] = (With(Longs("w", 1), t => t.Int32Data.Add(2)), "in int32_data and in int64_data"),
        ["raw and text"] = (With(Scalar("w", 1), t => t.StringData.Add(ByteString.CopyFromUtf8("a"))), "in raw_data and in string_data"),
        ["raw and unsigned"] = (With(Scalar("w", 1), t => t.Uint64Data.Add(1)), "in raw_data and in uint64_data"),
        ["typed of another kind"] = (new TensorProto { Name = "w", DataType = 1, Dims = { 1 }, DoubleData = { 2 } }, "is of the kind Float, whose values do not lie in double_data"),
        ["inline and elsewhere"] = (Elsewhere(Scalar("w", 1)), "in raw_data and in external_data"),
        ["typed and elsewhere"] = (Elsewhere(With(new TensorProto { Name = "w", DataType = 1, Dims = { 1 } }, t => t.FloatData.Add(1))), "in float_data and in external_data"),
        ["elsewhere by half"] = (With(Elsewhere(new TensorProto { Name = "w", DataType = 1, Dims = { 1 } }), t => t.ClearDataLocation()), "by only one of external_data and data_location"),
        ["elsewhere by the other half"] = (new TensorProto { Name = "w", DataType = 1, Dims = { 1 }, DataLocation = DataLocation.External }, "by only one of external_data and data_location"),
        ["a byte of 300"] = (new TensorProto { Name = "w", DataType = (int)DataType.Uint8, Dims = { 1 }, Int32Data = { 300 } }, "holds 300, which is no value of the kind Uint8"),
        ["a half of 70000"] = (new TensorProto { Name = "w", DataType = (int)DataType.Float16, Dims = { 1 }, Int32Data = { 70000 } }, "holds 70000, which is no value of the kind Float16"),
        ["true by 256"] = (Bools("w", 256), "holds 256, which is no value of the kind Bool"),
        ["true by 2"] = (new TensorProto { Name = "w", DataType = (int)DataType.Bool, Dims = { 1 }, RawData = ByteString.CopyFrom(2) }, "holds 2, which is neither true nor false"),
        ["more text than its shape"] = (new TensorProto { Name = "w", DataType = (int)DataType.Uint64, Dims = { 1 }, Uint64Data = { 1, 2 } }, "is [1] but holds 2 of 1 values"),
    };

    public static TheoryData<string> Tensors => [.. TensorsCases.Keys];

    [Theory]
    [MemberData(nameof(Tensors))]
    public void A_tensor_with_two_values(string name)
    {
        var (tensor, words) = TensorsCases[name];
        Refuse(Small([Node("Relu", ["x"], "y")], tensor), words);
        // Wherever it lies.
        Refuse(Small([Node("Relu", ["x"], "y"), Node("Constant", [], "c", Tensor("value", tensor))]), words);
        Refuse(Small([Node("Relu", ["x"], "y"), Node("Loop", ["x"], "c", Body("body", new GraphProto { Initializer = { tensor } }))]), words);
        Refuse(Small([Node("Relu", ["x"], "y"), Node("If", ["x"], "c", new AttributeProto { Name = "b", Type = AttributeType.Graphs, Graphs = { new GraphProto { Initializer = { tensor } } } })]), words);
        Refuse(Small([Node("Relu", ["x"], "y"), Node("Relu", ["x"], "c", new AttributeProto { Name = "t", Type = AttributeType.Tensors, Tensors = { tensor } })]), words);
        Refuse(With(Small([Node("Relu", ["x"], "y")]), m => m.Graph.SparseInitializer.Add(new SparseTensorProto { Values = tensor, Dims = { 1 } })), words);
        Refuse(With(Small([Node("Relu", ["x"], "y")]), m => m.Functions.Add(With(Function(), f => f.Node.Add(Node("Constant", [], "c", Tensor("value", tensor)))))), words);
    }

    private static readonly Dictionary<string, (AttributeProto Attribute, string Words)> AttributeValuesCases = new()
    {
        ["a number and a list"] = (With(Int("axis", 1), a => a.Ints.Add(2)), "the attribute 'axis' of Softmax 'y' has values of the types Int and Ints"),
        ["of another type"] = (new AttributeProto { Name = "axis", Type = AttributeType.Int, F = 1 }, "is of the type Int, and has a value of the type Float"),
        ["two without a type"] = (new AttributeProto { Name = "axis", I = 1, F = 1 }, "has values of the types Float and Int"),
        ["none without a type"] = (new AttributeProto { Name = "axis" }, "has neither a type nor a value"),
        ["no tensor"] = (new AttributeProto { Name = "axis", Type = AttributeType.Tensor }, "has no value"),
        ["of a function"] = (new AttributeProto { Name = "axis", Type = AttributeType.Int, RefAttrName = "a" }, "is that of a function ('a'), and stands in none"),
    };

    public static TheoryData<string> AttributeValues => [.. AttributeValuesCases.Keys];

    [Theory]
    [MemberData(nameof(AttributeValues))]
    public void An_attribute_with_two_values(string name)
    {
        var (attribute, words) = AttributeValuesCases[name];
        Refuse(Small([Node("Softmax", ["x"], "y", attribute)]), words);
    }

    [Fact]
    public void An_attribute_twice()
    {
        Refuse(Small([Node("Softmax", ["x"], "y", Int("axis", 1), Int("axis", 2))]), "Softmax 'y' has two attributes 'axis'");
        var inner = new GraphProto { Name = "inner", Node = { Node("Softmax", ["x"], "i", Int("axis", 1), Int("axis", 2)) } };
        Refuse(Small([Node("Relu", ["x"], "y"), Node("Loop", ["x"], "z", Body("body", inner))]), "Softmax 'i' has two attributes 'axis'");
        Refuse(With(Small([Node("Relu", ["x"], "y")]), m => m.Functions.Add(With(Function(), f => f.Node[0].Attribute.Add([Int("axis", 1), Int("axis", 2)])))), "of the function 'Mine' has two attributes 'axis'");
    }

    [Fact]
    public void Values_that_are_0_may_be_left_out() =>
        OnnxClassifier.Import(OnnxFile.Parse("sparing.onnx", Small([Node("Flatten", ["x"], "y", new AttributeProto { Name = "axis", Type = AttributeType.Int, I = 1 }), Node("Softmax", ["y"], "z", new AttributeProto { Name = "axis", Type = AttributeType.Int })]).ToByteArray())).Dispose();

    private static readonly Dictionary<string, (ModelProto Model, string Words)> NamesCases = new()
    {
        ["initialisers"] = (Small([Node("Mul", ["x", "w"], "y")], Scalar("w", 1), Scalar("w", 2)), "two initialisers 'w'"),
        ["initialisers, one sparse"] = (With(Small([Node("Mul", ["x", "w"], "y")], Scalar("w", 1)), m => m.Graph.SparseInitializer.Add(new SparseTensorProto { Values = Scalar("w", 2), Dims = { 1 } })), "two initialisers 'w'"),
        ["an initialiser and a node's output"] = (Small([Node("Relu", ["x"], "w"), Node("Mul", ["x", "w"], "y")], Scalar("w", 1)), "writes 'w', which is written before"),
        ["an input and a node's output"] = (Small([Node("Relu", ["x"], "x"), Node("Relu", ["x"], "y")]), "writes 'x', which is written before"),
        ["inputs"] = (With(Small([Node("Relu", ["x"], "y")]), m => m.Graph.Input.Add(Value("x", DataType.Float, 1))), "two inputs 'x'"),
        ["outputs"] = (With(Small([Node("Relu", ["x"], "y")]), m => m.Graph.Output.Add(Value("y", DataType.Float, 1))), "two outputs 'y'"),
        ["outputs of one node"] = (Small([With(Node("Split", ["x"], "y"), n => n.Output.Add("y"))]), "writes 'y', which is written before"),
        ["a value that is described in two ways"] = (With(Small([Node("Relu", ["x"], "y")]), m => m.Graph.ValueInfo.Add(Value("y", DataType.Double))), "the value 'y' is Double in one place and Float in another"),
        ["a value that is described twice"] = (With(Small([Node("Relu", ["x"], "y")]), m => m.Graph.ValueInfo.Add([Value("y", DataType.Float, 1), Value("y", DataType.Float, 2)])), "describes the value 'y' twice"),
        ["an initialiser and its input"] = (With(Small([Node("Mul", ["x", "w"], "y")], Scalar("w", 1)), m => m.Graph.Input.Add(Value("w", DataType.Float, 7))), "the tensor 'w' is [], and the input of its name is not"),
        ["a weight of an inner graph"] = (Inner(g => g.Initializer.Add(Scalar("w", 2))), "the graph 'inner' has a 'w', as the graph around it has"),
        ["an input of an inner graph"] = (Inner(g => g.Input.Add(Value("x", DataType.Float))), "the graph 'inner' has a 'x', as the graph around it has"),
        ["a node of an inner graph"] = (Inner(g => g.Node.Add(Node("Relu", ["x"], "w"))), "writes 'w', which is written before"),
        ["two weights of an inner graph"] = (Inner(g => g.Initializer.Add([Scalar("i", 1), Scalar("i", 2)])), "two initialisers 'i'"),
        ["functions"] = (With(Small([Node("Relu", ["x"], "y")]), m => m.Functions.Add([Function(), Function()])), "two functions 'Mine'"),
        ["inputs of a function"] = (With(Small([Node("Relu", ["x"], "y")]), m => m.Functions.Add(With(Function(), f => f.Input.Add("a")))), "the function 'Mine' has two inputs 'a'"),
        ["nodes of a function"] = (With(Small([Node("Relu", ["x"], "y")]), m => m.Functions.Add(With(Function(), f => f.Node.Add(Node("Neg", ["a"], "b"))))), "writes 'b', which is written before"),
        ["operator sets"] = (With(Small([Node("Relu", ["x"], "y")]), m => m.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 12 })), "the model states the operator set of 'ai.onnx' twice"),
        ["operator sets by two names"] = (With(Small([Node("Relu", ["x"], "y")]), m => m.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx", Version = 12 })), "the model states the operator set of 'ai.onnx' twice"),
        ["other operator sets"] = (With(Small([Node("Relu", ["x"], "y")]), m => m.OpsetImport.Add([new OperatorSetIdProto { Domain = "o", Version = 1 }, new OperatorSetIdProto { Domain = "o", Version = 2 }])), "the operator set of 'o' twice"),
        ["metadata"] = (With(Small([Node("Relu", ["x"], "y")]), m => m.MetadataProps.Add([new StringStringEntryProto { Key = "k", Value = "1" }, new StringStringEntryProto { Key = "k", Value = "2" }])), "its metadata states 'k' twice"),
    };

    public static TheoryData<string> Names => [.. NamesCases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_twice(string name)
    {
        var (model, words) = NamesCases[name];
        Refuse(model, words);
    }

    [Fact]
    public void A_second_model_beside_the_first()
    {
        Refuse(
            DiagnosticIds.OperatorsUnsupported,
            With(Small([Node("Relu", ["x"], "y")]), m => m.TrainingInfo.Add(new TrainingInfoProto { Algorithm = new GraphProto { Initializer = { Scalar("w", 1) } } })).ToByteArray(), "training_info");
        Refuse(
            DiagnosticIds.OperatorsUnsupported,
            With(Small([Node("Relu", ["x"], "y")]), m => m.Graph.QuantizationAnnotation.Add(new TensorAnnotation { TensorName = "y" })).ToByteArray(), "another precision for 'y'");
    }

    [Fact]
    public void Descriptions_and_metadata_are_not_refused()
    {
        var model = Small([Node("Flatten", ["x"], "f"), Node("Mul", ["f", "w"], "y")], With(Scalar("w", 1), t => t.DocString = "a weight"));
        model.DocString = "a model";
        model.Graph.DocString = "a graph";
        model.Graph.Node[0].DocString = "a node";
        model.Graph.Node[0].MetadataProps.Add(new StringStringEntryProto { Key = "pkg.torch.onnx.name_scopes", Value = "['']" });
        model.Graph.Input[0].DocString = "an input";
        model.Graph.Input[0].Type.Denotation = "IMAGE";
        model.Graph.Input[0].Type.TensorType.Shape.Dim[1].Denotation = "DATA_CHANNEL";
        model.Graph.Initializer[0].MetadataProps.Add(new StringStringEntryProto { Key = "k", Value = "v" });
        OnnxClassifier.Import(OnnxFile.Parse("described.onnx", model.ToByteArray())).Dispose();
    }

    [Fact]
    public void Looking_at_the_bytes_costs_next_to_nothing()
    {
        // Six megabytes of weights in a thousand tensors, and a thousand nodes.
        var weights = Enumerable.Range(0, 1000).Select(i => Weights($"w{i}", 1500)).ToArray();
        var nodes = Enumerable.Range(0, 1000).Select(i => Node("Mul", [i == 0 ? "x" : $"v{i - 1}", $"w{i}"], i == 999 ? "y" : $"v{i}")).ToArray();
        var bytes = Small(nodes, weights).ToByteArray();
        WireChecks.RequireOneMeaning("large.onnx", bytes);

        var fastest = Enumerable.Range(0, 20).Min(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            WireChecks.RequireOneMeaning("large.onnx", bytes);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });

        TestContext.Current.TestOutputHelper?.WriteLine($"{bytes.Length} bytes in {fastest:f2} ms");
        Assert.True(fastest < 20, $"{fastest} ms");
    }

    private static ModelProto Whole() => Small([Node("Cast", ["x"], "y", Int("to", 1))], Scalar("w", 1));

    private static FunctionProto Function() => new() { Name = "Mine", Domain = "local", Input = { "a" }, Output = { "b" }, Node = { Node("Relu", ["a"], "b") } };

    private static ModelProto Inner(Action<GraphProto> change)
    {
        var inner = new GraphProto { Name = "inner" };
        change(inner);
        return Small([Node("Mul", ["x", "w"], "y"), Node("Loop", ["x"], "z", Body("body", inner))], Scalar("w", 1));
    }

    private static AttributeProto Body(string name, GraphProto graph) => new() { Name = name, Type = AttributeType.Graph, G = graph };

    private static TensorProto Elsewhere(TensorProto tensor)
    {
        tensor.DataLocation = DataLocation.External;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "w.bin" });
        return tensor;
    }

    private static ModelProto Small(NodeProto[] nodes, params TensorProto[] weights) => Model(13, Graph([0, 1, 2, 2], nodes, weights));

    private static T With<T>(T message, Action<T> change)
    {
        change(message);
        return message;
    }

    /// <summary>A model of a field of the graph's and what else a model needs.</summary>
    private static byte[] InGraph(byte[] field) => [.. Version, .. Field(7, [.. Field(2, "test"u8), .. field]), .. Opset];

    private static byte[] InNode(byte[] field) => InGraph(Field(1, [.. Node("Relu", ["x"], "y").ToByteArray(), .. field]));

    private static byte[] Field(int number, ReadOnlySpan<byte> content)
    {
        using var stream = new MemoryStream();
        using var writer = new CodedOutputStream(stream);
        writer.WriteTag(number, WireFormat.WireType.LengthDelimited);
        writer.WriteBytes(ByteString.CopyFrom(content));
        writer.Flush();
        return stream.ToArray();
    }

    private static void Spoil<T>(IList<T> messages, MessageParser<T> parser)
        where T : IMessage<T> => messages[0] = Spoilt(messages[0], parser);

    private static T Spoilt<T>(T message, MessageParser<T> parser)
        where T : IMessage<T> => parser.ParseFrom([.. message.ToByteArray(), .. Foreign]);

    private static void Refuse(ModelProto model, string words) => Refuse(model.ToByteArray(), words);

    private static void Refuse(byte[] bytes, string words, string place = "")
    {
        var message = Refuse(DiagnosticIds.ModelMalformed, bytes, words);
        Assert.Contains(place, message, StringComparison.Ordinal);
    }

    private static string Refuse(string id, byte[] bytes, string words)
    {
        var refusal = Assert.Throws<ModelAssertException>(() => OnnxFile.Parse("two.onnx", bytes));
        Assert.Equal(id, refusal.Id);
        Assert.Equal("two.onnx", refusal.File);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        return refusal.Message;
    }
}
