namespace ModelAssert.Packages.Tests.Gates;

/// <summary>Contoso.Signs 1.0.0 with an infected model, packed by somebody without a gate.</summary>
public sealed class InfectedPackage(PackageFeed feed) : IAsyncLifetime
{
    /// <summary>The folder that it is restored from.</summary>
    public string Source { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var project = new GateProject(feed, GateProject.Model + "<PropertyGroup><ModelAssertGate>None</ModelAssertGate></PropertyGroup>", name: "Contoso.Signs");
        project.UseModel(GateProject.Infected);
        var run = await project.PackAsync();
        Assert.True(run.ExitCode == 0, run.Output);
        Source = Path.GetDirectoryName(project.PackagePath)!;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
