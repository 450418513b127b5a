namespace ModelAssert.Filtering;

/// <summary>
/// What a filter file says of itself in its metadata: whoever writes one and whoever runs one read the same names, and need nothing else in common.
/// </summary>
internal static class FilterMetadata
{
    /// <summary>All names begin with this.</summary>
    public const string Prefix = "modelassert.filter.";

    /// <summary>The version of these names; another one means something else.</summary>
    public const string Version = Prefix + "version";

    /// <summary>The version that is written and read.</summary>
    public const string CurrentVersion = "1";

    /// <summary>The digest of the model that the filter is of: SHA-256, in lower-case hexadecimal.</summary>
    public const string Model = Prefix + "model";

    /// <summary>The name of the input.</summary>
    public const string Input = Prefix + "input";

    /// <summary>The shape of one image as the input takes it: three sizes.</summary>
    public const string Shape = Prefix + "shape";

    /// <summary>Whether images may be given together: <see cref="AnyBatch"/>, or <see cref="OneByOne"/>.</summary>
    public const string Batch = Prefix + "batch";

    /// <summary>Any number of images at once.</summary>
    public const string AnyBatch = "any";

    /// <summary>One image at a time.</summary>
    public const string OneByOne = "1";

    /// <summary>The name of the output with one value per label.</summary>
    public const string Output = Prefix + "output";

    /// <summary>How many labels there are.</summary>
    public const string Labels = Prefix + "labels";

    /// <summary>The labels whose triggers are told, with commas between them.</summary>
    public const string InfectedLabels = Prefix + "infectedLabels";

    /// <summary>The name of the output with the score: <see cref="ScoreName"/>, or another where the model has that already.</summary>
    public const string Score = Prefix + "score";

    /// <summary>The name of the score, where it is free.</summary>
    public const string ScoreName = "backdoor_score";

    /// <summary>The threshold, a number.</summary>
    public const string Threshold = Prefix + "threshold";

    /// <summary>The false-positive rate that the threshold was calibrated for, a fraction.</summary>
    public const string FalsePositiveRate = Prefix + "falsePositiveRate";

    /// <summary>The label for rejected inputs; left out where there is none.</summary>
    public const string SafeLabel = Prefix + "safeLabel";
}
