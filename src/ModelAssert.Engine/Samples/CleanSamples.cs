using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ModelAssert.Engine.Samples;

/// <summary>
/// Clean, correctly labelled images, as they were stored: values are not scaled yet. Samples that were loaded know their labels; their images are
/// read when they are drawn.
/// </summary>
internal sealed class CleanSamples
{
    private readonly StoredImages? stored;
    private readonly int[] labels;
    private float[]? values;

    /// <summary>Makes samples from arrays, which it keeps.</summary>
    /// <param name="shape">The shape of one image.</param>
    /// <param name="values">The images, <c>[N, C, H, W]</c>.</param>
    /// <param name="labels">Their labels, <c>[N]</c>, counted from 0.</param>
    /// <param name="range">The range of the values if the storage says it (bytes do), else <see langword="null"/>.</param>
    /// <param name="labelNames">The names of the labels by number, if the storage gives them.</param>
    /// <exception cref="ArgumentException">The arrays do not fit each other.</exception>
    public CleanSamples(ImageShape shape, float[] values, int[] labels, PixelRange? range, IReadOnlyDictionary<int, string>? labelNames = null)
        : this(shape, labels, range, labelNames)
    {
        if ((long)labels.Length * shape.Volume != values.Length)
            throw new ArgumentException($"{labels.Length} images of {shape} are not {values.Length} values.", nameof(values));
        this.values = values;
    }

    /// <summary>Makes samples whose images are read when they are drawn.</summary>
    internal CleanSamples(ImageShape shape, StoredImages stored, int[] labels, PixelRange? range, IReadOnlyDictionary<int, string>? labelNames = null)
        : this(shape, labels, range, labelNames)
    {
        this.stored = stored;
    }

    private CleanSamples(ImageShape shape, int[] labels, PixelRange? range, IReadOnlyDictionary<int, string>? labelNames)
    {
        Shape = shape;
        this.labels = labels;
        Range = range;
        LabelNames = labelNames?.ToDictionary(entry => entry.Key, entry => PlainText.Name(entry.Value)) ?? [];
    }

    /// <summary>The shape of one image.</summary>
    public ImageShape Shape { get; }

    /// <summary>The images, <c>[N, C, H, W]</c>. Of samples that were loaded, all are read now and stay in memory; <see cref="Draw"/> first.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0020</c> to <c>MODELASSERT0024</c>: an image cannot be read, is damaged, or is of another shape.</exception>
    public ReadOnlySpan<float> Values => values ??= stored!.Read([.. Enumerable.Range(0, Count)]);

    /// <summary>Their labels, <c>[N]</c>, counted from 0.</summary>
    public IReadOnlyList<int> Labels => labels;

    /// <summary>The range of the values if the storage says it, else <see langword="null"/>.</summary>
    public PixelRange? Range { get; }

    /// <summary>The names of the labels by number, each one line of plain text; empty where the storage gives none.</summary>
    public IReadOnlyDictionary<int, string> LabelNames { get; }

    /// <summary>How many there are.</summary>
    public int Count => labels.Length;

    /// <summary>Draws some of the samples in random order, without repetition; all of them, shuffled, if there are no more. Reads the images of these only.</summary>
    /// <param name="maximum">How many at most.</param>
    /// <param name="seed">Seeds the choice and the order.</param>
    /// <returns>New samples.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0020</c> to <c>MODELASSERT0024</c>: an image cannot be read, is damaged, or is of another shape.</exception>
    public CleanSamples Draw(int maximum, int seed)
    {
        var order = Enumerable.Range(0, Count).ToArray();
        new Random(seed).Shuffle(order);
        var chosen = order[..Math.Min(maximum, Count)];
        return new CleanSamples(
            Shape, values is null ? stored!.Read(chosen) : Copy(chosen, values), Array.ConvertAll(chosen, index => labels[index]), Range, LabelNames);
    }

    /// <summary>Some of the samples, in the order that is given.</summary>
    /// <param name="chosen">Their places, counted from 0.</param>
    internal CleanSamples Only(int[] chosen)
    {
        _ = Values;
        return new CleanSamples(Shape, Copy(chosen, values!), Array.ConvertAll(chosen, index => labels[index]), Range, LabelNames);
    }

    /// <summary>How many of the images are different.</summary>
    internal int CountDifferent()
    {
        var seen = new HashSet<int>();
        for (var i = 0; i < Count; i++)
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes(Values.Slice(i * Shape.Volume, Shape.Volume)));
            seen.Add(hash.ToHashCode());
        }

        return seen.Count;
    }

    /// <summary>The digest of shape, images and labels.</summary>
    /// <returns>SHA-256, in lower-case hexadecimal.</returns>
    public string Sha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<int>([Count, Shape.Channels, Shape.Height, Shape.Width]));
        hash.AppendData(MemoryMarshal.AsBytes(Values));
        hash.AppendData(MemoryMarshal.AsBytes<int>(labels));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private float[] Copy(int[] chosen, float[] from)
    {
        var drawn = new float[chosen.Length * Shape.Volume];
        for (var i = 0; i < chosen.Length; i++)
            from.AsSpan(chosen[i] * Shape.Volume, Shape.Volume).CopyTo(drawn.AsSpan(i * Shape.Volume));
        return drawn;
    }
}
