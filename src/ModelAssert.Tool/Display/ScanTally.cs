namespace ModelAssert.Tool.Display;

/// <summary>What the reports of a scan add up to. Knows no console; callers take turns.</summary>
/// <param name="asked">The labels that were asked for, or <see langword="null"/> for all.</param>
/// <param name="time">The clock.</param>
internal sealed class ScanTally(IReadOnlyList<int>? asked, TimeProvider time)
{
    private readonly SortedDictionary<int, LabelProgress> labels = [];
    private int mostAtOnce;
    private string message = "";

    /// <summary>What the scan is doing.</summary>
    public ScanStage Stage { get; private set; }

    /// <summary>Every label of the scan, in order; none before their number is known.</summary>
    public IReadOnlyCollection<LabelProgress> Labels => labels.Values;

    public int Finished { get; private set; }

    /// <summary>The time that is left for the labels, as far as it can be told.</summary>
    public TimeSpan? Left => TimeLeft.Of(labels.Values, mostAtOnce);

    public void Add(ScanProgress value)
    {
        if (value.Stage == ScanStage.Warning)
            return;

        Stage = value.Stage;
        message = value.Message ?? "";
        if (labels.Count == 0 && value.LabelCount > 0)
        {
            foreach (var label in asked ?? Enumerable.Range(0, value.LabelCount))
                labels.Add(label, new LabelProgress(label));
        }

        if (value.Label is { } reported)
            labels[reported] = Advanced(labels[reported], value);
    }

    /// <summary>The whole scan in one line: <c>7 of 43 labels, 1:20 left</c>.</summary>
    public string Describe() => Stage switch
    {
        ScanStage.Loading => "reading the model and the samples",
        ScanStage.ReversingPairs or ScanStage.Restarting or ScanStage.Detecting => message,
        ScanStage.Writing => "writing the report",
        _ => $"{Finished:#,0} of {Labels.Count:#,0} labels{(Left is { } left && Finished < Labels.Count ? $", {TimeLeft.Describe(left)} left" : "")}",
    };

    private LabelProgress Advanced(LabelProgress label, ScanProgress value)
    {
        var now = time.GetTimestamp();
        var first = label.Phase == LabelPhase.Waiting ? now : label.FirstStepAt;
        var advanced = label with
        {
            Phase = value switch { { Cached: true } => LabelPhase.Cached, { Stage: ScanStage.Reversed } => LabelPhase.Done, _ => LabelPhase.Running },
            Step = value.Step,
            // A label that ended says how many it took; how many it might have taken is what was said before.
            MaximumSteps = Math.Max(label.MaximumSteps, value.MaximumSteps),
            Norm = value.MaskL1Norm,
            FirstStepAt = first,
            Watched = time.GetElapsedTime(first, now),
        };
        if (advanced.IsFinished)
            Finished++;
        else if (label.Phase == LabelPhase.Waiting)
            mostAtOnce = Math.Max(mostAtOnce, 1 + labels.Values.Count(other => other.Phase == LabelPhase.Running));
        return advanced;
    }
}
