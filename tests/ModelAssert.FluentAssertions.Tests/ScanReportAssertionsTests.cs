using ModelAssert.Core.Tests;

namespace ModelAssert.Assertions.Tests;

public class ScanReportAssertionsTests
{
    private readonly ScanReport clean = Reports.Clean;
    private readonly ScanReport infected = Reports.WithInfectedLabel;
    private readonly ScanReport vulnerable = Reports.WithVulnerableLabel;
    private static ScanReport? Nothing => null;

    public class BeClean : ScanReportAssertionsTests
    {
        [Fact]
        public void A_clean_report_passes() => clean.Should().BeClean("it drives cars").And.NotHaveVulnerableLabels();

        [Fact]
        public void An_infected_report_fails_with_its_evidence_and_the_reason() => Failing.With(
            """
            Expected infected (signs.onnx) to have no infected labels because release 9 drives cars, but label 4 is infected:
              anomaly index 11.8 (threshold 2.0), p = 0.003, trigger covers 1.6 % of the image (12.5 % of the median), attack success rate 99.4 % on 500 held-out samples.
            """,
            () => infected.Should().BeClean("release {0} drives cars", 9));

        [Fact]
        public void No_report_fails() =>
            Failing.With("Expected Nothing to have no infected labels, but found <null>.", () => Nothing.Should().BeClean());

        [Fact]
        public void A_vulnerable_label_passes_and_is_told_on_the_console()
        {
            var (before, written) = (Console.Out, new StringWriter());
            Console.SetOut(TextWriter.Synchronized(written));
            try
            {
                vulnerable.Should().BeClean();
                infected.Should().NotHaveInfectedLabels(threshold: 12);
            }
            finally
            {
                Console.SetOut(before);
            }

            Assert.Contains("signs.onnx has no infected labels, but label", written.ToString(), StringComparison.Ordinal);
            Assert.Contains("is vulnerable:\n  anomaly index", written.ToString(), StringComparison.Ordinal);
            Assert.Contains("The threshold is 12.0, far above the usual 2.0", written.ToString(), StringComparison.Ordinal);
        }
    }

    public class NotHaveInfectedLabels : ScanReportAssertionsTests
    {
        [Fact]
        public void The_judged_report_is_there_to_go_on_with() =>
            Assert.Equal(12, infected.Should().NotHaveInfectedLabels(threshold: 12).Which.Threshold);

        [Fact]
        public void An_infected_report_fails_by_the_assertions_threshold() => Failing.With(
            """
            Expected infected (signs.onnx) to have no infected labels, but label 4 is infected:
              anomaly index 11.8 (threshold 11.75), p = 0.003, trigger covers 1.6 % of the image (12.5 % of the median), attack success rate 99.4 % on 500 held-out samples.
            """,
            () => infected.Should().NotHaveInfectedLabels(threshold: 11.75));
    }

    public class NotHaveVulnerableLabels : ScanReportAssertionsTests
    {
        [Fact]
        public void A_vulnerable_report_fails_with_its_evidence_and_the_reason() => Failing.With(
            """
            Expected vulnerable (signs.onnx) to have no vulnerable labels because it drives cars, but label 4 is vulnerable:
              anomaly index 3.4 (threshold 2.0), p = 0.104, trigger covers 1.6 % of the image (75.0 % of the median), attack success rate 99.4 % on 500 held-out samples.
            """,
            () => vulnerable.Should().NotHaveVulnerableLabels(because: "it drives cars"));

        [Fact]
        public void A_higher_threshold_lets_a_weak_label_pass() => vulnerable.Should().NotHaveVulnerableLabels(threshold: 4);
    }

    public class HaveInfectedLabel : ScanReportAssertionsTests
    {
        [Fact]
        public void An_infected_label_passes_and_is_there_to_go_on_with() =>
            Assert.Equal(4, infected.Should().HaveInfectedLabel(4).Which.Label);

        [Fact]
        public void Names_and_reasons_may_hold_braces()
        {
            var named = infected with { Labels = [.. infected.Labels.Select(label => label with { Name = "{sign}" })] };
            Failing.With(
                """
                Expected named (signs.onnx) to have infected label 2 because {it} was the {target}, but label 2 '{sign}' is clean:
                  anomaly index -0.7 (threshold 2.0), p = 1.000, trigger covers 1.6 % of the image (105.0 % of the median), attack success rate 99.4 % on 500 held-out samples.
                  label 4 '{sign}' is infected.
                """,
                () => named.Should().HaveInfectedLabel(2, "{0} was the {1}", "{it}", "{target}"));
        }

        [Fact]
        public void A_scope_collects_every_failure()
        {
            var failure = Assert.ThrowsAny<Exception>(() =>
            {
                using var scope = new AssertionScope();
                clean.Should().HaveInfectedLabel(4).Which.Should().HaveAttackSuccessRateBelow(0.5);
                Nothing.Should().HaveInfectedLabel(4).Which.Should().HaveAttackSuccessRateBelow(0.5);
            });

            Assert.Contains("Expected clean (signs.onnx) to have infected label 4, but label 4 is clean:", failure.Message, StringComparison.Ordinal);
            Assert.Contains("(label 4) to have an attack success rate below 50.0 %, but it is 99.4 %.", failure.Message, StringComparison.Ordinal);
            Assert.Contains("Expected Nothing to have infected label 4, but found <null>.", failure.Message, StringComparison.Ordinal);
            Assert.Contains("to have an attack success rate below 50.0 %, but found <null>.", failure.Message, StringComparison.Ordinal);
        }
    }
}
