using ModelAssert.Engine.Classifiers;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Classifiers;

public class NormalizedClassifierTests
{
    [Fact]
    public void Each_channel_is_centred_and_divided_and_gradients_reach_the_pixels()
    {
        using var scope = torch.NewDisposeScope();
        using var classifier = NormalizedClassifier.Of(new SumOfChannels(), [0.5, 0.25], [2, 4]);
        var image = Image(1, 3, 0.25f, 4.25f).requires_grad_();

        var logits = classifier.Logits(image);
        logits[0, 0].backward();

        Assert.Equal([(0.5f + 2.5f) / 2, (0f + 4f) / 4], logits.data<float>().ToArray());
        Assert.Equal([0.5f, 0.5f, 0f, 0f], image.grad!.data<float>().ToArray());
    }

    [Fact]
    public void One_value_is_for_all_channels()
    {
        using var scope = torch.NewDisposeScope();
        using var classifier = NormalizedClassifier.Of(new SumOfChannels(), [1], [2]);

        Assert.Equal([0f, 1f], classifier.Logits(Image(1, 1, 2, 2)).data<float>().ToArray());
    }

    private static torch.Tensor Image(params float[] values) => torch.tensor(values, [1, 2, 1, 2]);

    /// <summary>Label i's logit is the sum of channel i.</summary>
    private sealed class SumOfChannels : DifferentiableClassifier
    {
        public override ImageShape InputShape => new(2, 1, 2);

        public override int LabelCount => 2;

        public override torch.Tensor Logits(torch.Tensor input) => input.sum([2, 3]);
    }
}
