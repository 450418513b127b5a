using ModelAssert.Engine.AllToAll;
using ModelAssert.Reporting.Looks;
using ModelAssert.Verdicts;

namespace ModelAssert.Engine.WholeImages;

/// <summary>How large changes of the whole image must be, and what they do.</summary>
/// <param name="Label">The label that this is about: the one that most images go to that leave theirs by the smallest change, or one of those that it is held against.</param>
/// <param name="AwaySize">The size of the smallest change by which they leave.</param>
/// <param name="TowardsSize">The size of the smallest that sends images there.</param>
/// <param name="ReferenceSizes">The sizes of those to some other labels.</param>
internal sealed record MeasuredChange(int Label, double AwaySize, double TowardsSize, IReadOnlyList<double> ReferenceSizes)
{
    /// <summary>What comes to less than this share of the usual size is held against more labels; clean networks mostly come to more.</summary>
    private const double LargestShareWorthALook = 0.8;

    /// <summary>One of those that a suspect is held against is one itself below this share of the usual size.</summary>
    private const double LargestShareOfControl = 0.5;

    /// <summary>And convicted below this share of the smallest of all others, by its own size alone: clean networks were measured at 0.75 and more.</summary>
    private const double LargestShareOfConvictedControl = 0.4;

    /// <summary>More labels have near neighbours among them, so that images leave theirs easily: of those only what goes to one label tells.</summary>
    private const int MostLabelsWithoutTarget = 10;

    /// <summary>A change by which images leave for several labels convicts below this share of those to one label; clean networks were measured at 0.44 and more.</summary>
    private const double LargestShareWithoutTarget = 0.3;

    /// <summary>The other labels.</summary>
    public IReadOnlyList<int> References { get; init; } = [];

    /// <summary>Whether it is one of the labels that the suspect is held against.</summary>
    public bool IsControl { get; init; }

    /// <summary>Whether as many images obey the change to the label as must.</summary>
    public required bool TowardsWorks { get; init; }

    /// <summary>Whether as many images leave by the smallest change as must.</summary>
    public required bool AwayWorks { get; init; }

    /// <summary>The share of held-out images that go to the label, of those that leave theirs.</summary>
    public required double ShareOfLabel { get; init; }

    /// <summary>The share of held-out images of other labels that the change to the label sends there.</summary>
    public required double SuccessRate { get; init; }

    /// <summary>How many such images there are.</summary>
    public required int Images { get; init; }

    /// <summary>Where the labels go by the smallest change by which images leave.</summary>
    public required LabelMapping Mapping { get; init; }

    /// <summary>How many labels the network has.</summary>
    public required int LabelCount { get; init; }

    /// <summary>What can be seen of the change by which images leave.</summary>
    public required ITriggerLook Away { get; init; }

    /// <summary>What can be seen of the change to the label.</summary>
    public required ITriggerLook Towards { get; init; }

    /// <summary>A few held-out clean samples, to show it on.</summary>
    public IReadOnlyList<ExampleImage> Examples { get; init; } = [];

    /// <summary>What a change to a label costs in this network: the median of some others. Of one that was not found the size is that of the last one tried.</summary>
    public double Usual => MedianAbsoluteDeviation.MedianOf(ReferenceSizes);

    /// <summary>How small the two are that must agree: their geometric mean. A label that is reached easily by nature is not what everything leaves for, and the other way round.</summary>
    private double Size => Math.Sqrt(AwaySize * TowardsSize);

    /// <summary>That, over the smallest of the others: clean networks have labels that are reached more easily than most, but not one alone.</summary>
    public double Share => (IsControl ? TowardsSize : Size) / ReferenceSizes.Min();

    /// <summary>Whether more labels should be asked what they take.</summary>
    public bool IsWorthALook => IsSuspect || ReferenceSizes.Min() < LargestShareOfControl * Usual;

    private bool IsSuspect => ShareOfLabel > 0.5 && Size < LargestShareWorthALook * Usual;

    /// <summary>Whether the label is reached by as little as a backdoor needs, and if it is the suspect most images leave for it.</summary>
    /// <param name="largest">The share of the smallest size of the others that convicts the suspect.</param>
    public bool PointsTo(double largest) => IsControl ? TowardsWorks && Share < LargestShareOfConvictedControl : IsSuspect && Share < largest;

    /// <summary>Whether images leave for several labels by a change with which none of them is reached by itself.</summary>
    public bool PointsToSeveral => LabelCount <= MostLabelsWithoutTarget && AwayWorks && ShareOfLabel <= 0.5
        && Mapping.DistinctTargets > 1 && Mapping.SuccessRate > 0.5 && AwaySize < LargestShareWithoutTarget * Usual;

    /// <summary>Whether nothing small was found because nothing was: the searches ended at sizes that are usual here. One that gave up before that has not looked.</summary>
    /// <param name="largest">The share of the usual size that convicts.</param>
    public bool IsTakenToItsEnd(double largest) => AwaySize >= largest * Usual && Usual > 0;
}
