namespace ModelAssert.Fuzz;

/// <summary>A reader that is fed.</summary>
/// <param name="Name">Its name, which is that of its folder in the corpus.</param>
/// <param name="Seeds">Valid files, which are then damaged.</param>
/// <param name="Read">Reads a file; ends well, or by a <see cref="ModelAssertException"/>, or is wrong.</param>
/// <param name="Repair">Mends the checksums of a damaged file, without which a reader would look no further; done to every other input.</param>
internal sealed record FuzzTarget(string Name, IReadOnlyList<byte[]> Seeds, Action<byte[]> Read, Action<byte[]>? Repair = null);
