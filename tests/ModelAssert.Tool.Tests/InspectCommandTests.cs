using ModelAssert.Artifacts;
using ModelAssert.Tests;

namespace ModelAssert.Tool.Tests;

public sealed class InspectCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task An_ONNX_model_says_what_it_is_and_a_description_to_start_from()
    {
        var result = await ModelAssertCommand.RunAsync("inspect", Repository.InfectedModel);

        result.AssertExit(0);
        foreach (var text in (string[])["ONNX", "1 channels, 28 x 28 pixels", "Conv 2", "logits", "\"inputShape\": \"1x28x28\""])
            Assert.Contains(text, result.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Repository.InfectedModel + ModelDescription.FileExtension));
    }

    [Trait("Tier", "Slow")]
    [Fact]
    public async Task A_TorchScript_model_is_scanned_once_its_shape_is_written_down()
    {
        var model = Path.Combine(folder, "mnist.pt");
        File.Copy(SharedFolder.Require("models/pytorch/mnist_badnets.pt"), model);

        var refused = await ScanAsync(model);
        refused.AssertExit(3);
        Assert.Contains("MODELASSERT0019", refused.Error, StringComparison.Ordinal);

        (await ModelAssertCommand.RunAsync("inspect", model, "--input-shape", "1x28x28", "--write")).AssertExit(0);
        var scan = await ScanAsync(model);
        scan.AssertExit(1);

        var report = ReportJson.Deserialize(await File.ReadAllTextAsync(Path.Combine(folder, "out", "report.json"), TestContext.Current.CancellationToken));
        Assert.Equal(3, Assert.Single(report.InfectedLabels).Label);
        Assert.Equal(new ImageShape(1, 28, 28), report.Description!.InputShape);
    }

    [Trait("Tier", "Slow")]
    [Fact]
    public async Task What_is_said_on_the_command_line_wins_and_stands_in_the_command_that_repeats_the_scan()
    {
        var model = Path.Combine(folder, "stripes.onnx");
        File.Copy(Repository.Stripes.Clean, model);
        await File.WriteAllTextAsync(model + ModelDescription.FileExtension, """{ "inputRange": "0..255", "labelNames": ["a", "b", "c", "d", "e", "f", "g", "h"] }""", TestContext.Current.CancellationToken);

        var result = await ModelAssertCommand.RunAsync(
            "scan", model, "--samples", Repository.Stripes.Samples, "--output", Path.Combine(folder, "out"), "--no-cache", "--labels", "0,1,2", "--max-samples", "100", "--input-range", "0..1", "--label-names", "1st,2nd,3rd,4th,5th,6th,7th,8th");
        Assert.True(result.ExitCode is 0 or 2, result.Error);
        var report = ReportJson.Deserialize(await File.ReadAllTextAsync(Path.Combine(folder, "out", "report.json"), TestContext.Current.CancellationToken));
        Assert.Equal((PixelRange.Unit, PixelRange.Unit), (report.Samples.InputRange, report.Description!.InputRange!.Value));
        Assert.Contains("--input-range 0..1", await File.ReadAllTextAsync(Path.Combine(folder, "out", "report.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>Convolutions of 1 × 1 and few images, about which NNPACK complains on processors that it does not know.</summary>
    [Fact]
    public async Task What_libtorch_has_to_say_of_a_processor_is_not_said()
    {
        var inspected = await ModelAssertCommand.RunAsync("inspect", SharedFolder.Require("models/squeezenet-cifar10-opset9.onnx"));

        inspected.AssertExit(0);
        Assert.Equal("", inspected.Error);
    }

    [Fact]
    public async Task A_model_of_flattened_images_is_scanned_by_the_command_that_its_error_names()
    {
        var model = Path.Combine(folder, "flat.onnx");
        await File.WriteAllBytesAsync(model, FlatModel.Of(await File.ReadAllBytesAsync(Repository.Stripes.Infected, TestContext.Current.CancellationToken), [1, 8, 8], 64), TestContext.Current.CancellationToken);
        string[] scan = ["scan", model, "--samples", Repository.Stripes.Samples, "--output", Path.Combine(folder, "out"), "--no-cache", "--input-range", "0..1"];

        var refused = await ModelAssertCommand.RunAsync(scan);
        refused.AssertExit(3);
        Assert.Contains("The model takes each image as [64] values, and does not say what picture these are.", refused.Error, StringComparison.Ordinal);
        Assert.Contains("`modelassert inspect flat.onnx --input-shape 1x8x8 --write`", refused.Error, StringComparison.Ordinal);

        (await ModelAssertCommand.RunAsync("inspect", model, "--input-shape", "1x8x8", "--write")).AssertExit(0);
        var scanned = await ModelAssertCommand.RunAsync(scan);
        scanned.AssertExit(1);
        Assert.Contains("label 2", scanned.Output, StringComparison.Ordinal);
    }

    [Trait("Tier", "Slow")]
    [Fact]
    public async Task Samples_beside_the_model_are_measured_by_inspect()
    {
        var model = Path.Combine(folder, "fashion.onnx");
        File.Copy(Repository.CleanModel, model);
        File.Copy(Repository.Samples, Path.Combine(folder, "clean.npz"));
        await File.WriteAllTextAsync(model + ModelDescription.FileExtension, """{ "cleanSamples": "clean.npz" }""", TestContext.Current.CancellationToken);

        var inspected = await ModelAssertCommand.RunAsync("inspect", model);
        inspected.AssertExit(0);
        foreach (var text in (string[])["clean samples, pixels in 0..1", "of the original runtime", "\"inputRange\": \"0..1\"", "last convolution", "512 values, read by"])
            Assert.Contains(text, inspected.Output, StringComparison.Ordinal);
    }

    [Trait("Tier", "Slow")]
    [Fact]
    public async Task Samples_beside_the_model_are_the_default_of_a_scan()
    {
        var model = Path.Combine(folder, "stripes.onnx");
        File.Copy(Repository.Stripes.Clean, model);
        File.Copy(Repository.Stripes.Samples, Path.Combine(folder, "clean.npz"));
        var unnamed = await ModelAssertCommand.RunAsync("scan", model);
        unnamed.AssertExit(3);
        Assert.Contains("MODELASSERT0020", unnamed.Error, StringComparison.Ordinal);

        await File.WriteAllTextAsync(model + ModelDescription.FileExtension, """{ "cleanSamples": "clean.npz", "inputRange": "0..1" }""", TestContext.Current.CancellationToken);
        (await ModelAssertCommand.RunAsync("scan", model, "--output", Path.Combine(folder, "out"), "--no-cache")).AssertExit(0);
    }

    [Fact]
    public async Task A_description_that_contradicts_the_model_is_refused()
    {
        var model = Path.Combine(folder, "fashion.onnx");
        File.Copy(Repository.CleanModel, model);
        await File.WriteAllTextAsync(model + ModelDescription.FileExtension, """{ "inputShape": "3x28x28" }""", TestContext.Current.CancellationToken);

        var result = await ModelAssertCommand.RunAsync("inspect", model);
        result.AssertExit(3);
        Assert.Contains("inputShape is 3x28x28, the model takes 1x28x28", result.Error, StringComparison.Ordinal);
    }

    [Trait("Tier", "Slow")]
    [Fact]
    public async Task Another_normalisation_is_another_function_for_the_cache()
    {
        var model = Path.Combine(folder, "stripes.onnx");
        File.Copy(Repository.Stripes.Clean, model);
        await CountCachedAsync(expected: 0);
        await CountCachedAsync(expected: 4);

        // The same function in other words: inaccurate ones would be refused.
        await File.WriteAllTextAsync(model + ModelDescription.FileExtension, """{ "mean": [0], "standardDeviation": [1] }""", TestContext.Current.CancellationToken);
        await CountCachedAsync(expected: 0);

        async Task CountCachedAsync(int expected)
        {
            var result = await ModelAssertCommand.RunAsync(
                "scan", model, "--samples", Repository.Stripes.Samples, "--output", Path.Combine(folder, "out"), "--cache", Path.Combine(folder, "cache"), "--labels", "0,1,2,3", "--input-range", "0..1");
            Assert.True(result.ExitCode is 0 or 2, result.Error);
            var report = ReportJson.Deserialize(await File.ReadAllTextAsync(Path.Combine(folder, "out", "report.json"), TestContext.Current.CancellationToken));
            Assert.Equal(expected, report.Labels.Count(label => label.Cached));
        }
    }

    private Task<CommandResult> ScanAsync(string model) => ModelAssertCommand.RunAsync(
        "scan", model, "--samples", SharedFolder.Require("data/mnist"), "--output", Path.Combine(folder, "out"), "--no-cache", "--max-samples", "200", "--labels", "0,1,2,3,4,5");
}
