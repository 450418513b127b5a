using ModelAssert.Reporting.Looks;
using TorchSharp;

namespace ModelAssert.Engine.WholeImages;

/// <summary>A way to change all of an image by a few numbers, and how large such a change is.</summary>
internal interface IImageChange : IDisposable
{
    /// <summary>What the search begins with: nothing is changed.</summary>
    /// <returns>The variables, owned by the current dispose scope.</returns>
    torch.Tensor None();

    /// <summary>Changes images.</summary>
    /// <param name="images">Raw pixels <c>[N, C, H, W]</c> in [0, 1].</param>
    /// <param name="variables">How.</param>
    /// <returns>Images of the same shape and range, owned by the current dispose scope.</returns>
    torch.Tensor Apply(torch.Tensor images, torch.Tensor variables);

    /// <summary>How large a change is, in the unit of its kind.</summary>
    /// <param name="variables">The change.</param>
    /// <returns>A scalar with a derivative everywhere, owned by the current dispose scope.</returns>
    torch.Tensor Size(torch.Tensor variables);

    /// <summary>What can be seen of a change.</summary>
    /// <param name="variables">The change.</param>
    ITriggerLook Look(torch.Tensor variables);
}
