using System.Text.Json;
using ModelAssert.Artifacts;
using ModelAssert.Assertions;

namespace ModelAssert.Core.Tests.Verdicts;

public class PreprocessingDoubtTests
{
    private static readonly PreprocessingSummary Guess = new()
    {
        Used = PixelRange.Unit,
        Guessed = true,
        Tried = [new("0..1", 0.97, 400), new("0..255", 0.96, 400)],
        RunnerUp = PixelRange.Bytes,
    };

    [Fact]
    public void A_threshold_that_no_scan_with_the_runner_up_was_judged_by_convicts_nobody()
    {
        var report = With(Reports.WithVulnerableLabel with { Options = new ScanOptions { Profile = ScanProfile.Paper } }, Guess);
        var judged = (report with { Threshold = 12, Verdict = Verdict.Clean }).JudgedAt(2);

        Assert.Equal(Verdict.Inconclusive, judged.Verdict);
        Assert.Empty(judged.InfectedLabels);
        Assert.Contains("was not judged by the threshold 2. State the one that the model was trained with: --input-range 0..1, or --input-range 0..255.", Assert.Single(judged.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void What_both_agreed_on_holds_for_a_threshold_that_makes_it_easier_to_say()
    {
        var infected = With(Reports.WithInfectedLabel, Guess with { RunnerUpVerdict = Verdict.Infected });
        var clean = With(Reports.Clean, Guess with { AboutAsWell = true, RunnerUpVerdict = Verdict.Clean });

        Assert.Equal((Verdict.Infected, Verdict.Inconclusive), (infected.JudgedAt(1.5).Verdict, infected.JudgedAt(3).Verdict));
        Assert.Equal((Verdict.Clean, Verdict.Inconclusive), (clean.JudgedAt(3).Verdict, clean.JudgedAt(1.5).Verdict));
    }

    [Fact]
    public void A_guess_without_another_that_may_be_right_is_judged_as_what_is_stated()
    {
        var report = With(Reports.WithInfectedLabel, Guess with { RunnerUp = null });

        Assert.Equal((Verdict.Infected, Verdict.Clean), (report.JudgedAt(3).Verdict, report.JudgedAt(12).Verdict));
    }

    [Fact]
    public void On_a_guess_that_leaves_the_model_inaccurate_nothing_is_clean()
    {
        var report = Reports.Clean with { Samples = Reports.Clean.Samples with { LeftOut = 560, Accuracy = 0.44, Preprocessing = Guess with { RunnerUp = null } } };
        var judged = report.JudgedAt(3);

        Assert.Equal(Verdict.Inconclusive, judged.Verdict);
        Assert.Contains("leaves the model inaccurate", judged.Reasons[0], StringComparison.Ordinal);
        Assert.Contains("The scan used the 1000 that it gets right", judged.Reasons[1], StringComparison.Ordinal);
        Assert.Equal(Verdict.Clean, (report with { Samples = report.Samples with { Preprocessing = Guess with { Guessed = false } } }).JudgedAt(3).Verdict);
    }

    [Fact]
    public void A_report_keeps_it()
    {
        var normalised = new Preprocessing { Mean = [0.5, 0.25, 0.125], StandardDeviation = [1, 2, 3], ChannelOrder = ChannelOrder.Bgr, Origin = "X" };
        var report = With(Reports.Clean, Guess with { Used = normalised, Note = "Doubtful." });
        var json = ReportJson.Serialize(report);
        var read = ReportJson.Deserialize(json).Samples.Preprocessing!;

        Assert.Equal((normalised, "X", (Preprocessing)PixelRange.Bytes, "Doubtful."), (read.Used, read.Used.Origin, read.RunnerUp, read.Note));
        Assert.Equal(Guess.Tried, read.Tried);
        using var document = JsonDocument.Parse(json);
        Assert.Equal("0..1, normalised as for X, BGR", document.RootElement.GetProperty("samples").GetProperty("preprocessing").GetProperty("used").GetProperty("name").GetString());
        Assert.Equal("--input-range 0..1 --mean 0.5,0.25,0.125 --standard-deviation 1,2,3 --channel-order bgr", read.Used.CommandOptions);
    }

    private static ScanReport With(ScanReport report, PreprocessingSummary preprocessing) => report with { Samples = report.Samples with { Preprocessing = preprocessing } };
}
