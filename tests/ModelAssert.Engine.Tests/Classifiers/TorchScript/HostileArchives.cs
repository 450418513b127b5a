using System.IO.Compression;
using System.Text;
using ModelAssert.Engine.Classifiers.TorchScript;
using ModelAssert.Tests;

namespace ModelAssert.Engine.Tests.Classifiers.TorchScript;

/// <summary>Files that are no TorchScript, or that are it and more. None of them reaches libtorch.</summary>
public sealed class HostileArchives : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Fact]
    public void One_that_is_not_there() => AssertRefused(DiagnosticIds.ModelMissing, "cannot be read", file + ".none");

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4 })]
    [InlineData(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 })]
    public void One_that_is_no_archive(byte[] bytes)
    {
        File.WriteAllBytes(file, bytes);
        AssertRefused(DiagnosticIds.ModelNotRecognised, "it is no zip archive");
    }

    [Fact]
    public void Weights_without_a_program()
    {
        Write(("m/data.pkl", "x"u8.ToArray()));
        AssertRefused(DiagnosticIds.ModelNotRecognised, "only weights (torch.save writes such files)");
    }

    [Theory]
    [InlineData("m/data/0", 16 << 20, 1)]
    [InlineData("m/data/0", 15 << 20, 5)]
    [InlineData("m/code/__torch__.py", 16 << 20, 1)]
    public void A_bomb(string name, int size, int count)
    {
        ScriptArchive.Write(
            file, [new("m/constants.pkl", []), .. Enumerable.Range(0, count).Select(i => KeyValuePair.Create(count == 1 ? name : $"m/data/{i}", new byte[size + 1]))], CompressionLevel.Fastest);
        AssertRefused(DiagnosticIds.ModelNotRecognised, "unpacks to");
    }

    [Theory]
    [InlineData("m/CODE/__torch__.py", "is no part of a TorchScript model")]
    [InlineData("m/code/__torch__.PY", "is no part of a TorchScript model")]
    [InlineData("M/code/__torch__/x.py", "is not in the one folder")]
    [InlineData("n/code/__torch__/x.py", "is not in the one folder")]
    [InlineData("m/code/__Torch__.py", "is there twice")]
    [InlineData("m/code/__torch__.py", "is there twice")]
    [InlineData("m/DATA.pkl", "is no part of a TorchScript model")]
    [InlineData("m/data/0", "is there twice")]
    [InlineData("m/../x", "is no part of a TorchScript model")]
    [InlineData("../x", "is not in the one folder")]
    [InlineData("/etc/x", "is not in the one folder")]
    [InlineData("m/extra/../../x", "is no part of a TorchScript model")]
    [InlineData("m/extra/..", "is no part of a TorchScript model")]
    [InlineData("m\\code\\x.py", "is not in the one folder")]
    [InlineData("m/code\\x.py", "is no part of a TorchScript model")]
    [InlineData("C:/x", "is not in the one folder")]
    [InlineData("m/bytecode.pkl", "is another program")]
    [InlineData("m/code/__torch__/x.py\0", "is no part of a TorchScript model")]
    public void An_entry_that_is_no_part_of_a_model_or_there_twice(string name, string says)
    {
        ScriptArchive.Write(file, [.. ScriptArchive.Entries(ScriptArchive.Linear()), new(name, [])]);
        AssertRefused(DiagnosticIds.ModelForbidden, says);
    }

    [Theory]
    [InlineData("m/model.json")]
    [InlineData("m/attributes.pkl")]
    [InlineData("m/tensors/0")]
    public void The_older_formats(string name)
    {
        ScriptArchive.Write(file, [.. ScriptArchive.Entries(ScriptArchive.Linear()), new(name, [])]);
        AssertRefused(DiagnosticIds.ModelNotRecognised, "a format before PyTorch 1.4");
    }

    [Fact]
    public void The_whole_entries_that_torch_writes_are_read()
    {
        ScriptArchive.Write(file,
        [
            .. ScriptArchive.Entries(ScriptArchive.Linear()), new("m/code/__torch__.py.debug_pkl", []), new("m/byteorder", "little"u8.ToArray()), new("m/.format_version", "1"u8.ToArray()),
            new("m/.storage_alignment", "64"u8.ToArray()), new("m/.data/serialization_id", "1"u8.ToArray()), new("m/extra/producer_info.json", []),
        ]);
        Assert.NotEmpty(TorchScriptFile.Read(file).Bytes);
    }

    [Fact]
    public void Another_archive_behind_the_first()
    {
        ScriptArchive.Write(file, ScriptArchive.Linear());
        var other = File.ReadAllBytes(file);
        File.AppendAllBytes(file, other);
        AssertRefused(DiagnosticIds.ModelNotRecognised, "its list of entries is not where it should be");
    }

    [Fact]
    public void An_entry_that_is_named_otherwise_where_it_lies()
    {
        ScriptArchive.Write(file, ScriptArchive.Linear());
        var bytes = File.ReadAllBytes(file);
        var at = bytes.AsSpan().IndexOf("m/data/1"u8);
        bytes[at + 7] = (byte)'7';
        File.WriteAllBytes(file, bytes);
        AssertRefused(DiagnosticIds.ModelNotRecognised, "contradict each other");
    }

    [Theory]
    [InlineData("posix\nsystem")]
    [InlineData("builtins\neval")]
    [InlineData("__torch__.torch.classes.quantized\nConv2dPackedParamsBase")]
    [InlineData("torch._utils\n_rebuild_qtensor")]
    [InlineData("torch\nQInt8Storage")]
    [InlineData("torch\ndevice")]
    public void A_pickle_that_names_what_no_weights_need(string name)
    {
        foreach (var pickle in (byte[][])[ScriptArchive.Data(type: name), ScriptArchive.Data(className: name), [0x80, 2, .. Encoding.UTF8.GetBytes($"c{name}\n)R.")]])
        {
            foreach (var entry in (string[])["m/data.pkl", "m/constants.pkl"])
            {
                var entries = ScriptArchive.Entries(ScriptArchive.Linear());
                entries[entry] = pickle;
                ScriptArchive.Write(file, entries);
                AssertRefused(DiagnosticIds.ModelForbidden, name.Replace('\n', '.'));
            }
        }
    }

    [Theory]
    [InlineData(1, 4, 64)]
    [InlineData(0, 5, 64)]
    [InlineData(0, 4, 65)]
    [InlineData(-1, 4, 64)]
    [InlineData(long.MaxValue, 4, 64)]
    public void A_tensor_that_reaches_beyond_its_values(long offset, int rows, int count)
    {
        var entries = ScriptArchive.Entries(ScriptArchive.Linear());
        entries["m/data.pkl"] = ScriptArchive.Data(offset: offset, rows: rows, count: count);
        ScriptArchive.Write(file, entries);
        AssertRefused(DiagnosticIds.ModelNotRecognised, "'data.pkl' in it is damaged");
    }

    [Fact]
    public void A_pickle_that_is_cut_off_anywhere()
    {
        var entries = ScriptArchive.Entries(ScriptArchive.Linear());
        var whole = entries["m/data.pkl"];
        for (var length = 0; length < whole.Length; length++)
        {
            entries["m/data.pkl"] = whole[..length];
            ScriptArchive.Write(file, entries);
            AssertRefused(DiagnosticIds.ModelNotRecognised, "'data.pkl' in it is damaged");
        }
    }

    private void AssertRefused(string id, string says, string? path = null)
    {
        var error = Assert.Throws<ModelAssertException>(() => TorchScriptFile.Read(path ?? file));
        Assert.Equal(id, error.Id);
        Assert.Contains(says, error.Cause, StringComparison.Ordinal);
    }

    private void Write(params (string Name, byte[] Content)[] entries) => ScriptArchive.Write(file, entries.Select(entry => KeyValuePair.Create(entry.Name, entry.Content)));
}
