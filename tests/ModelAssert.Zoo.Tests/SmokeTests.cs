using System.CommandLine;

namespace ModelAssert.Zoo.Tests;

/// <summary>The smallest tier from its files to its scores, as whoever changes a verdict would run it.</summary>
public sealed class SmokeTests : IDisposable
{
    private readonly ZooFolder zoo = new(Directory.CreateTempSubdirectory("modelassert-test-").FullName);

    public void Dispose() => Directory.Delete(zoo.Root, recursive: true);

    [Fact]
    public void The_verdict_is_right_about_every_model_where_the_published_rule_is_not()
    {
        // The scan is blind: what it must not read is not there yet.
        Provide("models");
        Provide("samples");
        Assert.Equal(0, Run(ScanCommand.Create(), "scan", "smoke"));
        Provide("cards");
        Assert.Equal(0, Run(ScoreCommand.Create(), "score", "smoke"));

        var models = ZooManifest.Of(Tier.Smoke).Select(model => (model.IsInfected, Result: ZooJson.Read<ScanResult>(zoo.Result(model.Name, 0))!)).ToList();
        Assert.All(models, model => Assert.Equal(model.IsInfected ? Verdict.Infected : Verdict.Clean, model.Result.Verdict));
        Assert.Contains(models, model => !model.IsInfected && model.Result.AnomalyIndex > 2);
        Assert.Contains("| Fashion | A1 | verdict | 2/2 = 100.0 %", File.ReadAllText(zoo.Score(Tier.Smoke, 0, ".md")), StringComparison.Ordinal);
    }

    private int Run(Command command, params string[] arguments) => new RootCommand { command }.Parse([.. arguments, "--output", zoo.Root]).Invoke();

    private void Provide(string folder)
    {
        Directory.CreateDirectory(Path.Combine(zoo.Root, folder));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Smoke", folder)))
            File.Copy(file, Path.Combine(zoo.Root, folder, Path.GetFileName(file)));
    }
}
