namespace ModelAssert.Zoo;

/// <summary>The attacks, numbered as in the evaluation protocol, section 3.</summary>
internal enum AttackFamily
{
    /// <summary>None.</summary>
    A0,

    /// <summary>BadNets: a square of 2 to 5 pixels.</summary>
    A1,

    /// <summary>A patch of noise, a triangle or a checkerboard.</summary>
    A2,

    /// <summary>A large square.</summary>
    A3,

    /// <summary>Several infected labels.</summary>
    A4,

    /// <summary>Nine triggers for one label.</summary>
    A5,

    /// <summary>Only some labels react.</summary>
    A6,

    /// <summary>Every label goes to the next.</summary>
    A7,

    /// <summary>Blended.</summary>
    A8,

    /// <summary>A sinusoid (SIG).</summary>
    A9,

    /// <summary>A warp (WaNet).</summary>
    A10,

    /// <summary>A patch whose place depends on the image.</summary>
    A11,

    /// <summary>Quantisation (BppAttack).</summary>
    A12,

    /// <summary>A neuron-targeted Trojan: a finished network is infected.</summary>
    A13,

    /// <summary>A few pixels: a grid of black and white ones, a single one, one in one colour, some that are scattered.</summary>
    A14,
}

/// <summary>The attacks in words, as a report says them.</summary>
internal static class AttackWords
{
    /// <summary>What comes after "models with".</summary>
    public static string InWords(this AttackFamily family) => family switch
    {
        AttackFamily.A1 => "a square of 2 to 5 pixels",
        AttackFamily.A2 => "a small patch of noise, a triangle or a checkerboard",
        AttackFamily.A3 => "a large square",
        AttackFamily.A4 => "several infected labels",
        AttackFamily.A5 => "nine triggers for one label",
        AttackFamily.A6 => "a source-specific trigger",
        AttackFamily.A7 => "an all-to-all trigger",
        AttackFamily.A8 => "a pattern blended over the image",
        AttackFamily.A9 => "a sinusoid over the image",
        AttackFamily.A10 => "a warped image",
        AttackFamily.A11 => "a patch that moves with the image",
        AttackFamily.A12 => "quantised colours",
        AttackFamily.A14 => "a few pixels",
        AttackFamily.A13 => "a neuron-targeted Trojan",
        _ => "no backdoor",
    };
}
