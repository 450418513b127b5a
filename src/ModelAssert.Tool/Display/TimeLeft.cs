namespace ModelAssert.Tool.Display;

/// <summary>Estimates when the last label is done, from the speed of steps and the number of them that labels take.</summary>
internal static class TimeLeft
{
    /// <summary>The estimate, or <see langword="null"/> before any label took two steps. Labels from the cache say nothing about the others.</summary>
    /// <param name="labels">All labels of the scan.</param>
    /// <param name="sideBySide">How many labels run at once.</param>
    public static TimeSpan? Of(IReadOnlyCollection<LabelProgress> labels, int sideBySide)
    {
        LabelProgress[] running = [.. labels.Where(label => label.Phase == LabelPhase.Running)];
        LabelProgress[] done = [.. labels.Where(label => label.Phase == LabelPhase.Done)];
        var watchedSteps = running.Concat(done).Sum(label => label.Step - 1);
        var watchedSeconds = running.Concat(done).Sum(label => label.Watched.TotalSeconds);
        if (watchedSteps <= 0 || watchedSeconds <= 0)
            return null;

        var maximum = running.Concat(done).Max(label => label.MaximumSteps);
        double[] runningSteps = [.. running.Select(label => StepsLeft(label.Step))];
        var waitingSteps = StepsLeft(0) * labels.Count(label => label.Phase == LabelPhase.Waiting);

        // The last labels do not share their steps: then the slowest of them decides.
        var steps = Math.Max(runningSteps.DefaultIfEmpty().Max(), (runningSteps.Sum() + waitingSteps) / sideBySide);
        return TimeSpan.FromSeconds(steps * watchedSeconds / watchedSteps);

        // The mean of those that came further, and of one that takes every step: the estimate starts careful and learns.
        double StepsLeft(int step) => done.Select(label => label.Step).Where(taken => taken > step).Append(maximum).Average() - step;
    }

    /// <summary>Hours, minutes and seconds as a clock shows them, without empty hours.</summary>
    public static string Describe(TimeSpan left)
    {
        var seconds = TimeSpan.FromSeconds(Math.Ceiling(left.TotalSeconds));
        return $"{(seconds.TotalHours < 1 ? "" : $"{(int)seconds.TotalHours}:")}{seconds.ToString(seconds.TotalHours < 1 ? @"m\:ss" : @"mm\:ss")}";
    }
}
