namespace ModelAssert.Reporting.Wording;

/// <summary>States and labels in words.</summary>
internal static class Naming
{
    /// <summary>More labels than this are not named one by one in running text.</summary>
    public const int MaximumNamed = 8;

    public static string Of(LabelState state) => state.ToString().ToLowerInvariant();

    public static string Of(Verdict verdict) => verdict.ToString().ToLowerInvariant();

    /// <summary>What follows a list of which only <see cref="MaximumNamed"/> were named.</summary>
    public static string AndMore(int count) => count <= MaximumNamed ? "" : $" and {Numbers.Count(count - MaximumNamed)} more";

    /// <summary>A label short enough for an axis: <c>7 sneaker</c>.</summary>
    public static string Short(LabelResult label, int maximumLength)
    {
        var text = label.Name is null ? $"label {label.Label}" : $"{label.Label} {label.Name}";
        return text.Length <= maximumLength ? text : text[..(maximumLength - 1)] + "…";
    }
}
