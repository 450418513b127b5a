using System.CommandLine;

namespace ModelAssert.Tool.Commands;

/// <summary>Which model, which samples, where its successor goes and how it is scanned: the same for every command that makes a file of an infected model.</summary>
internal sealed class MitigationArguments
{
    private readonly Argument<string> model;
    private readonly Option<string?> samples;
    private readonly Option<string> output;
    private readonly Option<string?> results;

    private readonly Option<bool> force = new("--force") { Description = "Replace OUT if it exists." };

    private readonly ScanOptionSet scanOptions = new();

    /// <param name="modelHelp">Which formats.</param>
    /// <param name="samplesHelp">What the samples are for.</param>
    /// <param name="outputHelp">What is written.</param>
    /// <param name="resultsHelp">What reports there are.</param>
    public MitigationArguments(string modelHelp, string samplesHelp, string outputHelp, string resultsHelp)
    {
        model = new("MODEL") { Description = $"The model file: {modelHelp}. It is never changed." };
        samples = new("--samples") { Description = $"Clean, correctly labelled samples, as for scan. {samplesHelp}", HelpName = "DATA" };
        output = new("--output", "-o") { Description = outputHelp, HelpName = "OUT", Required = true };
        results = new("--results") { Description = $"The folder for {resultsHelp} (default: modelassert-results/OUT).", HelpName = "DIR" };
    }

    public void AddTo(Command command)
    {
        command.Add(model);
        foreach (var option in (Option[])[samples, output, results, force, ScanOptionSet.Device, CacheFolder.Option, CacheFolder.Declined])
            command.Add(option);
        scanOptions.AddTo(command);
    }

    /// <summary>What is scanned, where the file goes that is made of it, and whether one that is there is replaced.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0020</c>: no samples are named.</exception>
    public (ScanRequest Scan, string Output, bool Overwrite) From(ParseResult parsed)
    {
        var (file, target) = (parsed.GetRequiredValue(model), parsed.GetRequiredValue(output));
        var scan = new ScanRequest(
            file, ModelArguments.SamplesFor(file, parsed.GetValue(samples)), parsed.GetValue(results) ?? Path.Combine("modelassert-results", Path.GetFileName(target)),
            scanOptions.From(parsed), CacheFolder.UnlessDeclined(parsed))
        {
            Device = parsed.GetValue(ScanOptionSet.Device),
        };
        return (scan, target, parsed.GetValue(force));
    }
}
