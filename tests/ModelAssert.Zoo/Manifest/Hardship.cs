namespace ModelAssert.Zoo;

/// <summary>What makes a clean model look infected, or its labels unlike each other (evaluation protocol, section 3).</summary>
internal enum Hardship
{
    /// <summary>The first label has ten times as many training images as the last, those between in even steps of their logarithm.</summary>
    Imbalance,

    /// <summary>A tenth of the training images has a wrong label.</summary>
    LabelNoise,

    /// <summary>Few images, seen once.</summary>
    UnderTrained,

    /// <summary>Few images, seen very often.</summary>
    Overfitted,

    /// <summary>Images are shifted, and a square is cut out of each.</summary>
    CutOut,

    /// <summary>Half of the images of one label bear a watermark, in nature as in training.</summary>
    Watermark,

    /// <summary>Two labels that look nearly alike.</summary>
    NearDuplicate,
}
