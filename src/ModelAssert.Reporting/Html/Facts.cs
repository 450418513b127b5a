using ModelAssert.Reporting.Wording;

namespace ModelAssert.Reporting.Html;

/// <summary>A name and its value.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The value, with its unit.</param>
/// <param name="Note">What it is compared with, or what it means, if that needs saying.</param>
/// <param name="IsExact">Whether the value is a path or a digest: set in a fixed-width face, and broken anywhere.</param>
internal sealed record Fact(string Name, string Value, string Note = "", bool IsExact = false);

/// <summary>What a report says besides its labels.</summary>
internal static class Facts
{
    /// <summary>In the order in which a reviewer asks.</summary>
    public static IEnumerable<Fact> Key(ScanReport report)
    {
        var infected = report.InfectedLabels.Count();
        var vulnerable = report.VulnerableLabels.Count();
        yield return new("Anomaly index", Numbers.Index(report.AnomalyIndex), $"the largest; threshold {Numbers.Threshold(report.Threshold)}");
        yield return new("Infected labels", Numbers.Count(infected), $"of {Numbers.Count(report.Labels.Count)} analysed");
        yield return new("Vulnerable labels", Numbers.Count(vulnerable), "a warning, fails nothing");
        if (report.Pairs is { } pairs)
            yield return new("Infected pairs", Numbers.Count(report.InfectedPairs.Count()), $"of {Numbers.Count(pairs.Count)} pairs of labels; largest anomaly index {Numbers.Index(report.PairAnomalyIndex)}");
        if (report.DormantPaths is { } paths)
            yield return new("Hidden paths", Numbers.Count(paths.Count), $"{Numbers.Count(report.DormantGates?.Dormant ?? 0)} of {Numbers.Count(report.DormantGates?.Gates ?? 0)} gates are never switched by clean images");
        if (report.DetectableNorm is { } detectable)
            yield return new("Detectable trigger", $"below {Numbers.Pixels(detectable)} pixels", "the size from which on no trigger of any label would have been called infected on this model");
        yield return new("Accuracy", Numbers.Percent(report.Samples.Accuracy), $"on {Numbers.Counted(report.Samples.Count + report.Samples.LeftOut, "clean sample")}");
        yield return new("Time", $"{Numbers.Pixels(report.Timing.WallSeconds)} s", $"{Numbers.Pixels(report.Timing.CpuSeconds)} s of processor time");
    }

    /// <summary>The model, the samples, and the proof that they were read as they should be.</summary>
    public static IEnumerable<Fact> Scanned(ScanReport report)
    {
        yield return new("Model", report.Model.Path, IsExact: true);
        yield return new("Model SHA-256", report.Model.Sha256, report.Model.Files is null ? "of the bytes that were scanned" : "of all its files together", IsExact: true);
        foreach (var file in report.Model.Files ?? [])
            yield return new($"SHA-256 of {file.Name}", file.Sha256, IsExact: true);
        yield return new("Samples", report.Samples.Path ?? Numbers.None, IsExact: true);
        yield return new("Samples SHA-256", report.Samples.Sha256, "of the images and labels that were used", IsExact: true);
        yield return new("Samples used", Numbers.Count(report.Samples.Count), $"{Numbers.Count(report.Samples.HeldOut)} of them held out, to measure success on");
        yield return report.Samples.LeftOut == 0
            ? new("Accuracy on them", Numbers.Percent(report.Samples.Accuracy))
            : new("Accuracy", Numbers.Percent(report.Samples.Accuracy), $"on {Numbers.Count(report.Samples.Count + report.Samples.LeftOut)} samples; the scan used those that the model gets right");
        foreach (var fact in Preprocessed(report))
            yield return fact;
        if (report.IsQuantized)
            yield return new("Gradients", "straight through the rounding", "the model is quantised; its triggers are reversed as if it did not round, and measured as it is");
        yield return new("Import parity", Numbers.Scientific(report.ImportParity.MaxAbsDifference),
            $"largest difference from ONNX Runtime's outputs, over {Numbers.Counted(report.ImportParity.Samples, "sample")}");
    }

    private static IEnumerable<Fact> Preprocessed(ScanReport report)
    {
        var preprocessing = report.Samples.Preprocessing;
        yield return new("Preprocessing", preprocessing?.Used.Name ?? report.Samples.InputRange.ToString(),
            report.Description?.InputRange is null ? "not stated; found by accuracy on the samples" : "as stated");
        if (preprocessing is not { Guessed: true })
            yield break;

        yield return new("Preprocessing tried", string.Join(", ", preprocessing.Tried.Select(trial => $"{trial.Name}: {Numbers.Percent(trial.Accuracy)}")),
            "accuracy; all were tried on the first of the samples, the best on all");
        if (preprocessing.RunnerUp is { } other)
        {
            yield return new("May be right too", other.Name,
                preprocessing.RunnerUpVerdict is { } verdict ? $"a scan with it says {Naming.Of(verdict)}" : "not scanned with it");
        }
    }

    /// <summary>What was asked of the scan, and what came of it.</summary>
    public static IEnumerable<Fact> Configuration(ScanReport report)
    {
        foreach (var field in ScanOptions.Fields)
        {
            if (field.Shown(report.Options) is { } value)
                yield return new(field.Title, value, field.Note(report.Options));
        }

        if (report.Labels.Count(label => label.Stopped == LabelStop.Screened) is > 0 and var screened)
            yield return new("Screened out", Numbers.Counted(screened, "label"), "stopped early among the larger masks of a checkpoint; report.json has intervals for their norms");
        if (report.ReferenceLabels is { } references)
            yield return new("Reference labels", Numbers.Count(references.Count), $"median and deviation are theirs: {string.Join(", ", references)}");
    }
}
