using System.Text;
using ModelAssert.Artifacts;
using ModelAssert.Gates;
using ModelAssert.Reporting.Provenance;

namespace ModelAssert.Tool.Gates;

/// <summary>
/// What a passed scan can be shown with: the in-toto statement and the ML-BOM, written with the reports and, once a package is checked, beside it. There is none
/// where something failed.
/// </summary>
internal static class GateAttestation
{
    private static readonly string[] Extensions = [".intoto.json", ".cdx.json"];

    /// <summary>Writes both for the models that were scanned; an accepted one that could not be is in neither.</summary>
    public static void Write(ArtifactFolder folder, IReadOnlyList<ScannedModel> models, GateRule rule)
    {
        AttestedModel[] attested = [.. models.Where(model => model.Report is not null).DistinctBy(model => model.Name)
            .Select(model => new AttestedModel(model.Name, model.Report!, rule.ReasonFor(model.Report!.Model.Sha256)))];
        if (attested.Length == 0 || models.Any(model => !model.Passed))
        {
            foreach (var extension in Extensions)
                File.Delete(folder.PathOf(NameOf(extension)));
            return;
        }

        foreach (var (extension, text) in Extensions.Zip([TestResultStatement.Of(attested), ModelBom.Of(attested)]))
            folder.Write(NameOf(extension), stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Puts both beside a package.</summary>
    public static void PutBeside(string package, string results)
    {
        foreach (var extension in Extensions.Where(extension => File.Exists(Path.Combine(results, NameOf(extension)))))
            File.Copy(Path.Combine(results, NameOf(extension)), BesideOf(package, extension), overwrite: true);
    }

    /// <summary>Takes away what an earlier pack put beside a package.</summary>
    public static void RemoveBeside(string package)
    {
        foreach (var extension in Extensions)
            File.Delete(BesideOf(package, extension));
    }

    private static string NameOf(string extension) => "attestation" + extension;

    private static string BesideOf(string package, string extension) => Path.ChangeExtension(package, null) + extension;
}
