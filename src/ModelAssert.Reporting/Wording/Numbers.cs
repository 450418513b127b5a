using System.Globalization;

namespace ModelAssert.Reporting.Wording;

/// <summary>Every number that a person reads, with its unit, the same on every machine.</summary>
internal static class Numbers
{
    /// <summary>Stands where a value does not exist.</summary>
    public const string None = "–";

    /// <summary>An anomaly index, in deviations.</summary>
    public static string Index(double? value) => Format(value, "0.00");

    /// <summary>A threshold as it is usually written: <c>2.0</c>, and <c>2.25</c> where that is what was asked.</summary>
    public static string Threshold(double value) => Format(value, "0.0#");

    /// <summary>A p-value: what is below a thousandth is not told apart.</summary>
    public static string PValue(double? value) => value < 0.001 ? "< 0.001" : Format(value, "0.000");

    /// <summary>A norm, in pixels.</summary>
    public static string Pixels(double value) => Format(value, "#,0.0");

    /// <summary>A neuron's activation, in the network's own units.</summary>
    public static string Activation(double value) => Format(value, "#,0.00");

    /// <summary>A fraction, in percent.</summary>
    public static string Percent(double? fraction) => Format(100 * fraction, "0.0' %'");

    public static string Count(int value) => Format(value, "#,0");

    /// <summary>A very small difference: <c>3.1e-06</c>.</summary>
    public static string Scientific(double value) => Format(value, "0.0e-00");

    /// <summary>The noun with its number: <c>1 label</c>, <c>2 labels</c>.</summary>
    public static string Counted(int count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    private static string Format(double? value, string format) => value is { } number && double.IsFinite(number) ? number.ToString(format, CultureInfo.InvariantCulture) : None;
}
