using System.Diagnostics;
using System.Security.Cryptography;

namespace ModelAssert.Fuzz;

/// <summary>What a run came to.</summary>
internal sealed record FuzzResult(int Inputs, int Read, int Refused, IReadOnlyList<string> Failures, long MostAllocated, TimeSpan Slowest);

/// <summary>Feeds one reader, and judges what it does with each input.</summary>
/// <param name="target">The reader.</param>
/// <param name="failureFolder">Where failing inputs are kept, or <see langword="null"/> to keep none.</param>
internal sealed class FuzzRun(FuzzTarget target, string? failureFolder)
{
    /// <summary>An input that takes longer hangs.</summary>
    /// <value>The default is a minute: where other tests have the processors, ten seconds pass without a hang.</value>
    public TimeSpan HangLimit { get; init; } = TimeSpan.FromMinutes(1);

    private const int MaximumFailures = 20;

    private readonly List<string> failures = [];
    private byte[] current = [];
    private long currentStart;
    private int inputs;
    private int read;
    private int refused;
    private long mostAllocated;
    private TimeSpan slowest;

    /// <summary>Feeds damaged files. The same number and seed give the same files.</summary>
    public FuzzResult Run(int count, int seed) => Guard(() =>
    {
        for (var i = 0; i < count && failures.Count < MaximumFailures; i++)
            Feed(Next(new Random(HashCode(seed, i)), isOther: i % 2 == 0));
    });

    private byte[] Next(Random random, bool isOther) => isOther && target.Structured is { } structured
        ? structured(random)
        : new Mutator(random, target.Seeds).Next(isOther ? target.Repair : null);

    /// <summary>Feeds files as they are.</summary>
    public FuzzResult Replay(IEnumerable<byte[]> files) => Guard(() =>
    {
        foreach (var file in files)
            Feed(file);
    });

    private static int HashCode(int seed, int i) => unchecked(seed * 1_000_003 + i);

    /// <summary>Works on a thread of its own, which is left behind when an input hangs.</summary>
    private FuzzResult Guard(Action work)
    {
        currentStart = Stopwatch.GetTimestamp();
        var thread = new Thread(() => work()) { IsBackground = true };
        thread.Start();
        while (!thread.Join(TimeSpan.FromMilliseconds(200)))
        {
            if (Stopwatch.GetElapsedTime(Volatile.Read(ref currentStart)) <= HangLimit)
                continue;

            Fail(current, $"hangs for more than {HangLimit.TotalSeconds} s");
            break;
        }

        return new FuzzResult(inputs, read, refused, failures, mostAllocated, slowest);
    }

    private void Feed(byte[] input)
    {
        current = input;
        Volatile.Write(ref currentStart, Stopwatch.GetTimestamp());
        var allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            target.Read(input);
            read++;
        }
        catch (ModelAssertException)
        {
            refused++;
        }
#pragma warning disable CA1031 // Any other exception is what is looked for.
        catch (Exception e)
        {
            Fail(input, $"{e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("ModelAssert", StringComparison.Ordinal))?.Trim()}");
        }
#pragma warning restore CA1031

        inputs++;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        if (allocated > target.AllocationLimit)
            Fail(input, $"allocates {allocated} bytes for {input.Length}");
        mostAllocated = Math.Max(mostAllocated, allocated);
        var elapsed = Stopwatch.GetElapsedTime(currentStart);
        slowest = elapsed > slowest ? elapsed : slowest;
    }

    private void Fail(byte[] input, string how)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(input))[..16];
        failures.Add($"{target.Name}/{name}: {how}");
        if (failureFolder is null)
            return;

        var folder = Directory.CreateDirectory(Path.Combine(failureFolder, target.Name)).FullName;
        File.WriteAllBytes(Path.Combine(folder, name), input);
    }
}
