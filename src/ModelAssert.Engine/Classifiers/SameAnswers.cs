using System.Runtime.InteropServices;
using TorchSharp;

namespace ModelAssert.Engine.Classifiers;

/// <summary>
/// Holds a network that libtorch runs itself against itself: it has to answer an image in the same way whenever it is asked, alone and beside other images in any order, with gradients
/// and without, whatever the number of threads. A scan sees one of these ways, whoever uses the model another.
/// </summary>
/// <param name="model">What it is called, in errors.</param>
/// <param name="answer">The network, as a scan runs it.</param>
internal sealed class SameAnswers(string model, Func<torch.Tensor, torch.Tensor> answer)
{
    /// <summary>
    /// The largest difference between two answers to an image that is accepted, as a share of the largest output: sums are added in another order where a batch or a thread is
    /// another, which shows in the sixth digit.
    /// </summary>
    public const double Tolerance = 1e-3;

    /// <summary>As many images are held against each other; a scan reads thousands.</summary>
    public const int MostImages = 32;

    private const int MostAlone = 4;

    private readonly List<(float[] Images, long[] Shape, float[] Answers)> known = [];

    /// <summary>More ways in which the network runs, by what is said of them: <c>in training mode</c>.</summary>
    public IReadOnlyList<(string Way, Func<torch.Tensor, torch.Tensor> Answer)> OtherWays { get; init; } = [];

    /// <summary>Notes the answers to these images, unless they are known, and asks again for all that are: in every way.</summary>
    /// <param name="images">Images as the network takes them.</param>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0027</c>: it answers one in two ways. <c>0014</c>: it does not run in one of them. <c>0015</c>: an answer is not a number.</exception>
    public void Require(torch.Tensor images)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        var few = images.narrow(0, 0, Math.Min(MostImages, images.shape[0])).detach().contiguous();
        var pixels = few.data<float>().ToArray();
        if (!known.Exists(entry => entry.Images.AsSpan().SequenceEqual(pixels)))
            known.Add((pixels, few.shape, Run("at first", answer, few)));
        foreach (var (knownImages, shape, answers) in known)
            Require(torch.tensor(knownImages, shape), answers);
    }

    /// <summary>Forgets the answers: the network is computed elsewhere from now on.</summary>
    public void Forget() => known.Clear();

    private void Require(torch.Tensor images, float[] answers)
    {
        if (!answers.All(float.IsFinite))
            throw ClassifierErrors.NotFinite(model, "The output");

        var count = (int)images.shape[0];
        var labels = answers.Length / count;
        Compare("at a later call", Run("at a later call", answer, images), answers);
        for (var i = 0; i < Math.Min(MostAlone, count); i++)
            Compare("alone and in a batch", Run("alone", answer, images.narrow(0, i, 1)), answers.AsSpan(i * labels, labels).ToArray());
        Compare("in another order of the batch", [.. Run("in another order", answer, images.flip(0)).Chunk(labels).Reverse().SelectMany(row => row)], answers);
        if (count > 1)
            Compare("beside an image that is no number", Run("beside an image that is no number", BesideNoNumber, images)[labels..], answers[labels..]);
        Compare("with gradients and without", Run("with gradients", WithGradients, images), answers);
        Compare("with another number of threads", Run("with another number of threads", WithOtherThreads, images), answers);
        foreach (var (way, other) in OtherWays)
            Compare(way, Run(way, other, images), answers);
    }

    /// <summary>Arithmetic passes NaN on wherever it goes, also where it is multiplied by 0: an answer that looks at another image shows it even if it makes nothing of it yet.</summary>
    private torch.Tensor BesideNoNumber(torch.Tensor images)
    {
        var marked = images.clone();
        using var first = marked.narrow(0, 0, 1);
        first.fill_(Native.LastingScalar.Of(double.NaN));
        return answer(marked);
    }

    private torch.Tensor WithGradients(torch.Tensor images)
    {
        using var withGradients = torch.enable_grad();
        return answer(images.clone().requires_grad_()).detach();
    }

    private torch.Tensor WithOtherThreads(torch.Tensor images)
    {
        var threads = torch.get_num_threads();
        torch.set_num_threads(threads == 1 ? 2 : 1);
        try
        {
            return answer(images);
        }
        finally
        {
            torch.set_num_threads(threads);
        }
    }

    private float[] Run(string way, Func<torch.Tensor, torch.Tensor> run, torch.Tensor images)
    {
        try
        {
            using var scope = torch.NewDisposeScope();
            var output = run(images);
            return output.shape is [var count, > 0] && count == images.shape[0] && output.dtype == torch.ScalarType.Float32
                ? output.contiguous().data<float>().ToArray()
                : throw ClassifierErrors.NotAClassifier(model, $"{way}, for {images.shape[0]} images, it puts out [{string.Join(", ", output.shape)}] in {output.dtype}");
        }
        catch (ExternalException e)
        {
            throw ClassifierErrors.NotAClassifier(model, $"{way}, for {images.shape[0]} images, it fails ({ClassifierErrors.OneLine(e)})", e);
        }
    }

    private void Compare(string way, float[] answers, float[] expected)
    {
        var largest = expected.Max(Math.Abs);
        var difference = answers.Length != expected.Length ? double.PositiveInfinity : answers.Zip(expected, (one, other) => Math.Abs((double)one - other)).Max();
        if (!(difference <= Tolerance * largest))
            throw ClassifierErrors.AnswersVary(model, FormattableString.Invariant($"{way} its outputs differ by {difference:g3}, and the largest of them is {largest:g3}"));
    }
}
