using System.Text.Json.Serialization;

namespace ModelAssert.Engine.Inversion;

/// <summary>
/// The constants of the optimisation. Those that both profiles share are the authors' published example's (Wang et al. 2019, reference code, GTSRB
/// visualisation), not the defaults of its class nor those of any port.
/// </summary>
internal sealed record InversionSettings
{
    /// <summary>The published schedule: up to 1000 steps of 31 mini-batches.</summary>
    public static InversionSettings Paper { get; } = new()
    {
        BatchesPerStep = 31,
        MaximumSteps = 1000,
        KeepsTargetImages = true,
    };

    /// <summary>
    /// The same objective and rules in 120 mini-batches a label: λ is there from the start, as in the published low-cost scan, and follows success sooner. Side by side
    /// with 4 x 60 mini-batches that begin without λ (four small networks with three seeds each, two of GTSRB with one or two), verdicts were the same, and norms a tenth larger
    /// for all labels alike. One of twenty further seeds lost the infected label; for such cases there is a second start.
    /// </summary>
    /// <param name="shape">The shape of the images.</param>
    public static InversionSettings FromNoise(ImageShape shape) => new()
    {
        BatchesPerStep = 4,
        MaximumSteps = 30,
        KeepsTargetImages = false,
        CostStartsAtZero = false,
        // The mask that is drawn covers half of the image: its norm weighs 5 at first, whatever the size, a few times the cross-entropy.
        InitialCost = 10.0 / shape.Area,
        Patience = 3,
    };

    /// <summary>
    /// Two starts for each label: one from where small windows did best (<see cref="WindowSearch"/>), one from noise as published. Half as many images in a mini-batch and twice the rate bring both in a third of
    /// the images to where <see cref="FromNoise"/> ends, so that the two cost less than that one.
    /// </summary>
    /// <param name="shape">The shape of the images.</param>
    public static InversionSettings Fast(ImageShape shape) => FromNoise(shape) with
    {
        WindowBatches = 40,
        MaximumSteps = 16,
        BatchSize = 16,
        LearningRate = 0.2,
    };

    /// <summary>The published schedule as the low-cost scan begins it.</summary>
    public static InversionSettings PaperForMany { get; } = Paper with { CostStartsAtZero = false };

    /// <summary>
    /// A pair of labels in 80 mini-batches of a quarter of the images, so that all 90 pairs of ten labels take twice the images of a fast scan. Larger
    /// steps and a λ that presses from the start make up for it: a mask on all of the image costs 8 nats. Side by side the small pairs were as small as after the fast
    /// schedule, often smaller. With twice the λ, a rate of 0.3 and 16 steps, backdoors with a target for each source ended at four times the norm.
    /// </summary>
    /// <param name="shape">The shape of the images.</param>
    public static InversionSettings ForPairs(ImageShape shape) => FromNoise(shape) with
    {
        MaximumSteps = 20,
        BatchSize = 8,
        LearningRate = 0.2,
        InitialCost = 8.0 / shape.Area,
        Patience = 5,
    };

    /// <summary>
    /// A trigger that images leave their label by: as a label of a fast scan, but that as many need to leave as do by a trigger that a label of it would be content with. So every network has one, clean or not,
    /// and what tells is where images go.
    /// </summary>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="labels">How many labels the network has.</param>
    public static InversionSettings Untargeted(ImageShape shape, int labels) => Fast(shape).AwayFromAny(labels);

    /// <summary>
    /// A change of the whole image: as many mini-batches as a label of a fast scan has from one start. Fewer images need to obey it than a stamp: a network learns a warp or a faint pattern less reliably (attacks of 90 % count in the evaluation protocol).
    /// </summary>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="learningRate">Adam's, in the unit of what is changed.</param>
    /// <param name="cost">λ₀: the weight of the size, in the unit of the size.</param>
    public static InversionSettings ForWholeImage(ImageShape shape, double learningRate, double cost) => Fast(shape) with
    {
        WindowBatches = 0,
        LearningRate = learningRate,
        InitialCost = cost,
        SuccessThreshold = 0.9,
    };

