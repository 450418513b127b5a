using System.Buffers.Binary;
using System.IO.Compression;

namespace ModelAssert.Tool.Models;

/// <summary>What people give in place of a model, told by its first bytes: other formats, what a model is kept or sent in, and weights without their network.</summary>
internal static class ForeignFile
{
    /// <summary>A tape archive says what it is only here.</summary>
    private const int TapeMark = 257;

    private const string ExportWeights = "Export the network that they belong to, with torch.onnx.export or torch.jit.save.";

    /// <summary>The sentence about a file that no reader takes for a model.</summary>
    /// <param name="path">The file, or what is in its place.</param>
    /// <param name="cause">What the reader said.</param>
    /// <returns>The error, or <see langword="null"/> if the reader has said all that is known.</returns>
    public static ModelAssertException? Find(string path, ModelAssertException? cause = null)
    {
        var found = Directory.Exists(path) ? OfFolder(path)
            : new FileInfo(path) is { LinkTarget: { } target } link && LeadsNowhere(link)
                ? ($"a link to '{PlainText.OneLine(target)}', which is not there", "Download the model again, or copy it with its links followed (`cp -L`): the cache of Hugging Face keeps files as links into its folder 'blobs'.")
            : OfStart(path);
        return found is var (what, remedy) ? new ModelAssertException(DiagnosticIds.ModelNotRecognised, path, $"This is {what}.", remedy, cause) : null;
    }

    /// <summary>A link to nothing counts as a file that exists.</summary>
    private static bool LeadsNowhere(FileInfo link)
    {
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true) is not { Exists: true };
        }
        catch (IOException)
        {
            // Links in a circle.
            return true;
        }
    }

    private static (string What, string Remedy) OfFolder(string path)
    {
        if (File.Exists(Path.Combine(path, "saved_model.pb")))
            return ("a SavedModel of TensorFlow, a folder", $"Export it to ONNX: `python -m tf2onnx.convert --saved-model {Path.GetFileName(path)} --output model.onnx`.");
        string[] models = [.. Directory.EnumerateFiles(path).Where(file => Path.GetExtension(file) is ".onnx" or ".pt").Select(file => PlainText.OneLine(Path.GetFileName(file))).Order(StringComparer.Ordinal).Take(3)];
        return ("a folder", models.Length == 0 ? "Give the model file." : $"Give one file of it: {string.Join(", ", models)}.");
    }

    private static (string What, string Remedy)? OfStart(string path)
    {
        var name = PlainText.OneLine(Path.GetFileName(path));
        var start = StartOf(path);
        return start switch
        {
            [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => ("a file of HDF5, as Keras writes it", $"Export it to ONNX: `model = keras.models.load_model(\"{name}\"); model.export(\"model.onnx\", format=\"onnx\")`."),
            [_, _, _, _, (byte)'T', (byte)'F', (byte)'L', (byte)'3', ..] => ("a model of TensorFlow Lite", $"Convert it: `python -m tf2onnx.convert --tflite {name} --output model.onnx`."),
            [(byte)'P', (byte)'K', 3, 4, ..] => OfZip(path, name),
            [0x1F, 0x8B, ..] or [(byte)'B', (byte)'Z', (byte)'h', ..] or [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', ..] or [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] or [0x28, 0xB5, 0x2F, 0xFD, ..]
                => ("a compressed file", "Unpack it, and give the model in it."),
            [0x80, >= 2 and <= 5, ..] => ("a Python pickle, which is a program and is never run here", "Export the model to ONNX: torch.onnx.export, or skl2onnx for scikit-learn."),
            [(byte)'G', (byte)'G', (byte)'U', (byte)'F', ..] => ("a file of GGUF, for language models", "Give an image classifier in ONNX or TorchScript."),
            _ when start.AsSpan(Math.Min(TapeMark, start.Length)).StartsWith("ustar"u8) => ("a tape archive", "Unpack it (`tar -xf`), and give the model in it."),
            _ when IsSafetensors(start) => ("a file of safetensors, weights without their network", ExportWeights),
            _ => null,
        };
    }

    private static (string What, string Remedy)? OfZip(string path, string name)
    {
        try
        {
            using var archive = ZipFile.OpenRead(path);
            string[] entries = [.. archive.Entries.Select(entry => entry.FullName)];
            if (entries.Contains("model.weights.h5"))
                return ("a model of Keras", $"Export it to ONNX: `model = keras.models.load_model(\"{name}\"); model.export(\"model.onnx\", format=\"onnx\")`.");
            if (entries.Any(entry => entry.EndsWith("constants.pkl", StringComparison.Ordinal)))
                return null;
            return entries.Any(entry => entry.EndsWith("data.pkl", StringComparison.Ordinal))
                ? ("a file of torch.save, weights without a program", ExportWeights)
                : ("a zip archive without a model of TorchScript", "Unpack it, and give the model in it.");
        }
        catch (InvalidDataException)
        {
            // Its reader says where it ends.
            return null;
        }
    }

    /// <summary>The length of a text, and the text, in which tensors have names.</summary>
    private static bool IsSafetensors(byte[] start) =>
        start.Length > 9 && BinaryPrimitives.ReadUInt64LittleEndian(start) is > 1 and < 100_000_000 && start[8] == '{' && (start[9] is (byte)'"' or (byte)'}');

    /// <summary>The first bytes; none of a file that cannot be read, about which its reader complains.</summary>
    public static byte[] StartOf(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var start = new byte[TapeMark + 8];
            return start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
