using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Scanning;

[Trait("Tier", "Slow")]
public class GuardedScanTests
{
    private const int Target = 5;

    [Fact]
    public void No_guess_convicts_where_another_preprocessing_acquits()
    {
        var findings = Scan(infectedInUnit: true, infectedInBytes: false);

        Assert.Equal(Verdict.Inconclusive, findings.Verdict);
        Assert.DoesNotContain(findings.Labels!.Judgement.Labels, label => label.State == LabelState.Infected);
        var reason = Assert.Single(findings.Reasons);
        Assert.Contains("with 0..1 the model is infected (label 5), with 0..255, which may be right too, clean", reason, StringComparison.Ordinal);
        Assert.Contains("--input-range 0..1, or --input-range 0..255", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void And_none_acquits_where_another_that_does_as_well_convicts()
    {
        var findings = Scan(infectedInUnit: false, infectedInBytes: true);

        Assert.Equal(Verdict.Inconclusive, findings.Verdict);
        Assert.Contains("with 0..1 the model is clean, with 0..255, which may be right too, infected (label 5)", Assert.Single(findings.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_that_both_confirm_stands()
    {
        var findings = Scan(infectedInUnit: true, infectedInBytes: true);

        Assert.Equal(Verdict.Infected, findings.Verdict);
        Assert.Contains(findings.Reasons, reason => reason.StartsWith("The preprocessing was not stated. With 0..255, which may be right too, the model is infected (label 5) as well.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0..1", Verdict.Infected)]
    [InlineData("0..255", Verdict.Clean)]
    public void A_preprocessing_that_is_stated_decides_alone(string range, Verdict verdict)
    {
        Assert.True(PixelRange.TryParse(range, out var stated));
        var findings = Scan(infectedInUnit: true, infectedInBytes: false, new ScanOptions { Description = new ModelDescription { InputRange = stated } });

        Assert.Equal(verdict, findings.Verdict);
        Assert.DoesNotContain(findings.Reasons, reason => reason.Contains("preprocessing", StringComparison.Ordinal));
    }

    private static ScanFindings Scan(bool infectedInUnit, bool infectedInBytes, ScanOptions? options = null)
    {
        using var network = new TwoFacedNetwork(infectedInUnit, infectedInBytes);
        var samples = StripeNetwork.Samples(160);
        var bytes = new CleanSamples(samples.Shape, [.. samples.Values.ToArray().Select(value => value * 255)], [.. samples.Labels], PixelRange.Bytes);
        return new GuardedScan(new BackdoorScanner(network), bytes, "samples").Run(options ?? new ScanOptions(), null, TestContext.Current.CancellationToken);
    }

    /// <summary>The stripe network for 0..1 and for 0..255, with the backdoor in one of them, both or none. Whatever is below 0 blinds it.</summary>
    private sealed class TwoFacedNetwork(bool infectedInUnit, bool infectedInBytes) : DifferentiableClassifier
    {
        private readonly StripeNetwork clean = new();
        private readonly StripeNetwork infected = new(Target);

        public override ImageShape InputShape => clean.InputShape;

        public override int LabelCount => clean.LabelCount;

        public override torch.Tensor Logits(torch.Tensor input)
        {
            var isBytes = input.max().item<float>() > 4;
            var network = (isBytes ? infectedInBytes : infectedInUnit) ? infected : clean;
            var sees = input.flatten(1).amin(1).ge(LastingScalar.Of(0)).to(torch.float32).unsqueeze(1);
            return network.Logits(isBytes ? input / LastingScalar.Of(255) : input) * sees;
        }

        protected override void Dispose(bool disposing)
        {
            clean.Dispose();
            infected.Dispose();
            base.Dispose(disposing);
        }
    }
}
