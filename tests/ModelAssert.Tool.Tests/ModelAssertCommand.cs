using System.Diagnostics;
using ModelAssert.Tests;

namespace ModelAssert.Tool.Tests;

/// <summary>The real command, as a process.</summary>
internal static class ModelAssertCommand
{
    public static Task<CommandResult> RunAsync(params string[] arguments) => RunAsync([], arguments);

    public static async Task<CommandResult> RunAsync(IEnumerable<KeyValuePair<string, string>> environment, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var result = new CommandResult(string.Join(' ', arguments), process.ExitCode, await output, await error);
        ChildOutput.Attach(arguments[0], result.ToString());
        return result;
    }

    /// <summary>Starts the command and leaves the rest to the caller, who disposes of the process.</summary>
    public static Process Start(params string[] arguments) => Start([], arguments);

    private static Process Start(IEnumerable<KeyValuePair<string, string>> environment, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["exec", Repository.Engine, .. arguments])
            start.ArgumentList.Add(argument);
        // What the developer's own scans use is not meant for these.
        foreach (var name in (string[])["MODELASSERT_CACHE_KEY", "MODELASSERT_DEVICE"])
            start.Environment.Remove(name);
        start.Environment[SharedTriggers.Variable] = SharedTriggers.FolderOf(Repository.Engine);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}

/// <summary>What a command said: the verdict with its seed, and where its report is, stand in it.</summary>
internal sealed record CommandResult(string Command, int ExitCode, string Output, string Error)
{
    public void AssertExit(int expected) => Assert.True(ExitCode == expected, $"Expected exit code {expected}.\n{this}");

    public override string ToString() => $"modelassert {Command}\nexit code {ExitCode}\n{Output}\n{Error}";
}
