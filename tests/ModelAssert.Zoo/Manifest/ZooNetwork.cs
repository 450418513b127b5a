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
}
