namespace ModelAssert.Tool.Tests;

public sealed class CacheCommandTests : IDisposable
{
    private readonly string cache = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    public void Dispose() => Directory.Delete(cache, recursive: true);

    [Fact]
    public async Task Entries_are_listed_verified_and_cleared()
    {
        var notAnEntry = Path.Combine(cache, new string('a', 16) + '-' + new string('a', 64) + ".npz");
        File.WriteAllText(notAnEntry, "This is no entry.");

        var list = await RunAsync("list");
        list.AssertExit(0);
        Assert.Contains("not usable", list.Output, StringComparison.Ordinal);

        var verify = await RunAsync("verify");
        verify.AssertExit(1);
        Assert.Contains("0 of 1 entries", verify.Output, StringComparison.Ordinal);

        (await RunAsync("clear")).AssertExit(0);
        Assert.False(File.Exists(notAnEntry));
        (await RunAsync("verify")).AssertExit(0);
    }

    [Fact]
    public async Task A_cache_that_is_not_there_is_empty_and_is_found_by_the_environment()
    {
        var elsewhere = Path.Combine(cache, "none");
        var list = await ModelAssertCommand.RunAsync(new Dictionary<string, string> { ["MODELASSERT_CACHE"] = elsewhere }, "cache", "list");

        list.AssertExit(0);
        Assert.Contains("0 entries", list.Output, StringComparison.Ordinal);
        Assert.Contains("none", list.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(elsewhere));
    }

    private Task<CommandResult> RunAsync(string command) => ModelAssertCommand.RunAsync("cache", command, "--cache", cache);

    [Theory]
    [InlineData("cache", "verify")]
    [InlineData("scan", "model.onnx", "--samples", "samples.npz")]
    public async Task A_secret_that_is_the_name_of_one_is_refused(params string[] arguments)
    {
        var result = await ModelAssertCommand.RunAsync([new("MODELASSERT_CACHE_KEY", "$(MODELASSERT_CACHE_KEY)")], arguments);

        result.AssertExit(4);
        Assert.Contains("MODELASSERT0040", result.Error, StringComparison.Ordinal);
    }
}
