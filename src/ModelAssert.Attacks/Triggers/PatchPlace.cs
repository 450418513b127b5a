namespace ModelAssert.Attacks;

/// <summary>Nine places of an image for a patch, row by row: those of Wang et al. 2019, section VII, "single infected label with multiple triggers".</summary>
public enum PatchPlace
{
    /// <summary>The top left corner.</summary>
    TopLeft,

    /// <summary>The middle of the upper edge.</summary>
    Top,

    /// <summary>The top right corner.</summary>
    TopRight,

    /// <summary>The middle of the left edge.</summary>
    Left,

    /// <summary>The middle of the image.</summary>
    Center,

    /// <summary>The middle of the right edge.</summary>
    Right,

    /// <summary>The bottom left corner.</summary>
    BottomLeft,

    /// <summary>The middle of the lower edge.</summary>
    Bottom,

    /// <summary>The bottom right corner, where the paper's triggers are.</summary>
    BottomRight,
}
