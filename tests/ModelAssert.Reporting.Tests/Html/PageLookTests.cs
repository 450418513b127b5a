using Microsoft.Playwright;
using ModelAssert.Artifacts;

namespace ModelAssert.Reporting.Tests.Html;

/// <summary>The page as a browser shows it: with few labels and with many, on narrow and wide screens, in the light and in the dark.</summary>
public sealed class PageLookTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private const int Height = 900;

    private static readonly int[] Widths = [360, 800, 1280];

    private readonly ArtifactFolder folder = ArtifactFolder.Open(Directory.CreateTempSubdirectory("modelassert-test-").FullName);

    public void Dispose() => Directory.Delete(folder.Path, recursive: true);

    [Trait("Tier", "Slow")]
    [Theory]
    [InlineData(10, ColorScheme.Light)]
    [InlineData(10, ColorScheme.Dark)]
    [InlineData(1283, ColorScheme.Light)]
    [InlineData(1283, ColorScheme.Dark)]
    public async Task Nothing_is_broken_cut_off_or_hard_to_read(int labels, ColorScheme scheme)
    {
        Assert.SkipWhen(chromium.Browser is null, "No Chromium under /usr/bin: the page is not looked at.");
        var report = labels == 10 ? SampleReports.Ten : SampleReports.Many;
        ReportWriter.Write(folder, report, SampleReports.TriggersOf(report), SampleReports.Examples);
        using var reader = new StreamReader(typeof(PageLookTests).Assembly.GetManifestResourceStream("look.js")!);
        var look = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        await using var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { ColorScheme = scheme });
        var page = await context.NewPageAsync();
        List<string> asked = [];
        page.Request += (_, request) => asked.Add(request.Url);
        page.Console += (_, message) => asked.Add(message.Text);
        await page.GotoAsync(new Uri(folder.PathOf("report.html")).AbsoluteUri);
        foreach (var width in Widths)
        {
            await page.SetViewportSizeAsync(width, Height);
            var complaints = await page.EvaluateAsync<string[]>(look);
            Assert.True(complaints.Length == 0, $"{width} pixels wide: {string.Join("; ", complaints.Take(10))}");
        }

        Assert.All(asked.Skip(1), address => Assert.StartsWith("data:", address, StringComparison.Ordinal));
    }
}
