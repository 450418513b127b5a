using System.IO.Compression;
using System.Text.RegularExpressions;

namespace ModelAssert.Engine.Classifiers.TorchScript;

/// <summary>
/// A TorchScript archive as bytes that are safe to hand to libtorch: a zip of weights and of a program in a restricted language. The language has functions that
/// read and write files; a model that calls one is refused before it is loaded.
/// </summary>
internal sealed partial class TorchScriptFile
{
    /// <summary>The largest file that is read, 2 GiB less a byte: one .NET array.</summary>
    private const long LargestFile = int.MaxValue - 56;

    /// <summary>Programs are kilobytes; a hundred of them is a network of thousands of layers.</summary>
    private const long LargestProgram = 16 << 20;

    private TorchScriptFile(string path, byte[] bytes) => (Path, Bytes) = (path, bytes);

    public string Path { get; }

    public byte[] Bytes { get; }

    /// <summary>Whether a file begins like a zip archive, as TorchScript does.</summary>
    public static bool IsLikely(ReadOnlySpan<byte> start) => start.StartsWith("PK\x03\x04"u8);

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="ModelAssertException">
    /// <c>MODELASSERT0010</c>: it cannot be read; <c>0011</c>: it is no TorchScript; <c>0018</c>: its program uses what a classifier does not need.
    /// </exception>
    public static TorchScriptFile Read(string path)
    {
        var bytes = ReadBytes(path);
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            Check(path, archive);
        }
        catch (InvalidDataException e)
        {
            throw ClassifierErrors.NotTorchScript(path, $"it is no zip archive ({e.Message.TrimEnd('.')})", e);
        }

        return new TorchScriptFile(path, bytes);
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > LargestFile)
                throw ClassifierErrors.NotTorchScript(path, $"it has {file.Length} bytes, and {LargestFile} are read at most");
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ClassifierErrors.Missing(path, e);
        }
    }

    private static void Check(string path, ZipArchive archive)
    {
        // PyTorch stores weights as they are, so that they can be mapped, and packs programs. What is packed may unpack to anything.
        if (archive.Entries.FirstOrDefault(entry => entry.Length != entry.CompressedLength && entry.Length > LargestProgram) is { } packed)
            throw ClassifierErrors.NotTorchScript(path, $"'{packed.FullName}' in it unpacks to {packed.Length} bytes");
        if (!archive.Entries.Any(entry => entry.Name == "constants.pkl"))
            throw ClassifierErrors.NotTorchScript(path, "it has no program, only weights (torch.save writes such files)");

        foreach (var program in archive.Entries.Where(IsProgram))
        {
            if (program.Length > LargestProgram)
                throw ClassifierErrors.NotTorchScript(path, $"its program '{program.FullName}' has {program.Length} bytes");
            using var reader = new StreamReader(program.Open());
            if (Forbidden.Match(reader.ReadToEnd()) is { Success: true } call)
                throw ClassifierErrors.Forbidden(path, call.Value);
        }
    }

    private static bool IsProgram(ZipArchiveEntry entry) =>
        entry.FullName.Contains("/code/", StringComparison.Ordinal) && entry.Name.EndsWith(".py", StringComparison.Ordinal);

    /// <summary>
    /// Functions of the language that reach outside: <c>aten::from_file</c> maps a file, <c>aten::save</c> writes one, <c>rpc_*</c> call other machines, and operators of
    /// any library but PyTorch's own do what they like.
    /// </summary>
    [GeneratedRegex(@"\b(?:torch|ops\.aten|ops\.prim)\s*\.\s*(?:from_file|save|load|rpc_\w+|remote)\b|\bops\s*\.\s*(?!(?:aten|prim|prims|quantized|_quantized|prepacked|torchvision)\b)\w+\s*\.\s*\w+|\b(?:rpc_sync|rpc_async|rpc_remote)\b")]
    private static partial Regex Forbidden { get; }
}
