namespace ModelAssert.Fuzz;

/// <summary>A reader that is fed.</summary>
/// <param name="Name">Its name, which is that of its folder in the corpus.</param>
/// <param name="Seeds">Valid files, which are then damaged.</param>
/// <param name="Read">Reads a file; ends well, or by a <see cref="ModelAssertException"/>, or is wrong.</param>
/// <param name="Repair">Mends the checksums of a damaged file, without which a reader would look no further; done to every other input.</param>
internal sealed record FuzzTarget(string Name, IReadOnlyList<byte[]> Seeds, Action<byte[]> Read, Action<byte[]>? Repair = null)
{
    /// <summary>Makes a damaged file that still has the format's structure; every other input is such a one. Left out, all are damaged as bytes.</summary>
    public Func<Random, byte[]>? Structured { get; init; }

    /// <summary>What one input, of some kilobytes, may have allocated in bytes, all in all.</summary>
    /// <value>The default is 16 MiB, the size up to which readers look at no ratio.</value>
    public long AllocationLimit { get; init; } = 16L << 20;
}
