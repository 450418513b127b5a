using System.Runtime.InteropServices;

namespace ModelAssert.Engine.Native;

/// <summary>
/// Has the C library keep what libtorch frees. Every mini-batch asks for the same memory as the one before it; by default glibc gives it back to the
/// system in between, which then has to find and clear each page again: a quarter of the time of a mini-batch.
/// </summary>
internal static partial class NativeHeap
{
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MapThreshold = -3;

    /// <summary>As much as one thread's heap is left with: many times what mini-batches of small images need, and little beside the libraries.</summary>
    private const int Kept = 256 << 20;

    /// <summary>The size of the pieces that the heap of a thread consists of; padded by as much, a piece that is empty stays.</summary>
    private const int Piece = 64 << 20;

    /// <summary>Tensors below this size come from the heap, where they are kept; the most that glibc allows.</summary>
    private const int Large = 32 << 20;

    /// <summary>Sets it for the process, where the C library is glibc; others have no such options and need none of it.</summary>
    public static void KeepFreedMemory()
    {
        if (!OperatingSystem.IsLinux())
            return;

        try
        {
            // 0 is a refusal: it is then as it was, and works.
            _ = SetOption(TrimThreshold, Kept);
            _ = SetOption(TopPad, Piece);
            _ = SetOption(MapThreshold, Large);
        }
        catch (EntryPointNotFoundException)
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
