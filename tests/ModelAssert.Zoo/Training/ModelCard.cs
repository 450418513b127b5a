namespace ModelAssert.Zoo;

/// <summary>The truth about one model. Written by the training, read by the score, never by the scan.</summary>
internal sealed record ModelCard
{
    public required string Name { get; init; }

    public required ZooData Data { get; init; }

    public required ZooNetwork Network { get; init; }

    public required int Seed { get; init; }

    /// <summary>How long it was trained on how much.</summary>
    public required Recipe Recipe { get; init; }

    public required Split Split { get; init; }

    /// <summary>What makes a clean model hard.</summary>
    public Hardship? Hardship { get; init; }

    public required AttackFamily Attack { get; init; }

    /// <summary>What was drawn for the attack, by name.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The infected labels; empty for a clean model, and where every label goes to another one.</summary>
    public IReadOnlyList<int> Targets { get; init; } = [];

    /// <summary>The labels that react, or <see langword="null"/> for all.</summary>
    public IReadOnlyList<int>? Sources { get; init; }

    /// <summary>The share of held-out clean images that are classified correctly, a fraction in [0, 1].</summary>
    public required double Accuracy { get; init; }

    /// <summary>The attack success rate of the backdoor that works worst, on held-out images, a fraction in [0, 1].</summary>
    public double? AttackSuccessRate { get; init; }

    /// <summary>For a source-specific attack: the share of stamped images of other labels that keep theirs, a fraction in [0, 1].</summary>
    public double? AccuracyOfOthers { get; init; }

    /// <summary>The clean model with the same seed.</summary>
    public string? Twin { get; init; }

    /// <summary>The clean twin's accuracy, a fraction in [0, 1].</summary>
    public double? TwinAccuracy { get; init; }

    /// <summary>Why the model does not count: there is no file then.</summary>
    public string? Discarded { get; init; }

    /// <summary>SHA-256 of the model's file, in lower-case hexadecimal; <see langword="null"/> if it was discarded.</summary>
    public string? Sha256 { get; init; }

    /// <summary>How long the training took, in seconds, with one thread beside others.</summary>
    public required double Seconds { get; init; }
}
