namespace ModelAssert;

/// <summary>A sign of life during a scan.</summary>
/// <param name="Stage">What the scan is doing.</param>
public sealed record ScanProgress(ScanStage Stage)
{
    /// <summary>What the stage found, in words, if it found something worth saying.</summary>
    public string? Message { get; init; }

    /// <summary>How many labels will be reversed in all. 0 before that is known.</summary>
    public int LabelCount { get; init; }

    /// <summary>The label this is about, in stages that are about one.</summary>
    public int? Label { get; init; }

    /// <summary>The optimisation steps taken for the label.</summary>
    public int Step { get; init; }

    /// <summary>The most steps that will be taken for the label.</summary>
    public int MaximumSteps { get; init; }

    /// <summary>The smallest mask that worked so far, in pixels; <see langword="null"/> while none did.</summary>
    public double? MaskL1Norm { get; init; }

    /// <summary>Whether the trigger of <see cref="Label"/> comes from the cache.</summary>
    public bool Cached { get; init; }

    /// <summary>The warning, in <see cref="ScanStage.Warning"/>.</summary>
    public ScanWarning? Warning { get; init; }
}

/// <summary>The stages of a scan, in their order.</summary>
public enum ScanStage
{
    /// <summary>Reading the model and the samples.</summary>
    Loading,

    /// <summary>Import proven, pixel range and accuracy measured; <see cref="ScanProgress.Message"/> says how.</summary>
    Checked,

    /// <summary>A step was taken for <see cref="ScanProgress.Label"/>.</summary>
    Reversing,

    /// <summary>The trigger of <see cref="ScanProgress.Label"/> is final.</summary>
    Reversed,

    /// <summary>Reversing triggers of pairs of labels; <see cref="ScanProgress.Message"/> says how far that is.</summary>
    ReversingPairs,

    /// <summary>Every label gets another start, since the evidence of the first contradicted itself.</summary>
    Restarting,

    /// <summary>A detector looks at the network that has no stage of its own; <see cref="ScanProgress.Message"/> says for what.</summary>
    Detecting,

    /// <summary>Writing the artifacts.</summary>
    Writing,

    /// <summary>No stage: at any time, something is amiss that does not stop the scan. <see cref="ScanProgress.Warning"/> says what.</summary>
    Warning,

    /// <summary>No stage of a scan: a self-test goes on; <see cref="ScanProgress.Message"/> says with what.</summary>
    SelfTesting,

    /// <summary>No stage of a scan: a self-test came to one of its outcomes; <see cref="ScanProgress.Message"/> says which.</summary>
    SelfTested,

    /// <summary>No stage of a scan: a repair goes on; <see cref="ScanProgress.Message"/> says with what.</summary>
    Repairing,

    /// <summary>No stage of a scan: a repair begins a step, or tells what came of one; <see cref="ScanProgress.Message"/> says which.</summary>
    RepairStep,
}
