using TorchSharp;

namespace ModelAssert.Engine.Classifiers;

/// <summary>
/// A network whose gates can be watched, driven and held. A gate is a unit at which the function switches: an activation that is off below 0, a comparison, a choice. What an importer must provide for
/// the search for dormant paths.
/// </summary>
internal abstract class GatedNetwork
{
    /// <summary>The layers of gates, in the order in which they are computed.</summary>
    public abstract IReadOnlyList<GateLayer> Layers { get; }

    /// <summary>What all layers do on some images.</summary>
    /// <param name="input">Images as the network takes them, <c>[N, C, H, W]</c>.</param>
    /// <returns>One for each layer, owned by the current dispose scope.</returns>
    public abstract IReadOnlyList<LayerValues> Watch(torch.Tensor input);

    /// <summary>Drives gates, each with an image of its own. Forward everything is exact; backward, gradients pass where the network has none.</summary>
    /// <param name="input">N images as the network takes them, <c>[N, C, H, W]</c>.</param>
    /// <param name="gates">N gates: image i is for gate i.</param>
    /// <returns>What drives each gate, <c>[N]</c>, to be made larger; and what each puts out. Owned by the current dispose scope.</returns>
    public abstract (torch.Tensor Drive, GateOutput[] Outputs) Drive(torch.Tensor input, IReadOnlyList<Gate> gates);

    /// <summary>The network with one gate held as some images have it.</summary>
    /// <param name="gate">The gate.</param>
    /// <param name="clean">The images as the network takes them, <c>[N, C, H, W]</c>.</param>
    /// <returns>The network; the caller disposes of it.</returns>
    public abstract HeldNetwork Hold(Gate gate, torch.Tensor clean);

    /// <summary>Applies the network with conditions switched to what they are not.</summary>
    /// <param name="layer">A layer of conditions.</param>
    /// <param name="units">Which of its gates.</param>
    /// <param name="input">Images as the network takes them, <c>[N, C, H, W]</c>.</param>
    /// <returns>Logits <c>[N, labels]</c>, owned by the current dispose scope.</returns>
    public abstract torch.Tensor LogitsSwitched(int layer, IReadOnlyList<int> units, torch.Tensor input);

    /// <summary>Which conditions some image may switch: those that do, and those of which it is not known.</summary>
    /// <param name="least">The least that each value of an image can be, <c>[1, C, H, W]</c> as the network takes it.</param>
    /// <param name="most">The most.</param>
    /// <returns>For each layer, of each gate; without meaning for what is no condition.</returns>
    public abstract IReadOnlyList<bool[]> CanBeSwitched(torch.Tensor least, torch.Tensor most);
}

/// <summary>A network with one gate held.</summary>
internal abstract class HeldNetwork : IDisposable
{
    /// <summary>Applies the network to as many images as the gate is held for: in image i it does what it does in clean image i.</summary>
    /// <param name="input">Images as the network takes them, <c>[N, C, H, W]</c>.</param>
    /// <returns>Logits <c>[N, labels]</c>, owned by the current dispose scope.</returns>
    public abstract torch.Tensor Logits(torch.Tensor input);

    /// <inheritdoc />
    public abstract void Dispose();
}

/// <summary>Gates that are computed together.</summary>
/// <param name="Node">How messages call the node.</param>
/// <param name="Operator">What it is.</param>
/// <param name="Units">How many gates.</param>
/// <param name="Kind">What it computes.</param>
internal sealed record GateLayer(string Node, string Operator, int Units, GateKind Kind);

/// <summary>What a layer of gates computes.</summary>
internal enum GateKind
{
    /// <summary>A condition, or what computes with nothing but conditions: no trained network has many of them.</summary>
    Condition,

    /// <summary>A choice between values, or rounding.</summary>
    Choice,

    /// <summary>An activation, or a product of some.</summary>
    Activation,

    /// <summary>
    /// Arithmetic that can grow by orders of magnitude, or that has few values for an image: a path needs no switch, if clean images barely move it (Bober-Irizar et al. 2023, Architectural backdoors in neural
    /// networks).
    /// </summary>
    Signal,
}

/// <summary>One gate, and which way it is to be driven.</summary>
/// <param name="Layer">Its layer's place in <see cref="GatedNetwork.Layers"/>.</param>
/// <param name="Unit">Its place in the layer.</param>
/// <param name="Rises">Whether it puts out more when it wakes, rather than less.</param>
internal sealed record Gate(int Layer, int Unit, bool Rises);

/// <summary>What the units of a layer do, over the places that each has.</summary>
/// <param name="Low">The least that each puts out, <c>[N, units]</c>.</param>
/// <param name="High">The most.</param>
/// <param name="DriveLow">The least that drives it.</param>
/// <param name="DriveHigh">The most.</param>
internal sealed record LayerValues(torch.Tensor Low, torch.Tensor High, torch.Tensor DriveLow, torch.Tensor DriveHigh);

/// <summary>The least and the most that a gate puts out on an image.</summary>
internal readonly record struct GateOutput(float Low, float High);
