namespace ModelAssert;

/// <summary>What a model's one value per label means.</summary>
public enum OutputKind
{
    /// <summary>Scores before any softmax.</summary>
    Logits,

    /// <summary>Probabilities, which are positive and add up to 1. A scan undoes the softmax: a confident model's probabilities have no gradients left.</summary>
    Probabilities,
}
