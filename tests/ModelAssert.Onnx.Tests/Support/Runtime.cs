using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using ModelAssert.Onnx.Format;

namespace ModelAssert.Onnx.Tests.Support;

/// <summary>ONNX Runtime as the oracle.</summary>
internal static class Runtime
{
    /// <summary>Runs a model of one input <c>x</c> and one output <c>y</c>, both float32.</summary>
    public static (float[] Values, long[] Shape) Run(ModelProto model, float[] input, long[] shape)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        using var session = new InferenceSession(model.ToByteArray(), options);
        using var value = OrtValue.CreateTensorValueFromMemory(input, shape);
        using var run = new RunOptions();
        using var outputs = session.Run(run, ["x"], [value], ["y"]);
        return (outputs[0].GetTensorDataAsSpan<float>().ToArray(), outputs[0].GetTensorTypeAndShape().Shape);
    }
}
