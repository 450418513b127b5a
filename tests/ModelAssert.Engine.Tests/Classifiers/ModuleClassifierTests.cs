using ModelAssert.Engine.Classifiers;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace ModelAssert.Engine.Tests.Classifiers;

public class ModuleClassifierTests
{
    private static readonly ImageShape Shape = new(1, 4, 4);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_module_is_frozen_while_it_is_scanned_and_as_it_was_afterwards(bool isTraining)
    {
        using var scope = torch.NewDisposeScope();
        using var network = Sequential(("body", Sequential(("norm", BatchNorm2d(1)), ("flatten", Flatten()))), ("drop", Dropout()), ("head", Linear(16, 3)));
        // A part and the whole that differ, both ways, and one below another.
        network.train(isTraining);
        network.named_children().First().module.train(!isTraining);
        network.named_children().First().module.named_children().First().module.train(isTraining);
        network.parameters().First().requires_grad_(false);
        var (modes, gradients) = State(network);

        using (var classifier = new ModuleClassifier(network, Shape))
        {
            Assert.Equal(3, classifier.LabelCount);
            Assert.DoesNotContain(true, State(network).Modes);
            Assert.DoesNotContain(true, State(network).Gradients);

            var images = torch.rand(2, 1, 4, 4).requires_grad_();
            classifier.Logits(images).sum().backward();
            Assert.True(images.grad!.abs().sum().item<float>() > 0);
        }

        Assert.Equal(modes, State(network).Modes);
        Assert.Equal(gradients, State(network).Gradients);
    }

    [Fact]
    public void One_that_is_no_classifier_of_such_images_is_refused_and_left_as_it_was()
    {
        using var scope = torch.NewDisposeScope();
        using var network = Sequential(("flatten", Flatten()), ("head", Linear(9, 3)));

        Assert.Equal(DiagnosticIds.ModelNotAClassifier, Assert.Throws<ModelAssertException>(() => new ModuleClassifier(network, Shape)).Id);
        Assert.True(network.training);
        Assert.All(network.parameters(), parameter => Assert.True(parameter.requires_grad));
    }

    private static (bool[] Modes, bool[] Gradients) State(torch.nn.Module network) =>
        ([.. network.modules().Prepend(network).Select(part => part.training)], [.. network.parameters().Select(parameter => parameter.requires_grad)]);
}
