using ModelAssert.Engine.AllToAll;
using ModelAssert.Engine.Detectors;
using ModelAssert.Engine.DormantPaths;
using ModelAssert.Engine.LabelPairs;
using ModelAssert.Engine.MaximumMargin;
using ModelAssert.Engine.TriggerNorms;
using ModelAssert.Engine.WholeImages;

namespace ModelAssert.Engine.Scanning;

/// <summary>The detectors that there are.</summary>
internal static class DetectorSet
{
    private static readonly IDetector[] All = [new TriggerNormDetector(), new LabelPairDetector(), new DormantPathDetector(), new MaximumMarginDetector(), new AllToAllDetector(),
        new WholeImageDetector(WholeImageQuestion.Warp), new WholeImageDetector(WholeImageQuestion.Pattern)];

    /// <summary>Those that a scan asks for.</summary>
    /// <param name="options">What is asked.</param>
    /// <returns>Those that need no gradient, which run first, and those that trust it.</returns>
    public static (List<IDetector> First, List<IDetector> Others) Of(ScanOptions options)
    {
        var asked = All.Where(detector => options.Asks(detector.Kind)).ToLookup(detector => detector.TrustsGradient);
        return ([.. asked[false]], [.. asked[true]]);
    }
}
