using ModelAssert.Engine.Native;
using ModelAssert.Onnx.Tests.Support;

[assembly: AssemblyFixture(typeof(LibTorch))]

namespace ModelAssert.Onnx.Tests.Support;

/// <summary>Loads libtorch before the first test: a torch type that is touched earlier stays broken.</summary>
public sealed class LibTorch
{
    public LibTorch() => NativeLibraries.Load();
}
