using System.Text;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Tests.Support;

namespace ModelAssert.Engine.Tests.Samples;

public sealed class GtsrbFolderTests : IDisposable
{
    private const string Header = "Filename;Width;Height;Roi.X1;Roi.Y1;Roi.X2;Roi.Y2;ClassId";
    private static readonly ImageShape Shape = new(3, 2, 4);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("Images/")]
    public void The_test_set_has_its_labels_in_one_list(string pictures)
    {
        WritePictures("GTSRB/Final_Test/" + pictures, 24);
        WriteList("GTSRB/Final_Test/GT-final_test.csv", 24, i => i % 43);
        var samples = SampleLoader.Load(folder.Path, Shape, 43);

        Assert.Equal(Enumerable.Range(0, 24), samples.Labels);
        Assert.Equal(5, samples.Values[5 * Shape.Volume]);
    }

    [Fact]
    public void The_training_set_has_a_list_in_every_folder()
    {
        foreach (var label in (int[])[3, 7])
        {
            WritePictures($"Images/{label:D5}/", 12);
            WriteList($"Images/{label:D5}/GT-{label:D5}.csv", 12, _ => label);
        }

        Assert.Equal([.. Enumerable.Repeat(3, 12), .. Enumerable.Repeat(7, 12)], SampleLoader.Load(folder.Path, Shape, 43).Labels);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Filename;Width;Height")]
    [InlineData(Header + "\n0.ppm;4;2;0;0;4;2")]
    [InlineData(Header + "\n0.ppm;4;2;0;0;4;2;-1")]
    [InlineData(Header + "\n../0.ppm;4;2;0;0;4;2;1")]
    [InlineData(Header + "\nnone.ppm;4;2;0;0;4;2;1")]
    [InlineData(Header + "\n0.ppm;4;2;0;0;4;2;1\n0.ppm;4;2;0;0;4;2;1")]
    public void A_list_that_does_not_fit_is_named(string list)
    {
        WritePictures("", 24);
        folder.Write("GT-final_test.csv", Encoding.UTF8.GetBytes(list));

        Assert.Equal(DiagnosticIds.SamplesNotRecognised,
            Assert.Throws<ModelAssertException>(() => SampleLoader.Load(folder.Path, Shape, 43)).Id);
    }

    private void WritePictures(string path, int count)
    {
        for (var i = 0; i < count; i++)
            folder.Write($"{path}{i}.ppm", PixelMaps.Ppm(4, 2, (byte)i));
    }

    private void WriteList(string path, int count, Func<int, int> label) =>
        folder.Write(path, Encoding.UTF8.GetBytes(string.Join("\r\n", [Header, .. Enumerable.Range(0, count).Select(i => $"{i}.ppm;4;2;0;0;4;2;{label(i)}"), ""])));
}
