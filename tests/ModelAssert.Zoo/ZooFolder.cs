using System.Security.Cryptography;

namespace ModelAssert.Zoo;

/// <summary>Where the zoo keeps its files. What the scan may see and what it must not lie in different folders.</summary>
/// <param name="Root">The folder of all.</param>
internal sealed record ZooFolder(string Root)
{
    /// <summary>A model's file.</summary>
    public string Model(string name) => Path.Combine(Root, ModelFile(name));

    /// <summary>The digest of a model's file: SHA-256, in lower-case hexadecimal.</summary>
    public string DigestOf(string name) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Model(name))));

    /// <summary>The truth about a model.</summary>
    public string Card(string name) => Path.Combine(Root, CardFile(name));

    /// <summary>The attackers' own triggers, for whoever measures what is left of them.</summary>
    public string Attackers(string name) => Path.Combine(Root, AttackersFile(name));

    /// <summary>The clean samples to scan a model with: its own if its world is another one, else those of its data set.</summary>
    public string Samples(ZooData data, string name) =>
        Path.Combine(Root, SamplesFile(name)) is var own && File.Exists(own) ? own : Path.Combine(Root, SamplesFile(NameOf(data)));

    /// <summary>What the scan with a seed found.</summary>
    public string Result(string name, int seed) => Path.Combine(Root, "results", FormattableString.Invariant($"seed-{seed}"), $"{name}.json");

    /// <summary>What the scan of pairs with a seed found.</summary>
    public string PairResult(string name, int seed) => Path.Combine(Root, "results", FormattableString.Invariant($"seed-{seed}-pairs"), $"{name}.json");

    /// <summary>Where the tables of a tier and a seed go.</summary>
    public string Score(Tier tier, int seed, string extension) =>
        Path.Combine(Root, "scores", FormattableString.Invariant($"{tier}-seed-{seed}{extension}").ToLowerInvariant());

    /// <summary>The path of a model's file below the root.</summary>
    public static string ModelFile(string name) => $"models/{name}.onnx";

    /// <summary>The path of a card below the root.</summary>
    public static string CardFile(string name) => $"cards/{name}.json";

    /// <summary>The path of the attackers' triggers below the root.</summary>
    public static string AttackersFile(string name) => $"attackers/{name}.npz";

    /// <summary>The path of samples below the root.</summary>
    public static string SamplesFile(string name) => $"samples/{name}.npz";

    /// <summary>The name of a data set in paths.</summary>
    public static string NameOf(ZooData data) => data.ToString().ToLowerInvariant();
}
