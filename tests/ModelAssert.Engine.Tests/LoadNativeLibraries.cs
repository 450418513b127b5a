using System.Runtime.CompilerServices;
using ModelAssert.Engine.Native;

namespace ModelAssert.Engine.Tests;

internal static class LoadNativeLibraries
{
    /// <summary>Before any test touches a TorchSharp type.</summary>
    [ModuleInitializer]
    internal static void Run() => NativeLibraries.Load();
}
