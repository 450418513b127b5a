namespace ModelAssert.Engine.Classifiers;

/// <summary>A network that fits its description. The preprocessing that is described is no part of it: scans put it before the network, stated or found.</summary>
internal static class DescribedClassifier
{
    /// <summary>Holds the described shape, normalisation, order of channels and names of labels against the network's.</summary>
    /// <param name="network">The network; disposed of if this fails.</param>
    /// <param name="description">What is known of the model, or <see langword="null"/>.</param>
    /// <param name="model">The model file, for errors.</param>
    /// <returns>The network.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0019</c>: the description does not fit the network.</exception>
    public static DifferentiableClassifier Of(DifferentiableClassifier network, ModelDescription? description, string model)
    {
        var taken = network.InputShape;
        var misfit = description?.InputShape is { } shape && shape != taken ? $"inputShape is {shape}, the model takes {taken}"
            : description?.Mean is { } means && means.Count != 1 && means.Count != taken.Channels ? $"mean has {means.Count} values, the model takes {taken.Channels} channels"
            : description?.ChannelOrder == ChannelOrder.Bgr && taken.Channels != 3 ? $"channelOrder is bgr, the model takes {taken.Channels} channels"
            : description?.LabelNames is { } names && names.Count != network.LabelCount ? $"labelNames has {names.Count} names, the model has {network.LabelCount} labels"
            : null;
        if (misfit is not null)
        {
            network.Dispose();
            throw ClassifierErrors.DescriptionUnfit(model, misfit);
        }

        return network;
    }
}
