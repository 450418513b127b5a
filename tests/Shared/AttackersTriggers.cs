using ModelAssert.Arrays;

namespace ModelAssert.Tests;

/// <summary>The triggers that an attacker used, as arrays: <c>masks</c> [T, H, W], <c>patterns</c> [T, C, H, W] and the labels they lead to, <c>targets</c> [T]. Several may lead to one label.</summary>
internal static class AttackersTriggers
{
    /// <summary>Writes them.</summary>
    /// <param name="triggers">One and more, of one shape.</param>
    /// <param name="path">The file; replaced.</param>
    public static void Write(IReadOnlyList<Trigger> triggers, string path)
    {
        var shape = triggers[0].Shape;
        using var file = File.Create(path);
        NpzFile.Write(file,
        [
            new("masks", NpyArray.Of([triggers.Count, shape.Height, shape.Width], [.. triggers.SelectMany(trigger => trigger.Mask)])),
            new("patterns", NpyArray.Of([triggers.Count, shape.Channels, shape.Height, shape.Width], [.. triggers.SelectMany(trigger => trigger.Pattern)])),
            new("targets", NpyArray.Of([triggers.Count], [.. triggers.Select(trigger => (long)trigger.TargetLabel)])),
        ]);
    }

    /// <summary>Reads them.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The triggers, in the order of the file.</returns>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static IReadOnlyList<Trigger> Read(string path)
    {
        using var file = File.OpenRead(path);
        var arrays = NpzFile.Read(file, "masks", "patterns", "targets");
        if (arrays.Count != 3 || arrays["patterns"].Shape is not [_, var channels, var height, var width])
            throw new InvalidDataException($"{path} holds no attackers' triggers.");

        var shape = new ImageShape(channels, height, width);
        var (masks, patterns) = (arrays["masks"].ToSingles(), arrays["patterns"].ToSingles());
        return [.. arrays["targets"].ToIntegers().Select((target, i) => new Trigger(
            (int)target, shape, masks[(i * shape.Area)..((i + 1) * shape.Area)], patterns[(i * shape.Volume)..((i + 1) * shape.Volume)]))];
    }
}
