using System.IO.Compression;
using System.Text;
using ModelAssert.Engine.Classifiers.TorchScript.Archive;
using ModelAssert.Engine.Classifiers.TorchScript.Program;

namespace ModelAssert.Engine.Classifiers.TorchScript;

/// <summary>
/// A TorchScript archive as bytes that are safe to hand to libtorch: a zip of weights and of a program. The program is read, and only what is known to be pure is admitted; a model
/// that reaches outside, or that need not give the same answer twice, is refused before it is loaded.
/// </summary>
internal sealed class TorchScriptFile
{
    /// <summary>The largest file that is read, 2 GiB less a byte: one .NET array.</summary>
    private const long LargestFile = int.MaxValue - 56;

    private TorchScriptFile(string path, byte[] bytes, bool isSavedInTraining, bool isAnotherInTraining) =>
        (Path, Bytes, IsSavedInTraining, IsAnotherInTraining) = (path, bytes, isSavedInTraining, isAnotherInTraining);

    public string Path { get; }

    public byte[] Bytes { get; }

    /// <summary>Whether a part of the model is in training mode as it is saved.</summary>
    public bool IsSavedInTraining { get; }

    /// <summary>Whether the model does in training mode what networks do there: drops values at random, normalises by the batch.</summary>
    public bool IsAnotherInTraining { get; }

    /// <summary>Whether a file begins like a zip archive, as TorchScript does.</summary>
    public static bool IsLikely(ReadOnlySpan<byte> start) => start.StartsWith("PK\x03\x04"u8);

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="ModelAssertException">
    /// <c>MODELASSERT0010</c>: it cannot be read; <c>0011</c>: it is no TorchScript; <c>0018</c>: it holds what a classifier does not need; <c>0027</c>: its program changes what it keeps, or
    /// draws random numbers.
    /// </exception>
    public static TorchScriptFile Read(string path)
    {
        var bytes = ReadBytes(path);
        if (GitLfsPointer.Is(bytes))
            throw Errors.ModelIsPointer(path);
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            if (ZipRecords.FindContradiction(bytes) is { } contradiction)
                throw ClassifierErrors.NotTorchScript(path, contradiction);
            return Check(path, bytes, new ArchiveEntries(path, archive));
        }
        catch (InvalidDataException e)
        {
            throw ClassifierErrors.NotTorchScript(path, $"it is no zip archive ({e.Message.TrimEnd('.')})", e);
        }
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

    private static TorchScriptFile Check(string path, byte[] bytes, ArchiveEntries entries)
    {
        if (!entries.Has("constants.pkl"))
            throw ClassifierErrors.NotTorchScript(path, "it has no program, only weights (torch.save writes such files)");

        var program = new ScriptProgram([.. entries.Code.Select(name => new ScriptSource(path, name, Encoding.Latin1.GetString(entries.Read(name))))]);
        var pickles = entries.Pickles.ToDictionary(name => name, name => ReadPickle(path, entries, name));
        if (pickles.GetValueOrDefault("data.pkl") is not PickledObject model || program.ClassOf(model.ClassName)?.Methods.GetValueOrDefault("forward") is not { } forward)
            throw ClassifierErrors.NotTorchScript(path, "it holds no module with a method 'forward'");

        ScriptRun.RequireSameAnswers(program, model, forward);
        return new TorchScriptFile(path, bytes, IsInTraining(model), ScriptRun.IsAnotherInTraining(program, model, forward));
    }

    private static object? ReadPickle(string path, ArchiveEntries entries, string name) =>
        new PickleReader(path, name, entries.Read(name), key => entries.SizeOf($"{name[..^".pkl".Length]}/{key}")).Read();

    private static bool IsInTraining(PickledObject model)
    {
        var (seen, open) = (new HashSet<PickledObject>(), new Stack<PickledObject>([model]));
        while (open.TryPop(out var module))
        {
            if (!seen.Add(module))
                continue;
            if (module.Attributes.GetValueOrDefault("training") is true)
                return true;
            foreach (var part in module.Attributes.Values.OfType<PickledObject>())
                open.Push(part);
        }

        return false;
    }
}
