using System.Reflection;

namespace ModelAssert.Tool.Tests;

/// <summary>Where things are that the tests use as a user would.</summary>
internal static class Repository
{
    public static string Engine { get; } = Path.GetFullPath(Metadata("Engine"));

    public static string CleanModel { get; } = InSample("models/fashion-clean.onnx");

    public static string InfectedModel { get; } = InSample("models/fashion-infected.onnx");

    public static string Samples { get; } = InSample("data/fashion-clean-samples.npz");

    private static string InSample(string path) => Path.GetFullPath(Path.Combine(Metadata("Repository"), "samples", "FashionGate", path));

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value!;
}
