namespace ModelAssert.Tool.Display;

/// <summary>How far a label is.</summary>
/// <param name="Label">The label.</param>
internal sealed record LabelProgress(int Label)
{
    public LabelPhase Phase { get; init; }

    /// <summary>The optimisation steps taken.</summary>
    public int Step { get; init; }

    /// <summary>The most steps that it may take. Most labels end earlier.</summary>
    public int MaximumSteps { get; init; }

    /// <summary>The smallest mask that worked so far, in pixels; <see langword="null"/> while none did.</summary>
    public double? Norm { get; init; }

    /// <summary>When its first step was done: nothing says when it began.</summary>
    public long FirstStepAt { get; init; }

    /// <summary>From its first step to its last one so far.</summary>
    public TimeSpan Watched { get; init; }

    public bool IsFinished => Phase is LabelPhase.Done or LabelPhase.Cached;
}

/// <summary>The phases of a label, in their order.</summary>
internal enum LabelPhase
{
    Waiting,
    Running,
    Done,

    /// <summary>Found in the cache: finished without a step.</summary>
    Cached,
}
