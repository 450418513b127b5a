namespace ModelAssert.Core.Tests.Scanning;

public sealed class ModelDescriptionTests : IDisposable
{
    private readonly string model = Path.Combine(Directory.CreateTempSubdirectory("modelassert-test-").FullName, "signs.pt");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(model)!, recursive: true);

    [Fact]
    public void What_is_written_is_read_again()
    {
        var written = new ModelDescription
        {
            InputShape = new ImageShape(3, 32, 64),
            InputRange = PixelRange.Bytes,
            Mean = [0.5],
            StandardDeviation = [0.25],
            LabelNames = ["stop", "yield"],
        };
        var read = Read(written.ToJson())!;

        Assert.Equal((written.InputShape, written.InputRange), (read.InputShape, read.InputRange));
        Assert.Equal(written.Mean, read.Mean);
        Assert.Equal(written.StandardDeviation, read.StandardDeviation);
        Assert.Equal(written.LabelNames, read.LabelNames);
        Assert.Equal(written.ToJson(), read.ToJson());
    }

    [Fact]
    public void There_need_be_none() => Assert.Null(ModelDescription.Beside(model));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{ "schemaVersion": 7 }""")]
    [InlineData("""{ "inputshape": "1x28x28" }""")]
    [InlineData("""{ "inputShape": "1x28" }""")]
    [InlineData("""{ "inputShape": "0x28x28" }""")]
    [InlineData("""{ "inputRange": "1..0" }""")]
    [InlineData("""{ "mean": [0.5] }""")]
    [InlineData("""{ "mean": [0.5, 0.5], "standardDeviation": [0.5] }""")]
    [InlineData("""{ "mean": [0.5], "standardDeviation": [0] }""")]
    [InlineData("""{ "labelNames": [null] }""")]
    [InlineData("""{ "inputRange": "0..1", "inputRange": "0..255" }""")]
    [InlineData("""{ "inputRange": "0..1", "inputR\u0061nge": "0..255" }""")]
    public void A_mistake_in_it_is_a_named_error(string json)
    {
        var error = Assert.Throws<ModelAssertException>(() => Read(json));
        Assert.Equal((DiagnosticIds.DescriptionIllegal, model + ModelDescription.FileExtension), (error.Id, error.File));
    }

    [Fact]
    public void What_is_stated_wins_member_by_member()
    {
        var stated = new ModelDescription { InputRange = PixelRange.Bytes, OutputName = "a" };
        var beside = new ModelDescription { InputRange = PixelRange.Unit, InputShape = new ImageShape(1, 2, 3), CleanSamples = "s.npz" };

        Assert.Equal(
            new ModelDescription { InputRange = PixelRange.Bytes, OutputName = "a", InputShape = new ImageShape(1, 2, 3), CleanSamples = "s.npz" }, stated.Over(beside));
        Assert.Equal(stated, stated.Over(null));
        Assert.True((beside with { InputShape = null }).OfFunction.IsEmpty);
        Assert.False(stated.OfFunction.IsEmpty);
    }

    [Fact]
    public void Samples_lie_in_the_folder_of_the_model()
    {
        Assert.Null(ModelDescription.SamplesOf(model));
        Read("""{ "cleanSamples": "data/signs.npz" }""");

        Assert.Equal(Path.Combine(Path.GetDirectoryName(model)!, "data", "signs.npz"), ModelDescription.SamplesOf(model));
    }

    [Theory]
    [InlineData("../signs.npz")]
    [InlineData("data/../../signs.npz")]
    [InlineData("/etc/passwd")]
    [InlineData("C:/signs.npz")]
    [InlineData("link/signs.npz")]
    [InlineData("")]
    public void Samples_elsewhere_are_not_read_because_a_model_says_so(string path)
    {
        File.CreateSymbolicLink(Path.Combine(Path.GetDirectoryName(model)!, "link"), Path.GetTempPath());
        Read($$"""{ "cleanSamples": "{{path}}" }""");

        Assert.Equal(DiagnosticIds.DescriptionIllegal, Assert.Throws<ModelAssertException>(() => ModelDescription.SamplesOf(model)).Id);
    }

    private ModelDescription? Read(string json)
    {
        File.WriteAllText(model + ModelDescription.FileExtension, json);
        return ModelDescription.Beside(model);
    }
}
