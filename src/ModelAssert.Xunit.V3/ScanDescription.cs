using Xunit.Sdk;

namespace ModelAssert.Xunit;

/// <summary>What an attribute says about a scan, in a form that travels between discovery and run.</summary>
internal sealed record ScanDescription(string Model, string Samples, double Threshold, ScanProfile Profile, int Seed, Verdict Expected)
{
    public static ScanDescription Deserialize(IXunitSerializationInfo info) => new(
        info.GetValue<string>(nameof(Model))!,
        info.GetValue<string>(nameof(Samples))!,
        info.GetValue<double>(nameof(Threshold)),
        Enum.Parse<ScanProfile>(info.GetValue<string>(nameof(Profile))!),
        info.GetValue<int>(nameof(Seed)),
        Enum.Parse<Verdict>(info.GetValue<string>(nameof(Expected))!));

    public void Serialize(IXunitSerializationInfo info)
    {
        info.AddValue(nameof(Model), Model);
        info.AddValue(nameof(Samples), Samples);
        info.AddValue(nameof(Threshold), Threshold);
        info.AddValue(nameof(Profile), Profile.ToString());
        info.AddValue(nameof(Seed), Seed);
        info.AddValue(nameof(Expected), Expected.ToString());
    }

    /// <summary>The request that this is in a given project.</summary>
    public ScanRequest ToRequest(ProjectSettings project) => new(
        project.Resolve(Model), project.Resolve(Samples), project.ArtifactFolderOf(Model),
        new ScanOptions { AnomalyIndexThreshold = Threshold, Profile = Profile, Seed = Seed }, project.CachePath);
}
