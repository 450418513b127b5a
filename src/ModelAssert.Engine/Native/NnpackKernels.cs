using System.Runtime.InteropServices;

namespace ModelAssert.Engine.Native;

/// <summary>
/// libtorch gives convolutions of 1 × 1 and few images to NNPACK. On a processor that NNPACK does not know, as in many a virtual machine, it says so on the error stream, at each of them: a thousand lines for a scan.
/// On those that it knows, the last digits are others. So it is switched off, where libtorch has it; the kernels that are left are everywhere the same.
/// </summary>
internal static class NnpackKernels
{
    // As the compilers of Linux and macOS call at::globalContext() and at::Context::setUserEnabledNNPACK(bool); TorchSharp has no name for them. Windows has no NNPACK.
    private const string GlobalContext = "_ZN2at13globalContextEv";
    private const string SetEnabled = "_ZN2at7Context20setUserEnabledNNPACKEb";

    private delegate nint GetContext();

    private delegate void SetFlag(nint context, [MarshalAs(UnmanagedType.U1)] bool isEnabled);

    /// <summary>Switches it off for the process.</summary>
    /// <param name="torchCpu">The library, <c>libtorch_cpu</c>.</param>
    public static void SwitchOff(nint torchCpu)
    {
        if (NativeLibrary.TryGetExport(torchCpu, GlobalContext, out var getContext) && NativeLibrary.TryGetExport(torchCpu, SetEnabled, out var setFlag))
            Marshal.GetDelegateForFunctionPointer<SetFlag>(setFlag)(Marshal.GetDelegateForFunctionPointer<GetContext>(getContext)(), false);
    }
}
