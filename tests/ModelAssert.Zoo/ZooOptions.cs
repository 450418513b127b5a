using System.CommandLine;

namespace ModelAssert.Zoo;

/// <summary>The options that the commands of the zoo share.</summary>
internal static class ZooOptions
{
    /// <summary>Names the folder of the data sets where <c>--data</c> does not.</summary>
    public const string DataVariable = "MODELASSERT_ZOO_DATA";

    public static Argument<Tier> Tier() => new("tier") { Description = "smoke, nightly, limits or release." };

    public static Option<DirectoryInfo?> Data() => new("--data") { Description = $"The folder with the data sets (docs/zoo.md); {DataVariable} if it is left out." };

    public static Option<DirectoryInfo> Output() => new("--output") { Description = "The folder of the zoo: models, cards, samples, results and scores.", Required = true };

    public static Option<int> Seed() => new("--seed") { Description = "Seeds the scan." };

    /// <summary>The folder of the data sets.</summary>
    /// <exception cref="InvalidDataException">Neither the option nor the variable names one.</exception>
    public static string DataFolder(DirectoryInfo? given) =>
        given?.FullName ?? Environment.GetEnvironmentVariable(DataVariable)
        ?? throw new InvalidDataException($"Give the folder of the data sets by --data or {DataVariable}; docs/zoo.md says where they come from.");
}
