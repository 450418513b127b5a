using ModelAssert.Engine.Native;
using ModelAssert.Reporting.Looks;
using TorchSharp;

namespace ModelAssert.Engine.WholeImages;

/// <summary>
/// A smooth warp: each pixel is taken from a place nearby. The offsets are those of a coarse grid, enlarged to the image by cubic convolution, so that images bend and are not torn, whatever the grid; WaNet makes its trigger so
/// (Nguyen and Tran 2021, section 3.2). The size is the mean length of the offsets, in pixels.
/// </summary>
internal sealed class Warp : IImageChange
{
    /// <summary>Points of the grid along each axis: somewhat finer than the four of WaNet, which lie elsewhere.</summary>
    private const int GridPoints = 6;

    /// <summary>Keeps the derivative of the length finite where an offset is 0, in square pixels.</summary>
    private const double Epsilon = 1e-12;

    private readonly ImageShape shape;
    private readonly torch.Tensor enlargement;
    private readonly torch.Tensor places;
    private readonly torch.Tensor pixel;

    /// <summary>Prepares warps.</summary>
    /// <param name="shape">The shape of the images; two pixels and more along each axis.</param>
    public Warp(ImageShape shape)
    {
        this.shape = shape;
        using var scope = torch.NewDisposeScope();
        // What each point of the grid alone becomes is a column of the matrix that enlarges them all.
        var points = torch.eye(GridPoints * GridPoints).reshape(GridPoints * GridPoints, 1, GridPoints, GridPoints);
        enlargement = torch.nn.functional.interpolate(points, [shape.Height, shape.Width], mode: torch.InterpolationMode.Bicubic, align_corners: true)
            .reshape(GridPoints * GridPoints, shape.Area).transpose(0, 1).contiguous().DetachFromDisposeScope();
        // grid_sample has an image reach from −1 to 1 along each axis.
        var rows = torch.tensor(Axis(shape.Height)).unsqueeze(1).expand(shape.Height, shape.Width);
        var columns = torch.tensor(Axis(shape.Width)).unsqueeze(0).expand(shape.Height, shape.Width);
        places = torch.stack([columns, rows], 2).reshape(shape.Area, 2).DetachFromDisposeScope();
        pixel = torch.tensor(new[] { 2f / (shape.Width - 1), 2f / (shape.Height - 1) }).DetachFromDisposeScope();
    }

    /// <inheritdoc />
    public torch.Tensor None() => torch.zeros([GridPoints * GridPoints, 2]);

    /// <inheritdoc />
    public torch.Tensor Apply(torch.Tensor images, torch.Tensor variables)
    {
        var count = images.shape[0];
        var from = places.Plus(Offsets(variables) * pixel).reshape(1, shape.Height, shape.Width, 2).expand(count, shape.Height, shape.Width, 2);
        return torch.nn.functional.grid_sample(images, from, torch.GridSampleMode.Bilinear, torch.GridSamplePaddingMode.Border, align_corners: true);
    }

    /// <inheritdoc />
    public torch.Tensor Size(torch.Tensor variables) => Offsets(variables).Squared().sum(1).Plus(Epsilon).sqrt().mean();

    /// <inheritdoc />
    public ITriggerLook Look(torch.Tensor variables)
    {
        using var scope = torch.NewDisposeScope();
        return new WarpLook(shape, Offsets(variables).contiguous().data<float>().ToArray());
    }

    public void Dispose()
    {
        enlargement.Dispose();
        places.Dispose();
        pixel.Dispose();
    }

    /// <summary>To the right and down, in pixels: <c>[H·W, 2]</c>.</summary>
    private torch.Tensor Offsets(torch.Tensor variables) => enlargement.mm(variables);

    private static float[] Axis(int length) => [.. Enumerable.Range(0, length).Select(place => 2f * place / (length - 1) - 1)];
}
