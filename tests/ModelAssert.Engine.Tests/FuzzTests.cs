using ModelAssert.Fuzz;
using ModelAssert.Fuzz.Models;
using ModelAssert.Fuzz.Samples;

namespace ModelAssert.Engine.Tests;

/// <summary>A short run of <c>tests/ModelAssert.Fuzz</c>, and everything that a long one ever found.</summary>
[Trait("Tier", "Slow")]
public sealed class FuzzTests : IDisposable
{
    private const int Inputs = 2000;

    private readonly ScratchFolder scratch = new();

    public static TheoryData<string> Readers
    {
        get
        {
            using var folder = new ScratchFolder();
            return [.. All(folder).Select(target => target.Name)];
        }
    }

    public void Dispose() => scratch.Dispose();

    [Theory]
    [MemberData(nameof(Readers))]
    public void Valid_files_are_read(string reader) => Assert.Equal(0, new FuzzRun(Target(reader), null).Replay(Target(reader).Seeds).Refused);

    [Theory]
    [MemberData(nameof(Readers))]
    public void Damaged_files_are_read_or_refused_by_name(string reader)
    {
        var run = new FuzzRun(Target(reader), null).Run(Inputs, seed: 20);

        Assert.Empty(run.Failures);
        Assert.Equal(Inputs, run.Inputs);
        Assert.All([run.Read, run.Refused], count => Assert.InRange(count, Inputs / 100, Inputs));
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void Files_that_once_failed_do_so_no_more(string reader)
    {
        var corpus = Path.Combine(AppContext.BaseDirectory, "Corpus", reader);
        var files = Directory.Exists(corpus) ? Directory.GetFiles(corpus) : [];

        Assert.Empty(new FuzzRun(Target(reader), null).Replay(files.Select(File.ReadAllBytes)).Failures);
    }

    [Fact]
    public void Other_exceptions_are_failures_and_kept()
    {
        var target = new FuzzTarget("broken", [[1, 2, 3]], _ => throw new InvalidDataException("not named"));
        var run = new FuzzRun(target, scratch.Path).Run(3, seed: 1);

        Assert.Equal(3, run.Failures.Count);
        Assert.Contains("not named", run.Failures[0], StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(scratch.Path, "broken")));
    }

    [Fact]
    public void Memory_is_limited()
    {
        var target = new FuzzTarget("greedy", [[1]], _ => GC.KeepAlive(new byte[2 << 20])) { AllocationLimit = 1 << 20 };
        Assert.Contains("allocates", Assert.Single(new FuzzRun(target, null).Run(1, seed: 1).Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void Time_is_limited()
    {
        using var never = new ManualResetEventSlim();
        var target = new FuzzTarget("slow", [[1]], _ => never.Wait(TimeSpan.FromSeconds(5)));
        Assert.Contains("hangs", Assert.Single(new FuzzRun(target, null) { HangLimit = TimeSpan.FromMilliseconds(10) }.Run(1, seed: 1).Failures), StringComparison.Ordinal);
        never.Set();
    }

    private static IEnumerable<FuzzTarget> All(ScratchFolder folder) => [.. SampleTargets.All(folder), .. ModelTargets.All(folder)];

    private FuzzTarget Target(string reader) => All(scratch).Single(target => target.Name == reader);
}
