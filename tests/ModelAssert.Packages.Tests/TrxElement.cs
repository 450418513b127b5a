using System.Xml.Linq;

namespace ModelAssert.Packages.Tests;

internal static class TrxElement
{
    /// <summary>The text of a part of a result, such as its message.</summary>
    public static string Text(this XElement result, string name) => string.Concat(result.Named(name).Select(element => element.Value));

    /// <summary>The names of the files that a result refers to.</summary>
    public static IEnumerable<string> Attachments(this XElement result) =>
        result.Named("ResultFile").Select(element => element.Attribute("path")!.Value)
            .Concat(result.Named("A").Select(element => element.Attribute("href")!.Value))
            .Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);

    private static IEnumerable<XElement> Named(this XElement result, string name) => result.Descendants().Where(element => element.Name.LocalName == name);
}
