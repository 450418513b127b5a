using System.Diagnostics;
using ModelAssert.Tests;

namespace ModelAssert.Packages.Tests;

/// <summary>The real <c>dotnet</c>.</summary>
internal static class Dotnet
{
    private static readonly string[] OuterVariables = ["MSBUILD", "VSTEST", "MODELASSERT_", "TESTINGPLATFORM", "GITHUB_"];

    /// <summary>Starts it, with its output redirected.</summary>
    public static Process Start(string folder, IReadOnlyDictionary<string, string> variables, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };

        // What the outer test run tells its children is not meant for this one, nor is the developer's own cache.
        foreach (var variable in start.Environment.Keys.Where(IsOfOuterRun).ToList())
            start.Environment.Remove(variable);
        // One compiler for all of these builds, and no instrumented code in processes that live for seconds: half of the time of a build.
        start.Environment["UseSharedCompilation"] = "true";
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string folder, IReadOnlyDictionary<string, string> variables, params IEnumerable<string> arguments)
    {
        using var process = Start(folder, variables, arguments);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        ChildOutput.Attach("dotnet", $"dotnet {string.Join(' ', process.StartInfo.ArgumentList)}\nin {folder}\nexit code {process.ExitCode}\n{output}");
        return (process.ExitCode, output);
    }

    private static bool IsOfOuterRun(string variable) =>
        OuterVariables.Any(prefix => variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
