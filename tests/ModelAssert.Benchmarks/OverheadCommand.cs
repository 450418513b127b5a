using System.CommandLine;
using System.Diagnostics;
using Spectre.Console;

namespace ModelAssert.Benchmarks;

/// <summary><c>overhead</c>: the wall time of a command line against that of a baseline, such as <c>dotnet test</c> with a cached scan against an empty test.</summary>
internal static class OverheadCommand
{
    public static Command Create()
    {
        var baseline = new Option<string>("--baseline") { Description = "A line for the shell.", Required = true };
        var measured = new Option<string>("--measured") { Description = "Another.", Required = true };
        var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 5 };
        var command = new Command("overhead", "Wall time of two command lines, run in turn after one run of each that does not count.") { baseline, measured, runs };
        command.SetAction(given => Run(given.GetRequiredValue(baseline), given.GetRequiredValue(measured), given.GetValue(runs)));
        return command;
    }

    private static void Run(string baseline, string measured, int runs)
    {
        _ = (Seconds(baseline), Seconds(measured));
        // In turn, so that a machine that grows slower or faster meanwhile does so for both.
        var pairs = Enumerable.Range(0, runs).Select(_ => (Baseline: Seconds(baseline), Measured: Seconds(measured))).ToList();

        var table = new Table().AddColumns("", "seconds", "median");
        table.AddRow("baseline", string.Join(' ', pairs.Select(pair => $"{pair.Baseline:0.00}")), $"{Median(pairs.Select(pair => pair.Baseline)):0.00}");
        table.AddRow("measured", string.Join(' ', pairs.Select(pair => $"{pair.Measured:0.00}")), $"{Median(pairs.Select(pair => pair.Measured)):0.00}");
        table.AddRow("difference", string.Join(' ', pairs.Select(pair => $"{pair.Measured - pair.Baseline:0.00}")), $"{Median(pairs.Select(pair => pair.Measured - pair.Baseline)):0.00}");
        AnsiConsole.Write(table);
    }

    private static double Seconds(string line)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"{line} > /dev/null"]))!;
        process.WaitForExit();
        return process.ExitCode == 0 ? clock.Elapsed.TotalSeconds : throw new InvalidOperationException($"Exit code {process.ExitCode}: {line}");
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
