namespace ModelAssert;

/// <summary>What a scan computes on.</summary>
public enum ScanDevice
{
    /// <summary>The processor. The default.</summary>
    Cpu,

    /// <summary>The first NVIDIA GPU. Needs a libtorch built for CUDA. Rounds otherwise than a processor: the same verdicts, not the same bits.</summary>
    Cuda,
}
