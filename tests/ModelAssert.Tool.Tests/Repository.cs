using System.Reflection;

namespace ModelAssert.Tool.Tests;

/// <summary>Where things are that the tests use as a user would.</summary>
internal static class Repository
{
    /// <summary>The command, beside these tests. What lies in its own folder is written again while others of the solution pack it.</summary>
    public static string Engine { get; } = Path.Combine(AppContext.BaseDirectory, "modelassert.dll");

    public static string CleanModel { get; } = InSample("models/fashion-clean.onnx");

    public static string InfectedModel { get; } = InSample("models/fashion-infected.onnx");

    public static string Samples { get; } = InSample("data/fashion-clean-samples.npz");

    /// <summary>
    /// A network made by hand (<see cref="StripeModel"/>), for tests that need a scan and not what it finds: each takes a fraction of a second, and no number in it is near a threshold.
    /// </summary>
    public static (string Clean, string Infected, string Samples) Stripes { get; } = (InStripes("stripes-clean.onnx"), InStripes("stripes-infected.onnx"), InStripes("stripes-samples.npz"));

    /// <summary>The clean samples of one of these models.</summary>
    public static string SamplesOf(string model) => model == Stripes.Clean || model == Stripes.Infected ? Stripes.Samples : Samples;

    /// <summary>A file or folder of the repository.</summary>
    public static string File(string path) => Path.GetFullPath(Path.Combine(Metadata("Repository"), path));

    private static string InStripes(string file) => Path.GetFullPath(Path.Combine(Metadata("Repository"), "tests", "Shared", "Stripes", file));

    private static string InSample(string path) => Path.GetFullPath(Path.Combine(Metadata("Repository"), "samples", "FashionGate", path));

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value!;
}
