using Microsoft.ML.OnnxRuntime;
using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Import;
using TorchSharp;
using static ModelAssert.Onnx.Format.TensorProto.Types;

namespace ModelAssert.Onnx.Parity;

/// <summary>The same model in ONNX Runtime, on the processor, with one thread, from the same bytes.</summary>
internal sealed class RuntimeSession : IDisposable
{
    private readonly ImportedNetwork network;
    private readonly InferenceSession session;

    /// <summary>Loads the model into ONNX Runtime.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0017</c>: it refuses the model.</exception>
    public RuntimeSession(ImportedNetwork network)
        : this(network, network.File.Bytes)
    {
    }

    /// <summary>Loads another file of the model, with the same input, into ONNX Runtime.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0017</c>: it refuses the file.</exception>
    public RuntimeSession(ImportedNetwork network, byte[] bytes)
    {
        this.network = network;
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        // Fused, quantised models compute in integers of their own and differ by a step here and there; as written, they do not. But on processors without VNNI the products of bytes with signed
        // bytes are summed in 16 bits and cut off there, as nobody wrote: one of the optimisations takes unsigned bytes instead, if it is asked for.
        if (network.IsQuantized)
        {
            options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED;
            options.AddSessionConfigEntry("session.x64quantprecision", "1");
            options.AddSessionConfigEntry("optimization.disable_specified_optimizers", "QDQSelectorActionTransformer;QDQPropagationTransformer;QDQS8ToU8Transformer");
        }

        session = Guard(() => new InferenceSession(bytes, options));
    }

    /// <summary>Runs the model.</summary>
    /// <param name="images"><c>[N, C, H, W]</c>, float32.</param>
    /// <returns>Its output, <c>N * labels</c> values, image by image.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0017</c>: it does not run.</exception>
    public float[] Run(torch.Tensor images) => Run(images, network.OutputName);

    /// <summary>Runs the model for one of its outputs.</summary>
    /// <param name="images"><c>[N, C, H, W]</c>, float32.</param>
    /// <param name="output">The output's name; floating point.</param>
    /// <returns>Its values, image by image.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0017</c>: it does not run.</exception>
    public float[] Run(torch.Tensor images, string output) => [.. InBatches(images, [output], outputs => ToFloats(outputs[0])).SelectMany(values => values)];

    /// <summary>Runs the model for some of its outputs.</summary>
    /// <param name="images"><c>[N, C, H, W]</c>, float32.</param>
    /// <param name="outputs">Their names.</param>
    /// <returns>The bytes of each, image by image.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0017</c>: it does not run.</exception>
    public byte[][] RunRaw(torch.Tensor images, string[] outputs)
    {
        var batches = InBatches(images, outputs, values => values.Select(value => value.GetTensorMutableRawData().ToArray()).ToArray());
        return [.. outputs.Index().Select(output => batches.SelectMany(batch => batch[output.Index]).ToArray())];
    }

    /// <inheritdoc />
    public void Dispose() => session.Dispose();

    private List<T> InBatches<T>(torch.Tensor images, string[] outputs, Func<IReadOnlyList<OrtValue>, T> read)
    {
        using var scope = torch.NewDisposeScope();
        var input = network.Input.InGraphLayout(images.detach());
        return network.Input.IsForOneImage || !network.TakesBatches
            ? [.. Enumerable.Range(0, (int)images.shape[0]).Select(i => RunBatch(input.narrow(0, i, 1), outputs, read))]
            : [RunBatch(input, outputs, read)];
    }

    private T RunBatch<T>(torch.Tensor input, string[] wanted, Func<IReadOnlyList<OrtValue>, T> read) => Guard(() =>
    {
        using var value = ToValue(input.contiguous());
        using var options = new RunOptions();
        using var outputs = session.Run(options, [network.Input.Name], [value], wanted);
        return read(outputs);
    });

    private OrtValue ToValue(torch.Tensor input)
    {
        var floats = input.data<float>().ToArray();
        return network.Input.Precision switch
        {
            DataType.Float16 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(floats, f => (Float16)f), input.shape),
            DataType.Double => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(floats, f => (double)f), input.shape),
            _ => OrtValue.CreateTensorValueFromMemory(floats, input.shape),
        };
    }

    private static float[] ToFloats(OrtValue value) => value.GetTensorTypeAndShape().ElementDataType switch
    {
        Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float16 => Array.ConvertAll(value.GetTensorDataAsSpan<Float16>().ToArray(), f => (float)f),
        Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Double => Array.ConvertAll(value.GetTensorDataAsSpan<double>().ToArray(), d => (float)d),
        _ => value.GetTensorDataAsSpan<float>().ToArray(),
    };

    private T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (OnnxRuntimeException e)
        {
            throw OnnxErrors.RuntimeRefuses(network.File.Path, e);
        }
    }
}
