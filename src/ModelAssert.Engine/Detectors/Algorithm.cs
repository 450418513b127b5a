
namespace ModelAssert.Engine.Detectors;

/// <summary>Who scans.</summary>
internal static class Algorithm
{
    /// <summary>The version of everything that decides the numbers. Goes up when the same scan may give other ones.</summary>
    public const string Version = "11";

    /// <summary>Who answers, as every report says it.</summary>
    public static EngineIdentity Identity { get; } = new(ProductVersion.Current, Version);
}
