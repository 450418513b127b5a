using ModelAssert.Core.Tests;

namespace ModelAssert.Assertions.Tests;

public class ClassifierAssertionsTests
{
    private readonly Classifier clean = Classifiers.WithReport(Reports.Clean);
    private readonly Classifier infected = Classifiers.WithReport(Reports.WithInfectedLabel with { ReportPath = "/results/report.json" });
    private readonly Classifier vulnerable = Classifiers.WithReport(Reports.WithVulnerableLabel);
    private readonly Classifier undecided = Classifiers.WithReport(Reports.Inconclusive);
    private static Classifier? Nothing => null;

    public class NotHaveInfectedLabels : ClassifierAssertionsTests
    {
        [Fact]
        public void A_clean_model_passes_and_gives_its_report() =>
            Assert.Equal(Verdict.Clean, clean.Should().NotHaveInfectedLabels(because: "it drives cars").Which.Verdict);

        [Fact]
        public void A_vulnerable_model_passes() => vulnerable.Should().NotHaveInfectedLabels();

        [Fact]
        public void An_infected_model_fails_with_its_evidence_and_the_reason() => Failing.With(
            """
            Expected infected (signs.onnx) to have no infected labels because release 9 drives cars, but label 4 is infected:
              anomaly index 11.8 (threshold 2.0), p = 0.003, trigger covers 1.6 % of the image (12.5 % of the median), attack success rate 99.4 % on 500 held-out samples.
              report: /results/report.json
            """,
            () => infected.Should().NotHaveInfectedLabels(because: "release {0} drives cars", becauseArgs: 9));

        [Fact]
        public void An_inconclusive_scan_fails() => Failing.With(
            """
            Expected undecided (signs.onnx) to have no infected labels, but the scan could not decide:
              Only 2 labels were analysed; an outlier among fewer than 3 does not exist.
            """,
            () => undecided.Should().NotHaveInfectedLabels());

        [Fact]
        public void The_assertions_threshold_is_the_one_that_counts()
        {
            Assert.Equal(12, infected.Should().NotHaveInfectedLabels(threshold: 12).Which.Threshold);
            Failing.With(
                "MODELASSERT0040: The threshold is '-1'. Give a number above 0, such as 2.0.",
                () => infected.Should().NotHaveInfectedLabels(threshold: -1));
        }

        [Fact]
        public void No_model_fails() => Failing.With(
            "Expected Nothing to have no infected labels because it drives cars, but found <null>.",
            () => Nothing.Should().NotHaveInfectedLabels(because: "it drives cars"));

        [Fact]
        public void A_scope_collects_every_failure()
        {
            var failure = Assert.ThrowsAny<Exception>(() =>
            {
                using var scope = new AssertionScope();
                infected.Should().NotHaveInfectedLabels();
                Nothing.Should().NotHaveInfectedLabels();
                clean.Should().NotHaveInfectedLabels();
            });

            Assert.Contains("Expected infected (signs.onnx) to have no infected labels, but label 4 is infected:", failure.Message, StringComparison.Ordinal);
            Assert.Contains("Expected Nothing to have no infected labels, but found <null>.", failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("clean", failure.Message, StringComparison.Ordinal);
        }
    }

    public class NotHaveVulnerableLabels : ClassifierAssertionsTests
    {
        [Fact]
        public void A_clean_model_passes() => clean.Should().NotHaveVulnerableLabels();

        [Fact]
        public void A_vulnerable_model_fails_with_its_evidence_and_the_reason() => Failing.With(
            """
            Expected vulnerable (signs.onnx) to have no vulnerable labels because it drives cars, but label 4 is vulnerable:
              anomaly index 3.4 (threshold 2.0), p = 0.104, trigger covers 1.6 % of the image (75.0 % of the median), attack success rate 99.4 % on 500 held-out samples.
            """,
            () => vulnerable.Should().NotHaveVulnerableLabels(because: "it drives cars"));

        [Fact]
        public void An_infected_model_fails() => Failing.With(
            """
            Expected infected (signs.onnx) to have no vulnerable labels, but label 4 is infected:
              anomaly index 11.8 (threshold 3.0), p = 0.003, trigger covers 1.6 % of the image (12.5 % of the median), attack success rate 99.4 % on 500 held-out samples.
              report: /results/report.json
            """,
            () => infected.Should().NotHaveVulnerableLabels(threshold: 3));

        [Fact]
        public void No_model_fails() => Failing.With(
            "Expected Nothing to have no vulnerable labels, but found <null>.",
            () => Nothing.Should().NotHaveVulnerableLabels());
    }

    public class HaveInfectedLabel : ClassifierAssertionsTests
    {
        [Fact]
        public void An_infected_label_passes_and_is_there_to_go_on_with() => Failing.With(
            "Expected infected (label 4) to have an attack success rate below 90.0 %, but it is 99.4 %.",
            () => infected.Should().HaveInfectedLabel(4).Which.Should().HaveAttackSuccessRateBelow(0.9));

        [Fact]
        public void Another_label_fails_with_its_evidence_and_the_infected_one() => Failing.With(
            """
            Expected infected (signs.onnx) to have infected label 3 because we attacked it, but label 3 is clean:
              anomaly index 0.7 (threshold 2.0), p = 0.811, trigger covers 1.6 % of the image (95.0 % of the median), attack success rate 99.4 % on 500 held-out samples.
              label 4 is infected.
              report: /results/report.json
            """,
            () => infected.Should().HaveInfectedLabel(3, "we attacked it"));

        [Fact]
        public void A_label_that_was_not_analysed_fails() => Failing.With(
            "Expected clean (signs.onnx) to have infected label 7, but label 7 was not among the 5 labels analysed.",
            () => clean.Should().HaveInfectedLabel(7));

        [Fact]
        public void No_model_fails_and_in_a_scope_the_assertion_goes_on() => Failing.With(
            "Expected Nothing to have infected label 4, but found <null>.",
            () =>
            {
                using var scope = new AssertionScope();
                Nothing.Should().HaveInfectedLabel(4).Which.Should().BeNull();
            });
    }
}
