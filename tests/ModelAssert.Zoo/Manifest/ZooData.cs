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

/// <summary>The data sets in words.</summary>
internal static class DataWords
{
    /// <summary>Its name as others write it.</summary>
    public static string InWords(this ZooData data) => data switch
    {
        ZooData.Mnist => "MNIST",
        ZooData.Fashion => "Fashion-MNIST",
        ZooData.Gtsrb => "GTSRB",
        ZooData.Cifar10 => "CIFAR-10",
        _ => "ORL faces",
    };
}
