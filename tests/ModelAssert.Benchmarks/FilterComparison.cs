using ModelAssert.Engine.Mitigation;
using ModelAssert.Engine.Mitigation.Filtering;
using ModelAssert.Engine.Preflight;
using ModelAssert.Onnx;
using Spectre.Console;

namespace ModelAssert.Benchmarks;

/// <summary>
/// What a filter that was made of reversed triggers misses of others and of the attacker's own, on held-out samples (Wang et al. 2019, section VI-A), beside the published score and a filter that knows the
/// attacker's triggers.
/// </summary>
internal static class FilterComparison
{
    private static readonly double[] Rates = [0.01, 0.05];

    /// <summary>Prints the table.</summary>
    /// <param name="network">The infected network.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="starts">The reversed triggers of each infected label.</param>
    /// <param name="originals">The attacker's triggers.</param>
    public static void Print(OnnxClassifier network, PreparedSamples samples, IReadOnlyList<TriggerStarts> starts, IReadOnlyList<Trigger> originals)
    {
        var fit = new FilterFit(network, network.FindFilterTap(), samples);
        var table = new Table().Border(TableBorder.Simple).AddColumns("filter", "against", "missed 1 %", "5 %", "AUROC", "success", "behind 1 %", "5 %");
        IReadOnlyList<Trigger>[] lessons = [.. starts.Select(start => (IReadOnlyList<Trigger>)[.. start.Lessons])];
        AddRows("as made", lessons, asPublished: false);
        AddRows("scan alone", [.. starts.Select(start => (IReadOnlyList<Trigger>)[start.Found])], asPublished: false);
        AddRows("published", lessons, asPublished: true);
        AddRows("attacker's", [.. originals.GroupBy(original => original.TargetLabel).Select(label => (IReadOnlyList<Trigger>)[.. label])], asPublished: false);
        // In a log too, figures stay on one line.
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 120);
        AnsiConsole.Write(table);

        void AddRows(string name, IReadOnlyList<IReadOnlyList<Trigger>> triggersOfLabels, bool asPublished)
        {
            var (formula, _) = fit.Learn(triggersOfLabels, asPublished);
            var clean = fit.CleanScores(formula);
            AddRow("unseen", starts.SelectMany(start => start.Unseen));
            AddRow("attacker's", originals);

            void AddRow(string against, IEnumerable<Trigger> triggers)
            {
                (float Score, bool Taken)[] stamped = [.. triggers.SelectMany(trigger => fit.StampedScores(formula, trigger))];
                if (stamped.Length == 0)
                    return;
                var figures = new FilterFigures(clean, stamped);
                float[] thresholds = [.. Rates.Select(figures.ThresholdFor)];
                table.AddRow(
                [
                    name, against, .. thresholds.Select(threshold => $"{figures.At(threshold).FalseNegativeRate:P2}"), $"{figures.Auroc():0.0000}", $"{figures.AttackSuccessRate:P2}",
                    .. thresholds.Select(threshold => $"{figures.PassedSuccessAt(threshold):P2}"),
                ]);
            }
        }
    }
}
