using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelAssert.Benchmarks;

/// <summary>
/// The published optimisation of one label (Wang et al. 2019, reference code), ported line by line: every constant is the example's, and nothing is done for
/// speed. The baseline that the engine is measured against; it shares no code with it.
/// </summary>
/// <param name="network">From images in [0, 1] to logits, in evaluation mode. Its weights ask for gradients.</param>
/// <param name="images">Clean images <c>[N, C, H, W]</c> in [0, 1].</param>
/// <param name="seed">Seeds starting values and batches.</param>
internal sealed class PublishedLoop(nn.Module<Tensor, Tensor> network, Tensor images, int seed)
{
    private const int BatchSize = 32;
    private const int BatchesPerStep = 1000 / BatchSize;
    private const int MaximumSteps = 1000;
    private const double InitialCost = 1e-3;
    private const double AttackSuccessThreshold = 0.99;
    private const int Patience = 5;
    private const double CostMultiplierUp = 2;
    private const double EarlyStopThreshold = 1.0;
    private const int EarlyStopPatience = 5 * Patience;
    private const double Epsilon = 1e-7;

    // Away from 0 and 1, whose inverse is infinite.
    private const double Margin = 1e-6;

    private static readonly double CostMultiplierDown = Math.Pow(CostMultiplierUp, 1.5);

    /// <summary>Reverses the trigger of one label.</summary>
    /// <param name="label">The target label.</param>
    /// <returns>The norm of the best mask, or of the last one if none ever succeeded; whether one did; and the steps taken.</returns>
    public (double Norm, bool Converged, int Steps) Reverse(int label)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(unchecked((ulong)(seed * 1000003L + label)));
        var (channels, height, width) = (images.shape[1], images.shape[2], images.shape[3]);
        var maskTanh = new Parameter(Start([1, 1, height, width], generator));
        var patternTanh = new Parameter(Start([1, channels, height, width], generator));
        using var optimizer = optim.Adam([maskTanh, patternTanh], lr: 0.1, beta1: 0.5, beta2: 0.9);
        var target = full([BatchSize], label, ScalarType.Int64);
        var stream = new Stream(images, generator);

        var cost = 0.0;
        var (bestNorm, norm) = (double.PositiveInfinity, 0.0);
        var regBest = double.PositiveInfinity;
        var (costSetCounter, costUpCounter, costDownCounter) = (0, 0, 0);
        var (costUpFlag, costDownFlag) = (false, false);
        var (earlyStopCounter, earlyStopRegBest) = (0, double.PositiveInfinity);

        var step = 0;
        while (step < MaximumSteps)
        {
            step++;
            var (accuracies, regs) = (0.0, 0.0);
            for (var batch = 0; batch < BatchesPerStep; batch++)
            {
                using var batchScope = NewDisposeScope();
                optimizer.zero_grad();
                var mask = Bounded(maskTanh);
                var stamped = (1 - mask) * stream.Next() + mask * Bounded(patternTanh);
                var logits = network.forward(stamped);
                var reg = mask.sum();
                var loss = nn.functional.cross_entropy(logits, target) + cost * reg;
                loss.backward();
                optimizer.step();
                accuracies += logits.argmax(1).eq(target).to(ScalarType.Float32).mean().item<float>();
                regs += reg.item<float>();
            }

            var (accuracy, averageReg) = (accuracies / BatchesPerStep, regs / BatchesPerStep);
            norm = Norm(maskTanh);

            if (accuracy >= AttackSuccessThreshold && averageReg < regBest)
                (regBest, bestNorm) = (averageReg, norm);

            if (double.IsFinite(regBest))
                earlyStopCounter = regBest >= EarlyStopThreshold * earlyStopRegBest ? earlyStopCounter + 1 : 0;
            earlyStopRegBest = Math.Min(regBest, earlyStopRegBest);
            if (costDownFlag && costUpFlag && earlyStopCounter >= EarlyStopPatience)
                break;

            if (cost == 0 && accuracy >= AttackSuccessThreshold)
            {
                costSetCounter++;
                if (costSetCounter >= Patience)
                {
                    cost = InitialCost;
                    (costUpCounter, costDownCounter, costUpFlag, costDownFlag) = (0, 0, false, false);
                }
            }
            else
            {
                costSetCounter = 0;
            }

            if (accuracy >= AttackSuccessThreshold)
                (costUpCounter, costDownCounter) = (costUpCounter + 1, 0);
            else
                (costUpCounter, costDownCounter) = (0, costDownCounter + 1);

            if (costUpCounter >= Patience)
                (costUpCounter, cost, costUpFlag) = (0, cost * CostMultiplierUp, true);
            else if (costDownCounter >= Patience)
                (costDownCounter, cost, costDownFlag) = (0, cost / CostMultiplierDown, true);
        }

        return double.IsFinite(regBest) ? (bestNorm, true, step) : (norm, false, step);
    }

    private static Tensor Bounded(Tensor variable) => variable.tanh() / (2 - Epsilon) + 0.5;

    private static Tensor Start(long[] shape, Generator generator) =>
        ((rand(shape, generator: generator).clamp(Margin, 1 - Margin) - 0.5) * (2 - Epsilon)).atanh();

    private static double Norm(Tensor maskTanh)
    {
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        return Bounded(maskTanh).sum().item<float>();
    }

    /// <summary>Batches from an endlessly shuffled stream.</summary>
    private sealed class Stream(Tensor images, Generator generator)
    {
        private long[] order = [];
        private int next;

        public Tensor Next()
        {
            var indices = new long[BatchSize];
            for (var i = 0; i < BatchSize; i++)
            {
                if (next == order.Length)
                    (order, next) = (Shuffled(), 0);
                indices[i] = order[next++];
            }

            return images.index_select(0, tensor(indices));
        }

        private long[] Shuffled()
        {
            using var permutation = randperm(images.shape[0], generator: generator);
            return permutation.data<long>().ToArray();
        }
    }
}
