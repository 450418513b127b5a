namespace ModelAssert.Tool.Commands;

/// <summary>Where a command writes a file that is made of a model: never over the model, and over another file only if that is asked for.</summary>
internal static class OutputFile
{
    /// <summary>One file may have several paths, through links or by capital letters, so an existing file is also told by its content.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0040</c>: the output is the model, or exists.</exception>
    public static void RequireFree(string output, string model, bool force)
    {
        if (string.Equals(Path.GetFullPath(output), Path.GetFullPath(model), StringComparison.OrdinalIgnoreCase))
            throw Unfit(output, "The output is the model itself, which is never overwritten.", "Give another file.");
        if (!File.Exists(output))
            return;
        if (!force)
            throw Unfit(output, "The output exists.", "Give another file, or --force to replace it.");
        if (File.Exists(model) && ContentDigest.OfFile(output) == ContentDigest.OfFile(model))
            throw Unfit(output, "The output is the model itself or a copy of it.", "Give another file, or remove this one.");
    }

    private static ModelAssertException Unfit(string output, string cause, string remedy) => new(DiagnosticIds.OptionOutOfRange, output, cause, remedy);
}
