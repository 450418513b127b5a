using ModelAssert.Engine.Classifiers;
using static TorchSharp.torch;

namespace ModelAssert.Attacks;

/// <summary>An imported network as the kind of function that attacks are measured on.</summary>
/// <param name="classifier">The network behind its preprocessing.</param>
internal sealed class ClassifierModule(RawImageClassifier classifier) : nn.Module<Tensor, Tensor>(nameof(ClassifierModule))
{
    public override Tensor forward(Tensor input) => classifier.Logits(input);
}
