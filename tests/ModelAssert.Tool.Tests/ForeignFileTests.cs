using System.IO.Compression;
using System.Text;
using ModelAssert.Tool.Models;

namespace ModelAssert.Tool.Tests;

/// <summary>What people give in place of a model is called what it is.</summary>
public sealed class ForeignFileTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("signs.h5", "\u0089HDF\r\n\u001a\n", "a file of HDF5", "load_model(\"signs.h5\")")]
    [InlineData("signs.tflite", "\u001c\0\0\0TFL3", "a model of TensorFlow Lite", "--tflite signs.tflite")]
    [InlineData("signs.onnx.gz", "\u001f\u008b\b", "a compressed file", "Unpack it")]
    [InlineData("signs.pkl", "\u0080\u0004\u0095", "a Python pickle", "skl2onnx")]
    [InlineData("signs.safetensors", "\u0010\0\0\0\0\0\0\0{\"weight\":{}}", "a file of safetensors", "torch.onnx.export")]
    [InlineData("signs.gguf", "GGUF\u0003", "a file of GGUF", "image classifier")]
    public void By_its_first_bytes(string name, string start, string what, string remedy) => AssertSaid(Write(name, Encoding.Latin1.GetBytes(start)), what, remedy);

    [Fact]
    public void By_the_mark_of_a_tape_archive() => AssertSaid(Write("signs.tar", [.. new byte[257], .. "ustar\000"u8]), "a tape archive", "tar -xf");

    [Theory]
    [InlineData("signs.onnx", "a zip archive without a model of TorchScript", "Unpack it")]
    [InlineData("model.weights.h5", "a model of Keras", "load_model(\"signs.zip\")")]
    [InlineData("signs/data.pkl", "a file of torch.save", "torch.jit.save")]
    public void By_what_is_in_a_zip_archive_and_before_anything_is_asked_of_its_pictures(string entry, string what, string remedy)
    {
        var path = Path.Combine(root, "signs.zip");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
            zip.CreateEntry(entry);

        AssertSaid(path, what, remedy);
    }

    [Fact]
    public void By_what_is_in_a_folder()
    {
        AssertSaid(root, "a folder", "Give the model file.");
        Write("signs.onnx", []);
        AssertSaid(root, "a folder", "Give one file of it: signs.onnx.");
        Write("saved_model.pb", []);
        AssertSaid(root, "a SavedModel of TensorFlow", "--saved-model");
    }

    [Fact]
    public void By_where_a_link_leads()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege on Windows");
        var link = Path.Combine(root, "signs.onnx");
        File.CreateSymbolicLink(link, "../../blobs/0123");

        AssertSaid(link, "a link to '../../blobs/0123', which is not there", "cp -L");
    }

    [Fact]
    public void What_nobody_knows_is_left_to_its_reader()
    {
        var refused = Assert.Throws<ModelAssertException>(() => LoadedModel.Load(Write("signs.onnx", "# signs"u8.ToArray())));

        Assert.Equal(DiagnosticIds.ModelNotRecognised, refused.Id);
        Assert.Contains("it does not begin as ONNX files do", refused.Message, StringComparison.Ordinal);
    }

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(root, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private static void AssertSaid(string path, string what, string remedy)
    {
        var refused = Assert.Throws<ModelAssertException>(() => LoadedModel.Load(path));

        Assert.Equal(DiagnosticIds.ModelNotRecognised, refused.Id);
        Assert.Contains($"This is {what}", refused.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, refused.Message, StringComparison.Ordinal);
    }
}
