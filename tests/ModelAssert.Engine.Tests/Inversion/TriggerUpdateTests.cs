using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Inversion;

[Collection(nameof(LiveTensors))]
public class TriggerUpdateTests
{
    /// <summary>libtorch's differentiation is the oracle.</summary>
    [Fact]
    public void Is_a_step_of_the_optimiser_down_the_gradient_of_the_whole_objective()
    {
        using var scope = torch.NewDisposeScope();
        using var network = new StripeNetwork(infectedLabel: 1);
        using var variables = new TriggerVariables(network.InputShape, new Random(1));
        using var optimiser = new Adam(variables.All, 0.1, 0.5, 0.9);
        var images = torch.rand(6, 1, 8, 8);
        var target = torch.ones(6, torch.ScalarType.Int64);
        torch.Tensor[] before = [.. variables.All.Select(variable => variable.clone().requires_grad_())];
        var (mask, pattern) = (before[0].tanh().Over(2).Plus(0.5), before[1].tanh().Over(2).Plus(0.5));
        var logits = network.Logits(((torch.ones_like(mask) - mask) * images).Plus(mask * pattern));
        var loss = torch.nn.functional.cross_entropy(logits, target).Plus(mask.sum().Times(0.01));
        using var oracle = new Adam(before, 0.1, 0.5, 0.9);
        var gradients = torch.autograd.grad([loss], before);

        var (hits, norm) = new TriggerUpdate(new RawImageClassifier(network, PixelRange.Unit), variables, optimiser, new TowardsLabel(1), new GradientGuidance(), temperature: 1).Run(images, target, 0.01);
        using (torch.no_grad())
            oracle.Step(gradients);

        Assert.Equal(logits.argmax(1).eq(target).sum().item<long>(), hits);
        Assert.Equal(mask.sum().item<float>(), norm, 4);
        Assert.All(variables.All.Zip(before), pair => Assert.True(pair.First.allclose(pair.Second, rtol: 1e-4, atol: 1e-5)));
    }

    [Fact]
    public void Leaves_no_tensors_alive()
    {
        using var scope = torch.NewDisposeScope();
        using var network = new StripeNetwork(infectedLabel: 1);
        using var variables = new TriggerVariables(network.InputShape, new Random(1));
        using var optimiser = new Adam(variables.All, 0.1, 0.5, 0.9);
        var batches = new BatchStream(torch.rand(20, 1, 8, 8), [.. Enumerable.Range(0, 20).Select(i => (long)i)], batchSize: 6, new Random(1));
        var target = torch.ones(6, torch.ScalarType.Int64);
        var update = new TriggerUpdate(new RawImageClassifier(network, PixelRange.Unit), variables, optimiser, new TowardsLabel(1), new GradientGuidance(), temperature: 1);

        LiveTensors.Count();
        var after10 = Run(10);
        Assert.Equal(after10, Run(20));

        (long Alive, long Peak) Run(int times)
        {
            for (var i = 0; i < times; i++)
            {
                using var images = batches.Next();
                update.Run(images, target, 0.01);
            }

            return (LiveTensors.Count(), torch.Tensor.PeakCount);
        }
    }
}
