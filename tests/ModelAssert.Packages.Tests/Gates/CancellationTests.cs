using System.Diagnostics;

namespace ModelAssert.Packages.Tests.Gates;

/// <summary>Ctrl+C in the middle of a scan.</summary>
public sealed class CancellationTests(PackageFeed feed)
{
    [Fact]
    public async Task It_leaves_no_package_and_no_torn_entry_and_no_engine()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Processes are looked up in /proc, and signalled with kill.");

        // A scan of minutes.
        var project = new GateProject(feed, $"""
            <ItemGroup>
              <ModelAssertModel Include="models/*.onnx" Profile="paper" CleanSamples="{GateProject.PathInSample("data/fashion-clean-samples.npz")}" />
              <Content Include="models/*.onnx" Pack="true" />
            </ItemGroup>
            """);
        File.Copy(GateProject.PathInSample("models/fashion-clean.onnx"), Path.Combine(project.Folder, "models", "signs.onnx"), overwrite: true);
        var cache = Path.Combine(project.Folder, "cache");
        using var pack = Dotnet.Start(
            project.Folder, new Dictionary<string, string>(feed.GateVariables) { ["MODELASSERT_CACHE"] = cache }, "pack", "-o", "out");
        await WaitForLineAsync(pack, "accuracy");
        Assert.NotEmpty(EnginesOf(project));
        if (IgnoresInterrupts(pack))
        {
            pack.Kill(entireProcessTree: true);
            Assert.Skip("Ctrl+C is ignored here, as it is by all that a script starts in the background.");
        }

        Process.Start("kill", ["-INT", $"{pack.Id}"]).WaitForExit();
        await pack.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await pack.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(0, pack.ExitCode);
        Assert.False(File.Exists(project.PackagePath));
        Assert.Empty(EnginesOf(project));
        Assert.DoesNotContain(Directory.Exists(cache) ? Directory.GetFiles(cache) : [], file => Path.GetExtension(file) != ".npz");
    }

    private static async Task WaitForLineAsync(Process process, string text)
    {
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return;
        }

        Assert.Fail($"No line had '{text}' in it.");
    }

    /// <summary>What a process ignores its children do: bit 1 of the mask is SIGINT.</summary>
    private static bool IgnoresInterrupts(Process process) =>
        (Convert.ToUInt64(File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)).Split('\t')[1], 16) & 2) != 0;

    /// <summary>The engine's arguments are in a file; its working directory is the project's.</summary>
    private static List<string> EnginesOf(GateProject project) => [.. Directory.EnumerateDirectories("/proc").Where(process =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Contains("modelassert.dll", StringComparison.Ordinal)
                && Directory.ResolveLinkTarget(Path.Combine(process, "cwd"), returnFinalTarget: true)?.FullName == project.Folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    })];
}
