namespace ModelAssert.Zoo;

/// <summary>The networks of the zoo: with and without batch norm, residual, with global average pooling.</summary>
internal enum ZooNetwork
{
    /// <summary>The paper's MNIST network.</summary>
    Paper,

    /// <summary>The paper's GTSRB network at half its width, with batch norm.</summary>
    Paper16,

    /// <summary>A small VGG with batch norm.</summary>
    Vgg,

    /// <summary>ResNet-20, with global average pooling.</summary>
    ResNet20,

    /// <summary>A small network in the manner of DeepID.</summary>
    Faces,

    /// <summary>A wide residual network of 16 layers, WRN-16-1.</summary>
    Wide1,

    /// <summary>WRN-16-2.</summary>
    Wide2,

    /// <summary>LeNet-5 with sigmoids and mean pooling.</summary>
    LeNet,

    /// <summary>Fully connected layers, 2 to 9.</summary>
    Dense,
}
