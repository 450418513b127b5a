using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Inversion;

public class AdamTests
{
    /// <summary>TorchSharp's own optimiser is the oracle.</summary>
    [Fact]
    public void It_takes_the_steps_of_the_library()
    {
        using var scope = torch.NewDisposeScope();
        var ours = torch.tensor((float[])[1, -2, 3]);
        var theirs = torch.nn.Parameter(torch.tensor((float[])[1, -2, 3]));
        using var adam = new Adam([ours], 0.1, 0.5, 0.9);
        using var oracle = torch.optim.Adam([theirs], 0.1, 0.5, 0.9);
        for (var step = 0; step < 20; step++)
        {
            var at = ours.clone().requires_grad_();
            adam.Step(torch.autograd.grad([Loss(at)], [at]));
            oracle.zero_grad();
            Loss(theirs).backward();
            oracle.step();
        }

        Assert.All(ours.data<float>().ToArray().Zip(theirs.data<float>().ToArray()), pair => Assert.Equal(pair.Second, pair.First, 5));

        static torch.Tensor Loss(torch.Tensor x) => (x * x * torch.tensor((float[])[1, 10, 0.1f])).sum().Plus(x.sin().sum());
    }
}
