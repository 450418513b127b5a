using ModelAssert.Gates;

namespace ModelAssert.Core.Tests.Gates;

public sealed class BaselineTests : IDisposable
{
    private const string Hash = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Fact]
    public void It_is_read_with_comments_and_all_members()
    {
        var baseline = Read($$"""
            {
              // Reviewed by the model team.
              "schemaVersion": 1,
              "accepted": [ { "model": "{{Hash}}", "name": "signs.onnx", "label": 7, "reason": "weak", "expires": "2027-06-30" } ],
              "packages": [ { "id": "A", "version": "1.0.0", "sha512": "q==", "reason": "audited", "expires": "2027-06-30" } ],
            }
            """);

        Assert.Equal(new AcceptedFinding(Hash, "weak", new DateOnly(2027, 6, 30)) { Label = 7, Name = "signs.onnx" }, Assert.Single(baseline.Accepted));
        Assert.Equal("A", Assert.Single(baseline.Packages).Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{ "schemaVersion": 2 }""")]
    [InlineData("""{ "acepted": [] }""")]
    [InlineData("""{ "accepted": null }""")]
    [InlineData("""{ "accepted": [ null ] }""")]
    [InlineData("""{ "accepted": [ { "model": "HASH", "expires": "2027-06-30" } ] }""")]
    [InlineData("""{ "accepted": [ { "model": "HASH", "reason": " ", "expires": "2027-06-30" } ] }""")]
    [InlineData("""{ "accepted": [ { "model": "HASH", "reason": "weak" } ] }""")]
    [InlineData("""{ "accepted": [ { "model": "HASH", "label": 1, "finding": "all labels", "reason": "weak", "expires": "2027-06-30" } ] }""")]
    [InlineData("""{ "accepted": [ { "model": "HASH", "reason": "weak", "expires": "soon" } ] }""")]
    [InlineData("""{ "accepted": [], "accepted": [ { "model": "HASH", "reason": "weak", "expires": "2027-06-30" } ] }""")]
    [InlineData("""{ "accepted": [], "Accepted": [ { "model": "HASH", "reason": "weak", "expires": "2027-06-30" } ] }""")]
    [InlineData("""{ "accepted": [ { "model": "HASH", "reason": "weak", "expires": "2027-06-30", "expires": "2099-06-30" } ] }""")]
    [InlineData("""{ "accepted": [ { "model": "signs.onnx", "reason": "weak", "expires": "2027-06-30" } ] }""")]
    [InlineData("""{ "accepted": [ { "model": "HASH", "reason": "weak", "expires": "2027-06-30", "labels": 7 } ] }""")]
    [InlineData("""{ "accepted": [ { "model": "HASH", "reason": "weak", "expires": "2027-06-30", "label": -1 } ] }""")]
    [InlineData("""{ "accepted": [ { "model": "HASH", "reason": "weak", "expires": "2027-06-30", "label": 7.5 } ] }""")]
    [InlineData("""{ "accepted": [ { "model": "HASH", "reason": "weak", "expires": "2027-06-30", "label": "7" } ] }""")]
    [InlineData("""{ "accepted": [ { "model": "HASH", "reason": "weak", "expires": "2027-06-30", "label": 1, "label": 7 } ] }""")]
    public void What_is_not_one_accepts_nothing(string json)
    {
        var error = Assert.Throws<ModelAssertException>(() => Read(json.Replace("HASH", Hash, StringComparison.Ordinal)));
        Assert.Equal((DiagnosticIds.BaselineIllegal, file), (error.Id, error.File));
    }

    [Fact]
    public void One_that_is_not_there_is_an_error_and_none_accepts_nothing()
    {
        Assert.Equal(DiagnosticIds.BaselineIllegal, Assert.Throws<ModelAssertException>(() => Baseline.Load(file + ".none")).Id);
        Assert.Same(Baseline.Empty, Baseline.Load(null));
    }

    private Baseline Read(string json)
    {
        File.WriteAllText(file, json);
        return Baseline.Load(file);
    }
}
