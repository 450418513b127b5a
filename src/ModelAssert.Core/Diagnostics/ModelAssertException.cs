namespace ModelAssert;

/// <summary>
/// Something kept a scan from running, and a person can mend it. The message is what happened and what to do; the stack trace is of no use
/// to that person and fronts do not show it.
/// </summary>
public class ModelAssertException : Exception
{
    /// <summary>Makes an error that a person can act on.</summary>
    /// <param name="id">One of <see cref="DiagnosticIds"/>.</param>
    /// <param name="file">The file it is about, if it is about one.</param>
    /// <param name="cause">What is wrong, a sentence.</param>
    /// <param name="remedy">What to do, a sentence.</param>
    /// <param name="innerException">The technical cause, if there is one.</param>
    public ModelAssertException(string id, string? file, string cause, string remedy, Exception? innerException = null)
        : base($"{id}: {(file is null ? "" : PlainText.OneLine(file) + ": ")}{PlainText.OneLine(cause)} {PlainText.Lines(remedy)}", innerException)
    {
        Id = id;
        File = file;
        // What is quoted in them came from a file, and they are shown.
        Cause = PlainText.OneLine(cause);
        Remedy = PlainText.Lines(remedy);
    }

    /// <summary>One of <see cref="DiagnosticIds"/>.</summary>
    public string Id { get; }

    /// <summary>The file it is about, if it is about one.</summary>
    public string? File { get; }

    /// <summary>What is wrong, a sentence.</summary>
    public string Cause { get; }

    /// <summary>What to do, a sentence.</summary>
    public string Remedy { get; }
}
