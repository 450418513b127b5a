using ModelAssert.Engine.AllToAll;
using ModelAssert.Reporting.Looks;

namespace ModelAssert.Engine.WholeImages;

/// <summary>How large changes of the whole image must be, and what they do.</summary>
/// <param name="Label">The label that most images go to that leave theirs by the smallest change.</param>
/// <param name="AwaySize">The size of the smallest change by which they leave.</param>
/// <param name="TowardsSize">The size of the smallest that sends images there.</param>
/// <param name="ReferenceSizes">The sizes of those to some other labels.</param>
internal sealed record MeasuredChange(int Label, double AwaySize, double TowardsSize, IReadOnlyList<double> ReferenceSizes)
{
    /// <summary>More labels have near neighbours among them, so that images leave theirs easily: of those only what goes to one label tells.</summary>
    private const int MostLabelsWithoutTarget = 10;

    /// <summary>A change by which images leave for several labels convicts below this share of those to one label; clean networks were measured at 0.44 and more.</summary>
    private const double LargestShareWithoutTarget = 0.3;

    /// <summary>The other labels.</summary>
    public IReadOnlyList<int> References { get; init; } = [];

    /// <summary>Whether as many images leave by the smallest change as must.</summary>
    public required bool AwayWorks { get; init; }

    /// <summary>The share of held-out images that go to the label, of those that leave theirs.</summary>
    public required double ShareOfCandidate { get; init; }

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
    public double Usual
    {
        get
        {
            double[] sorted = [.. ReferenceSizes.Order()];
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    /// <summary>How small the two are that must agree, over the usual size: their geometric mean. A label that is reached easily by nature is not what everything leaves for, and the other way round.</summary>
    public double Share => Math.Sqrt(AwaySize * TowardsSize) / Usual;

    /// <summary>Whether most images leave for one label, and by as little as a backdoor needs.</summary>
    /// <param name="largest">The share of the usual size that convicts.</param>
    public bool PointsTo(double largest) => ShareOfCandidate > 0.5 && Share < largest;

    /// <summary>Whether images leave for several labels by a change with which none of them is reached by itself.</summary>
    public bool PointsToSeveral => LabelCount <= MostLabelsWithoutTarget && AwayWorks && ShareOfCandidate <= 0.5
        && Mapping.DistinctTargets > 1 && Mapping.SuccessRate > 0.5 && AwaySize < LargestShareWithoutTarget * Usual;

    /// <summary>Whether nothing small was found because nothing was: the searches ended at sizes that are usual here. One that gave up before that has not looked.</summary>
    /// <param name="largest">The share of the usual size that convicts.</param>
    public bool IsTakenToItsEnd(double largest) => AwaySize >= largest * Usual && Usual > 0;
}
