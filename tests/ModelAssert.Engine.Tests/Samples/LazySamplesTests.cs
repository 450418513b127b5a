using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Samples.Pictures;
using ModelAssert.Engine.Samples.Storage;
using ModelAssert.Engine.Tests.Support;

namespace ModelAssert.Engine.Tests.Samples;

[Collection(nameof(LiveTensors))]
public sealed class LazySamplesTests : IDisposable
{
    private static readonly ImageShape Shape = new(3, 32, 32);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Only_the_drawn_pictures_are_decoded()
    {
        // Every other one is damaged, and nothing complains.
        var order = Enumerable.Range(0, 500).ToArray();
        new Random(7).Shuffle(order);
        for (var i = 0; i < order.Length; i++)
            folder.Write($"sign/{i:D3}.ppm", order.AsSpan(0, 30).Contains(i) ? PixelMaps.Ppm(32, 32, (byte)i) : "damaged"u8);

        var samples = SampleLoader.Load(folder.Path, Shape, 1);
        Assert.Equal(order.Take(30).Select(i => (float)(byte)i), samples.Draw(30, 7).Values.ToArray().Chunk(Shape.Volume).Select(image => image[0]));
        Assert.Throws<ModelAssertException>(() => samples.Draw(31, 7));
    }

    [Fact]
    public void A_hundred_thousand_pictures_are_listed_and_as_many_read_as_drawn()
    {
        var files = new ManyPictures();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var samples = PictureFolder.Read(files, "", "many", Shape, 10);
        var drawn = samples.Draw(200, 0);
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.Equal((100_000, 200, 200), (samples.Count, drawn.Count, files.Opened));
        // As floats they would be 1.2 GB, as bytes 300 MB; their names and labels stay, and the drawn ones are 2.5 MB.
        Assert.InRange(held, 0, 24 << 20);
        GC.KeepAlive(samples);
    }

    /// <summary>The samples that ship give the digest that every report and every cache entry of them has had.</summary>
    [Theory]
    [InlineData(2000, 0, "180aea6a61066ad23a7198cc77a9504011246c45de678a71de30fbb339e9b906")]
    [InlineData(300, 3, "db2412d6070461384fb21dd9ecaaaeb43506a70023bf9cf47c6fdd126b6b8cbd")]
    public void The_same_seed_draws_the_same_samples_as_ever(int maximum, int seed, string sha256)
    {
        var path = Path.Combine(RepositoryRoot(), "samples/FashionGate/data/fashion-clean-samples.npz");
        Assert.Equal(sha256, SampleLoader.Load(path, new ImageShape(1, 28, 28), 10).Draw(maximum, seed).Sha256());
    }

    private static string RepositoryRoot()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "ModelAssert.sln")))
            root = root.Parent;
        return root?.FullName ?? throw new InvalidOperationException("The tests run outside of the repository.");
    }

    /// <summary>Ten folders of ten thousand pictures, made when they are opened, and counted.</summary>
    private sealed class ManyPictures : ISampleFiles, IFileReader
    {
        private static readonly byte[] Picture = PixelMaps.Ppm(32, 32, 5);

        public int Opened { get; private set; }

        public string Describe(string name) => name;

        public IReadOnlyList<string> FoldersIn(string folder) => [.. Enumerable.Range(0, 10).Select(i => $"{i}")];

        public IReadOnlyList<string> FilesIn(string folder) => [.. Enumerable.Range(0, 10_000).Select(i => $"{folder}/{i:D5}.ppm")];

        public Stream Open(string name)
        {
            Opened++;
            return new MemoryStream(Picture);
        }

        IFileReader ISampleFiles.Open() => this;

        public void Dispose()
        {
        }
    }
}
