using System.CommandLine;

namespace ModelAssert.Tool.Commands;

/// <summary>Which model, which samples, and where the artifacts go: the same for every command that scans.</summary>
internal sealed class ModelArguments
{
    private readonly Argument<string> model = new("MODEL") { Description = "The model file: ONNX or TorchScript." };

    private readonly Option<string?> samples = new("--samples")
    {
        Description = "Clean, correctly labelled samples: an .npz or .safetensors file with x and y, MNIST IDX files, CIFAR batches, a folder of pictures with one sub-folder per label or as GTSRB is shipped, or a zip of any of these (default: those that the description beside the model names).",
        HelpName = "DATA",
    };

    private readonly Option<string?> output = new("--output", "-o")
    {
        Description = "The folder for report and pictures (default: modelassert-results/MODEL).",
        HelpName = "DIR",
    };

    public void AddTo(Command command)
    {
        command.Add(model);
        command.Add(samples);
        command.Add(output);
    }

    /// <exception cref="ModelAssertException"><c>MODELASSERT0020</c>: no samples are named.</exception>
    public ScanRequest RequestFrom(ParseResult parsed, ScanOptions options, string? cachePath)
    {
        var path = parsed.GetRequiredValue(model);
        return new ScanRequest(
            path, SamplesFor(path, parsed.GetValue(samples)),
            parsed.GetValue(output) ?? Path.Combine("modelassert-results", Path.GetFileName(path)), options, cachePath);
    }

    /// <summary>The samples that are given, or those that the description beside the model names.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0020</c>: no samples are named.</exception>
    public static string SamplesFor(string model, string? given) => given ?? ModelDescription.SamplesOf(model) ?? throw new ModelAssertException(
        DiagnosticIds.SamplesMissing, model,
        "No clean samples are named for this model.", "Give --samples DATA, or put cleanSamples into the description beside the model.");
}
