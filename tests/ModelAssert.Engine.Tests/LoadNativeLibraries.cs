using System.Runtime.CompilerServices;
using ModelAssert.Engine.Native;
using Xunit.Sdk;
using Xunit.v3;

// Some tests count the live tensors of the process.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace ModelAssert.Engine.Tests;

internal static class LoadNativeLibraries
{
    /// <summary>Before any test touches a TorchSharp type.</summary>
    [ModuleInitializer]
    internal static void Run() => NativeLibraries.Load();
}
