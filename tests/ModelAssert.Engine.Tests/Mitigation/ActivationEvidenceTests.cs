using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Neurons;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Mitigation;

public class ActivationEvidenceTests
{
    private const int Infected = 2;

    private static readonly Trigger Backdoor = TrainableStripeNetwork.Checkerboard(Infected);

    [Fact]
    public void A_backdoor_drives_few_neurons_that_clean_images_do_not()
    {
        using var network = new Copied(() => new TrainableStripeNetwork(Infected));
        using var samples = CleanStripes.Take(160);

        var (label, activation) = Assert.Single(ActivationEvidence.Of(network, [Backdoor], samples));

        Assert.Equal((Infected, "hidden", 100, 1), (label, activation.Layer, activation.Neurons, activation.Top));
        Assert.Equal(0, activation.Clean, tolerance: 0.01);
        Assert.Equal(4, activation.Stamped, tolerance: 0.1);
    }

    [Fact]
    public void A_network_whose_layers_cannot_be_seen_has_none()
    {
        using var network = new StripeNetwork(Infected);
        using var samples = CleanStripes.Take(160);

        Assert.Empty(ActivationEvidence.Of(network, [Backdoor], samples));
    }

    /// <summary>A network that can be copied.</summary>
    private sealed class Copied(Func<TrainableClassifier> create) : DifferentiableClassifier
    {
        private readonly TrainableClassifier original = create();

        public override ImageShape InputShape => original.InputShape;

        public override int LabelCount => original.LabelCount;

        public override torch.Tensor Logits(torch.Tensor input) => original.Logits(input);

        public override TrainableClassifier TrainableCopy() => create();

        protected override void Dispose(bool disposing)
        {
            original.Dispose();
            base.Dispose(disposing);
        }
    }
}
