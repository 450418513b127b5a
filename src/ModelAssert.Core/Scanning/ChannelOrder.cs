namespace ModelAssert;

/// <summary>In which order a model takes the colours of an image.</summary>
public enum ChannelOrder
{
    /// <summary>Red first, as nearly all frameworks do, and as samples are stored.</summary>
    Rgb,

    /// <summary>Blue first, as OpenCV reads pictures and Caffe's networks take them.</summary>
    Bgr,
}
