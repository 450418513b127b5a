namespace ModelAssert.Filtering;

/// <summary>
/// A filter cannot be loaded or run, and a person can mend it. The message begins with the name of the error, which has a page in ModelAssert's <c>docs/diagnostics</c>, and says what happened and
/// what to do.
/// </summary>
public sealed class BackdoorFilterException : Exception
{
    /// <summary>The file is not there, or is no filter: <c>MODELASSERT3004</c>.</summary>
    public const string NotRecognised = "MODELASSERT3004";

    /// <summary>An image, or an option, does not fit the filter: <c>MODELASSERT3005</c>.</summary>
    public const string Unfit = "MODELASSERT3005";

    internal BackdoorFilterException(string id, string file, string cause, string remedy, Exception? innerException = null)
        : base($"{id}: {file}: {cause} {remedy}", innerException)
    {
        Id = id;
        File = file;
    }

    /// <summary><see cref="NotRecognised"/> or <see cref="Unfit"/>.</summary>
    public string Id { get; }

    /// <summary>The filter's file.</summary>
    public string File { get; }

    internal static BackdoorFilterException NoFilter(string file, string why, Exception? innerException = null) => new(
        NotRecognised, file, $"This is not a filter: {why.TrimEnd('.')}.", "Give a file that `modelassert filter` of a version that fits this package has written.", innerException);

    internal static BackdoorFilterException ImageUnfit(string file, int given, string wanted) => new(
        Unfit, file, $"{given} values were given.", $"Give {wanted}, prepared as for the model itself.");

    internal static BackdoorFilterException OptionUnfit(string file, string option, string value, string legal) => new(
        Unfit, file, $"The option '{option}' is '{value}'.", $"Give {legal}.");
}
