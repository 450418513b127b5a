using TorchSharp;

namespace ModelAssert.Engine.Classifiers;

/// <summary>
/// A network behind its own preprocessing: takes raw pixels, so that a trigger is stamped where an attacker stamps it
/// (image → stamp → preprocessing → network; Wang et al. 2019, reference code).
/// </summary>
internal sealed class RawImageClassifier(DifferentiableClassifier network, Preprocessing preprocessing)
{
    private const int EvaluationBatch = 128;

    /// <summary>Applies preprocessing and network.</summary>
    /// <param name="images">Raw pixels <c>[N, C, H, W]</c>, float32, in [0, 1].</param>
    /// <returns>Logits <c>[N, labels]</c>, owned by the current dispose scope.</returns>
    public torch.Tensor Logits(torch.Tensor images) => network.Logits(Preprocess(images));

    /// <summary>Makes of raw pixels what the network expects.</summary>
    /// <param name="images">Raw pixels in [0, 1].</param>
    /// <returns>The network's input; the same tensor where that is the raw pixels.</returns>
    public torch.Tensor Preprocess(torch.Tensor images) => preprocessing.ApplyTo(images);

    /// <summary>The label of every image.</summary>
    /// <param name="images">Raw pixels <c>[N, C, H, W]</c>, float32, in [0, 1].</param>
    /// <param name="transform">Applied to each batch first, or <see langword="null"/>.</param>
    /// <returns>N labels.</returns>
    public int[] Predict(torch.Tensor images, Func<torch.Tensor, torch.Tensor>? transform = null)
    {
        var labels = new int[images.shape[0]];
        ForEachBatch(images, transform, (start, logits) =>
        {
            var batchLabels = logits.argmax(1).data<long>().ToArray();
            for (var i = 0; i < batchLabels.Length; i++)
                labels[start + i] = (int)batchLabels[i];
        });
        return labels;
    }

    /// <summary>The share of images that it is right about.</summary>
    /// <param name="images">Raw pixels <c>[N, C, H, W]</c>, float32, in [0, 1].</param>
    /// <param name="labels">Their N labels.</param>
    public double Accuracy(torch.Tensor images, IReadOnlyList<int> labels) => Predict(images).Zip(labels).Count(pair => pair.First == pair.Second) / (double)labels.Count;

    /// <summary>The logits of every image.</summary>
    /// <param name="images">Raw pixels <c>[N, C, H, W]</c>, float32, in [0, 1].</param>
    /// <param name="transform">Applied to each batch first, or <see langword="null"/>.</param>
    /// <returns>N rows, one value for each label.</returns>
    public float[][] LogitsOfAll(torch.Tensor images, Func<torch.Tensor, torch.Tensor>? transform = null)
    {
        var rows = new List<float[]>();
        ForEachBatch(images, transform, (_, logits) => rows.AddRange(logits.contiguous().data<float>().ToArray().Chunk((int)logits.shape[1])));
        return [.. rows];
    }

    /// <summary>The answers to every image: the probabilities of the labels.</summary>
    /// <param name="images">Raw pixels <c>[N, C, H, W]</c>, float32, in [0, 1].</param>
    /// <returns>Probabilities <c>[N, labels]</c>, float32, owned by the current dispose scope.</returns>
    public torch.Tensor Answers(torch.Tensor images)
    {
        var logits = LogitsOfAll(images);
        return torch.nn.functional.softmax(torch.tensor(logits.SelectMany(row => row).ToArray(), [logits.Length, logits[0].Length]), 1);
    }

    private void ForEachBatch(torch.Tensor images, Func<torch.Tensor, torch.Tensor>? transform, Action<int, torch.Tensor> take)
    {
        using var noGradients = torch.no_grad();
        var count = (int)images.shape[0];
        for (var start = 0; start < count; start += EvaluationBatch)
        {
            using var scope = torch.NewDisposeScope();
            var batch = images.narrow(0, start, Math.Min(EvaluationBatch, count - start));
            take(start, Logits(transform is null ? batch : transform(batch)));
        }
    }
}
