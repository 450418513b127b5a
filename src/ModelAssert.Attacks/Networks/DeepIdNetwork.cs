using ModelAssert.Engine.Native;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelAssert.Attacks;

/// <summary>
/// DeepID (Sun et al. 2014) as Wang et al. 2019 use it for YouTube Face (appendix, table IX), on colour images of 55x47. What three convolutions make of the
/// image goes two ways, straight on and through a fourth convolution; the two meet as a sum of 160 values, from which the labels are told.
/// </summary>
public sealed class DeepIdNetwork : Module<Tensor, Tensor>
{
    private const int SumWidth = 160;

    // Of the pooled third convolution: 60 maps of 5x4; the fourth, 2x2 and unpadded, leaves 80 of 4x3.
    private const int TrunkVolume = 60 * 5 * 4;
    private const int DeepVolume = 80 * 4 * 3;

    internal DeepIdNetwork(int labels)
        : base("DeepID")
    {
        Trunk = Sequential(
            ("conv1", Conv2d(3, 20, 4)), ("relu1", ReLU()), ("pool1", MaxPool2d(2)),
            ("conv2", Conv2d(20, 40, 3)), ("relu2", ReLU()), ("pool2", MaxPool2d(2)),
            ("conv3", Conv2d(40, 60, 3)), ("relu3", ReLU()), ("pool3", MaxPool2d(2)));
        Shallow = Sequential(("flatten", Flatten()), ("fc", Linear(TrunkVolume, SumWidth)));
        Deep = Sequential(("conv4", Conv2d(60, 80, 2)), ("relu4", ReLU()), ("flatten", Flatten()), ("fc", Linear(DeepVolume, SumWidth)));
        Head = Sequential(("relu", ReLU()), ("fc", Linear(SumWidth, labels)));
        register_module("trunk", Trunk);
        register_module("shallow", Shallow);
        register_module("deep", Deep);
        register_module("head", Head);
    }

    /// <summary>Three convolutions: from the image to <c>[N, 60, 5, 4]</c>.</summary>
    public TorchSharp.Modules.Sequential Trunk { get; }

    /// <summary>Straight on: from the trunk to <c>[N, 160]</c>.</summary>
    public TorchSharp.Modules.Sequential Shallow { get; }

    /// <summary>Through the fourth convolution: from the trunk to <c>[N, 160]</c>.</summary>
    public TorchSharp.Modules.Sequential Deep { get; }

    /// <summary>From the sum of the two to logits.</summary>
    public TorchSharp.Modules.Sequential Head { get; }

    /// <summary>Applies the network.</summary>
    /// <param name="input">Images <c>[N, 3, 55, 47]</c>, float32, in [0, 1].</param>
    /// <returns>Logits <c>[N, labels]</c>. The caller, or its dispose scope, owns the tensor.</returns>
    public override Tensor forward(Tensor input)
    {
        using var trunk = Trunk.forward(input);
        using var shallow = Shallow.forward(trunk);
        using var deep = Deep.forward(trunk);
        using var sum = shallow.Plus(deep);
        return Head.forward(sum);
    }
}
