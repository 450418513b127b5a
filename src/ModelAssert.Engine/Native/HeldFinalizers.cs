using System.Runtime.CompilerServices;

namespace ModelAssert.Engine.Native;

/// <summary>
/// Runs code that is not ours while nothing is finalized in this process. A module that computes <c>x + y</c> has TorchSharp make a number on the way, which nothing refers to while libtorch reads it
/// (<see cref="LastingScalar"/>): if the garbage collector finds it then, its finalizer frees what libtorch is reading. So finalizers wait while such code runs, and get their turn about once a second,
/// when none does.
/// </summary>
internal static class HeldFinalizers
{
    /// <summary>Garbage waits no longer.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    /// <summary>Whoever has not come back by then has ended, and finalizers go on without being told.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Read while code runs, written while finalizers do.</summary>
    private static readonly ReaderWriterLockSlim Running = new(LockRecursionPolicy.SupportsRecursion);

    private static volatile Hold? current;

    /// <summary>Runs code; several threads may at once.</summary>
    /// <typeparam name="TArgument">What it takes.</typeparam>
    /// <typeparam name="TResult">What it gives.</typeparam>
    /// <param name="code">The code.</param>
    /// <param name="argument">What it is run with.</param>
    /// <returns>What it gave.</returns>
    public static TResult Run<TArgument, TResult>(Func<TArgument, TResult> code, TArgument argument)
    {
        var isWithin = Running.IsReadLockHeld;
        Running.EnterReadLock();
        while (!isWithin && current is not { IsDue: false })
        {
            Running.ExitReadLock();
            GiveTurn();
            Running.EnterReadLock();
        }

        try
        {
            return code(argument);
        }
        finally
        {
            Running.ExitReadLock();
        }
    }

    /// <summary>Waits until no code runs, lets the finalizers do what there is to do, and stops them again.</summary>
    private static void GiveTurn()
    {
        Running.EnterWriteLock();
        try
        {
            if (current is { IsDue: false })
                return;
            current?.End();
            GC.WaitForPendingFinalizers();
            current = Hold.Begin();
        }
        finally
        {
            Running.ExitWriteLock();
        }
    }

    /// <summary>Keeps the one thread that runs finalizers, from the time that it is handed this object.</summary>
    private sealed class Hold
    {
        private readonly long begun = Environment.TickCount64;
        private readonly TaskCompletionSource holds = new();
        private readonly TaskCompletionSource ended = new();

        public bool IsDue => ended.Task.IsCompleted || Environment.TickCount64 - begun > Turn.TotalMilliseconds;

        public static Hold Begin()
        {
            var hold = new Hold();
            Drop(hold);
            // What was just dropped is of the youngest generation, and found at once.
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
            // A finalizer of somebody else that never ends keeps all others waiting for good.
            hold.holds.Task.Wait(Patience);
            return hold;
        }

        public void End() => ended.TrySetResult();

        /// <summary>In a frame of its own, so that nothing refers to the object any more.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private static void Drop(Hold hold) => _ = new Finalized(hold);

        private void Keep()
        {
            holds.TrySetResult();
            if (ended.Task.Wait(Patience))
                return;
            // Code that takes longer than that may still run.
            while (!Running.TryEnterWriteLock(Turn))
            {
                if (ended.Task.IsCompleted)
                    return;
            }

            ended.TrySetResult();
            Running.ExitWriteLock();
        }

        private sealed class Finalized(Hold hold)
        {
            ~Finalized() => hold.Keep();
        }
    }
}
