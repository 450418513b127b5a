using System.Text;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Tests.Support;

namespace ModelAssert.Engine.Tests.Samples;

/// <summary>Which sub-folder of a folder of pictures is which label, with what programs and people leave beside them.</summary>
public sealed class LabelFoldersTests : IDisposable
{
    private static readonly ImageShape Shape = new(1, 1, 1);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(".ipynb_checkpoints")]
    [InlineData("@eaDir")]
    [InlineData("__MACOSX")]
    [InlineData("$RECYCLE.BIN")]
    [InlineData("Another")]
    public void A_folder_without_pictures_moves_no_label(string beside)
    {
        Pictures("ant", "bee", "cat");
        Directory.CreateDirectory(Path.Combine(folder.Path, beside));

        Assert.Equal("0 ant, 1 bee, 2 cat", Read(3));
    }

    [Fact]
    public void A_hidden_folder_with_pictures_is_no_label()
    {
        Pictures("ant", ".ipynb_checkpoints", "bee");
        Assert.Equal("0 ant, 1 bee", Read(2));
    }

    [Fact]
    public void Folders_named_by_numbers_are_in_the_order_of_the_numbers()
    {
        Pictures([.. Enumerable.Range(0, 43).Select(i => $"{i}")]);
        Directory.CreateDirectory(Path.Combine(folder.Path, ".git"));
        Directory.CreateDirectory(Path.Combine(folder.Path, "thumbnails"));

        Assert.Equal(string.Join(", ", Enumerable.Range(0, 43).Select(i => $"{i} {i}")), Read(43));
    }

    [Fact]
    public void A_label_without_pictures_keeps_its_number()
    {
        Pictures("ant", "cat");
        Directory.CreateDirectory(Path.Combine(folder.Path, "bee"));

        Assert.Equal("0 ant, 2 cat", Read(3));
    }

    [Fact]
    public void A_folder_without_pictures_that_may_be_a_label_is_refused()
    {
        Pictures("ant", "cat");
        Directory.CreateDirectory(Path.Combine(folder.Path, "bee"));
        Refuse(5, "'bee' holds no pictures; 2 folders hold pictures, the model has 5 labels");
    }

    [Fact]
    public void A_label_that_was_hidden_is_refused()
    {
        Pictures("ant", ".bee", "cat");
        Refuse(3, "'.bee' is hidden and holds pictures; 2 folders hold pictures, the model has 3 labels");
    }

    [Fact]
    public void A_word_among_numbers_is_refused()
    {
        Pictures("0", "1", "10", "2", "extra");
        Refuse(11, "'0' is a number and 'extra' is none; 5 folders hold pictures, the model has 11 labels");
    }

    [Fact]
    public void Two_folders_of_one_number_are_refused()
    {
        Pictures("1", "01", "0");
        Refuse(3, "both '01' and '1' are label 1");
    }

    [Fact]
    public void A_folder_that_is_no_label_of_the_model_is_named()
    {
        Pictures("ant", "bee", "zebra");
        Refuse(2, "The folder 'zebra' is label 2, by the order of the folders' names; the model tells labels 0 to 1 apart.");
    }

    [Fact]
    public void A_number_that_is_no_label_of_the_model_is_named()
    {
        Pictures("1", "2", "3");
        Refuse(3, "The folder '3' is label 3; the model tells labels 0 to 2 apart. Number the folders");
    }

    [Fact]
    public void Hidden_files_are_no_pictures()
    {
        Pictures("ant", "bee");
        folder.Write("ant/._0.pgm", [0, 5, 22, 7]);
        folder.Write(".DS_Store", [1]);
        Assert.Equal("0 ant, 1 bee", Read(2));
    }

    [Fact]
    public void Pictures_in_one_folder_more_are_found_beside_a_hidden_one()
    {
        Pictures("pictures/ant", "pictures/bee");
        Directory.CreateDirectory(Path.Combine(folder.Path, ".git"));
        Assert.Equal("0 ant, 1 bee", Read(2));
    }

    [Theory]
    [InlineData("a\nb", "a b")]
    [InlineData("\u001b[31mred", "[31mred")]
    [InlineData("::error x", ": :error x")]
    [InlineData("##vso[task.complete]", "# #vso[task.complete]")]
    public void Names_are_plain_text(string name, string plain)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such names");
        Pictures(name, "zebra");
        Assert.Equal($"0 {plain}, 1 zebra", Read(2));
    }

    [Theory]
    [InlineData("samples.npz")]
    [InlineData("samples.safetensors")]
    [InlineData("samples.zip")]
    [InlineData("t10k-images-idx3-ubyte")]
    [InlineData("test_batch.bin")]
    public void Samples_that_Git_LFS_has_not_fetched_are_named(string name)
    {
        var path = folder.Write(name, Pointer);
        RefusePointer(path, path, name.EndsWith(".bin", StringComparison.Ordinal) ? new ImageShape(3, 32, 32) : Shape);
    }

    [Fact]
    public void A_picture_that_Git_LFS_has_not_fetched_is_named()
    {
        Pictures("ant", "bee");
        RefusePointer(folder.Path, folder.Write("bee/0.pgm", Pointer), Shape);
        var zip = folder.WriteZip([.. Enumerable.Range(0, 24).Select(i => ($"ant/{i}.pgm", Pointer))]);
        RefusePointer(zip, $"{zip}, in it ant/0.pgm", Shape);
    }

    private static byte[] Pointer =>
        Encoding.ASCII.GetBytes($"version https://git-lfs.github.com/spec/v1\noid sha256:{new string('a', 64)}\nsize 4815162\n");

    private static void RefusePointer(string samples, string file, ImageShape shape)
    {
        var error = Assert.Throws<ModelAssertException>(() => SampleLoader.Load(samples, shape, 2).Draw(100, 0));
        Assert.Equal(DiagnosticIds.SamplesNotRecognised, error.Id);
        // Of a zip of pointers, the first that is drawn.
        if (!samples.EndsWith(".zip", StringComparison.Ordinal) || file == samples)
            Assert.Equal(file, error.File);
        Assert.Contains("it is a Git LFS pointer", error.Message, StringComparison.Ordinal);
        Assert.Contains("`git lfs pull`", error.Remedy, StringComparison.Ordinal);
    }

    private void Refuse(int labels, string words)
    {
        var error = Assert.Throws<ModelAssertException>(() => Read(labels));
        Assert.Equal((DiagnosticIds.SamplesLabelOutOfRange, folder.Path), (error.Id, error.File));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    private string Read(int labels)
    {
        var samples = SampleLoader.Load(folder.Path, Shape, labels);
        return string.Join(", ", samples.Labels.Distinct().Order().Select(label => $"{label} {samples.LabelNames[label]}"));
    }

    private void Pictures(params string[] labels)
    {
        foreach (var label in labels)
        {
            for (var i = 0; i < 12; i++)
                folder.Write($"{label}/{i}.pgm", "P5 1 1 255\n0"u8);
        }
    }
}
