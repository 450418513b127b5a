using TorchSharp;

namespace ModelAssert.Engine.Native;

/// <summary>What networks are computed on. A machine has it, not a project, so an environment variable says it for all fronts.</summary>
internal static class Accelerator
{
    /// <summary>Names the device where a request leaves it open.</summary>
    public const string Variable = "MODELASSERT_DEVICE";

    /// <summary>The device of a request. libtorch must have been loaded.</summary>
    /// <param name="asked">What the request says, or <see langword="null"/>.</param>
    /// <returns>The device, which is there.</returns>
    /// <exception cref="ModelAssertException">
    /// <c>MODELASSERT0005</c>: libtorch sees no such device; <c>MODELASSERT0040</c>: the variable names none that could be.
    /// </exception>
    public static torch.Device Find(ScanDevice? asked)
    {
        if ((asked ?? FromEnvironment()) == ScanDevice.Cpu)
            return torch.CPU;

        return torch.cuda_is_available() ? torch.CUDA : throw new ModelAssertException(
            DiagnosticIds.DeviceMissing, null, "libtorch sees no CUDA device.",
            $"Install the NVIDIA driver and set {LibTorchLocator.Variable} to a libtorch built for CUDA, or scan on the processor (--device cpu, {Variable}=cpu).");
    }

    private static ScanDevice FromEnvironment() => Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" => ScanDevice.Cpu,
        var name => ScanDeviceNames.Find(name) ?? throw Errors.OptionOutOfRange(Variable, name, ScanDeviceNames.Legal),
    };
}
