using ModelAssert.Attacks;

namespace ModelAssert.Zoo;

/// <summary>The data sets: their shapes, and where their files are.</summary>
internal static class DataSets
{
    /// <summary>The shape of one image.</summary>
    public static ImageShape ShapeOf(ZooData data) => data switch
    {
        ZooData.Mnist or ZooData.Fashion => new ImageShape(1, 28, 28),
        ZooData.Orl => OrlFaces.Shape,
        _ => new ImageShape(3, 32, 32),
    };

    /// <summary>How many labels there are.</summary>
    public static int LabelCountOf(ZooData data) => data switch
    {
        ZooData.Gtsrb => 43,
        ZooData.Orl => OrlFaces.People,
        _ => 10,
    };

    /// <summary>Reads a data set.</summary>
    /// <param name="data">Which.</param>
    /// <param name="folder">The folder with the folders of all data sets (docs/zoo.md).</param>
    /// <returns>Its images.</returns>
    /// <exception cref="ModelAssertException">It is missing or cannot be read.</exception>
    public static DataSet Read(ZooData data, string folder)
    {
        return data switch
        {
            ZooData.Mnist => Parts("mnist/train-images-idx3-ubyte.gz", "mnist/t10k-images-idx3-ubyte.gz"),
            ZooData.Fashion => Parts("fashion-mnist/train-images-idx3-ubyte.gz", "fashion-mnist/t10k-images-idx3-ubyte.gz"),
            ZooData.Gtsrb => Parts("gtsrb/gtsrb-train-subset-32x32-ppm.zip", "gtsrb/gtsrb-test-32x32-ppm.zip"),
            ZooData.Cifar10 => Parts("cifar10/cifar10-train-subset-png.zip", "cifar10/cifar10-test-png.zip"),
            _ => OrlFaces.Read(Path.Combine(folder, "orl-faces")),
        };

        DataSet Parts(string training, string heldOut) => new(Part(training), Part(heldOut));

        LabeledImages Part(string path) => StoredImages.Read(Path.Combine(folder, path), ShapeOf(data), LabelCountOf(data));
    }
}
