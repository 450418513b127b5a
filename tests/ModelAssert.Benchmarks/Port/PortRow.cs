using ModelAssert.Verdicts;
using Spectre.Console;

namespace ModelAssert.Benchmarks;

/// <summary>One side of the comparison.</summary>
/// <param name="Name">Which.</param>
/// <param name="Judgement">What the norms come to.</param>
/// <param name="Norms">The norm of each label that was reversed; fewer than were asked for, where a scan leaves some out by itself.</param>
/// <param name="Effort">What it cost.</param>
/// <param name="Asked">How many labels were asked for.</param>
/// <param name="LabelCount">How many labels the model has.</param>
internal sealed record PortRow(string Name, Judgement Judgement, IReadOnlyDictionary<int, double> Norms, Effort Effort, int Asked, int LabelCount)
{
    private bool IsPart => Asked < LabelCount;

    /// <summary>For all labels: measured, or the mean of those that were asked for times all.</summary>
    private Effort Whole => Effort * (LabelCount / (double)Asked);

    /// <summary>Both sides, and what they have in common.</summary>
    public static Table Table(PortRow engine, PortRow port)
    {
        int[] common = [.. port.Norms.Keys.Where(engine.Norms.ContainsKey).Order()];
        var correlation = RankCorrelation.Of([.. common.Select(label => engine.Norms[label])], [.. common.Select(label => port.Norms[label])]);

        var table = new Table().AddColumns("", engine.Name, port.Name, "port / engine");
        table.AddRow("labels reversed", $"{engine.Norms.Count} of {engine.LabelCount}", $"{port.Norms.Count} of {port.LabelCount}", "");
        table.AddRow("verdict", $"{engine.Judgement.Verdict}", port.Judged($"{port.Judgement.Verdict}"), "");
        table.AddRow("anomaly index", $"{engine.Judgement.AnomalyIndex:0.00}", port.Judged($"{port.Judgement.AnomalyIndex:0.00}"), "");
        table.AddRow("CPU seconds a label", Number(engine.PerLabel.Cpu), Number(port.PerLabel.Cpu), Ratio(engine.PerLabel.Cpu, port.PerLabel.Cpu));
        table.AddRow("CPU seconds, all labels", Number(engine.Whole.Cpu), port.Extrapolated(Number(port.Whole.Cpu)), Ratio(engine.Whole.Cpu, port.Whole.Cpu));
        table.AddRow("wall seconds, all labels", Number(engine.Whole.Wall), port.Extrapolated(Number(port.Whole.Wall)), Ratio(engine.Whole.Wall, port.Whole.Wall));
        table.AddRow("Spearman correlation of the norms", "", "", $"{correlation:0.000} over {common.Length} labels");
        foreach (var label in common)
            table.AddRow($"norm of label {label}", $"{engine.Norms[label]:0.0}", $"{port.Norms[label]:0.0}", Ratio(engine.Norms[label], port.Norms[label]));
        return table;
    }

    private Effort PerLabel => Effort * (1.0 / Asked);

    private static string Number(double seconds) => $"{seconds:0.00}";

    private static string Ratio(double engine, double port) => $"{port / engine:0.00}";

    private string Judged(string text) => IsPart ? $"{text} (of these labels alone)" : text;

    private string Extrapolated(string text) => IsPart ? $"{text} (EXTRAPOLATED from {Asked} labels)" : text;
}
