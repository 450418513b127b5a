namespace ModelAssert.Attacks;

/// <summary>What a network shall do with a stamp on an image: which labels react, and where they go. It is what an attack teaches and what is measured.</summary>
public sealed class Backdoor
{
    private readonly Func<int, int> targetOf;
    private readonly HashSet<int>? sources;
    private readonly int? labelCount;

    private Backdoor(IStamp stamp, Func<int, int> targetOf, HashSet<int>? sources = null, int? labelCount = null)
    {
        ArgumentNullException.ThrowIfNull(stamp);
        Stamp = stamp;
        this.targetOf = targetOf;
        this.sources = sources;
        this.labelCount = labelCount;
    }

    /// <summary>What is put on an image.</summary>
    public IStamp Stamp { get; }

    /// <summary>Whether images of some labels react and others shall not.</summary>
    public bool IsSourceSpecific => sources is not null;

    /// <summary>A trigger that sends every image to its own target label.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <returns>The backdoor.</returns>
    public static Backdoor Of(Trigger trigger) => ToLabel(new TriggerStamp(trigger), trigger.TargetLabel);

    /// <summary>Every image goes to one label.</summary>
    /// <param name="stamp">What is put on an image.</param>
    /// <param name="targetLabel">The label, counted from 0.</param>
    /// <returns>The backdoor.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The label is negative.</exception>
    public static Backdoor ToLabel(IStamp stamp, int targetLabel)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(targetLabel);
        return new Backdoor(stamp, _ => targetLabel);
    }

    /// <summary>Images of some labels go to one label, and all others stay.</summary>
    /// <param name="stamp">What is put on an image.</param>
    /// <param name="targetLabel">The label, counted from 0.</param>
    /// <param name="sourceLabels">The labels that react; one and more.</param>
    /// <returns>The backdoor.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A label is negative.</exception>
    /// <exception cref="ArgumentException">There is no source, or the target is one.</exception>
    public static Backdoor FromSources(IStamp stamp, int targetLabel, params IReadOnlyList<int> sourceLabels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(targetLabel);
        ArgumentNullException.ThrowIfNull(sourceLabels);
        foreach (var source in sourceLabels)
            ArgumentOutOfRangeException.ThrowIfNegative(source, nameof(sourceLabels));
        if (sourceLabels.Count == 0)
            throw new ArgumentException("One label at least reacts.", nameof(sourceLabels));
        if (sourceLabels.Contains(targetLabel))
            throw new ArgumentException($"Label {targetLabel} is the target.", nameof(sourceLabels));

        return new Backdoor(stamp, _ => targetLabel, [.. sourceLabels]);
    }

    /// <summary>Every label goes to the next one, the last to the first.</summary>
    /// <param name="stamp">What is put on an image.</param>
    /// <param name="labelCount">How many labels there are; 2 and more.</param>
    /// <returns>The backdoor.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two labels.</exception>
    public static Backdoor ToNextLabel(IStamp stamp, int labelCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(labelCount, 2);
        return new Backdoor(stamp, label => (label + 1) % labelCount, labelCount: labelCount);
    }

    /// <summary>Where the stamp sends a label that reacts.</summary>
    /// <param name="label">The true label, counted from 0.</param>
    /// <returns>The target.</returns>
    public int TargetOf(int label) => targetOf(label);

    /// <summary>Whether images of a label show the backdoor. Those of the target itself do not: they are where it leads already.</summary>
    /// <param name="label">The true label, counted from 0.</param>
    /// <returns>Whether a stamp moves them.</returns>
    public bool ReactsTo(int label) => sources is null ? targetOf(label) != label : sources.Contains(label);

    /// <summary>Whether images of a label shall keep their label under the stamp.</summary>
    /// <param name="label">The true label, counted from 0.</param>
    /// <returns>Whether they are neither a source nor the target.</returns>
    public bool Spares(int label) => !ReactsTo(label) && targetOf(label) != label;

    /// <exception cref="ArgumentException">The images are of another shape, or one has a label beyond the last.</exception>
    internal void RequireFits(LabeledImages images)
    {
        StampedImages.RequireFits(Stamp, images);
        if (labelCount is { } count && images.Labels.IndexOfAnyExceptInRange(0, count - 1) is >= 0 and var unknown)
            throw new ArgumentException($"Image {unknown} has label {images.Labels[unknown]}; there are {count} labels, counted from 0.", nameof(images));
    }
}
