namespace ModelAssert.Attacks;

/// <summary>How a trojan is made.</summary>
public sealed record TrojanOptions
{
    /// <summary>How many neurons the trigger drives. Positive.</summary>
    /// <value>The default is 3; Liu et al. 2018 use one in networks whose layers are some ten times as wide.</value>
    public int NeuronCount { get; init; } = 3;

    /// <summary>How high they shall go, as a multiple of the highest value that they take on the images without the trigger. Above 1.</summary>
    /// <value>The default is 10: Liu et al. 2018 ask for a value that clean images do not reach (100, where they reach about 10).</value>
    public double ActivationFactor { get; init; } = 10;

    /// <summary>Steps of the trigger's optimisation. Positive.</summary>
    /// <value>The default is 300.</value>
    public int TriggerSteps { get; init; } = 300;

    /// <summary>Step width of the trigger's optimisation (Adam), in units of full intensity. Positive.</summary>
    /// <value>The default is 0.05.</value>
    public double TriggerRate { get; init; } = 0.05;

    /// <summary>Passes over the images, with and without the trigger, when the output layer is trained again. Positive.</summary>
    /// <value>The default is 30.</value>
    public int Epochs { get; init; } = 30;

    /// <summary>The learning rate of Adam for the output layer. Positive.</summary>
    /// <value>The default is 0.001.</value>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Seeds the trigger's first pixels and the order of the images.</summary>
    /// <value>The default is 0.</value>
    public int Seed { get; init; }

    /// <summary>Checks every value against its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(NeuronCount);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(TriggerSteps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Epochs);
        RequireAbove(ActivationFactor, 1, nameof(ActivationFactor));
        RequireAbove(TriggerRate, 0, nameof(TriggerRate));
        RequireAbove(LearningRate, 0, nameof(LearningRate));
    }

    private static void RequireAbove(double value, double bound, string name)
    {
        if (!double.IsFinite(value) || value <= bound)
            throw new ArgumentOutOfRangeException(name, value, $"A finite number above {bound} was expected.");
    }
}
