using System.IO.Compression;
using ModelAssert.Gates;

namespace ModelAssert.Tool.Gates;

/// <summary>
/// The last look: opens a finished package and compares the models in it with those that passed the scan of this build. However they came there, a project's
/// items or a hand-written nuspec.
/// </summary>
internal sealed class PackageCheck(GateFolder folder, GateRule rule, ModelFiles models, GateLog log)
{
    private readonly GateRecord record = GateRecord.Read(folder.RecordPath);

    /// <summary>Checks a package: deletes it if it must not be, and puts the attestation beside it if it has models.</summary>
    public void Run(string package)
    {
        try
        {
            if (Look(package) is { IsAllowed: true, HasModels: var hasModels })
            {
                if (hasModels)
                    GateAttestation.PutBeside(package, folder.Results);
                return;
            }
        }
        catch (InvalidDataException e)
        {
            log.Say(new ModelAssertException(DiagnosticIds.ModelNotScanned, package, $"The finished package cannot be read ({e.Message.TrimEnd('.')}).", "Pack again."));
        }

        File.Delete(package);
        GateAttestation.RemoveBeside(package);
        log.Say($"{package} was deleted.");
    }

    private (bool IsAllowed, bool HasModels) Look(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        // Every one is looked at and said, not only the first.
        bool[] allowed = [.. PackageEntries.Of(archive).Where(file => models.IsModel(file.Name)).Select(file => IsAllowed(package, file.Name, file.Entry))];
        return (!allowed.Contains(false), allowed.Length > 0);
    }

    private bool IsAllowed(string package, string name, ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        var sha256 = ContentDigest.Of(content);
        if (record.Models.Any(model => model.Passed && model.Sha256 == sha256))
            return true;

        var reason = record.Models.FirstOrDefault(model => Path.GetFileName(model.Name) == Path.GetFileName(name)) is { } namesake
            ? $"has another content than {namesake.Name} had when it was scanned"
            : "is no declared model";
        var findings = rule.Judge(sha256, new GateFinding(
            DiagnosticIds.ModelNotScanned, GateSeverity.Error,
            $"{name} {reason}. Declare it with its clean samples: <ModelAssertModel Include=\"{Path.GetFileName(name)}\" CleanSamples=\"samples.npz\" />. (SHA-256 {sha256})"));
        foreach (var finding in findings)
            log.Say(Path.GetFileName(package), finding);
        return findings.All(finding => finding.Severity != GateSeverity.Error);
    }
}
