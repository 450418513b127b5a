using HandlebarsDotNet;

namespace ModelAssert.Reporting.Html;

/// <summary>The Handlebars templates in the folder beside this file. Whatever they print is encoded, unless it stands in three braces.</summary>
internal static class PageTemplate
{
    private const string Main = "page";

    private const string Extension = ".hbs";

    private static readonly string Folder = $"{typeof(PageTemplate).Namespace}.Templates.";

    private static readonly Lazy<HandlebarsTemplate<object, object>> Template = new(Compile);

    public static string Style { get; } = Read(Folder + "page.css");

    /// <summary>Compiles the templates, if they are not compiled yet.</summary>
    public static void Prepare() => _ = Template.Value;

    public static string Render(Page page) => Template.Value(page);

    private static HandlebarsTemplate<object, object> Compile()
    {
        var handlebars = Handlebars.Create(new HandlebarsConfiguration
        {
            TextEncoder = new HtmlEncoder(),
            // A misspelt name in a template is an error in a test, not a hole in a report.
            ThrowOnUnresolvedBindingExpression = true,
        });
        foreach (var resource in typeof(PageTemplate).Assembly.GetManifestResourceNames().Where(IsTemplate))
            handlebars.RegisterTemplate(resource[Folder.Length..^Extension.Length], Read(resource));
        return handlebars.Compile(Read(Folder + Main + Extension));
    }

    private static bool IsTemplate(string resource) =>
        resource.StartsWith(Folder, StringComparison.Ordinal) && resource.EndsWith(Extension, StringComparison.Ordinal);

    private static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(PageTemplate).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
