using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Google.Protobuf;
using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Tests.Support;
using TorchSharp;
using static ModelAssert.Onnx.Format.TensorProto.Types;
using static ModelAssert.Onnx.Tests.Support.ModelBuilder;

namespace ModelAssert.Onnx.Tests;

/// <summary>Models whose weights lie in other files of their folder.</summary>
public sealed class ExternalWeights : IDisposable
{
    private static readonly byte[] Weights = MemoryMarshal.AsBytes<float>([0.5f, -1, 2, 0.25f, 1, 3, -2, 0.75f]).ToArray();

    private readonly string root = Directory.CreateTempSubdirectory("modelassert-external-").FullName;

    private string Model => Path.Combine(root, "model", "model.onnx");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("model.onnx.data", 0)]
    [InlineData("weights/part 1.bin", 16)]
    public void Are_read_and_proven(string location, int offset)
    {
        Write(location, [.. new byte[offset], .. Weights, 1, 2, 3]);
        Save(location, $"{offset}", $"{Weights.Length}");
        using var scope = torch.NewDisposeScope();
        using var classifier = OnnxClassifier.Load(Model);

        var parity = classifier.ProveImport(torch.rand(3, 1, 2, 2));

        Assert.Equal(3, parity.Samples);
        var images = torch.tensor([1f, 0, 0, 0], [1, 1, 2, 2]);
        Assert.Equal([0.5f, -1], classifier.Outputs(images).data<float>().ToArray());
    }

    [Fact]
    public void Are_part_of_the_digest()
    {
        Write("w.bin", Weights);
        Save("w.bin");
        var before = Digest();
        // No file alone has the digest of a model with its data: not the one, not both in a row.
        byte[] model = File.ReadAllBytes(Model);
        Assert.DoesNotContain(before, new[] { model, [.. model, .. Weights] }.Select(bytes => Convert.ToHexStringLower(SHA256.HashData(bytes))));

        var changed = (byte[])Weights.Clone();
        changed[3] ^= 1;
        Write("w.bin", changed);
        Assert.NotEqual(before, Digest());
    }

    [Fact]
    public void Are_known_by_the_digest_of_each_file()
    {
        Write("w.bin", [.. Weights, 1, 2, 3]);
        Save("w.bin", "0", $"{Weights.Length}");

        using var classifier = OnnxClassifier.Load(Model);

        Assert.Equal(
            [("model.onnx", DigestOf(Model)), ("w.bin", DigestOf(Path.Combine(root, "model", "w.bin")))],
            classifier.Files!.Select(file => (file.Name, file.Sha256)));

        static string DigestOf(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
    }

    [Fact]
    public void Are_proven_as_they_were_read()
    {
        Write("w.bin", Weights);
        Save("w.bin");
        using var scope = torch.NewDisposeScope();
        using var classifier = OnnxClassifier.Load(Model);
        Write("w.bin", new byte[Weights.Length]);
        Assert.True(classifier.ProveImport(torch.rand(2, 1, 2, 2)).MaxAbsDifference < 1e-5);
    }

    [Theory]
    [InlineData("../secret.bin", "it leads upwards")]
    [InlineData("weights/../../secret.bin", "it leads upwards")]
    [InlineData("..\\secret.bin", "it leads upwards")]
    [InlineData("/etc/passwd", "it is absolute")]
    [InlineData("\\\\server\\share", "it is absolute")]
    [InlineData("C:\\secret.bin", "it is absolute")]
    [InlineData("C:secret.bin", "it is absolute")]
    [InlineData("", "it is no name")]
    [InlineData("w.bin\0.txt", "it is no name")]
    public void Outside_of_the_folder_are_refused(string location, string why)
    {
        File.WriteAllBytes(Path.Combine(root, "secret.bin"), Weights);
        Save(location);
        Refuse(DiagnosticIds.ModelMalformed, why);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Behind_a_link_out_of_the_folder_are_refused(bool throughFolder)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege on Windows");
        File.WriteAllBytes(Path.Combine(root, "secret.bin"), Weights);
        Save(throughFolder ? "up/secret.bin" : "w.bin");
        if (throughFolder)
            Directory.CreateSymbolicLink(Path.Combine(root, "model", "up"), "..");
        else
            File.CreateSymbolicLink(Path.Combine(root, "model", "w.bin"), Path.Combine(root, "secret.bin"));
        Refuse(DiagnosticIds.ModelMalformed, "a link leads out of it");
    }

    [Fact]
    public void Behind_a_link_within_the_folder_are_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege on Windows");
        Write("blobs/1", Weights);
        Save("w.bin");
        File.CreateSymbolicLink(Path.Combine(root, "model", "w.bin"), Path.Combine("blobs", "1"));
        OnnxClassifier.Load(Model).Dispose();
    }

    [Fact]
    public void Behind_links_in_a_circle_are_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege on Windows");
        Save("w.bin");
        File.CreateSymbolicLink(Path.Combine(root, "model", "w.bin"), "v.bin");
        File.CreateSymbolicLink(Path.Combine(root, "model", "v.bin"), "w.bin");
        Refuse(DiagnosticIds.ModelMissing, "too many links");
    }

    [Fact]
    public void In_no_file_are_refused()
    {
        Save("w.bin");
        Refuse(DiagnosticIds.ModelMissing, "'w.bin', which cannot be read");
    }

    [Theory]
    [InlineData("0", "31", DiagnosticIds.ModelMalformed, "31 of 32 bytes")]
    [InlineData("1", null, DiagnosticIds.ModelTruncated, "which has 32 bytes")]
    [InlineData("9223372036854775807", null, DiagnosticIds.ModelTruncated, "which has 32 bytes")]
    [InlineData("-1", null, DiagnosticIds.ModelMalformed, "offset of the tensor 'w' is '-1'")]
    [InlineData("0x10", null, DiagnosticIds.ModelMalformed, "offset of the tensor 'w' is '0x10'")]
    [InlineData("99999999999999999999", null, DiagnosticIds.ModelMalformed, "offset of the tensor 'w'")]
    public void In_a_place_that_is_not_there_are_refused(string offset, string? length, string id, string words)
    {
        Write("w.bin", Weights);
        Save("w.bin", offset, length);
        Refuse(id, words);
    }

    [Fact]
    public void That_are_not_the_file_of_the_checksum_are_refused()
    {
        Write("w.bin", Weights);
        var right = Convert.ToHexString(SHA1(Weights));
        Save("w.bin", more: ("checksum", right));
        OnnxClassifier.Load(Model).Dispose();
        Save("w.bin", "0", "32", ("checksum", right.ToLowerInvariant()));
        OnnxClassifier.Load(Model).Dispose();

        // The checksum is of the whole file, not of what the tensor takes of it.
        Write("w.bin", [.. Weights, 0]);
        Save("w.bin", "0", "32", ("checksum", right));
        Refuse(DiagnosticIds.ModelMalformed, $"The tensor 'w' lies in 'w.bin', whose SHA-1 is {Convert.ToHexStringLower(SHA1([.. Weights, 0]))} and not {right}");
        Save("w.bin", more: ("checksum", "12ab"));
        Refuse(DiagnosticIds.ModelMalformed, "the checksum of the tensor 'w' is '12ab', which is no SHA-1");
    }

    [Theory]
    [InlineData("location", "v.bin", "the tensor 'w' states its location twice")]
    [InlineData("offset", "0", "the tensor 'w' states its offset twice")]
    [InlineData("length", "32", "the tensor 'w' states its length twice")]
    [InlineData("basepath", "/other", "the tensor 'w' says 'basepath'")]
    [InlineData("prepacked_0", "MatMul", "the tensor 'w' says 'prepacked_0'")]
    [InlineData("Offset", "4", "the tensor 'w' says 'Offset'")]
    [InlineData("", "4", "the tensor 'w' says ''")]
    public void That_are_somewhere_else_to_another_reader_are_refused(string key, string value, string words)
    {
        Write("w.bin", Weights);
        Write("v.bin", Weights);
        Save("w.bin", "0", "32", (key, value));
        Refuse(DiagnosticIds.ModelMalformed, words);
    }

    [Theory]
    [InlineData("00", "32")]
    [InlineData("0", "032")]
    [InlineData(" 0", "32")]
    [InlineData("0", "32 ")]
    [InlineData("0", "")]
    public void At_a_number_that_nobody_writes_are_refused(string offset, string length)
    {
        Write("w.bin", Weights);
        Save("w.bin", offset, length);
        Refuse(DiagnosticIds.ModelMalformed, "of the tensor 'w' is '");
    }

    [Fact]
    public void That_Git_LFS_has_not_fetched_are_named()
    {
        Write("w.bin", System.Text.Encoding.ASCII.GetBytes($"version https://git-lfs.github.com/spec/v1\noid sha256:{new string('a', 64)}\nsize 32\n"));
        Save("w.bin", "0", "32");
        var refusal = Assert.Throws<ModelAssertException>(() => OnnxClassifier.Load(Model));
        Assert.Equal((DiagnosticIds.ModelNotRecognised, Path.Combine(root, "model", "w.bin")), (refusal.Id, refusal.File));
        Assert.Contains("`git lfs pull`", refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void That_end_before_their_file_does_are_refused_where_no_length_is_stated()
    {
        Write("w.bin", [.. Weights, 1]);
        Save("w.bin");
        Refuse(DiagnosticIds.ModelMalformed, "the tensor 'w' takes the rest of 'w.bin' from 0 on, 33 bytes, but its shape takes 32");
    }

    [Fact]
    public void In_memory_are_refused()
    {
        Write("*/_ORT_MEM_ADDR_/*", Weights);
        Save("*/_ORT_MEM_ADDR_/*", "0", "32");
        Refuse(DiagnosticIds.ModelMalformed, "'*/_ORT_MEM_ADDR_/*', which is a file to some readers and memory to others");
    }

    [Theory]
    [InlineData("4", "the tensors 'w' and 'b' overlap in 'w.bin'")]
    [InlineData("31", "the tensors 'w' and 'b' overlap in 'w.bin'")]
    [InlineData("32", null)]
    [InlineData("0", null)]
    public void That_overlap_are_refused_unless_they_are_the_same(string offset, string? words)
    {
        Write("w.bin", [.. Weights, .. Weights]);
        var model = ModelProto.Parser.ParseFrom(Save("w.bin", "0", "32"));
        var second = model.Graph.Initializer[0].Clone();
        second.Name = "b";
        second.ExternalData.Single(entry => entry.Key == "offset").Value = offset;
        model.Graph.Initializer.Add(second);
        Write("model.onnx", model.ToByteArray());
        if (words is null)
            OnnxClassifier.Load(Model).Dispose();
        else
            Refuse(DiagnosticIds.ModelMalformed, words);
    }

    private static byte[] SHA1(byte[] bytes)
    {
#pragma warning disable CA5350 // The format's choice.
        return System.Security.Cryptography.SHA1.HashData(bytes);
#pragma warning restore CA5350
    }

    private void Refuse(string id, string words)
    {
        var refusal = Assert.Throws<ModelAssertException>(() => OnnxClassifier.Load(Model));
        Assert.Equal(id, refusal.Id);
        Assert.Equal(Model, refusal.File);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    private string Digest()
    {
        using var classifier = OnnxClassifier.Load(Model);
        return classifier.Sha256;
    }

    private void Write(string location, byte[] bytes)
    {
        var path = Path.Combine(root, "model", location);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>A linear classifier of two labels.</summary>
    private byte[] Save(string location, string? offset = null, string? length = null, params (string Key, string Value)[] more)
    {
        var weight = new TensorProto { Name = "w", DataType = (int)DataType.Float, Dims = { 4, 2 }, DataLocation = DataLocation.External };
        weight.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        if (offset is not null)
            weight.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = offset });
        if (length is not null)
            weight.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = length });
        weight.ExternalData.Add(more.Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
        var graph = Graph([0, 1, 2, 2], [Node("Flatten", ["x"], "f"), Node("MatMul", ["f", "w"], "y")], weight);
        var bytes = ModelBuilder.Model(13, graph).ToByteArray();
        Write("model.onnx", bytes);
        return bytes;
    }
}
