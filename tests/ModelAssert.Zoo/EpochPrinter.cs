using System.Diagnostics;
using ModelAssert.Attacks;

namespace ModelAssert.Zoo;

/// <summary>Prints each epoch of a training as it ends, with the seconds since its start.</summary>
internal sealed class EpochPrinter(string model) : IProgress<EpochResult>
{
    private readonly Stopwatch watch = Stopwatch.StartNew();

    public void Report(EpochResult value) => Console.WriteLine(
        $"{model}: epoch {value.Epoch}, loss {value.Loss:F4}, training accuracy {value.Accuracy:P2}, {watch.Elapsed.TotalSeconds:F0} s");
}
