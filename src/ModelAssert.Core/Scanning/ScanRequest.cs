namespace ModelAssert;

/// <summary>One model to scan.</summary>
/// <param name="ModelPath">The model file.</param>
/// <param name="SamplesPath">Clean, correctly labelled samples: an <c>.npz</c> file, an MNIST IDX file or its folder, or a folder of pictures with one sub-folder per label.</param>
/// <param name="OutputFolder">Where the artifacts go. Made if it does not exist.</param>
/// <param name="Options">What is asked.</param>
/// <param name="CachePath">The folder of the cache, made when something is stored, or <see langword="null"/> to neither read nor write one.</param>
public sealed record ScanRequest(string ModelPath, string SamplesPath, string OutputFolder, ScanOptions Options, string? CachePath = null);
