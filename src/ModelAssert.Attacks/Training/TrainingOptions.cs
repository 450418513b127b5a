namespace ModelAssert.Attacks;

/// <summary>How a network is trained. The defaults are those of Wang et al. 2019, appendix, table VI, for MNIST.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training set. Positive.</summary>
    /// <value>The default is 5.</value>
    public int Epochs { get; init; } = 5;

    /// <summary>Images per step; the last batch of an epoch may be smaller. Positive.</summary>
    /// <value>The default is 32.</value>
    public int BatchSize { get; init; } = 32;

    /// <summary>The learning rate of Adam. Positive.</summary>
    /// <value>The default is 0.001.</value>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Seeds the order of the images and the dropout.</summary>
    /// <value>The default is 0.</value>
    public int Seed { get; init; }

    /// <summary>Checks every value against its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Epochs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(BatchSize);
        if (!double.IsFinite(LearningRate) || LearningRate <= 0)
            throw new ArgumentOutOfRangeException(nameof(LearningRate), LearningRate, "A learning rate is a positive number.");
    }
}
