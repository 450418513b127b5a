namespace ModelAssert;

/// <summary>A repair in words, the same wherever it is told.</summary>
internal static class RepairText
{
    /// <summary>What a repair came to, and why.</summary>
    /// <param name="report">The report.</param>
    /// <returns>A line, without a full stop.</returns>
    public static string Of(RepairReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return $"{WordOf(report.Outcome)}: {report.Reason}";
    }

    /// <summary>The word for an outcome.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <returns>The word, in lower case.</returns>
    public static string WordOf(RepairOutcome outcome) => outcome switch
    {
        RepairOutcome.Repaired => "repaired",
        RepairOutcome.NothingToRepair => "clean",
        RepairOutcome.NotRepaired => "not repaired",
        _ => "inconclusive",
    };
}
