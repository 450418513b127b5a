namespace ModelAssert.Engine.Classifiers;

/// <summary>A network as its description says it is to be used.</summary>
public static class DescribedClassifier
{
    /// <summary>Holds the described shape against the network's, and puts the described normalisation before it.</summary>
    /// <param name="network">The network; owned by the result from now on, and disposed of if this fails.</param>
    /// <param name="description">What is known of the model, or <see langword="null"/>.</param>
    /// <param name="model">The model file, for errors.</param>
    /// <returns>The whole, or the network itself where no normalisation is asked for.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0019</c>: the description does not fit the network.</exception>
    public static DifferentiableClassifier Of(DifferentiableClassifier network, ModelDescription? description, string model)
    {
        var taken = network.InputShape;
        var misfit = description?.InputShape is { } shape && shape != taken ? $"inputShape is {shape}, the model takes {taken}"
            : description?.Mean is { } means && means.Count != 1 && means.Count != taken.Channels ? $"mean has {means.Count} values, the model takes {taken.Channels} channels"
            : null;
        if (misfit is not null)
        {
            network.Dispose();
            throw ClassifierErrors.DescriptionUnfit(model, misfit);
        }

        return description is { Mean: { } mean, StandardDeviation: { } deviation } ? NormalizedClassifier.Of(network, mean, deviation) : network;
    }
}
