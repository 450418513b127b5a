using ModelAssert.Arrays;

namespace ModelAssert.Reporting.Looks;

/// <summary>What can be seen of a trigger, whatever kind it is: a stamp, a warp, a pattern over the whole image.</summary>
internal interface ITriggerLook
{
    /// <summary>The shape of the images that it changes.</summary>
    ImageShape Shape { get; }

    /// <summary>Whether an image with it looks as without: then the difference is shown, too, enlarged.</summary>
    bool IsFaint { get; }

    /// <summary>The trigger as numbers, each array under a name of its own.</summary>
    /// <param name="name">What the names end in.</param>
    IEnumerable<KeyValuePair<string, NpyArray>> Arrays(string name);

    /// <summary>How much it does to each pixel, <c>[H, W]</c> in [0, 1].</summary>
    IReadOnlyList<float> Mask();

    /// <summary>Draws the trigger by itself.</summary>
    /// <param name="stream">Where to, as PNG.</param>
    void DrawAlone(Stream stream);

    /// <summary>An image with it.</summary>
    /// <param name="image">The image, <c>[C, H, W]</c> in [0, 1].</param>
    /// <returns>A new image of that shape and range.</returns>
    float[] Apply(IReadOnlyList<float> image);
}
