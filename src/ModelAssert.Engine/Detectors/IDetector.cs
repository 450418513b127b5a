namespace ModelAssert.Engine.Detectors;

/// <summary>A way to see backdoors. It looks at a network by itself, says what it found and what it could not decide, and knows of other detectors what the context hands on.</summary>
internal interface IDetector
{
    /// <summary>Which one it is.</summary>
    Detector Kind { get; }

    /// <summary>What kind of backdoor it can see, in a sentence.</summary>
    string Sees { get; }

    /// <summary>How it looks for that, in a sentence or two, for people who read the report.</summary>
    string Method { get; }

    /// <summary>Whether it is only reported, and has no part in the verdict.</summary>
    bool IsAdvisory => false;

    /// <summary>Whether it believes the network's gradient. Those that do not run first: what they find stands, even if the gradient misleads.</summary>
    bool TrustsGradient { get; }

    /// <summary>Looks at the network.</summary>
    /// <param name="scan">The network, its samples, and what is asked.</param>
    /// <returns>What it found.</returns>
    /// <exception cref="OperationCanceledException">The scan was stopped.</exception>
    DetectorFindings Run(ScanContext scan);
}
