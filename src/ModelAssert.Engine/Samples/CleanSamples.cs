using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ModelAssert.Engine.Samples;

/// <summary>Clean, correctly labelled images, as they were stored: values are not scaled yet.</summary>
public sealed class CleanSamples
{
    private readonly float[] values;
    private readonly int[] labels;

    /// <summary>Makes samples from arrays, which it keeps.</summary>
    /// <param name="shape">The shape of one image.</param>
    /// <param name="values">The images, <c>[N, C, H, W]</c>.</param>
    /// <param name="labels">Their labels, <c>[N]</c>, counted from 0.</param>
    /// <param name="range">The range of the values if the storage says it (bytes do), else <see langword="null"/>.</param>
    /// <param name="labelNames">The names of the labels by number, if the storage gives them.</param>
    /// <exception cref="ArgumentException">The arrays do not fit each other.</exception>
    public CleanSamples(ImageShape shape, float[] values, int[] labels, PixelRange? range, IReadOnlyDictionary<int, string>? labelNames = null)
    {
        if ((long)labels.Length * shape.Volume != values.Length)
            throw new ArgumentException($"{labels.Length} images of {shape} are not {values.Length} values.", nameof(values));

        Shape = shape;
        this.values = values;
        this.labels = labels;
        Range = range;
        LabelNames = labelNames ?? new Dictionary<int, string>();
    }

    /// <summary>The shape of one image.</summary>
    public ImageShape Shape { get; }

    /// <summary>The images, <c>[N, C, H, W]</c>.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>Their labels, <c>[N]</c>, counted from 0.</summary>
    public IReadOnlyList<int> Labels => labels;

    /// <summary>The range of the values if the storage says it, else <see langword="null"/>.</summary>
    public PixelRange? Range { get; }

    /// <summary>The names of the labels by number; empty where the storage gives none.</summary>
    public IReadOnlyDictionary<int, string> LabelNames { get; }

    /// <summary>How many there are.</summary>
    public int Count => labels.Length;

    /// <summary>Draws some of the samples in random order, without repetition; all of them, shuffled, if there are no more.</summary>
    /// <param name="maximum">How many at most.</param>
    /// <param name="seed">Seeds the choice and the order.</param>
    /// <returns>New samples.</returns>
    public CleanSamples Draw(int maximum, int seed)
    {
        var order = Enumerable.Range(0, Count).ToArray();
        new Random(seed).Shuffle(order);
        var chosen = order[..Math.Min(maximum, Count)];

        var drawn = new float[chosen.Length * Shape.Volume];
        for (var i = 0; i < chosen.Length; i++)
            values.AsSpan(chosen[i] * Shape.Volume, Shape.Volume).CopyTo(drawn.AsSpan(i * Shape.Volume));
        return new CleanSamples(Shape, drawn, Array.ConvertAll(chosen, index => labels[index]), Range, LabelNames);
    }

    /// <summary>The digest of shape, images and labels.</summary>
    /// <returns>SHA-256, in lower-case hexadecimal.</returns>
    public string Sha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<int>([Count, Shape.Channels, Shape.Height, Shape.Width]));
        hash.AppendData(MemoryMarshal.AsBytes<float>(values));
        hash.AppendData(MemoryMarshal.AsBytes<int>(labels));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
