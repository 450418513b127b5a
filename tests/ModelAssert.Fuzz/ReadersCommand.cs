using System.CommandLine;
using System.Diagnostics;

namespace ModelAssert.Fuzz;

/// <summary><c>samples</c> and <c>models</c>: every reader of a kind, one after the other.</summary>
internal static class ReadersCommand
{
    public static Command Create(string name, string description, Func<ScratchFolder, IEnumerable<FuzzTarget>> targets)
    {
        var count = new Option<int>("--inputs") { Description = "Inputs for each reader.", DefaultValueFactory = _ => 100_000 };
        var seed = new Option<int>("--seed") { Description = "Seeds the inputs.", DefaultValueFactory = _ => 1 };
        var reader = new Option<string?>("--reader") { Description = "Only this reader." };
        var output = new Option<DirectoryInfo>("--failures")
        {
            Description = "Where failures are written; tests/ModelAssert.Fuzz/Corpus is what the tests replay.",
            DefaultValueFactory = _ => new DirectoryInfo("fuzz-failures"),
        };

        var command = new Command(name, description) { count, seed, reader, output };
        command.SetAction(given => Run(
            targets, given.GetValue(count), given.GetValue(seed), given.GetValue(reader), given.GetRequiredValue(output).FullName));
        return command;
    }

    private static int Run(Func<ScratchFolder, IEnumerable<FuzzTarget>> targets, int count, int seed, string? reader, string failures)
    {
        var failed = 0;
        using var scratch = new ScratchFolder();
        Console.WriteLine(FormattableString.Invariant($"Seed {seed}. .NET {Environment.Version}."));
        Console.WriteLine("| reader | inputs | read | refused by name | failures | most allocated, MiB | slowest, ms | seconds |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var target in targets(scratch).Where(target => reader is null || target.Name == reader))
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
