namespace ModelAssert;

/// <summary>What a scan computes on.</summary>
internal enum ScanDevice
{
    /// <summary>The processor. The default.</summary>
    Cpu,

    /// <summary>The first NVIDIA GPU. Needs a libtorch built for CUDA. Rounds otherwise than a processor: the same verdicts, not the same bits.</summary>
    Cuda,
}

/// <summary>Devices as people write them.</summary>
internal static class ScanDeviceNames
{
    /// <summary>All of them, for messages.</summary>
    public const string Legal = "'cpu' or 'cuda'";

    /// <summary>The device of a name. Only a name is one: <c>1</c> is not the second device.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <returns>The device, or <see langword="null"/> if it is none of them.</returns>
    public static ScanDevice? Find(string name) =>
        name.Equals("cpu", StringComparison.OrdinalIgnoreCase) ? ScanDevice.Cpu : name.Equals("cuda", StringComparison.OrdinalIgnoreCase) ? ScanDevice.Cuda : null;
}
