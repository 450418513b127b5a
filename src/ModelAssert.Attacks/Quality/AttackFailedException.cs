namespace ModelAssert.Attacks;

/// <summary>An attack did not reach what was asked of it, so the network that came of it is not an infected one.</summary>
public sealed class AttackFailedException : Exception
{
    internal AttackFailedException(AttackQuality quality, string message)
        : base(message) => Quality = quality;

    /// <summary>What was measured.</summary>
    public AttackQuality Quality { get; }
}
