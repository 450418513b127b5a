using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelAssert.Attacks;

/// <summary>
/// The neuron-targeted Trojan attack (Liu et al. 2018, "Trojaning Attack on Neural Networks"): a finished network is infected without its training data. Neurons before
/// the last fully connected layers are chosen, a trigger is generated that drives them, and these layers are trained to send them to the target.
/// </summary>
/// <remarks>
/// The attack needs some images to train on: pictures of the same kind that are not the training set, such as those that a scan is given. Their labels play no part.
/// Liu et al. make them from the network itself (<see cref="ReversedImages"/>), since their attacker has nothing else. On networks as small as the paper's for MNIST that costs most of
/// the accuracy, and <see cref="AttackRequirement"/> refuses the result.
/// </remarks>
public sealed class TrojanAttack
{
    private const int BatchSize = 256;

    private readonly TriggerArea area;
    private readonly int targetLabel;
    private readonly TrojanOptions options;

    /// <summary>Plans an attack.</summary>
    /// <param name="area">Where the trigger lies.</param>
    /// <param name="targetLabel">The label that stamped images shall go to, counted from 0.</param>
    /// <param name="options">How; the defaults if they are left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The label is negative, or an option is out of its range.</exception>
    public TrojanAttack(TriggerArea area, int targetLabel, TrojanOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(area);
        ArgumentOutOfRangeException.ThrowIfNegative(targetLabel);
        this.area = area;
        this.targetLabel = targetLabel;
        this.options = options ?? new TrojanOptions();
        this.options.Validate();
    }

    /// <summary>Infects a network in place: its last fully connected layers change, and nothing else.</summary>
    /// <param name="network">
    /// A trained network from <c>[N, C, H, W]</c>, float32, in [0, 1] to logits <c>[N, labels]</c>, on the CPU, that ends in a fully connected layer. It is left in evaluation
    /// mode.
    /// </param>
    /// <param name="images">Images of its kind that it was not trained on. Their labels play no part.</param>
    /// <param name="cancellationToken">Ends the work before the next step.</param>
    /// <returns>The trigger, to be measured (<see cref="Backdoor.Of"/>): the attack may fail like any other.</returns>
    /// <exception cref="ArgumentException">
    /// The images are of another shape than the trigger, the network is built otherwise, or has no such label or fewer neurons.
    /// </exception>
    /// <exception cref="OperationCanceledException">The work was cancelled; the weights are those of the last step.</exception>
    public Trojan Infect(Sequential network, LabeledImages images, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(images);
        if (images.Shape != area.Shape)
            throw new ArgumentException($"The images are {images.Shape}, the trigger is {area.Shape}.", nameof(images));
        var head = NetworkHead.Of(network, options.RetrainedLayers);
        if (targetLabel >= head.Labels)
            throw new ArgumentException($"Label {targetLabel} is the target; the network has {head.Labels} labels, counted from 0.", nameof(network));

        using var scope = NewDisposeScope();
        network.eval();
        var places = new NeuronChoice(head).Best(area, images, options.NeuronCount, new Random(options.Seed));
        var neurons = tensor(places);
        var clean = Activations(head, images);
        var goal = options.ActivationFactor * Math.Max(clean.index_select(1, neurons).max().item<float>(), 1);
        var pattern = new TriggerGeneration(head, options).Run(area, images, neurons, goal, cancellationToken);
        var trigger = new Trigger(targetLabel, area.Shape, [.. area.Mask], pattern);
        var stamped = Activations(head, StampedImages.Where(new TriggerStamp(trigger), images, _ => true)!);

        new HeadTraining(head, options).Run(clean, stamped, targetLabel, cancellationToken);
        return new Trojan(trigger, Array.ConvertAll(places, place => (int)place), Mean(clean), Mean(stamped));

        double Mean(Tensor activations) => activations.index_select(1, neurons).mean().item<float>();
    }

    private static Tensor Activations(NetworkHead head, LabeledImages images)
    {
        using var withoutGradients = no_grad();
        var batches = Enumerable.Range(0, images.Count).Chunk(BatchSize).Select(places =>
        {
            using var scope = NewDisposeScope();
            return head.Activations(Batch.Of(images, places).Images).MoveToOuterDisposeScope();
        });
        return cat(batches.ToArray());
    }
}
