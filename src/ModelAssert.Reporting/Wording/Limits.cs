namespace ModelAssert.Reporting.Wording;

/// <summary>What a pass does not say: in every report, so that no one can quote a verdict without it.</summary>
internal static class Limits
{
    /// <summary>With fewer labels than this a single natural outlier moves the statistic noticeably.</summary>
    private const int FewLabels = 20;

    public static IEnumerable<string> Of(ScanReport report)
    {
        yield return "Only universal triggers are tested: one small stamp that sends images of every label to one label. "
            + "Triggers that work from one label only, change with the image, blend over the whole picture or warp it are not tested.";
        yield return "The detection rate and the false-alarm rate of this version have not been measured on enough models to be stated. "
            + "A pass is the absence of a finding, not a proof.";
        if (report.Labels.Count < FewLabels)
            yield return $"The statistic compares labels with each other; with {Numbers.Count(report.Labels.Count)} its power is limited.";
        yield return "The clean samples are taken at their word. If they are poisoned, mislabelled or unlike what the model is for, the numbers say little.";
    }
}
