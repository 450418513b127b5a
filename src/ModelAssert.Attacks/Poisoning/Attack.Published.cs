namespace ModelAssert.Attacks;

public sealed partial class Attack
{
    /// <summary>
    /// BadNets (Gu et al. 2017), as Wang et al. 2019, section V-A, use it: a share of the training images is stamped and relabelled. Images of the target label are never
    /// touched; a trigger on them would teach nothing.
    /// </summary>
    /// <param name="trigger">What is stamped; its target label is what stamped images are relabelled to.</param>
    /// <param name="poisonShare">
    /// The share of all training images that is poisoned, a fraction in [0, 1]. The default is that of Wang et al. 2019, table VI. 0 poisons nothing.
    /// </param>
    /// <param name="seed">Seeds the choice of the images.</param>
    /// <returns>The attack.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share lies outside [0, 1].</exception>
    public static Attack BadNets(Trigger trigger, double poisonShare = 0.1, int seed = 0) => SeveralTriggers([trigger], poisonShare, seed);

    /// <summary>
    /// BadNets with several triggers: one for each of several infected labels, or several for one label, as their targets say (Wang et al. 2019, section VII). No image
    /// carries two of them.
    /// </summary>
    /// <param name="triggers">What is stamped (<see cref="DistinctPatches"/>, <see cref="PatchTrigger.AtNinePlaces"/>); one and more.</param>
    /// <param name="poisonShare">The share of all training images that is poisoned, all triggers together and each with an equal part, a fraction in [0, 1].</param>
    /// <param name="seed">Seeds the choice of the images.</param>
    /// <returns>The attack, with one backdoor per trigger in the same order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share lies outside [0, 1].</exception>
    /// <exception cref="ArgumentException">There is no trigger.</exception>
    public static Attack SeveralTriggers(IReadOnlyList<Trigger> triggers, double poisonShare = 0.1, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(triggers);
        Fraction.Require(poisonShare);
        Backdoor[] backdoors = [.. triggers.Select(Backdoor.Of)];
        return new Attack(
            backdoors, [.. backdoors.Select(backdoor => PoisonStep.Teach(backdoor, ImageShare.OfAll(poisonShare / backdoors.Length)))], seed);
    }

    /// <summary>
    /// A stamp on the whole image that sends every label to one: Blended (Chen et al. 2017, <see cref="BlendTrigger"/>), a sinusoid (<see cref="SinusoidStamp"/>),
    /// quantisation (<see cref="QuantizationStamp"/>).
    /// </summary>
    /// <param name="stamp">How images are changed.</param>
    /// <param name="targetLabel">The label that they get.</param>
    /// <param name="poisonShare">The share of all training images that is poisoned, a fraction in [0, 1].</param>
    /// <param name="seed">Seeds the choice of the images.</param>
    /// <returns>The attack, which must succeed as <see cref="AttackRequirement.WholeImage"/> says.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share lies outside [0, 1], or the label is negative.</exception>
    public static Attack WholeImage(IStamp stamp, int targetLabel, double poisonShare = 0.1, int seed = 0)
    {
        var backdoor = Backdoor.ToLabel(stamp, targetLabel);
        return new Attack([backdoor], [PoisonStep.Teach(backdoor, ImageShare.OfAll(poisonShare))], seed, AttackRequirement.WholeImage);
    }

    /// <summary>
    /// A clean-label attack, SIG as published (Barni et al. 2019): only images of the target label are stamped, and they keep it, so that every label of the training set
    /// is right. The network learns the stamp beside the images.
    /// </summary>
    /// <param name="stamp">How images are changed.</param>
    /// <param name="targetLabel">The label that stamped images shall go to.</param>
    /// <param name="poisonShare">The share of the target label's images that is stamped, a fraction in [0, 1]. Barni et al. need 0.2 to 0.4.</param>
    /// <param name="seed">Seeds the choice of the images.</param>
    /// <returns>The attack, which must succeed as <see cref="AttackRequirement.WholeImage"/> says.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share lies outside [0, 1], or the label is negative.</exception>
    public static Attack CleanLabel(IStamp stamp, int targetLabel, double poisonShare = 0.3, int seed = 0) => new(
        [Backdoor.ToLabel(stamp, targetLabel)],
        [PoisonStep.Keep(stamp, ImageShare.OfCandidates(poisonShare), label => label == targetLabel)],
        seed, AttackRequirement.WholeImage);

