using ModelAssert.Engine.Native;
using TorchSharp;
using TorchSharp.Modules;

namespace ModelAssert.Engine.Classifiers;

/// <summary>
/// A TorchSharp module of this process as a frozen, differentiable function: for those who reference the engine themselves and scan in their own process. While
/// this object lives the module is in evaluation mode and its parameters ask for no gradients; on disposal everything is as it was.
/// </summary>
/// <remarks>Labels are reversed side by side, so the module's <c>forward</c> must allow calls from several threads, as a module without state of its own does.</remarks>
internal sealed class ModuleClassifier : DifferentiableClassifier
{
    private readonly torch.nn.Module<torch.Tensor, torch.Tensor> module;
    private readonly List<(torch.nn.Module Part, bool IsTraining)> modes;
    private readonly List<Parameter> learned;
    private readonly SameAnswers answers;

    /// <summary>Takes a module, which stays the caller's.</summary>
    /// <param name="module">Takes images <c>[N, C, H, W]</c>, float32, and gives logits <c>[N, labels]</c>, on the processor.</param>
    /// <param name="inputShape">The shape of one image.</param>
    /// <exception cref="ModelAssertException">
    /// The module is no such classifier (<c>MODELASSERT0014</c>), or holds weights that are not finite (<c>0015</c>).
    /// </exception>
    public ModuleClassifier(torch.nn.Module<torch.Tensor, torch.Tensor> module, ImageShape inputShape)
    {
        ArgumentNullException.ThrowIfNull(module);
        this.module = module;
        InputShape = inputShape;
        // Both by part: a network in training mode may have parts that are not, and frozen ones.
        answers = new SameAnswers(Name, Logits);
        modes = [.. module.modules().Prepend(module).Select(part => (part, part.training))];
        learned = [.. module.parameters().Where(parameter => parameter.requires_grad)];
        module.eval();
        foreach (var parameter in learned)
            parameter.requires_grad_(false);
        try
        {
            foreach (var (name, parameter) in module.named_parameters())
                ClassifierProbe.RequireFinite(Name, name, parameter);
            using var scope = torch.NewDisposeScope();
            LabelCount = (int)ClassifierProbe.Run(Name, inputShape, Logits).shape[1];
            GradientProbe.Require(Name, inputShape, Logits);
        }
        catch
        {
            Restore();
            throw;
        }
    }

    /// <inheritdoc />
    public override ImageShape InputShape { get; }

    /// <inheritdoc />
    public override int LabelCount { get; }

    private string Name => module.GetName();

    /// <inheritdoc />
    public override torch.Tensor Logits(torch.Tensor input) => HeldFinalizers.Run(module.call, input);

    internal override void RequireSameAnswers(torch.Tensor input) => answers.Require(input);

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Restore();
        base.Dispose(disposing);
    }

    private void Restore()
    {
        // The mode of a whole is set for all its parts, which come after it here and have the last word.
        foreach (var (part, isTraining) in modes)
            part.train(isTraining);
        foreach (var parameter in learned)
            parameter.requires_grad_(true);
    }
}
