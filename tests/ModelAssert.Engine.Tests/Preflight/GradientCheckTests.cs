using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Scanning;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Preflight;

/// <summary>Networks whose gradient says what they do, and networks that hide what they do from it.</summary>
public class GradientCheckTests
{
    /// <summary>What comes before the layers, or of the layers' values, by what it is.</summary>
    private static readonly Dictionary<string, Func<torch.Tensor, torch.Tensor>> Honest = new()
    {
        ["nothing"] = x => x,
        ["a normalisation"] = x => (x - LastingScalar.Of(0.5)) * LastingScalar.Of(4),
        ["steep tanh"] = x => (x * LastingScalar.Of(20)).tanh(),
        ["many bends"] = x => (x * LastingScalar.Of(30)).sin(),
        ["a maximum"] = x => torch.nn.functional.max_pool2d(x, 3, 1, 1),
        ["rounding as of bytes, straight through"] = x => x.Plus(((x * LastingScalar.Of(255)).round() / LastingScalar.Of(255) - x).detach()),
    };

    private static readonly Dictionary<string, Func<torch.Tensor, torch.Tensor>> Hiding = new()
    {
        ["what float32 loses"] = x => x.Plus((x * LastingScalar.Of(-2)).Plus(1e10) - LastingScalar.Of(1e10)),
        ["rounding"] = x => (x * LastingScalar.Of(4)).round() / LastingScalar.Of(4),
        ["a sign"] = x => (x - LastingScalar.Of(0.5)).sign(),
        ["a comparison"] = x => x.gt(LastingScalar.Of(0.5)).to(torch.ScalarType.Float32).Plus(x * LastingScalar.Of(1e-6)),
        ["a choice"] = x => torch.where(x.gt(LastingScalar.Of(0.5)), torch.ones(1), torch.zeros(1)).Plus(x * LastingScalar.Of(1e-6)),
        ["what is detached"] = x => x.detach() * LastingScalar.Of(2) - x,
        ["rounding in one corner"] = x => torch.cat([x.narrow(2, 0, 8), torch.cat([x.narrow(2, 8, 4).narrow(3, 0, 8), x.narrow(2, 8, 4).narrow(3, 8, 4).round()], 3)], 2),
    };

    private static readonly int[] Labels = [0, 1, 2, 3, 4, 0, 1, 2];

    public static TheoryData<string> HonestNames => [.. Honest.Keys];

    public static TheoryData<string> HidingNames => [.. Hiding.Keys];

    [Theory]
    [MemberData(nameof(HonestNames))]
    public void Passes_what_the_gradient_accounts_for(string what)
    {
        using var scope = torch.NewDisposeScope();
        using var network = new LayersBehind(Honest[what]);
        var paths = new GradientCheck(network).Measure(Images(), Labels).ToArray();

        // Two for the whole image and each block, and one for each label.
        Assert.Equal(20 + 5, paths.Length);
        Assert.All(paths, path => Assert.InRange(path.Error, 0, 0.4));
    }

    [Theory]
    [MemberData(nameof(HidingNames))]
    public void Refuses_what_it_does_not(string what)
    {
        using var scope = torch.NewDisposeScope();
        using var network = new LayersBehind(Hiding[what]);
        Assert.Contains(new GradientCheck(network).Measure(Images(), Labels), path => path.Error > 0.9);
    }

    [Fact]
    public void Refuses_a_label_whose_gradient_is_spread_over_the_others()
    {
        using var scope = torch.NewDisposeScope();
        using var network = new LayersBehind(x => x) { After = logits => Hide(logits, label: 2) };
        Assert.Contains(new GradientCheck(network).Measure(Images(), Labels), path => path.Error > 0.5 && path.What.Contains("one of label 2,", StringComparison.Ordinal));

        // The logits are as they were; their sum has the right gradient, and that of the label has none.
        static torch.Tensor Hide(torch.Tensor logits, int label)
        {
            using var spread = torch.full([logits.shape[1]], LastingScalar.Of(0.25));
            spread[label] = 0;
            var hidden = logits.select(1, label).unsqueeze(1);
            using var only = torch.zeros(logits.shape[1]);
            only[label] = 1;
            var moved = (hidden - hidden.detach()) * (spread - only);
            return logits.Plus(moved) - moved.detach();
        }
    }

    [Fact]
    public void Precedes_a_scan()
    {
        using var network = new RoundingNetwork();
        var error = Assert.Throws<ModelAssertException>(() => new BackdoorScanner(network).Scan(StripeNetwork.Samples(200), "samples", new ScanOptions(), null, CancellationToken.None));

        Assert.Equal(DiagnosticIds.NoGradient, error.Id);
        Assert.Contains("it says that the outputs change by", error.Cause, StringComparison.Ordinal);
    }

    private static torch.Tensor Images()
    {
        var random = new Random(5);
        return torch.tensor(Enumerable.Range(0, 8 * 144).Select(_ => random.NextSingle()).ToArray(), [8, 1, 12, 12]);
    }

    /// <summary>Two layers with a ReLU, behind something.</summary>
    private sealed class LayersBehind : DifferentiableClassifier
    {
        private readonly Func<torch.Tensor, torch.Tensor> before;
        private readonly torch.Tensor first;
        private readonly torch.Tensor second;

        public LayersBehind(Func<torch.Tensor, torch.Tensor> before)
        {
            this.before = before;
            var random = new Random(1);
            float Next() => (float)(random.NextDouble() - 0.5);
            first = torch.tensor(Enumerable.Range(0, 144 * 20).Select(_ => Next()).ToArray(), [144, 20]);
            second = torch.tensor(Enumerable.Range(0, 20 * 5).Select(_ => Next()).ToArray(), [20, 5]);
        }

        public Func<torch.Tensor, torch.Tensor> After { get; init; } = logits => logits;

        public override ImageShape InputShape => new(1, 12, 12);

        public override int LabelCount => 5;

        public override torch.Tensor Logits(torch.Tensor input) => After(before(input).flatten(1).matmul(first).relu().matmul(second));
    }

    private sealed class RoundingNetwork : DifferentiableClassifier
    {
        private readonly StripeNetwork stripes = new();

        public override ImageShape InputShape => stripes.InputShape;

        public override int LabelCount => stripes.LabelCount;

        public override torch.Tensor Logits(torch.Tensor input) => stripes.Logits((input * LastingScalar.Of(8)).round() / LastingScalar.Of(8));
    }
}
