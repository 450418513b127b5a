using Xunit.Sdk;

namespace ModelAssert.Xunit.V3.Tests;

public class ScanDescriptionTests
{
    private static readonly ScanDescription Description = new("models/a.onnx", "data/a.npz", 2.5, ScanProfile.Paper, 7, Verdict.Infected);

    /// <summary>IDEs discover in one process and run in another.</summary>
    [Fact]
    public void It_travels_between_discovery_and_run()
    {
        var written = new XunitSerializationInfo(SerializationHelper.Instance);
        Description.Serialize(written);
        var read = new XunitSerializationInfo(SerializationHelper.Instance, written.ToSerializedString());

        Assert.Equal(Description, ScanDescription.Deserialize(read));
    }

    [Fact]
    public void Paths_are_relative_to_the_project()
    {
        var project = new ProjectSettings(Path.GetFullPath("/project"), new EngineProcess.EngineLocation("engine", null));
        var request = Description.ToRequest(project);

        Assert.Equal(Path.GetFullPath("/project/models/a.onnx"), request.ModelPath);
        Assert.Equal(Path.GetFullPath("/project/data/a.npz"), request.SamplesPath);
        Assert.Equal(Path.GetFullPath("/project/TestResults/ModelAssert/a.onnx"), request.OutputFolder);
        Assert.Equal(project.CachePath, request.CachePath);
        Assert.Equal((2.5, ScanProfile.Paper, 7), (request.Options.AnomalyIndexThreshold, request.Options.Profile, request.Options.Seed));
    }
}
