using System.Collections.Concurrent;
using Spectre.Console;

namespace ModelAssert.Tool.Display;

/// <summary>A bar over the steps of all labels, with the time that is left.</summary>
internal static class ScanProgressView
{
    public static T Run<T>(IAnsiConsole console, Func<IProgress<ScanProgress>, T> scan) =>
        console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => scan(new Bar(console, context.AddTask("loading", maxValue: 1))));

    private sealed class Bar(IAnsiConsole console, ProgressTask task) : IProgress<ScanProgress>
    {
        private readonly ConcurrentDictionary<int, double> doneShares = new();
        private int finished;

        public void Report(ScanProgress value)
        {
            switch (value.Stage)
            {
                case ScanStage.Checked:
                    console.MarkupLineInterpolated($"  {value.Message}");
                    break;
                case ScanStage.Warning:
                    console.MarkupLineInterpolated($"[yellow]warning {value.Warning!.Id}[/]: {value.Warning.File}: {value.Warning.Cause}");
                    console.MarkupLineInterpolated($"  {value.Warning.Remedy}");
                    break;
                case ScanStage.Reversing or ScanStage.Reversed:
                    Advance(value);
                    break;
                case ScanStage.Writing:
                    task.Description = "writing artifacts";
                    break;
            }
        }

        private void Advance(ScanProgress value)
        {
            var done = value.Stage == ScanStage.Reversed ? Interlocked.Increment(ref finished) : Volatile.Read(ref finished);
            doneShares[value.Label!.Value] = (double)value.Step / value.MaximumSteps;
            task.Value = doneShares.Values.Sum() / value.LabelCount;
            task.Description = $"reversing triggers, {done} of {value.LabelCount} labels";
        }
    }
}
