namespace ModelAssert;

/// <content>What can be asked of the scan, the same for both versions of xunit; by the names of the metadata of a <c>ModelAssertModel</c> item.</content>
public sealed partial class BackdoorFreeAttribute
{
    /// <summary>The anomaly index above which a label is anomalous, or not a number for the one that the project declares.</summary>
    public double Threshold { get => Stated(double.NaN); private init => State(value); }

    /// <summary>How much work is spent on each label.</summary>
    /// <value>The default is as the project declares, or else <see cref="ScanProfile.Fast"/>.</value>
    public ScanProfile Profile { get => Stated(ScanProfile.Fast); set => State(value); }

    /// <summary>How many seconds labels may be optimised, best first; a scan that it ends is inconclusive, and fails. Unlike <c>Timeout</c> it still writes a report.</summary>
    /// <value>The default is as the project declares, or else as long as it takes.</value>
    public double TimeLimit { get => Stated(double.NaN); set => State(value); }

    /// <summary>Whether backdoors are looked for that take images of one label only.</summary>
    /// <value>The default is as the project declares, or else <see cref="SourceSpecificScan.None"/>.</value>
    public SourceSpecificScan SourceSpecific { get => Stated(SourceSpecificScan.None); set => State(value); }

    /// <summary>The labels to analyse, counted from 0. The statistics see only these; a scan of some that finds nothing is inconclusive, and fails.</summary>
    /// <value>The default is as the project declares, or else all.</value>
    public int[]? Labels { get => Stated<int[]?>(null); set => State(value); }

    /// <summary>Seeds every random choice.</summary>
    /// <value>The default is as the project declares, or else 0.</value>
    public int Seed { get => Stated(0); set => State(value); }

    /// <summary>The accuracy on the clean samples below which a scan is refused, a fraction in [0, 1]; from it on, all samples are used.</summary>
    /// <value>The default is as the project declares, or else the rule of <see cref="ScanOptions.MinimumAccuracy"/>.</value>
    public double MinimumAccuracy { get => Stated(double.NaN); set => State(value); }

    /// <summary>At most this many of the samples are used, drawn with <see cref="Seed"/>. At least 20.</summary>
    /// <value>The default is as the project declares, or else 2000.</value>
    public int MaximumSamples { get => Stated(2000); set => State(value); }

    /// <summary>The detectors that look at the model.</summary>
    /// <value>The default is as the project declares, or else those that are on by default (<see cref="ScanOptions.Detectors"/>).</value>
    public Detector[]? Detectors { get => Stated<Detector[]?>(null); set => State(value); }
}
