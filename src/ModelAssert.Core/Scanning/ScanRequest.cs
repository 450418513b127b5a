namespace ModelAssert;

/// <summary>One model to scan.</summary>
/// <param name="ModelPath">The model file.</param>
/// <param name="SamplesPath">Clean, correctly labelled samples: an <c>.npz</c> or <c>.safetensors</c> file, MNIST IDX files, CIFAR batches, a folder of pictures, or a zip of any of these.</param>
/// <param name="OutputFolder">Where the artifacts go. Made if it does not exist.</param>
/// <param name="Options">What is asked.</param>
/// <param name="CachePath">The folder of the cache, made when something is stored, or <see langword="null"/> to neither read nor write one.</param>
internal sealed record ScanRequest(string ModelPath, string SamplesPath, string OutputFolder, ScanOptions Options, string? CachePath = null)
{
    /// <summary>How many labels are worked on at once, or <see langword="null"/> for as many as there are processors. Changes no number of the report but its timing.</summary>
    public int? Threads { get; init; }

    /// <summary>What the network is computed on; <see langword="null"/> for what the environment variable <c>MODELASSERT_DEVICE</c> says, or the processor.</summary>
    public ScanDevice? Device { get; init; }
}
