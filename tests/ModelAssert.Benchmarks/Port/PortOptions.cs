namespace ModelAssert.Benchmarks;

/// <summary>What a comparison with the port is asked.</summary>
/// <param name="Model">The ONNX file of a network of the paper.</param>
/// <param name="Samples">The clean samples.</param>
/// <param name="Labels">The labels that the port reverses; <see langword="null"/> for all. The engine always scans all.</param>
/// <param name="Threads">libtorch's threads while the port runs.</param>
/// <param name="Seed">Seeds both.</param>
internal sealed record PortOptions(string Model, string Samples, IReadOnlyList<int>? Labels, int Threads, int Seed);
