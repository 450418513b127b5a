using ModelAssert.Onnx;

namespace ModelAssert.Tool.Tests;

public sealed class FirstAidCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    private string Output => Path.Combine(folder, "aided.onnx");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Channels_that_stand_out_are_taken_out_and_it_says_that_nothing_was_measured()
    {
        var before = await File.ReadAllBytesAsync(Repository.InfectedModel, TestContext.Current.CancellationToken);

        var result = await ModelAssertCommand.RunAsync("first-aid", Repository.InfectedModel, "-o", Output);

        result.AssertExit(0);
        Assert.Contains("conv1", result.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was measured.", result.Output, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Repository.InfectedModel, TestContext.Current.CancellationToken));
        Assert.NotEqual(before, await File.ReadAllBytesAsync(Output, TestContext.Current.CancellationToken));
        using var aided = OnnxClassifier.Load(Output).TrainableCopy();
        Assert.Equal(1, Enumerable.Range(0, 16).Count(channel => aided.Weights["conv1.weight"][channel].abs().max().item<float>() == 0));
    }

    [Fact]
    public async Task Where_none_stands_out_nothing_is_written_and_nothing_is_claimed()
    {
        var result = await ModelAssertCommand.RunAsync("first-aid", Repository.InfectedModel, "-o", Output, "--deviations", "9");

        result.AssertExit(2);
        Assert.Contains("says nothing of whether the model has a backdoor", result.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.False(File.Exists(Output));
    }

    [Fact]
    public async Task The_model_is_never_overwritten()
    {
        File.Copy(Repository.InfectedModel, Output);

        var result = await ModelAssertCommand.RunAsync("first-aid", Output, "-o", Output, "--force");

        result.AssertExit(4);
        Assert.Contains("MODELASSERT0040", result.Error, StringComparison.Ordinal);
    }
}
