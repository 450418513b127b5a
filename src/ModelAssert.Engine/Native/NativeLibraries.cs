using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace ModelAssert.Engine.Native;

/// <summary>
/// Loads libtorch from where it lies. Must run before the first use of a TorchSharp type: the type initialiser of <c>torch</c> that fails once
/// stays broken for the life of the process.
/// </summary>
public static class NativeLibraries
{
    /// <summary>The runtime configuration entry (<see cref="AppContext"/>) in which a build or a front hands over the path of the libtorch package it restored.</summary>
    public const string LibTorchEntry = "ModelAssert.LibTorch";

    private static readonly Lock Gate = new();
    private static bool loaded;

    /// <summary>Finds and loads libtorch and TorchSharp's own native library, once per process.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0001</c>: no libtorch was found; <c>MODELASSERT0002</c>: it does not load.</exception>
    public static void Load()
    {
        lock (Gate)
        {
            if (loaded)
                return;

            NativeEnvironment.Prepare();
            NativeHeap.KeepFreedMemory();
            var libTorch = LibTorchLocator.Find();
            var torchCpu = LoadAll(libTorch);
            UseOneThreadPerWorker();
            ConvolutionKernels.DoWithoutNnpack(torchCpu);
            ConvolutionKernels.RequireRight(torchCpu);
            loaded = true;
        }
    }

    /// <summary>By full path, in the order of their dependencies: later loads are matched by name, so nothing needs to be copied beside the program.</summary>
    /// <returns>The library of the processor's kernels.</returns>
    private static nint LoadAll(string libTorch)
    {
        var torchCpu = nint.Zero;
        try
        {
            foreach (var name in LibTorchFiles.InLoadOrder)
            {
                var path = Path.Combine(libTorch, name);
                if (!File.Exists(path))
                    continue;
                var library = NativeLibrary.Load(path);
                if (name == LibTorchFiles.Main)
                    torchCpu = library;
            }

            LoadTorchSharp(LibTorchLocator.FindTorchSharp(libTorch));
            return torchCpu;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw NativeErrors.Unloadable(libTorch, e);
        }
    }

    private static void LoadTorchSharp(string path)
    {
        if (NativeLibrary.TryLoad(path, out _))
            return;

        // Only what is known to be harmless is worked around; anything else is reported as the loader said it.
        NativeLibrary.Load(OlderCppRuntime.TryAdapt(path, out var adapted) ? adapted : path);
    }

    /// <summary>Labels are scanned side by side, one thread each; threads inside an operator only get in each other's way.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UseOneThreadPerWorker() => torch.set_num_threads(1);
}
