namespace ModelAssert;

/// <summary>
/// What a reversed trigger does to the neurons that it drives most, in the layer that the output layer reads: in backdoored networks the top 1 % carry the backdoor, and are three to
/// seven times as active as on clean images (Wang et al. 2019, section VI-A and table III). Serialised into <c>report.json</c>.
/// </summary>
/// <param name="Layer">What the file calls the layer.</param>
/// <param name="Neurons">How many neurons it has.</param>
/// <param name="Top">How many of them are looked at: 1 %, at least one.</param>
/// <param name="Clean">Their mean activation on held-out samples of other labels, in the network's own units.</param>
/// <param name="Stamped">The same with the trigger stamped on the samples.</param>
internal sealed record NeuronActivation(string Layer, int Neurons, int Top, double Clean, double Stamped);
