using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ModelAssert.Engine.Native;

/// <summary>
/// Which of its kernels libtorch uses for convolutions.
/// <list type="bullet">
/// <item>NNPACK gets those of 1 × 1 and few images. On a processor that it does not know, as in many a virtual machine, it says so on the error stream, at each of them: a thousand lines for a scan. On others the last
/// digits are others. So it is off.</item>
/// <item>oneDNN, the fastest, writes code for the processor that it finds, and on some it is wrong: on a virtual machine of an AMD EPYC (family 26), gradients by images of convolutions to 8 or 24 channels are off by half
/// of their size, with AVX2 outputs of 12 to 24 channels. A search for triggers is led astray by that, so a few convolutions are held against the same in float64, which oneDNN has nothing to do with, and where one
/// differs oneDNN is off: slower, and right.</item>
/// </list>
/// </summary>
internal static class ConvolutionKernels
{
    // As the compilers of Linux and macOS call at::globalContext() and members of at::Context; TorchSharp has no names for them. On Windows they are called otherwise, and there is no NNPACK.
    private const string GlobalContext = "_ZN2at13globalContextEv";
    private const string SetNnpack = "_ZN2at7Context20setUserEnabledNNPACKEb";
    private const string SetOneDnn = "_ZN2at7Context20setUserEnabledMkldnnEb";

    /// <summary>What is wrong is off by a tenth and more, and rounding by a millionth.</summary>
    private const double LargestDifference = 1e-4;

    private const int Side = 12;

    /// <summary>Channels in and out, the side of the kernel, and groups: plain ones, and those whose last vector is not full.</summary>
    private static readonly (int From, int To, int Kernel, int Groups)[] Probes =
        [(1, 8, 5, 1), (8, 16, 5, 1), (12, 24, 3, 1), (3, 16, 7, 1), (16, 32, 3, 1), (64, 24, 1, 1), (24, 24, 3, 24)];

    private delegate nint GetContext();

    private delegate void SetFlag(nint context, [MarshalAs(UnmanagedType.U1)] bool isEnabled);

    /// <summary>Switches NNPACK off for the process.</summary>
    /// <param name="torchCpu">The library, <c>libtorch_cpu</c>.</param>
    public static void DoWithoutNnpack(nint torchCpu) => SwitchOff(torchCpu, SetNnpack);

    /// <summary>Switches oneDNN off for the process, if it is wrong.</summary>
    /// <param name="torchCpu">The library, <c>libtorch_cpu</c>.</param>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0002</c>: libtorch computes something else than convolutions, with oneDNN or without.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void RequireRight(nint torchCpu)
    {
        if (AreRight())
            return;
        SwitchOff(torchCpu, SetOneDnn);
        if (!AreRight())
            throw NativeErrors.WrongKernels();
    }

    /// <summary>Whether convolutions and their gradients are what they are in float64.</summary>
    internal static bool AreRight()
    {
        using var scope = NewDisposeScope();
        using var withGradients = enable_grad();
        return Array.TrueForAll(Probes, probe =>
        {
            // Irrational steps: no two values are alike.
            var image = Values(2, probe.From, Side, Side);
            var weight = Values(probe.To, probe.From / probe.Groups, probe.Kernel, probe.Kernel);
            var (output, gradient) = Run(image, weight, probe.Kernel / 2, probe.Groups);
            var (exactOutput, exactGradient) = Run(image.to(float64), weight.to(float64), probe.Kernel / 2, probe.Groups);
            return AreAlike(output, exactOutput) && AreAlike(gradient, exactGradient);
        });
    }

    private static (Tensor Output, Tensor Gradient) Run(Tensor image, Tensor weight, int padding, int groups)
    {
        var input = image.detach().requires_grad_();
        var output = nn.functional.conv2d(input, weight, padding: [padding, padding], groups: groups);
        return (output.detach(), Gradients.Of((output * output.detach()).sum(), [input])[0]);
    }

    private static Tensor Values(params long[] shape)
    {
        var places = SafeArithmetic.Sequence(1, shape.Aggregate((product, size) => product * size), ScalarType.Float64);
        return ((places * LastingScalar.Of(0.6180339887498949)).remainder(LastingScalar.Of(1)) - LastingScalar.Of(0.5)).to(float32).reshape(shape);
    }

    private static bool AreAlike(Tensor values, Tensor exact) =>
        (values.to(float64) - exact).abs().max().item<double>() <= LargestDifference * exact.abs().max().item<double>();

    private static void SwitchOff(nint torchCpu, string setFlag)
    {
        if (NativeLibrary.TryGetExport(torchCpu, GlobalContext, out var getContext) && NativeLibrary.TryGetExport(torchCpu, setFlag, out var set))
            Marshal.GetDelegateForFunctionPointer<SetFlag>(set)(Marshal.GetDelegateForFunctionPointer<GetContext>(getContext)(), false);
    }
}
