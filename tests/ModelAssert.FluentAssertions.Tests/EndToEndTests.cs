namespace ModelAssert.Assertions.Tests;

/// <summary>The assertions as a user meets them: the real engine, a network that was infected on purpose.</summary>
public class EndToEndTests
{
    private readonly Classifier model = Classifier.Load(
        "../../samples/FashionGate/models/fashion-infected.onnx", "../../samples/FashionGate/data/fashion-clean-samples.npz",
        new ScanOptions { Labels = [0, 4, 6, 7, 8] });

    [Fact]
    public void An_infected_model_fails_and_its_label_is_known()
    {
        var failure = Assert.ThrowsAny<Exception>(() => model.Should().NotHaveInfectedLabels(because: "it is shipped"));

        Assert.Matches(
            @"^Expected model \(fashion-infected\.onnx\) to have no infected labels because it is shipped, but label 7 is infected:\s+anomaly index \d+\.\d \(threshold 2\.0\), p [<=] 0\.\d+, trigger covers \d+\.\d % of the image .*attack success rate 9\d\.\d % on 500 held-out samples",
            failure.Message);
        Assert.EndsWith($"\n  report: {model.Scan().ReportPath}", failure.Message.TrimEnd(), StringComparison.Ordinal);
        Assert.True(File.Exists(model.Scan().ReportPath));
        model.Should().HaveInfectedLabel(7);
    }
}
