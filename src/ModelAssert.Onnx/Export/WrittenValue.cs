namespace ModelAssert.Onnx.Export;

/// <summary>A value of a graph that is being written.</summary>
/// <param name="Name">What nodes call it.</param>
/// <param name="Shape">Its shape, without the batch.</param>
internal readonly record struct WrittenValue(string Name, long[] Shape);
