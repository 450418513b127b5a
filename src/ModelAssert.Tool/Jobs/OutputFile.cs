using System.Text;
using ModelAssert.Artifacts;
using ModelAssert.Digests;

namespace ModelAssert.Tool.Jobs;

/// <summary>A file that is made of a model: where it may go, and what lies beside it.</summary>
internal static class OutputFile
{
    /// <summary>
    /// The model is never overwritten. One file may have several paths, through links or by capital letters, so an existing file is also told by its content.
    /// </summary>
    /// <param name="output">The file.</param>
    /// <param name="model">The model.</param>
    /// <param name="overwrite">Whether an existing file is replaced.</param>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0040</c>: it may not go there.</exception>
    public static void RequireFree(string output, string model, bool overwrite)
    {
        if (string.Equals(Path.GetFullPath(output), Path.GetFullPath(model), StringComparison.OrdinalIgnoreCase))
            throw Unfit(output, "The output is the model itself, which is never overwritten.", "Give another file.");
        if (Directory.Exists(output))
            throw Unfit(output, "The output is a folder.", "Give a file.");
        if (!File.Exists(output))
            return;
        if (!overwrite)
            throw Unfit(output, "The output exists.", "Give another file, or --force (in code, overwrite: true) to replace it.");
        if (File.Exists(model) && IsCopy(output, model))
            throw Unfit(output, "The output is the model itself or a copy of it.", "Give another file, or remove this one.");
    }

    /// <summary>What lies beside the model says of what was made of it what it said of the model, but for samples, which it may name in its own folder only.</summary>
    /// <param name="model">The model.</param>
    /// <param name="output">The file that was made of it. A description that lies beside it already stays.</param>
    public static void Describe(string model, string output)
    {
        if (ModelDescription.Beside(model) is not { } description || File.Exists(output + ModelDescription.FileExtension))
            return;

        var (from, to) = (FolderOf(model), FolderOf(output));
        var content = (from == to ? description : description with { CleanSamples = null }).ToJson();
        ArtifactFolder.Open(to).Write(Path.GetFileName(output) + ModelDescription.FileExtension, stream => stream.Write(Encoding.UTF8.GetBytes(content)));
    }

    private static string FolderOf(string file) => Path.GetDirectoryName(Path.GetFullPath(file))!;

    private static bool IsCopy(string output, string model)
    {
        try
        {
            return ContentDigest.OfFile(output) == ContentDigest.OfFile(model);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unfit(output, $"The output cannot be compared with the model ({e.Message.TrimEnd('.')}).", "Give another file.");
        }
    }

    private static ModelAssertException Unfit(string output, string cause, string remedy) => new(DiagnosticIds.OptionOutOfRange, output, cause, remedy);
}
