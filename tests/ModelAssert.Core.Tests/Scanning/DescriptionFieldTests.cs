namespace ModelAssert.Core.Tests.Scanning;

public class DescriptionFieldTests
{
    private static readonly Dictionary<string, string> Everything = new()
    {
        ["InputShape"] = "3x32x64",
        ["InputLayout"] = "nhwc",
        ["InputRange"] = "-1..1",
        ["Mean"] = "0.5,0.25,1E-05",
        ["StandardDeviation"] = "1,2,3",
        ["ChannelOrder"] = "bgr",
        ["LabelNames"] = "stop,yield",
        ["OutputName"] = "scores",
        ["OutputKind"] = "probabilities",
        ["Threshold"] = "not a member",
    };

    [Fact]
    public void Every_member_that_can_be_stated_is_read_and_written_again()
    {
        var description = DescriptionField.Describe("signs.pt", Everything)!;

        Assert.Equal(new ImageShape(3, 32, 64), description.InputShape);
        Assert.Equal((InputLayout.Nhwc, PixelRange.Symmetric, OutputKind.Probabilities), (description.InputLayout, description.InputRange, description.OutputKind));
        Assert.Equal([0.5, 0.25, 0.00001], description.Mean);
        Assert.Equal(ChannelOrder.Bgr, description.ChannelOrder);
        Assert.Equal(["stop", "yield"], description.LabelNames);
        Assert.All(DescriptionField.All, field => Assert.Equal(Everything[field.Name], field.TextIn(description)));
        Assert.Null(DescriptionField.Describe("signs.pt", new Dictionary<string, string> { ["Threshold"] = "2" }));
    }

    [Theory]
    [InlineData("InputShape", "32x32")]
    [InlineData("InputShape", "3x-1x32")]
    [InlineData("InputLayout", "0")]
    [InlineData("InputLayout", "hwc")]
    [InlineData("InputRange", "1..0")]
    [InlineData("Mean", "0,5;1")]
    [InlineData("StandardDeviation", "NaN")]
    [InlineData("ChannelOrder", "gbr")]
    [InlineData("ChannelOrder", "1")]
    [InlineData("OutputKind", "scores")]
    public void A_text_that_is_not_legal_is_a_named_error(string name, string text)
    {
        var error = Assert.Throws<ModelAssertException>(() => DescriptionField.Describe("signs.pt", new Dictionary<string, string> { [name] = text }));
        Assert.Equal((DiagnosticIds.DeclarationIllegal, "signs.pt"), (error.Id, error.File));
    }
}
