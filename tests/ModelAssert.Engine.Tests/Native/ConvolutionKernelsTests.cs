using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Native;

public class ConvolutionKernelsTests
{
    /// <summary>The kernels that are left, whatever processor this is: on more convolutions than are looked at when libtorch is loaded.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    public void Convolutions_and_their_gradients_are_what_they_are_in_double_precision(int kernel)
    {
        foreach (var (from, to) in ((int, int)[])[(1, 8), (1, 16), (3, 16), (3, 32), (6, 16), (8, 16), (12, 24), (16, 32), (24, 24), (32, 8), (32, 64)])
        {
            foreach (var (images, side, stride) in ((int, int, int)[])[(1, 28, 1), (2, 14, 1), (16, 12, 1), (4, 32, 2), (3, 7, 1)])
            {
                using var scope = torch.NewDisposeScope();
                using var generator = new torch.Generator(1);
                var image = torch.randn([images, from, side, side], generator: generator);
                var weight = torch.randn([to, from, kernel, kernel], generator: generator);
                var (output, gradient) = Run(image, weight);
                var (exactOutput, exactGradient) = Run(image.to(torch.float64), weight.to(torch.float64));
                Assert.True(IsAlike(output, exactOutput) && IsAlike(gradient, exactGradient), $"{images} images of {side}x{side}, {from} to {to} channels, stride {stride}");

                (torch.Tensor, torch.Tensor) Run(torch.Tensor start, torch.Tensor weights)
                {
                    var input = start.detach().requires_grad_();
                    var result = torch.nn.functional.conv2d(input, weights, strides: [stride, stride], padding: [kernel / 2, kernel / 2]);
                    return (result.detach(), Gradients.Of((result * result.detach()).sum(), [input])[0]);
                }
            }
        }

        static bool IsAlike(torch.Tensor values, torch.Tensor exact) => (values.to(torch.float64) - exact).abs().max().item<double>() <= 1e-4 * exact.abs().max().item<double>();
    }
}
