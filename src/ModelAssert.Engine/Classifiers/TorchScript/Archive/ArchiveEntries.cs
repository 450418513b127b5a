using System.IO.Compression;
using System.Text.RegularExpressions;

namespace ModelAssert.Engine.Classifiers.TorchScript.Archive;

/// <summary>
/// The entries of a TorchScript archive by their names in it. libtorch finds them in any case, so no two may differ by that alone; and what is no part of a model is refused, since
/// another reader may look for just that.
/// </summary>
internal sealed partial class ArchiveEntries
{
    /// <summary>Programs are kilobytes; a hundred of them is a network of thousands of layers.</summary>
    private const long LargestPacked = 16 << 20;

    /// <summary>What all that is packed may unpack to together.</summary>
    private const long LargestPackedTotal = 64 << 20;

    private readonly string model;
    private readonly Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Sorts the entries.</summary>
    /// <exception cref="ModelAssertException">
    /// <c>MODELASSERT0018</c>: an entry is no part of a model, or there twice. <c>MODELASSERT0011</c>: one unpacks to too much, or the model is in an older format.
    /// </exception>
    public ArchiveEntries(string model, ZipArchive archive)
    {
        this.model = model;
        var (root, packed) = ((string?)null, 0L);
        foreach (var entry in archive.Entries)
        {
            var end = entry.FullName.IndexOf('/');
            var folder = entry.FullName[..Math.Max(0, end)];
            var name = entry.FullName[(end + 1)..];
            if ((root ??= folder) != folder || !Root.IsMatch(folder))
                throw Refuse(entry.FullName, "is not in the one folder that an archive has");
            if (name is "model.json" or "attributes.pkl" or "tensors.json" || name.StartsWith("tensors/", StringComparison.Ordinal))
                throw ClassifierErrors.NotTorchScript(model, $"'{name}' in it is of a format before PyTorch 1.4, which is not read");
            if (name is "bytecode.pkl" or "mobile_debug_handles.pkl")
                throw Refuse(name, "is another program, for the lite interpreter");
            if (!Known.IsMatch(name))
                throw Refuse(entry.FullName, "is no part of a TorchScript model");
            if (!entries.TryAdd(name, entry))
                throw Refuse(entry.FullName, "is there twice, by names that differ in case at most");

            // PyTorch stores weights as they are, so that they can be mapped, and packs programs. What is packed may unpack to anything.
            if (entry.Length == entry.CompressedLength)
                continue;
            packed += entry.Length;
            if (entry.Length > LargestPacked || packed > LargestPackedTotal)
                throw ClassifierErrors.NotTorchScript(model, $"'{entry.FullName}' in it unpacks to {entry.Length} bytes");
        }
    }

    /// <summary>The names of the code files.</summary>
    public IEnumerable<string> Code => entries.Keys.Where(name => name.StartsWith("code/", StringComparison.Ordinal) && name.EndsWith(".py", StringComparison.Ordinal));

    /// <summary>The names of the pickles that libtorch reads when it loads a model, those that are there.</summary>
    public IEnumerable<string> Pickles => entries.Keys.Where(name => name is "data.pkl" or "constants.pkl" or "traced_inputs.pkl");

    /// <summary>Whether there is an entry.</summary>
    public bool Has(string name) => entries.ContainsKey(name);

    /// <summary>The size of an entry, or <see langword="null"/> where there is none.</summary>
    public long? SizeOf(string name) => entries.TryGetValue(name, out var entry) ? entry.Length : null;

    /// <summary>What an entry holds.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0011</c>: it holds too much, or other than it says.</exception>
    public byte[] Read(string name)
    {
        var entry = entries[name];
        if (entry.Length > LargestPacked)
            throw ClassifierErrors.NotTorchScript(model, $"'{name}' in it has {entry.Length} bytes");
        var bytes = new byte[entry.Length];
        using var content = entry.Open();
        return content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length && content.ReadByte() < 0
            ? bytes
            : throw ClassifierErrors.NotTorchScript(model, $"'{name}' in it does not have the length that it says");
    }

    private ModelAssertException Refuse(string name, string why) => ClassifierErrors.Forbidden(model, name, "an entry of the archive", why);

    /// <summary>What <c>torch.jit.save</c> names after the model.</summary>
    [GeneratedRegex(@"^(?!\.{1,2}$)[^/\\:\p{Cc}]+\z")]
    private static partial Regex Root { get; }

    [GeneratedRegex(@"^(?:(?:data|constants|traced_inputs)(?:\.pkl|/[0-9]+)|version|byteorder|\.format_version|\.storage_alignment|\.data/(?:serialization_id|version)|code/(?:[A-Za-z0-9_]+/)*[A-Za-z0-9_]+\.py(?:\.debug_pkl)?|extra/(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*)\z")]
    private static partial Regex Known { get; }
}
