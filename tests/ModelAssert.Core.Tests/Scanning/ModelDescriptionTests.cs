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
    [InlineData("""{ "inputshape": { "channels": 1, "height": 28, "width": 28 } }""")]
    [InlineData("""{ "inputShape": { "channels": 1, "height": 28 } }""")]
    [InlineData("""{ "inputShape": { "channels": 0, "height": 28, "width": 28 } }""")]
    [InlineData("""{ "inputRange": "1..0" }""")]
    [InlineData("""{ "mean": [0.5] }""")]
    [InlineData("""{ "mean": [0.5, 0.5], "standardDeviation": [0.5] }""")]
    [InlineData("""{ "mean": [0.5], "standardDeviation": [0] }""")]
    [InlineData("""{ "labelNames": [null] }""")]
    public void A_mistake_in_it_is_a_named_error(string json)
    {
        var error = Assert.Throws<ModelAssertException>(() => Read(json));
        Assert.Equal((DiagnosticIds.DescriptionIllegal, model + ModelDescription.FileExtension), (error.Id, error.File));
    }

    private ModelDescription? Read(string json)
    {
        File.WriteAllText(model + ModelDescription.FileExtension, json);
        return ModelDescription.Beside(model);
    }
}
