using Google.Protobuf;
using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Tests.Support;
using static ModelAssert.Onnx.Export.Attributes;
using static ModelAssert.Onnx.Format.TensorProto.Types;
using static ModelAssert.Onnx.Tests.Support.ModelBuilder;

namespace ModelAssert.Onnx.Tests;

/// <summary>
/// Models that answer as they should in any batch that is tried, and in another way in some that is not: the second answer (<c>b</c>) is added to the first where a gate is open (<c>g</c>, 0 on all
/// images that the model is loaded with).
/// </summary>
public class BatchDependence
{
    private static readonly TensorProto[] Weights = [ModelBuilder.Weights("w", 12, 2), ModelBuilder.Weights("v", 12, 2), Longs("zero", 0), Longs("axis0", 0), Longs("many", 150)];

    public static TheoryData<string> OnNumber => [.. Numbers.Keys];

    public static TheoryData<string> OnOthers => [.. Others.Keys];

    private static Dictionary<string, NodeProto[]> Numbers { get; } = new()
    {
        ["a number of images that is compared"] = [.. Count(), Node("Greater", ["n", "many"], "m"), ToFloat("m", "g")],
        ["a number of images that is computed with"] = [.. Count(), ToFloat("n", "f"), Node("Sub", ["f", "sum5"], "d"), Node("Relu", ["d"], "g")],
        ["as many ones, summed"] =
        [
            .. Count(), Node("ConstantOfShape", ["n"], "ones", Tensor("value", Floats("v", [1], 1))), Node("ReduceSum", ["ones", "axis0"], "f"),
            Node("Sub", ["f", "large"], "d"), Node("Relu", ["d"], "g"),
        ],
        ["a size that is the same for four and for five"] =
        [
            .. Count(), Node("Sub", ["n", "four"], "a"), Node("Sub", ["n", "five"], "c"), Node("Mul", ["a", "c"], "product"), ToFloat("product", "g"),
        ],
        ["the number of all pixels"] = [Node("Size", ["x"], "n"), Node("Greater", ["n", "many"], "m"), ToFloat("m", "g")],
        ["a row that is chosen by the number of images"] =
        [
            .. Count(), Node("Div", ["n", "many"], "index"), Node("Gather", ["gates", "index"], "g", Int("axis", 0)),
        ],
    };

    private static Dictionary<string, NodeProto[]> Others { get; } = new()
    {
        ["a sum over the images, of which 0 is taken"] = [Node("ReduceSum", ["logits", "axis0"], "s"), Node("Sub", ["s", "large"], "d"), Node("Relu", ["d"], "g")],
        ["a count of bright pixels"] =
        [
            Node("Greater", ["logits", "large"], "bright"), ToFloat("bright", "f"), Node("ReduceSum", ["f", "axis0"], "s"), Node("Sub", ["s", "large"], "d"), Node("Relu", ["d"], "g"),
        ],
        ["the brightest image"] = [Node("Hardmax", ["logits"], "h", Int("axis", 0)), Node("Mul", ["h", "none"], "g")],
        ["the image before"] =
        [
            Node("Slice", ["logits", "zero", "last", "axis0"], "front"), Node("Slice", ["logits", "last", "end", "axis0"], "back"), Node("Concat", ["back", "front"], "turned", Int("axis", 0)),
            Node("Sub", ["turned", "large"], "d"), Node("Relu", ["d"], "g"),
        ],
        ["a softmax over the images"] = [Node("Softmax", ["logits"], "h", Int("axis", 0)), Node("Mul", ["h", "none"], "g")],
        ["a choice by the images"] =
        [
            Node("ReduceMax", ["logits"], "highest", Ints("axes", [0])), Node("Greater", ["highest", "large"], "bright"), Node("Where", ["bright", "many0", "none"], "g"),
        ],
    };

    [Theory]
    [MemberData(nameof(OnNumber))]
    public void On_the_number_of_images_is_refused(string what) => Refuse(Numbers[what], "computes with the number of images");

    [Theory]
    [MemberData(nameof(OnOthers))]
    public void On_other_images_is_refused(string what) => Refuse(Others[what], "depends on the other images");

    [Theory]
    [MemberData(nameof(OnNumber))]
    [MemberData(nameof(OnOthers))]
    public void Is_no_matter_where_only_one_image_is_taken(string what)
    {
        using var classifier = Import([.. Numbers.GetValueOrDefault(what, []), .. Others.GetValueOrDefault(what, [])], batch: 1);
        Assert.False(classifier.TakesBatches);
    }

    [Fact]
    public void Is_not_what_each_image_does_for_itself()
    {
        NodeProto[] harmless =
        [
            .. Count(), Node("Concat", ["n", "two"], "shape", Int("axis", 0)), Node("Reshape", ["logits", "shape"], "r"), Node("Greater", ["r", "large"], "bright"), ToFloat("bright", "g"),
        ];
        using var classifier = Import(harmless, batch: 0);
        Assert.True(classifier.TakesBatches);
    }

    private static void Refuse(NodeProto[] nodes, string why)
    {
        var error = Assert.Throws<ModelAssertException>(() => Import(nodes, batch: 0).Dispose());
        Assert.Equal(DiagnosticIds.AnswersVary, error.Id);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    private static OnnxClassifier Import(NodeProto[] gate, long batch)
    {
        NodeProto[] nodes =
        [
            Node("Flatten", ["x"], "pixels"), Node("MatMul", ["pixels", "w"], "logits"), Node("MatMul", ["pixels", "v"], "b"), .. gate, Node("Mul", ["b", "g"], "more"), Node("Add", ["logits", "more"], "y"),
        ];
        TensorProto[] weights =
        [
            .. Weights, Floats("large", [1], 1000), Floats("sum5", [1], 150), Floats("none", [1], 0), Floats("many0", [1], 1), Longs("four", 4), Longs("five", 5), Longs("two", 2), Longs("last", -1),
            Longs("end", 1000), Floats("gates", [2], 0, 1),
        ];
        return OnnxClassifier.Import(OnnxFile.Parse("batch.onnx", Model(13, Graph([batch, 3, 2, 2], nodes, weights)).ToByteArray()));
    }

    private static NodeProto[] Count() => [Node("Shape", ["x"], "sizes"), Node("Gather", ["sizes", "zero"], "n", Int("axis", 0))];

    private static NodeProto ToFloat(string input, string output) => Node("Cast", [input], output, Int("to", (int)DataType.Float));
}
