using ModelAssert.Engine.Classifiers;
using ModelAssert.Onnx.Import;
using TorchSharp;

namespace ModelAssert.Onnx.Gates;

/// <summary>A step of a graph whose results are gates: activations, conditions and what computes with them, choices, rounding, signals.</summary>
/// <param name="Step">Its place in the graph.</param>
/// <param name="Layout">Which of its values are one gate.</param>
/// <param name="Kind">What it computes.</param>
internal sealed record GateStep(int Step, UnitLayout Layout, GateKind Kind)
{
    private static readonly HashSet<string> Conditions = ["Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "And", "Or", "Xor", "IsInf"];

    private static readonly HashSet<string> Choices = ["Min", "Max", "ArgMax", "ArgMin", "Floor", "Ceil", "Round", "Sign"];

    /// <summary>What makes one condition of several, once they are numbers.</summary>
    private static readonly HashSet<string> Reductions = ["ReduceMin", "ReduceMax", "ReduceProd"];

    /// <summary>What can grow by orders of magnitude.</summary>
    private static readonly HashSet<string> Powers = ["Exp", "Pow", "Div", "Reciprocal", "ReduceProd", "ReduceSumSquare", "Sinh", "Cosh"];

    /// <summary>What has so few values for an image is looked at one by one, whatever makes it: a path beside the network is narrow somewhere.</summary>
    private const int MostSignals = 64;

    /// <summary>Of a choice between values, the input whose gates these are: on where it is chosen.</summary>
    public int? Alternative { get; init; }

    /// <summary>Finds the gates of a graph.</summary>
    /// <param name="graph">From images to logits.</param>
    /// <param name="images">A few images as the graph takes them.</param>
    public static GateStep[] Find(CompiledGraph graph, torch.Tensor images)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        var indicators = new HashSet<int>();
        var found = new List<GateStep>();
        var index = 0;
        ExactRun.Of(graph, images, (step, inputs, results) =>
        {
            var place = index++;
            int[] moving = [.. step.Inputs.Where(slot => slot >= 0 && graph.DependsOnInput(slot))];
            if (moving.Length == 0 || results[0].numel() == 0 || results[0].numel() % images.shape[0] != 0)
                return;
            var isOfIndicators = moving.All(indicators.Contains);
            if (results[0].dtype == torch.ScalarType.Bool
                || (isOfIndicators && (Relaxation.Moves.Contains(step.Operator) || Reductions.Contains(step.Operator) || step.Operator is "Cast" or "CastLike" or "Mul" or "Min" or "Max")))
                indicators.Add(step.Outputs[0]);
            if (KindOf(step, inputs, results[0], moving.Length, isOfIndicators, images.shape[0]) is not { } kind)
                return;
            // The answer itself is no path to it.
            if (kind == GateKind.Signal && step.Outputs.Contains(graph.Outputs[0]))
                return;
            var layout = UnitLayout.Of(results[0], images.shape[0], kind is GateKind.Activation or GateKind.Signal);
            if (step.Operator is "Min" or "Max" && moving.Length > 1)
                found.AddRange(step.Inputs.Index().Where(entry => moving.Contains(entry.Item)).Select(entry => new GateStep(place, layout, kind) { Alternative = entry.Index }));
            else
                found.Add(new GateStep(place, layout, kind));
        });
        return [.. found];
    }

    private static GateKind? KindOf(Step step, torch.Tensor?[] inputs, torch.Tensor result, int moving, bool isOfIndicators, long images) =>
        Relaxation.Activations.Contains(step.Operator) ? GateKind.Activation
        : Conditions.Contains(step.Operator) || (isOfIndicators && Reductions.Contains(step.Operator)) ? GateKind.Condition
        // Off where one of its factors is.
        : step.Operator == "Mul" && moving > 1 ? isOfIndicators ? GateKind.Condition : GateKind.Activation
        : Choices.Contains(step.Operator) ? GateKind.Choice
        // Cut off to an integer, or to what is not 0.
        : step.Operator is "Cast" or "CastLike" && !isOfIndicators && inputs[0]!.is_floating_point() && !result.is_floating_point() ? GateKind.Choice
        : result.is_floating_point() && (Powers.Contains(step.Operator) || (result.numel() <= MostSignals * images && !Relaxation.Moves.Contains(step.Operator) && step.Operator is not ("Cast" or "CastLike"))) ? GateKind.Signal
        : null;
}
