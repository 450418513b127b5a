using ModelAssert.Attacks;

namespace ModelAssert.Zoo;

/// <summary>The ORL faces at half their size: 40 people, ten photographs of each, the first six to train on and four to measure with.</summary>
internal static class OrlFaces
{
    public const int People = 40;

    private const int TrainingPhotographs = 6;

    private static readonly ImageShape Original = new(1, 112, 92);

    public static ImageShape Shape { get; } = new(1, Original.Height / 2, Original.Width / 2);

    /// <summary>Reads the photographs.</summary>
    /// <param name="folder">The folder with a folder of each person, s1 to s40.</param>
    /// <returns>Both parts.</returns>
    /// <exception cref="ModelAssertException">It is missing or cannot be read.</exception>
    public static DataSet Read(string folder)
    {
        var photographs = Halve(StoredImages.Read(folder, Original, People));
        var seen = new int[People];
        var isTraining = photographs.Labels.ToArray().Select(person => seen[person]++ < TrainingPhotographs).ToArray();
        return new DataSet(Part(wanted: true), Part(wanted: false));

        LabeledImages Part(bool wanted) => photographs.Select([.. Enumerable.Range(0, photographs.Count).Where(i => isTraining[i] == wanted)]);
    }

    /// <summary>Means of 2x2 pixels, rounded to bytes: the scan is given bytes.</summary>
    private static LabeledImages Halve(LabeledImages photographs)
    {
        var pixels = new float[photographs.Count * Shape.Area];
        for (var i = 0; i < pixels.Length; i++)
        {
            var image = photographs.Image(i / Shape.Area);
            var corner = 2 * (i % Shape.Area / Shape.Width * Original.Width + i % Shape.Width);
            var mean = (image[corner] + image[corner + 1] + image[corner + Original.Width] + image[corner + Original.Width + 1]) / 4;
            pixels[i] = MathF.Round(255 * mean) / 255;
        }

        return new LabeledImages(Shape, pixels, photographs.Labels.ToArray());
    }
}
