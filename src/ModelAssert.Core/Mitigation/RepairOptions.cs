namespace ModelAssert;

/// <summary>What may be asked of a repair.</summary>
public sealed record RepairOptions
{
    /// <summary>A trigger that succeeds no more often than this is one that the network no longer responds to, a fraction (method, section 10).</summary>
    public const double NoResponse = 0.01;

    /// <summary>
    /// A label is not repaired while a trigger of less than this of the median's size takes half of the images to it (<see cref="LabelResistance"/>), a fraction. On the zoo's splits tune and calibrate, labels
    /// where the attacker's own trigger still worked 5 to 76 times in 100 had 0.22 to 0.52, infected ones 0.04 to 0.10.
    /// </summary>
    public const double MinimumResistance = 0.75;

    /// <summary>What is tried.</summary>
    /// <value>The default is <see cref="RepairMethod.Auto"/>.</value>
    public RepairMethod Method { get; init; }

    /// <summary>How often a model is scanned and repaired again at most, 1 and more (Wang et al. 2019, section VII: several triggers for one label).</summary>
    /// <value>The default is 5.</value>
    public int MaximumRounds { get; init; } = 5;

    /// <summary>
    /// How much of the accuracy on held-out clean samples a repaired model may have lost, a fraction in [0, 1]. The paper's own losses are up to 5 points when neurons of the
    /// second-to-last layer are pruned, and 3.6 points for unlearning (sections VI-B and VI-C).
    /// </summary>
    /// <value>The default is 0.05.</value>
    public double MaximumAccuracyLoss { get; init; } = 0.05;

    /// <summary>The largest share of a layer's neurons that is pruned, a fraction in (0, 1] (section VI-B: up to 30 %).</summary>
    /// <value>The default is 0.3.</value>
    public double MaximumPrunedShare { get; init; } = 0.3;

    /// <summary>
    /// The success of the reversed triggers, on held-out samples, above which a model is not repaired, whatever its scan says; a fraction in [0, 1]. Where more clean samples
    /// than this are taken for the target anyway, their share counts.
    /// </summary>
    /// <value>The default is 0.05.</value>
    public double MaximumAttackSuccessRate { get; init; } = 0.05;

    /// <summary>The step size of Adam in unlearning, positive.</summary>
    /// <value>The default is 0.0005.</value>
    public double LearningRate { get; init; } = 5e-4;

    /// <summary>Checks every value against its range.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0040</c>: a value is out of its range.</exception>
    public void Validate()
    {
        if (!Enum.IsDefined(Method))
            throw Errors.OptionOutOfRange("repair method", $"{Method}", RepairMethodNames.Legal);
        LegalNumbers.Count.Require(MaximumRounds, "number of rounds");
        LegalNumbers.Fraction.Require(MaximumAccuracyLoss, "accuracy loss");
        LegalNumbers.PositiveFraction.Require(MaximumPrunedShare, "pruned share");
        LegalNumbers.Fraction.Require(MaximumAttackSuccessRate, "attack success rate");
        LegalNumbers.LearningRate.Require(LearningRate, "learning rate");
    }
}

/// <summary>What is tried to repair a model.</summary>
public enum RepairMethod
{
    /// <summary>Everything, and the best is kept.</summary>
    Auto,

    /// <summary>Neurons are taken out: of the last convolution, and of the second-to-last layer.</summary>
    Prune,

    /// <summary>The model is trained further on clean samples, some with the reversed trigger and their true label.</summary>
    Unlearn,
}

/// <summary>The words for repair methods, as options say them.</summary>
internal static class RepairMethodNames
{
    /// <summary>The words, for messages.</summary>
    public const string Legal = "'auto', 'prune' or 'unlearn'";

    /// <summary>Finds the method of a word.</summary>
    /// <param name="name">The word.</param>
    /// <returns>The method, or <see langword="null"/> if there is none of that name.</returns>
    public static RepairMethod? Find(string name) => name switch
    {
        "auto" => RepairMethod.Auto,
        "prune" => RepairMethod.Prune,
        "unlearn" => RepairMethod.Unlearn,
        _ => null,
    };
}
