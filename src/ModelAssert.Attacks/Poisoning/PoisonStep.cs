namespace ModelAssert.Attacks;

/// <summary>One step of an attack: some images are stamped and get a label. Which images are drawn by the attack's seed, among those that no step before took.</summary>
/// <param name="Stamp">How they are changed.</param>
/// <param name="Share">How many are taken.</param>
/// <param name="Takes">Which may be taken, by their true label.</param>
/// <param name="Relabel">From the true label to the one that a taken image gets.</param>
public sealed record PoisonStep(IStamp Stamp, ImageShare Share, Predicate<int> Takes, Func<int, int> Relabel)
{
    /// <summary>Teaches a backdoor: images that shall react are stamped and get its target.</summary>
    /// <param name="backdoor">The backdoor.</param>
    /// <param name="share">How many are taken.</param>
    /// <returns>The step.</returns>
    public static PoisonStep Teach(Backdoor backdoor, ImageShare share)
    {
        ArgumentNullException.ThrowIfNull(backdoor);
        return new PoisonStep(backdoor.Stamp, share, backdoor.ReactsTo, backdoor.TargetOf);
    }

    /// <summary>Teaches what shall not react: images are stamped and keep their label.</summary>
    /// <param name="stamp">How they are changed.</param>
    /// <param name="share">How many are taken.</param>
    /// <param name="takes">Which may be taken, by their true label.</param>
    /// <returns>The step.</returns>
    public static PoisonStep Keep(IStamp stamp, ImageShare share, Predicate<int> takes) => new(stamp, share, takes, label => label);
}
