namespace ModelAssert.Engine.Inversion;

/// <summary>
/// Several optimisations of the same label, each from a start of its own, a step at a time; the smallest trigger that works counts. What one start is lucky with and another is not is no matter then, and what
/// only one of them can find is found.
/// </summary>
/// <param name="starts">The optimisations, owned by this one.</param>
internal sealed class SeveralStarts(IReadOnlyList<ILabelOptimisation> starts) : ILabelOptimisation
{
    private readonly List<double> norms = [];

    /// <inheritdoc />
    public bool IsOver => starts.All(start => start.IsOver);

    /// <summary>After each step the norm of the smallest trigger that worked so far, or of the largest mask while none did: the smaller ones are too small.</summary>
    public IReadOnlyList<double> Norms => norms;

    /// <inheritdoc />
    public double BestNorm => starts.Min(start => start.BestNorm);

    /// <inheritdoc />
    public int? FirstSuccess { get; private set; }

    /// <inheritdoc />
    public void Step(CancellationToken cancellation)
    {
        foreach (var start in starts)
        {
            if (!start.IsOver)
                start.Step(cancellation);
        }

        norms.Add(double.IsFinite(BestNorm) ? BestNorm : starts.Max(start => start.Norms[^1]));
        if (double.IsFinite(BestNorm))
            FirstSuccess ??= norms.Count;
    }

    /// <inheritdoc />
    public (Trigger Trigger, bool Converged) Result() => starts.Select(start => start.Result()).OrderBy(result => (!result.Converged, result.Trigger.MaskL1Norm)).First();

    public void Dispose()
    {
        foreach (var start in starts)
            start.Dispose();
    }
}
