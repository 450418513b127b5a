namespace ModelAssert.Zoo;

/// <summary>The data sets of the zoo, by the name of their folder.</summary>
internal enum ZooData
{
    /// <summary>MNIST: handwritten digits.</summary>
    Mnist,

    /// <summary>Fashion-MNIST: clothes.</summary>
    Fashion,

    /// <summary>GTSRB: traffic signs.</summary>
    Gtsrb,

    /// <summary>CIFAR-10: things and animals.</summary>
    Cifar10,

    /// <summary>The ORL faces.</summary>
    Orl,
}
