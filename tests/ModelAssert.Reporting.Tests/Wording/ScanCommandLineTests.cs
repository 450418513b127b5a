using ModelAssert.Reporting.Html;
using ModelAssert.Reporting.Wording;

namespace ModelAssert.Reporting.Tests.Wording;

public class ScanCommandLineTests
{
    private static readonly ScanReport Everything = SampleReports.Clean with
    {
        Options = new ScanOptions
        {
            AnomalyIndexThreshold = 2.25,
            Profile = ScanProfile.Paper,
            TimeLimit = TimeSpan.FromSeconds(1.5),
            SourceSpecific = SourceSpecificScan.Screened,
            Labels = [0, 3, 7],
            Seed = -1,
            MinimumAccuracy = 0.8,
            MaximumSamples = 1500,
            Description = new ModelDescription { InputRange = PixelRange.Unit, LabelNames = ["a b", "c"] },
        },
    };

    [Fact]
    public void It_states_what_was_asked() => Assert.Equal(
        [
            "--threshold 2.25", "--profile paper", "--time-limit 1.5", "--source-specific screened", "--labels 0,3,7", "--seed -1", "--minimum-accuracy 0.8", "--max-samples 1500", "--input-range 0..1",
            "--label-names 'a b,c'",
        ],
        ScanCommandLine.Of(Everything).Skip(2));

    [Fact]
    public void It_states_defaults_too_since_they_may_change_with_the_version() => Assert.Equal(
        ["--threshold 2", "--profile fast", "--seed 0", "--max-samples 2000"], ScanCommandLine.Of(SampleReports.Clean with { Options = new ScanOptions() }).Skip(2));

    [Fact]
    public void The_table_of_the_configuration_says_the_same_in_words()
    {
        Assert.Equal(
            [
                ("Anomaly index threshold", "2.25"), ("Profile", "paper"), ("Time limit", "1.5 s"), ("Source-specific scan", "screened"), ("Labels", "0, 3, 7"), ("Seed", "-1"), ("Minimum accuracy", "80.0 %"),
                ("Maximum of samples", "1,500"),
            ],
            Facts.Configuration(Everything).Select(fact => (fact.Name, fact.Value)));
        Assert.Equal(
            [("Anomaly index threshold", "2.0"), ("Profile", "fast"), ("Labels", "all"), ("Seed", "0"), ("Maximum of samples", "2,000")],
            Facts.Configuration(SampleReports.Clean with { Options = new ScanOptions() }).Select(fact => (fact.Name, fact.Value)));
        Assert.Contains("the published schedule, every constant", Facts.Configuration(Everything).Select(fact => fact.Note));
    }
}
