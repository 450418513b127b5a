using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Onnx.Import;

/// <summary>Pictures that the model is tried with when it is loaded.</summary>
internal static class ProbeImages
{
    /// <summary>
    /// Enough to tell a batch from one image, and unlike the numbers of channels and the small sizes that graphs have: a batch that is mistaken for
    /// another axis does not pass by chance.
    /// </summary>
    public const int Count = 5;

    /// <summary>Different pictures in [0, 1], always the same.</summary>
    /// <returns><c>[5, C, H, W]</c>, float32. The current dispose scope owns it.</returns>
    public static torch.Tensor Make(ImageShape shape)
    {
        var pictures = torch.empty(Count, shape.Volume);
        for (var i = 0; i < Count; i++)
        {
            // Irrational steps: no two values of a picture, and no two pictures, are alike.
            using var scope = torch.NewDisposeScope();
            var positions = SafeArithmetic.Sequence(i * (long)shape.Volume, shape.Volume, torch.ScalarType.Float64);
            pictures[i] = (positions * LastingScalar.Of(0.6180339887498949)).remainder(LastingScalar.Of(1)).to(torch.ScalarType.Float32);
        }

        return pictures.reshape(Count, shape.Channels, shape.Height, shape.Width);
    }
}
