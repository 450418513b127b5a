namespace ModelAssert;

/// <summary>In which order a model takes the values of its images.</summary>
public enum InputLayout
{
    /// <summary>Channel by channel, <c>[N, C, H, W]</c>, as PyTorch exports.</summary>
    Nchw,

    /// <summary>Pixel by pixel, <c>[N, H, W, C]</c>, as Keras exports.</summary>
    Nhwc,
}
