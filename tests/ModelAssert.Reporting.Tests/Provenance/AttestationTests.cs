using ModelAssert.Reporting.Provenance;

namespace ModelAssert.Reporting.Tests.Provenance;

/// <summary>What holds for both files.</summary>
public class AttestationTests
{
    public static TheoryData<string> Files { get; } = ["statement", "bill"];

    [Theory]
    [MemberData(nameof(Files))]
    public void It_names_no_machine_no_folder_and_no_time(string file)
    {
        AttestedModel[] models = [SampleModels.Clean, SampleModels.Accepted];

        Assert.Equal(Write(file, models), Write(file, [.. models.Select(SampleModels.OnAnotherMachine)]));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_order_of_the_models_changes_nothing(string file) => Assert.Equal(
        Write(file, SampleModels.Clean, SampleModels.Vulnerable, SampleModels.Infected),
        Write(file, SampleModels.Infected, SampleModels.Clean, SampleModels.Vulnerable));

    [Theory]
    [MemberData(nameof(Files))]
    public void What_was_asked_changes_it(string file)
    {
        var otherOptions = SampleModels.Clean with { Report = SampleReports.Clean with { Options = new ScanOptions { Seed = 1 } } };

        Assert.NotEqual(Write(file, SampleModels.Clean), Write(file, otherOptions));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_name_stands_for_one_model(string file)
    {
        Assert.Throws<ArgumentException>(() => Write(file));
        Assert.Throws<ArgumentException>(() => Write(file, SampleModels.Infected, SampleModels.Accepted));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/work/models/signs.onnx")]
    [InlineData(@"models\signs.onnx")]
    [InlineData("C:/models/signs.onnx")]
    public void A_name_that_depends_on_the_machine_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => new AttestedModel(name, SampleReports.Clean, null));

    [Fact]
    public void A_model_may_lie_beside_the_project() => Assert.Equal("../models/signs.onnx", new AttestedModel("../models/signs.onnx", SampleReports.Clean, null).Name);

    private static string Write(string file, params AttestedModel[] models) => file == "statement" ? TestResultStatement.Of(models) : ModelBom.Of(models);
}
