using ModelAssert.EngineProcess;

namespace ModelAssert.Core.Tests.EngineProcess;

public class ProjectSettingsTests
{
    private static readonly ProjectSettings Project = new(
        Path.GetFullPath("/repo/tests"), new EngineLocation("", null),
        ["Path=../models/day/signs.onnx|CleanSamples=a.npz", "Path=../models/night/signs.onnx|CleanSamples=a.npz", "Path=../models/day/../lights.onnx", "Path=../models/lights.onnx"]);

    [Theory]
    [InlineData("../models/day/signs.onnx", ".._models_day_signs.onnx")]
    [InlineData("/repo/models/night/signs.onnx", ".._models_night_signs.onnx")]
    [InlineData("../models/lights.onnx", "lights.onnx")]
    [InlineData("other/words.onnx", "words.onnx")]
    public void Artifacts_lie_under_the_name_of_the_model_and_two_of_one_name_do_not_share_a_folder(string model, string folder) =>
        Assert.Equal(Path.Combine(Path.GetFullPath("/repo/tests"), "TestResults", "ModelAssert", folder), Project.ArtifactFolderOf(model));
}
