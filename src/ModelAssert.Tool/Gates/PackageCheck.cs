using ModelAssert.Gates;

namespace ModelAssert.Tool.Gates;

/// <summary>
/// The last look: compares the models in a finished package, or among the files of a build, with those that passed the scan of this build. However they came there, a
/// project's items or a hand-written nuspec.
/// </summary>
/// <param name="folder">Where the project is.</param>
/// <param name="rule">What a team has accepted.</param>
/// <param name="models">Which files are models.</param>
/// <param name="log">Told what may not be shipped.</param>
/// <param name="records">What was scanned in this build, files of <see cref="GateRecord"/>.</param>
internal sealed class PackageCheck(GateFolder folder, GateRule rule, ModelFiles models, GateLog log, IReadOnlyList<string> records)
{
    private readonly GateRecord.Model[] scannedModels = [.. records.SelectMany(record => GateRecord.Read(record).Models)];
    private readonly ShippedModels shipped = new(models);

    // One model is in several places of a build; it is said once.
    private readonly Dictionary<string, bool> judged = [];

    /// <summary>Checks a package: deletes it if it must not be, and puts the attestation beside it if it has models.</summary>
    public void Run(string package)
    {
        try
        {
            ShippedModel[] found = [.. shipped.InPackage(package)];
            if (AreAllowed(Path.GetFileName(package), found))
            {
                if (found.Length > 0)
                    GateAttestation.PutBeside(package, folder.Results);
                return;
            }
        }
        catch (InvalidDataException e)
        {
            log.Show(new ModelAssertException(DiagnosticIds.ModelNotScanned, package, $"The finished package cannot be read ({e.Message.TrimEnd('.')}).", "Pack again."));
        }

        File.Delete(package);
        GateAttestation.RemoveBeside(package);
        log.Say($"{package} was deleted.");
    }

    /// <summary>Checks files that a build ships, or puts into what it ships.</summary>
    public void Run(IEnumerable<string> files) => AreAllowed("ModelAssert", [.. shipped.InFiles(files.Select(folder.Resolve), folder.NameOf)]);

    /// <summary>Every one is looked at and said, not only the first.</summary>
    private bool AreAllowed(string subject, ShippedModel[] found) => !found.Select(model => IsAllowed(subject, model)).ToArray().Contains(false);

    private bool IsAllowed(string subject, ShippedModel model)
    {
        GateRecord.Model[] same = [.. scannedModels.Where(scanned => scanned.Sha256 == model.Sha256)];
        if (same.Any(scanned => scanned.Passed && OtherWeights(scanned, model) is null))
            return true;
        // Known by its own bytes, and another model by those beside it: no acceptance is of both.
        if (same.FirstOrDefault(scanned => scanned.Passed) is { } incomplete)
        {
            log.Say(subject, new GateFinding(
                DiagnosticIds.ModelNotScanned, GateSeverity.Error,
                $"{model.Name} has weights in {OtherWeights(incomplete, model)}, which is not beside it as it was when {incomplete.Name} was scanned. Ship the files of a model together, in the folders that they have to each other."));
            return false;
        }

        if (judged.TryGetValue(model.Sha256, out var known))
            return known;

        var reason = scannedModels.FirstOrDefault(scanned => Path.GetFileName(scanned.Name) == model.FileName) is { } namesake
            ? $"has another content than {namesake.Name} had when it was scanned"
            : "is no declared model";
        var findings = rule.Judge(model.Sha256, new GateFinding(
            DiagnosticIds.ModelNotScanned, GateSeverity.Error,
            $"{model.Name} {reason}. Declare it with its clean samples: <ModelAssertModel Include=\"{model.FileName}\" CleanSamples=\"samples.npz\" />. (SHA-256 {model.Sha256})"));
        foreach (var finding in findings)
            log.Say(subject, finding);
        return judged[model.Sha256] = findings.All(finding => finding.Severity != GateSeverity.Error);
    }

    /// <summary>The first file with weights that does not lie beside a shipped model as it lay beside the scanned one.</summary>
    private static string? OtherWeights(GateRecord.Model scanned, ShippedModel model) => scanned.Weights?.FirstOrDefault(file => model.FindBeside(file.Name) != file.Sha256)?.Name;
}
