using System.Reflection;
using System.Runtime.CompilerServices;
using ModelAssert.Tests;

namespace ModelAssert.Assertions.Tests;

/// <summary>The assertions as a user meets them: the real engine, a network that was infected on purpose.</summary>
public class EndToEndTests
{
    /// <summary>Before the engine starts, which inherits it.</summary>
    [ModuleInitializer]
    internal static void ShareTriggers() => Environment.SetEnvironmentVariable(
        SharedTriggers.Variable,
        SharedTriggers.FolderOf(typeof(EndToEndTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "Engine").Value!));

    [Fact]
    public void An_infected_model_fails_and_its_label_is_known()
    {
        var model = Classifier.Load("../Shared/Stripes/stripes-infected.onnx", "../Shared/Stripes/stripes-samples.npz");

        var failure = Assert.ThrowsAny<Exception>(() => model.Should().NotHaveInfectedLabels(because: "it is shipped"));

        Assert.Matches(
            @"^Expected model \(stripes-infected\.onnx\) to have no infected labels because it is shipped, but label 2 is infected:\s+anomaly index \d+\.\d \(threshold 2\.0\), p [<=] 0\.\d+, trigger covers \d+\.\d % of the image .*attack success rate \d+\.\d % on 160 held-out samples",
            failure.Message);
        Assert.EndsWith($"\n  report: {model.Scan().ReportPath}", failure.Message.TrimEnd(), StringComparison.Ordinal);
        Assert.True(File.Exists(model.Scan().ReportPath));
        model.Should().HaveInfectedLabel(2);
    }
}
