using Xunit.Sdk;

namespace ModelAssert.Xunit;

/// <summary>The attribute's <c>Timeout</c> over scan and body together. xunit v2 itself times asynchronous bodies and nothing else.</summary>
internal static class TimeLimit
{
    /// <summary>Fails as xunit does if the work takes too long. It is cancelled then, and no longer waited for; it collects its failures apart, and they count no more.</summary>
    /// <param name="milliseconds">The limit; 0 for none.</param>
    /// <param name="work">Puts its failures into the aggregator and throws none.</param>
    /// <param name="aggregator">Gets the failures.</param>
    /// <param name="run">Cancels the work with the whole run.</param>
    public static async Task RunAsync(
        int milliseconds, Func<ExceptionAggregator, CancellationToken, Task> work, ExceptionAggregator aggregator, CancellationToken run)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(run);
        var failures = new ExceptionAggregator();
        try
        {
            await work(failures, cancellation.Token).WaitAsync(milliseconds > 0 ? TimeSpan.FromMilliseconds(milliseconds) : Timeout.InfiniteTimeSpan, CancellationToken.None);
            aggregator.Aggregate(failures);
        }
        catch (TimeoutException)
        {
            aggregator.Add(new TestTimeoutException(milliseconds));
            await cancellation.CancelAsync();
        }
    }
}
