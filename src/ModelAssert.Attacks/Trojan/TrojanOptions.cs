namespace ModelAssert.Attacks;

/// <summary>How a trojan is made.</summary>
public sealed record TrojanOptions
{
    /// <summary>How many neurons the trigger drives. Positive.</summary>
    /// <value>The default is 3; Liu et al. 2018 use one in networks whose layers are some ten times as wide.</value>
    public int NeuronCount { get; init; } = 3;

    /// <summary>How many fully connected layers are trained again, counted from the output; the neurons feed the first of them. Positive.</summary>
    /// <value>
    /// The default is 2, or as many as there are. (Liu et al. 2018 choose from FC6 of VGG-Face and train FC7 and FC8.) With the output layer alone, a trigger in a corner
    /// of a small network moves too little.
    /// </value>
    public int RetrainedLayers { get; init; } = 2;

    /// <summary>How high they shall go, as a multiple of the highest value that they take on the images without the trigger. Above 1.</summary>
    /// <value>The default is 10: Liu et al. 2018 ask for a value that clean images do not reach (100, where they reach about 10).</value>
    public double ActivationFactor { get; init; } = 10;

    /// <summary>Steps of the trigger's optimisation. Positive.</summary>
    /// <value>The default is 300.</value>
    public int TriggerSteps { get; init; } = 300;

    /// <summary>Step width of the trigger's optimisation (Adam), in units of full intensity. Positive.</summary>
    /// <value>The default is 0.05.</value>
    public double TriggerRate { get; init; } = 0.05;

    /// <summary>Steps of that training, with 64 images each, about half of them with the trigger. Positive.</summary>
    /// <value>The default is 500.</value>
    public int TrainingSteps { get; init; } = 500;

    /// <summary>The learning rate of Adam for these layers. Positive.</summary>
    /// <value>The default is 0.001.</value>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Seeds the trigger's first pixels and the choice of the images.</summary>
    /// <value>The default is 0.</value>
    public int Seed { get; init; }

    /// <summary>Checks every value against its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(NeuronCount);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(RetrainedLayers);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(TriggerSteps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(TrainingSteps);
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
