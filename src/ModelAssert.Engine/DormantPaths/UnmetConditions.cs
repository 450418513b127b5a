using ModelAssert.Engine.Classifiers;
using TorchSharp;

namespace ModelAssert.Engine.DormantPaths;

/// <summary>
/// Conditions that no image was found for: gradients do not lead to what a hash of pixels asks for. Two questions are left. May any image between black and white meet one? Interval arithmetic says no, or nothing.
/// And what if it were met? It is switched by force.
/// </summary>
/// <param name="network">The network behind its preprocessing.</param>
/// <param name="gates">Its gates.</param>
/// <param name="images">Clean images, raw pixels in [0, 1], <c>[N, C, H, W]</c>.</param>
/// <param name="leastChanged">The share of answers that a condition must change to decide.</param>
internal sealed class UnmetConditions(RawImageClassifier network, GatedNetwork gates, torch.Tensor images, double leastChanged)
{
    /// <summary>A share needs no more.</summary>
    private const int MostImages = 64;

    /// <summary>More halves than these of a layer decide only together, and no condition alone.</summary>
    private const int MostHalves = 64;

    private readonly torch.Tensor few = images.narrow(0, 0, Math.Min(MostImages, images.shape[0]));
    private int[]? usual;
    private IReadOnlyList<bool[]>? canBeSwitched;

    /// <summary>How many images have passed through the network.</summary>
    public long ForwardPasses { get; private set; }

    /// <summary>Whether one of these conditions, for all that is known, may be met, and decides if it is.</summary>
    /// <param name="layer">Their layer.</param>
    /// <param name="units">Their places in it.</param>
    public bool Decide(int layer, IReadOnlyList<int> units)
    {
        if (units.Count == 0)
            return false;
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        canBeSwitched ??= CanBeSwitched();
        var input = network.Preprocess(few);
        // All at once, then by halves: one condition that decides is a backdoor's, while many together are the shape of a picture, or units of a layer that is dead in part.
        var open = new Stack<int[]>([[.. units.Where(unit => canBeSwitched[layer][unit])]]);
        for (var i = 0; i < MostHalves && open.TryPop(out var some); i++)
        {
            if (some.Length == 0 || !AllDecide(layer, some, input))
                continue;
            if (some.Length == 1)
                return true;
            open.Push(some[(some.Length / 2)..]);
            open.Push(some[..(some.Length / 2)]);
        }

        return false;
    }

    private IReadOnlyList<bool[]> CanBeSwitched()
    {
        var one = images.narrow(0, 0, 1);
        var (black, white) = (network.Preprocess(torch.zeros_like(one)), network.Preprocess(torch.ones_like(one)));
        return gates.CanBeSwitched(torch.minimum(black, white), torch.maximum(black, white));
    }

    private int[] Usual()
    {
        ForwardPasses += few.shape[0];
        return network.Predict(few);
    }

    private bool AllDecide(int layer, int[] units, torch.Tensor input)
    {
        using var scope = torch.NewDisposeScope();
        ForwardPasses += input.shape[0];
        usual ??= Usual();
        var switched = gates.LogitsSwitched(layer, units, input).argmax(1).data<long>().ToArray();
        return switched.Zip(usual).Average(labels => labels.First == labels.Second ? 0.0 : 1) >= leastChanged;
    }
}
