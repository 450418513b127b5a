using ModelAssert.Engine.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelAssert.Engine.Classifiers;

/// <summary>
/// Two paths from the same input whose outputs are added: <c>main(x) + shortcut(x)</c>, the block of residual networks (He et al. 2016, section 3.2). An empty shortcut is the
/// input itself. A part of a <c>Sequential</c>, which the ONNX export writes.
/// </summary>
internal sealed class SumOfPaths : nn.Module<Tensor, Tensor>
{
    /// <summary>Makes the block, which owns both paths.</summary>
    /// <param name="main">The layers whose output is added to.</param>
    /// <param name="shortcut">The layers whose output is added, of the same shape.</param>
    public SumOfPaths(Sequential main, Sequential shortcut)
        : base(nameof(SumOfPaths))
    {
        ArgumentNullException.ThrowIfNull(main);
        ArgumentNullException.ThrowIfNull(shortcut);
        Main = main;
        Shortcut = shortcut;
        register_module("main", main);
        register_module("shortcut", shortcut);
    }

    /// <summary>The layers whose output is added to.</summary>
    public Sequential Main { get; }

    /// <summary>The layers whose output is added; none of them if it is the input itself.</summary>
    public Sequential Shortcut { get; }

    /// <summary>Applies the block.</summary>
    /// <param name="input">What both paths take.</param>
    /// <returns>The sum. The caller, or its dispose scope, owns the tensor.</returns>
    public override Tensor forward(Tensor input)
    {
        using var main = Main.forward(input);
        if (!Shortcut.children().Any())
            return main.Plus(input);

        using var shortcut = Shortcut.forward(input);
        return main.Plus(shortcut);
    }
}
