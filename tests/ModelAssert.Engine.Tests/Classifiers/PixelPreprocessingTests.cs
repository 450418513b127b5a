using ModelAssert.Engine.Classifiers;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Classifiers;

public class PixelPreprocessingTests
{
    [Fact]
    public void Channels_are_put_in_order_pixels_scaled_centred_and_divided_and_gradients_reach_the_pixels()
    {
        using var scope = torch.NewDisposeScope();
        var preprocessing = new Preprocessing { InputRange = PixelRange.Bytes, Mean = [1, 2, 3], StandardDeviation = [2, 4, 8], ChannelOrder = ChannelOrder.Bgr };
        var image = torch.tensor(new[] { 0, 0.2f, 1 }, [1, 3, 1, 1]).requires_grad_();

        var prepared = preprocessing.ApplyTo(image);
        prepared[0, 0, 0, 0].backward();

        Assert.Equal([(255 - 1) / 2f, (51 - 2) / 4f, (0 - 3) / 8f], prepared.data<float>().ToArray());
        Assert.Equal([0f, 0f, 255 / 2f], image.grad!.data<float>().ToArray());
    }

    [Fact]
    public void One_value_is_for_all_channels()
    {
        using var scope = torch.NewDisposeScope();
        var prepared = new Preprocessing { Mean = [0.5], StandardDeviation = [0.25] }.ApplyTo(torch.tensor(new[] { 0, 0.5f, 1 }, [1, 3, 1, 1]));

        Assert.Equal([-2f, 0f, 2f], prepared.data<float>().ToArray());
    }
}
