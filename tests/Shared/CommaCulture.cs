using System.Globalization;

namespace ModelAssert.Tests;

/// <summary>
/// A culture as German and Turkish are: a comma before decimals, a point between thousands, another sign of percent. Made by hand, since the tests run without any culture's
/// data (<c>InvariantGlobalization</c>), where <c>new CultureInfo("de-DE")</c> would be refused, or be the invariant one and make a test of nothing.
/// </summary>
internal static class CommaCulture
{
    public static void Run(Action test)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = Create();
        try
        {
            // What could fail does: numbers look, and are read, otherwise here.
            Assert.Equal("1.234,5", $"{1234.5:#,0.0}");
            Assert.Equal(20, double.Parse("2.0", CultureInfo.CurrentCulture));
            test();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    public static T Run<T>(Func<T> test)
    {
        T? result = default;
        Run(() => { result = test(); });
        return result!;
    }

    private static CultureInfo Create()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        var numbers = culture.NumberFormat;
        (numbers.NumberDecimalSeparator, numbers.NumberGroupSeparator) = (",", ".");
        (numbers.PercentDecimalSeparator, numbers.PercentGroupSeparator, numbers.PercentPositivePattern) = (",", ".", 2);
        numbers.NegativeSign = "\u2212";
        return culture;
    }
}
