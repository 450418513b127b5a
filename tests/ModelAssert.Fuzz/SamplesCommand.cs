using System.CommandLine;
using System.Diagnostics;
using ModelAssert.Fuzz.Samples;

namespace ModelAssert.Fuzz;

/// <summary><c>samples</c>: every reader of samples, one after the other.</summary>
internal static class SamplesCommand
{
    public static Command Create()
    {
        var count = new Option<int>("--inputs") { Description = "Inputs for each reader.", DefaultValueFactory = _ => 100_000 };
        var seed = new Option<int>("--seed") { Description = "Seeds the inputs.", DefaultValueFactory = _ => 1 };
        var reader = new Option<string?>("--reader") { Description = "Only this reader." };
        var output = new Option<DirectoryInfo>("--failures")
        {
            Description = "Where failures are written; tests/ModelAssert.Fuzz/Corpus is what the tests replay.",
            DefaultValueFactory = _ => new DirectoryInfo("fuzz-failures"),
        };

        var command = new Command("samples", "The readers of clean samples.") { count, seed, reader, output };
        command.SetAction(given => Run(
            given.GetValue(count), given.GetValue(seed), given.GetValue(reader), given.GetRequiredValue(output).FullName));
        return command;
    }

    private static int Run(int count, int seed, string? reader, string failures)
    {
        var failed = 0;
        using var scratch = new ScratchFolder();
        Console.WriteLine(FormattableString.Invariant($"Seed {seed}. .NET {Environment.Version}."));
        Console.WriteLine("| reader | inputs | read | refused by name | failures | most allocated, MiB | slowest, ms | seconds |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var target in SampleTargets.All(scratch).Where(target => reader is null || target.Name == reader))
        {
            var clock = Stopwatch.StartNew();
            var run = new FuzzRun(target, failures).Run(count, seed);
            failed += run.Failures.Count;
            Console.WriteLine(FormattableString.Invariant(
                $"| {target.Name} | {run.Inputs} | {run.Read} | {run.Refused} | {run.Failures.Count} | {run.MostAllocated / 1048576.0:0.0} | {run.Slowest.TotalMilliseconds:0} | {clock.Elapsed.TotalSeconds:0.0} |"));
            foreach (var failure in run.Failures)
                Console.WriteLine($"  {failure}");
        }

        Console.WriteLine(FormattableString.Invariant($"Largest working set of the process: {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576} MiB"));
        return failed == 0 ? 0 : 1;
    }
}
