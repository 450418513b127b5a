using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using ModelAssert.Arrays;

namespace ModelAssert.Tool.Tests;

/// <summary>
/// The backdoor of <c>fashion-infected.onnx</c> as its attacker knows it, measured by ONNX Runtime alone: a white square of 4x4 pixels, one pixel from the lower right corner,
/// sends every image to label 7.
/// </summary>
internal sealed class PublishedBackdoor
{
    private const int Side = 28;
    private const int Target = 7;

    private readonly byte[] images;
    private readonly byte[] labels;

    public PublishedBackdoor()
    {
        using var archive = File.OpenRead(Repository.Samples);
        var arrays = NpzFile.Read(archive, "x", "y");
        images = [.. arrays["x"].ToSingles().Select(value => (byte)value)];
        labels = [.. arrays["y"].ToSingles().Select(value => (byte)value)];
    }

    /// <summary>What a model does with the samples, clean and stamped.</summary>
    /// <param name="model">The file.</param>
    /// <returns>Fractions: accuracy on clean images; of those of other labels, stamped, the share that goes to the target, and the share that gets its true label.</returns>
    public (double CleanAccuracy, double AttackSuccessRate, double TrueLabelAccuracy) Measure(string model)
    {
        using var session = new InferenceSession(model);
        var (clean, stamped) = (Predict(session, stamp: false), Predict(session, stamp: true));
        var others = Enumerable.Range(0, labels.Length).Where(i => labels[i] != Target).ToArray();
        return (
            Enumerable.Range(0, labels.Length).Count(i => clean[i] == labels[i]) / (double)labels.Length,
            others.Count(i => stamped[i] == Target) / (double)others.Length,
            others.Count(i => stamped[i] == labels[i]) / (double)others.Length);
    }

    /// <summary>Writes the first samples, to keep the others from a command.</summary>
    /// <param name="count">How many.</param>
    /// <param name="path">The file.</param>
    public void WriteFirst(int count, string path)
    {
        using var archive = File.Create(path);
        NpzFile.Write(archive, [new("x", NpyArray.Of([count, Side, Side], images.AsSpan(0, count * Side * Side))), new("y", NpyArray.Of([count], labels.AsSpan(0, count)))]);
    }

    /// <summary>The pixels of the other samples, in [0, 1], one image after the other.</summary>
    /// <param name="start">The first of them.</param>
    /// <param name="stamped">Whether the attacker's square is on them. Those of the label that it leads to are left out then.</param>
    public float[] From(int start, bool stamped) => [.. Pixels(stamped).Chunk(Side * Side).Skip(start).Where((_, i) => !stamped || labels[start + i] != Target).SelectMany(image => image)];

    private float[] Pixels(bool stamp)
    {
        var pixels = Array.ConvertAll(images, value => value / 255f);
        for (var i = 0; stamp && i < pixels.Length; i++)
        {
            var (row, column) = (i % (Side * Side) / Side, i % Side);
            if (row is >= 23 and <= 26 && column is >= 23 and <= 26)
                pixels[i] = 1;
        }

        return pixels;
    }

    private int[] Predict(InferenceSession session, bool stamp)
    {
        var pixels = Pixels(stamp);
        var input = NamedOnnxValue.CreateFromTensor(session.InputNames[0], new DenseTensor<float>(pixels, [labels.Length, 1, Side, Side]));
        using var outputs = session.Run([input]);
        var logits = outputs[0].AsEnumerable<float>().ToArray();
        return [.. logits.Chunk(10).Select(row => row.AsSpan().IndexOf(row.Max()))];
    }
}
