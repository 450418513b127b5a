namespace ModelAssert;

/// <content>What can be said of a model, the same for both versions of xunit; as text, as in the metadata of a <c>ModelAssertModel</c> item.</content>
public sealed partial class BackdoorFreeAttribute
{
    /// <summary>The shape of one image, channels x height x width, such as <c>3x32x32</c>, where the model file leaves it open.</summary>
    /// <value>The default is as declared, or as the model says.</value>
    public string? InputShape { get => Stated<string?>(null); set => State(value); }

    /// <summary>The order of an image's values: <c>nchw</c> or <c>nhwc</c>.</summary>
    /// <value>The default is as declared, or as the model says.</value>
    public string? InputLayout { get => Stated<string?>(null); set => State(value); }

    /// <summary>The pixel range that the model expects, such as <c>0..255</c>.</summary>
    /// <value>The default is as declared, or found by accuracy on the samples.</value>
    public string? InputRange { get => Stated<string?>(null); set => State(value); }

    /// <summary>What is subtracted from each channel, in units of the pixel range, such as <c>0.485,0.456,0.406</c>. With <see cref="StandardDeviation"/>.</summary>
    /// <value>The default is as declared, or found by accuracy on the samples.</value>
    public string? Mean { get => Stated<string?>(null); set => State(value); }

    /// <summary>What each channel is divided by after that, such as <c>0.229,0.224,0.225</c>.</summary>
    /// <value>The default is as declared, or found by accuracy on the samples.</value>
    public string? StandardDeviation { get => Stated<string?>(null); set => State(value); }

    /// <summary>The order in which the model takes the colours of an image: <c>rgb</c> or <c>bgr</c>.</summary>
    /// <value>The default is as declared, or found by accuracy on the samples.</value>
    public string? ChannelOrder { get => Stated<string?>(null); set => State(value); }

    /// <summary>What the labels are called, from label 0 on, with commas between the names.</summary>
    /// <value>The default is as declared, or as the samples say.</value>
    public string? LabelNames { get => Stated<string?>(null); set => State(value); }

    /// <summary>The name of the output with one value per label, where an ONNX model has several.</summary>
    /// <value>The default is as declared, or the first of that shape.</value>
    public string? OutputName { get => Stated<string?>(null); set => State(value); }

    /// <summary>What the output means: <c>logits</c> or <c>probabilities</c>.</summary>
    /// <value>The default is as declared, or recognised.</value>
    public string? OutputKind { get => Stated<string?>(null); set => State(value); }
}