    /// <summary>The same for a change that no label is the target of: as many images need to leave as do by one that a label of it would be content with.</summary>
    /// <param name="labels">How many labels the network has.</param>
    public InversionSettings AwayFromAny(int labels) => this with { SuccessThreshold = SuccessThreshold * (labels - 1) / labels };

    /// <summary>
    /// The same for labels that had no working trigger at the end: from another start, four times the steps, and less weight on the mask until one works. Labels that take long are those that everything
    /// has to be painted over for; the rest of the steps is what the others had, most of whom had a trigger by step 6.
    /// </summary>
    public InversionSettings Longer() => this with { MaximumSteps = 4 * MaximumSteps, InitialCost = InitialCost / 10, StepsAfterSuccess = MaximumSteps - 6 };

    /// <summary>
    /// The same for labels that had no working trigger even so: from a whole image that the label answers, which works from the first step. What it comes to in as many steps is an upper bound at worst. It ends at the edge of what works, so mini-batches are larger.
    /// </summary>
    public InversionSettings WholeImage() => this with { MaximumSteps = 4 * MaximumSteps, BatchSize = 2 * BatchSize, WindowBatches = 0, FromWholeImage = true };

    /// <summary>Mini-batches in one step; success rate and norm are means over them.</summary>
    public required int BatchesPerStep { get; init; }

    /// <summary>S: the most steps for one label.</summary>
    public required int MaximumSteps { get; init; }

    /// <summary>
    /// So many steps after the first that worked end the optimisation, or <see langword="null"/>: a label that is given more steps to find a trigger at all is not given more to make it smaller than
    /// those of the labels that it is compared with.
    /// </summary>
    public int? StepsAfterSuccess { get; init; }

    /// <summary>
    /// Whether images that have the target label already are among those optimised on. The published example keeps them; they teach nothing and
    /// flatter the success rate.
    /// </summary>
    public required bool KeepsTargetImages { get; init; }

    /// <summary>Mini-batches of <see cref="WindowSearch.BatchSize"/> images that look for a place to begin at; 0 to begin with noise everywhere, as published.</summary>
    public int WindowBatches { get; init; }

    /// <summary>Whether it begins with a whole image that the label answers (<see cref="WholeImageSearch"/>).</summary>
    public bool FromWholeImage { get; init; }

    /// <summary>Images in a mini-batch.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Adam's learning rate.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Adam's decay of the first moment.</summary>
    public double Beta1 { get; init; } = 0.5;

    /// <summary>Adam's decay of the second moment.</summary>
    public double Beta2 { get; init; } = 0.9;

    /// <summary>T: the success rate that a trigger must keep, a fraction.</summary>
    public double SuccessThreshold { get; init; } = 0.99;

    /// <summary>λ₀: the weight of the mask's norm once it is switched on.</summary>
    public double InitialCost { get; init; } = 1e-3;

    /// <summary>Whether λ starts at 0 and is switched on by success (a full run) or starts at λ₀ (the short runs of the low-cost scan).</summary>
    public bool CostStartsAtZero { get; init; } = true;

    /// <summary>P: so many steps in a row decide about λ.</summary>
    public int Patience { get; init; } = 5;

    /// <summary>a: λ goes up by this factor.</summary>
    public double CostMultiplierUp { get; init; } = 2;

    /// <summary>b = a^1.5: λ goes down by this factor. A comment in the reference code says square root; its code does this.</summary>
    public double CostMultiplierDown => Math.Pow(CostMultiplierUp, 1.5);

    /// <summary>E: a best norm that is not below this share of the last one is no progress.</summary>
    public double EarlyStopThreshold { get; init; } = 1;

    /// <summary>PE: so many steps without progress end the optimisation.</summary>
    public int EarlyStopPatience { get; init; } = 25;

    /// <summary>How many images pass through the network for a label at most.</summary>
    [JsonIgnore]
    public long ImagesPerLabel => ((long)MaximumSteps * BatchesPerStep * (WindowBatches > 0 ? 2 : 1) + WindowBatches) * BatchSize;
}