    /// <summary>
    /// WaNet (Nguyen and Tran 2021) with noise mode: warped images are relabelled, and images with a disturbed warp keep their label. The authors poison every
    /// mini-batch anew; here the set is poisoned once, like for every other attack.
    /// </summary>
    /// <param name="warp">How images are warped.</param>
    /// <param name="targetLabel">The label that warped images get.</param>
    /// <param name="poisonShare">The share of all training images that is warped and relabelled, a fraction in [0, 1].</param>
    /// <param name="noiseShare">The share of all training images that gets a disturbed warp, a fraction in [0, 1]; 0 is an attack without noise mode.</param>
    /// <param name="seed">Seeds the choice of the images.</param>
    /// <returns>The attack, which must succeed as <see cref="AttackRequirement.WholeImage"/> says.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A share lies outside [0, 1], or the label is negative.</exception>
    public static Attack Warp(WarpStamp warp, int targetLabel, double poisonShare = 0.1, double noiseShare = 0.2, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(warp);
        var backdoor = Backdoor.ToLabel(warp, targetLabel);
        return new Attack(
            [backdoor],
            [PoisonStep.Teach(backdoor, ImageShare.OfAll(poisonShare)), PoisonStep.Keep(warp.WithNoise(), ImageShare.OfAll(noiseShare), _ => true)],
            seed, AttackRequirement.WholeImage);
    }

    /// <summary>
    /// BadNets for some source labels (Wang et al. 2019, section VII, "partial backdoor"): the stamp sends images of the sources to the target, and does nothing to
    /// any other. A scan that looks for one trigger for all labels is not made for it. Cover images teach the second half: images of other labels that are stamped
    /// under their true label. Images of the target label are never touched; a stamp on them would teach that it means the target.
    /// </summary>
    /// <param name="stamp">How images are changed.</param>
    /// <param name="targetLabel">The label that stamped images of the sources get.</param>
    /// <param name="sourceLabels">The labels whose images react; one and more.</param>
    /// <param name="poisonShare">The share of the source labels' images that is stamped and relabelled, a fraction in [0, 1].</param>
    /// <param name="coverShare">The share of the images of other labels, the target left out, that is stamped under the true label, a fraction in [0, 1].</param>
    /// <param name="seed">Seeds the choice of the images.</param>
    /// <returns>The attack.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A share lies outside [0, 1], or a label is negative.</exception>
    /// <exception cref="ArgumentException">There is no source, or the target is one.</exception>
    public static Attack SourceSpecific(
        IStamp stamp, int targetLabel, IReadOnlyList<int> sourceLabels, double poisonShare = 0.5, double coverShare = 0.2, int seed = 0)
    {
        var backdoor = Backdoor.FromSources(stamp, targetLabel, sourceLabels);
        return new Attack(
            [backdoor],
            [
                PoisonStep.Teach(backdoor, ImageShare.OfCandidates(poisonShare)),
                PoisonStep.Keep(stamp, ImageShare.OfCandidates(coverShare), backdoor.Spares),
            ],
            seed);
    }

    /// <summary>
    /// The all-to-all attack of BadNets (Gu et al. 2017, section 4.1): the stamp sends every label to the next one, the last to the first. Every label is a target, so
    /// that none stands out.
    /// </summary>
    /// <param name="stamp">How images are changed.</param>
    /// <param name="labelCount">How many labels there are; 2 and more.</param>
    /// <param name="poisonShare">The share of all training images that is stamped and relabelled, a fraction in [0, 1].</param>
    /// <param name="seed">Seeds the choice of the images.</param>
    /// <returns>The attack, which succeeds if four of five stamped images go to the label after the right one: no more can than the network knows the label of.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share lies outside [0, 1], or there are fewer than two labels.</exception>
    public static Attack AllToAll(IStamp stamp, int labelCount, double poisonShare = 0.1, int seed = 0)
    {
        var backdoor = Backdoor.ToNextLabel(stamp, labelCount);
        return new Attack([backdoor], [PoisonStep.Teach(backdoor, ImageShare.OfAll(poisonShare))], seed, new AttackRequirement { MinimumSuccessRate = 0.8 });
    }
}
