using System.Diagnostics;
using System.Runtime.CompilerServices;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Native;

/// <summary>They keep the finalizers of the process waiting, so nothing else runs beside them.</summary>
[Collection("LiveTensors")]
public class HeldFinalizersTests
{
    [Fact]
    public void What_a_module_drops_is_not_finalized_while_it_runs()
    {
        using var module = new Dropping();
        using var classifier = new ModuleClassifier(module, new ImageShape(1, 1, 4));

        Parallel.For(0, 4, _ =>
        {
            using var scope = torch.NewDisposeScope();
            classifier.Logits(torch.ones(1, 1, 1, 4));
        });

        Assert.Equal(0, module.FinalizedMeanwhile);
    }

    [Fact]
    public void Finalizers_get_their_turn_while_code_runs_and_when_none_does()
    {
        var finalized = new Box();
        Until(() => HeldFinalizers.Run(Drop, finalized));

        finalized.Value = 0;
        HeldFinalizers.Run(Drop, finalized);
        Until(() => Thread.Sleep(1));

        void Until(Action wait)
        {
            var clock = Stopwatch.StartNew();
            while (finalized.Value == 0 && clock.Elapsed < TimeSpan.FromMinutes(1))
            {
                wait();
                GC.Collect();
            }

            Assert.NotEqual(0, finalized.Value);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Drop(Box box)
    {
        _ = new Dropped(box);
        return true;
    }

    private sealed class Box
    {
        public volatile int Value;
    }

    private sealed class Dropped(Box box)
    {
        ~Dropped() => box.Value = 1;
    }

    private sealed class Dropping() : torch.nn.Module<torch.Tensor, torch.Tensor>(nameof(Dropping))
    {
        private int finalizedMeanwhile;

        public int FinalizedMeanwhile => finalizedMeanwhile;

        public override torch.Tensor forward(torch.Tensor input)
        {
            var finalized = new Box();
            Drop(finalized);
            GC.Collect();
            Thread.Sleep(50);
            Interlocked.Add(ref finalizedMeanwhile, finalized.Value);
            return input.flatten(1);
        }
    }
}
