using ModelAssert.Digests;
using ModelAssert.EngineProcess;
using ModelAssert.Gates;

namespace ModelAssert.Tool.Gates;

/// <summary>Scans the models inside the packages that a project restored.</summary>
internal sealed class DependencyGate(GateFolder folder, Baseline baseline, DateOnly today, ModelFiles models, GateScan scan, GateLog log)
{
    /// <summary>What a package may say: with a wrong shape or layout a model is right on nothing, and names are names.</summary>
    private static readonly string[] Harmless = [nameof(ModelDescription.InputShape), nameof(ModelDescription.InputLayout), nameof(ModelDescription.LabelNames)];

    private readonly List<ScannedModel> scanned = [];

    /// <summary>The models of the packages, once they were looked at.</summary>
    public IReadOnlyList<ScannedModel> Scanned => scanned;

    /// <summary>Looks at every restored package with models.</summary>
    /// <param name="packages">The restored packages.</param>
    /// <param name="declared">By package id: with which samples and options its models are scanned.</param>
    public void Run(IEnumerable<RestoredPackage> packages, IReadOnlyList<DeclaredModel> declared)
    {
        foreach (var package in packages)
        {
            string[] found = [.. package.Files.Where(models.IsModel)];
            if (found.Length == 0)
                continue;
            if (IsAllowed(package))
                scanned.AddRange(found.Select(file => new ScannedModel(NameOf(package, file), ContentDigest.OfFile(Path.Combine(package.Folder, file)), Passed: true, Report: null)));
            else
                Scan(package, found, declared.FirstOrDefault(entry => entry.Path.Equals(package.Id, StringComparison.OrdinalIgnoreCase)));
        }
    }

    private bool IsAllowed(RestoredPackage package)
    {
        var name = $"{package.Id} {package.Version}";
        var entry = baseline.Packages.FirstOrDefault(entry =>
            entry.Id.Equals(package.Id, StringComparison.OrdinalIgnoreCase) && entry.Version == package.Version && entry.Sha512 == package.Sha512);
        if (entry is null)
            return false;

        if (entry.Expires < today)
        {
            log.Say(name, new GateFinding(DiagnosticIds.AcceptanceExpired, GateSeverity.Warning, FormattableString.Invariant($"The acceptance of the package expired on {entry.Expires:yyyy-MM-dd}.")));
            return false;
        }

        log.Say(FormattableString.Invariant($"{name}: its models are accepted until {entry.Expires:yyyy-MM-dd} ({entry.Reason})"));
        return true;
    }

    private void Scan(RestoredPackage package, IEnumerable<string> files, DeclaredModel? declared)
    {
        foreach (var file in files)
        {
            var name = NameOf(package, file);
            var path = Path.Combine(package.Folder, file);
            // Never beside the model: a package folder is shared, and not ours to write.
            scanned.Add(declared?.CleanSamples is not { } samples ? scan.WithoutScan(name, path, Undeclared(package))
                : WhatItSaysOfItself(path, declared.Options) is { } said ? scan.WithoutScan(name, path, Chosen(package, said))
                : scan.Run(name, new ScanRequest(path, folder.Resolve(samples), ReportFolderOf(package, file), declared.Options, folder.CachePath)));
        }
    }

    /// <summary>
    /// What a package says of its model's output and input and the project does not: whoever made the package would decide which function is scanned. With pixels a quarter as bright, an infected model is
    /// right on most samples, and its trigger does not exist.
    /// </summary>
    private static string? WhatItSaysOfItself(string path, ScanOptions options)
    {
        try
        {
            if (ModelDescription.Beside(path) is not { } beside)
                return null;
            var stated = options.Description ?? new ModelDescription();
            var unstated = DescriptionField.All
                .Where(field => !Harmless.Contains(field.Name) && field.TextIn(beside) is not null && field.TextIn(stated) is null)
                .Select(field => $"{field.Name}=\"{field.TextIn(beside)}\"");
            return string.Join(' ', unstated) is { Length: > 0 } said ? said : null;
        }
        catch (ModelAssertException)
        {
            // The scan says what is wrong with it.
            return null;
        }
    }

    private static string NameOf(RestoredPackage package, string file) => $"{package.Id} {package.Version}/{file}";

    private string ReportFolderOf(RestoredPackage package, string file) =>
        Path.Combine(folder.Results, $"{package.Id}.{package.Version}", file.Replace('/', '_'));

    private static GateFinding Chosen(RestoredPackage package, string said) => new(
        DiagnosticIds.ModelNotScanned, GateSeverity.Error,
        $"The package itself says what its model is given and what of it is the answer. Say it in the project, if it is what your program does: <ModelAssertPackage Include=\"{package.Id}\" {PlainText.OneLine(said)} … />.");

    private static GateFinding Undeclared(RestoredPackage package) => new(
        DiagnosticIds.ModelNotScanned, GateSeverity.Error,
        $"The package holds a model, and the project names no clean samples to scan it with: <ModelAssertPackage Include=\"{package.Id}\" CleanSamples=\"samples.npz\" />. (Package hash {package.Sha512})");
}
