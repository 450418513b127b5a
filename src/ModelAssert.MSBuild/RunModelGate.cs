using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ModelAssert.MSBuild;

/// <summary>
/// Starts the engine process for a gate. It holds no rule: the engine scans, judges and writes lines in MSBuild's canonical form, of which MSBuild makes errors
/// and warnings.
/// </summary>
public sealed class RunModelGate : ToolTask
{
    /// <summary>What the engine does: <c>models</c>, <c>package</c>, <c>files</c>, <c>dependencies</c> or <c>selftest</c>.</summary>
    [Required]
    public string Gate { get; set; } = "";

    /// <summary>The engine's main assembly.</summary>
    [Required]
    public string EnginePath { get; set; } = "";

    /// <summary>The project's folder, to which paths are relative.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>The folder of the reports.</summary>
    [Required]
    public string ResultsDirectory { get; set; } = "";

    /// <summary>The file of accepted findings, if there is one.</summary>
    public string? Baseline { get; set; }

    /// <summary>Whether vulnerable labels fail, too.</summary>
    public bool IsStrict { get; set; }

    /// <summary>The unpacked libtorch package, if the project restored one.</summary>
    public string? LibTorchPath { get; set; }

    /// <summary>What model files end in, with <c>;</c> between them.</summary>
    public string? ModelExtensions { get; set; }

    /// <summary>The models that the project declares, or the packages with models, with how they are scanned as metadata.</summary>
    public ITaskItem[] Models { get; set; } = [];

    /// <summary>The names of the metadata of <see cref="Models"/> that the engine is told; they are its names, too.</summary>
    public string[] Metadata { get; set; } = [];

    /// <summary>What the project writes as the <c>Include</c> of its models, not expanded.</summary>
    public ITaskItem[] Patterns { get; set; } = [];

    /// <summary>Files that the build ships, or puts into an assembly.</summary>
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>Whether the models in restored packages were scanned in this build: what passed may be among the files.</summary>
    public bool PackagesWereScanned { get; set; }

    /// <summary>The restored packages' <c>project.assets.json</c>.</summary>
    public string? AssetsFile { get; set; }

    /// <summary>The packages that were packed.</summary>
    public ITaskItem[] Packages { get; set; } = [];

    /// <summary>The hand-written nuspec that was packed instead of the project.</summary>
    public string? Nuspec { get; set; }

    /// <summary>What stands for tokens in it.</summary>
    public string? NuspecProperties { get; set; }

    /// <summary>Where packages are written.</summary>
    public string? PackageDirectory { get; set; }

    /// <inheritdoc />
    protected override string ToolName => Path.GetFileName(GenerateFullPathToTool());

    /// <inheritdoc />
    protected override Encoding ResponseFileEncoding { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc />
    protected override Encoding StandardOutputEncoding => Encoding.UTF8;

    /// <inheritdoc />
    protected override Encoding StandardErrorEncoding => Encoding.UTF8;

    // The classic logger shows these lines as they come.
    /// <inheritdoc />
    protected override MessageImportance StandardOutputLoggingImportance => MessageImportance.High;

    /// <summary>The dotnet that runs this build.</summary>
    /// <returns>Its path, or its name where the build does not say.</returns>
    protected override string GenerateFullPathToTool() => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";

    /// <inheritdoc />
    protected override string GenerateCommandLineCommands()
    {
        var line = new CommandLineBuilder();
        line.AppendSwitch("exec");
        line.AppendFileNameIfNotNull(EnginePath);
        return line.ToString();
    }

    /// <summary>The arguments, one a line, as they are.</summary>
    /// <returns>The content of the response file.</returns>
    protected override string GenerateResponseFileCommands()
    {
        List<string> lines = ["gate", Gate, "--project", ProjectDirectory, "--results", ResultsDirectory];
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                lines.AddRange([name, value!]);
        }

        Add("--baseline", Baseline);
        Add("--libtorch", LibTorchPath);
        Add("--extensions", ModelExtensions);
        Add("--assets", AssetsFile);
        Add("--nuspec", Nuspec);
        Add("--nuspec-properties", NuspecProperties);
        Add("--package-folder", PackageDirectory);
        if (IsStrict)
            lines.Add("--strict");
        if (PackagesWereScanned)
            lines.Add("--packages-were-scanned");
        foreach (var model in Models)
            Add("--model", Describe(model));
        foreach (var pattern in Patterns)
            Add("--pattern", pattern.ItemSpec);
        foreach (var file in Files)
            Add("--file", file.ItemSpec);
        foreach (var package in Packages)
            Add("--package", package.ItemSpec);
        return string.Join("\n", lines);
    }

    /// <inheritdoc />
    protected override bool ValidateParameters()
    {
        if (Models.FirstOrDefault(model => IsAmbiguous(Describe(model), fields: 1 + Metadata.Length)) is { } ambiguous)
        {
            Log.LogError(
                subcategory: null, "MODELASSERT0041", helpKeyword: null, "ModelAssert", 0, 0, 0, 0,
                "The path of a declared model, or one of its values, has a '|' or a line break in it: '{0}'. Give a path and values without them.", ambiguous.ItemSpec);
            return false;
        }

        if (Patterns.Concat(Files).Concat(Packages).FirstOrDefault(item => IsBroken(item.ItemSpec)) is { } broken)
        {
            Log.LogError(
                subcategory: null, "MODELASSERT0041", helpKeyword: null, "ModelAssert", 0, 0, 0, 0,
                "A path has a line break in it: '{0}'. Rename the file.", broken.ItemSpec);
            return false;
        }

        if (File.Exists(EnginePath))
            return true;

        Log.LogError(
            subcategory: null, "MODELASSERT0003", helpKeyword: null, "ModelAssert", 0, 0, 0, 0,
            "The engine process is not here: '{0}'. Restore the project again; the path comes from the package ModelAssert.EngineProcess (property ModelAssertEnginePath).", EnginePath);
        return false;
    }

    private string Describe(ITaskItem model) => string.Join("|", ["Path=" + model.ItemSpec, .. Metadata.Select(name => $"{name}={model.GetMetadata(name)}")]);

    // The arguments are lines, and a declaration is fields: the name of a file must not make more of them.
    private static bool IsAmbiguous(string description, int fields) => IsBroken(description) || description.Split('|').Length != fields;

    private static bool IsBroken(string text) => text.IndexOfAny(['\r', '\n']) >= 0;
}
