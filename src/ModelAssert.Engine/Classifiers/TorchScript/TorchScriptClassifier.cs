using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Classifiers.TorchScript;

/// <summary>
/// A TorchScript model (<c>torch.jit.save</c>, scripted, traced or frozen) as a frozen, differentiable function. It runs in libtorch, its own runtime, so that there
/// is no import to prove. Safe to use from several threads at once.
/// </summary>
internal sealed class TorchScriptClassifier : DifferentiableClassifier
{
    private readonly TorchScriptFile file;
    private readonly torch.jit.ScriptModule<torch.Tensor, torch.Tensor> module;
    private readonly InputLayout layout;
    private readonly bool givesProbabilities;
    private readonly SameAnswers answers;
    private torch.Device device = torch.CPU;

    private TorchScriptClassifier(TorchScriptFile file, ImageShape inputShape, InputLayout layout, OutputKind? outputKind)
    {
        this.file = file;
        this.layout = layout;
        InputShape = inputShape;
        module = LoadModule(file);
        answers = new SameAnswers(file.Path, Forward) { OtherWays = OtherModes() };
        try
        {
            module.eval();
            Freeze();
            (LabelCount, givesProbabilities) = Probe(outputKind);
            GradientProbe.Require(file.Path, inputShape, Forward);
        }
        catch
        {
            module.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public override ImageShape InputShape { get; }

    /// <inheritdoc />
    public override int LabelCount { get; }

    /// <summary>The digest of the file: SHA-256, in lower-case hexadecimal.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(file.Bytes));

    /// <summary>Whether a file begins like TorchScript, which is a zip archive, rather than like another format.</summary>
    /// <param name="start">The first four bytes, or more.</param>
    /// <returns>Whether it does.</returns>
    public static bool IsLikely(ReadOnlySpan<byte> start) => TorchScriptFile.IsLikely(start);

    /// <summary>Reads a model, loading libtorch first if need be. Nothing but this file is read; a program that would read or write another is refused.</summary>
    /// <param name="path">The model file.</param>
    /// <param name="inputShape">The shape of one image, which the file does not state.</param>
    /// <param name="layout">The order of an image's values.</param>
    /// <param name="outputKind">What the output means; recognised if left out.</param>
    /// <returns>The classifier, which the caller disposes of.</returns>
    /// <exception cref="ModelAssertException">
    /// The file is missing (<c>MODELASSERT0010</c>), is no TorchScript (<c>0011</c>), is no image classifier (<c>0014</c>), holds weights that are not finite
    /// (<c>0015</c>), or its program uses what a classifier does not need (<c>0018</c>). Or libtorch is missing (<c>0001</c>) or does not load (<c>0002</c>).
    /// </exception>
    public static TorchScriptClassifier Load(string path, ImageShape inputShape, InputLayout layout = InputLayout.Nchw, OutputKind? outputKind = null)
    {
        var file = TorchScriptFile.Read(path);
        NativeLibraries.Load();
        return new TorchScriptClassifier(file, inputShape, layout, outputKind);
    }

    /// <inheritdoc />
    public override TrainableClassifier TrainableCopy() => module.named_parameters().Any()
        ? new TrainableTorchScript(Copy())
        : throw ClassifierErrors.NotTrainable(file.Path, "it is frozen, and its weights are part of its program");

    /// <summary>The parameters, by name; tensors of the current dispose scope that share the module's memory.</summary>
    internal IEnumerable<(string Name, torch.Tensor Value)> Parameters() => module.named_parameters().Select(entry => (entry.name, (torch.Tensor)entry.parameter));

    /// <summary>The same model once more, from the same bytes.</summary>
    internal TorchScriptClassifier Copy() => Of(file);

    /// <summary>What was written of this model, read as this model was.</summary>
    internal TorchScriptClassifier Reload(string path) => Of(TorchScriptFile.Read(path));

    internal void Save(string path) => torch.jit.save(module, path);

    /// <summary>What was found out about the file, for people.</summary>
    /// <returns>Names and values.</returns>
    public IReadOnlyList<(string Name, string Value)> Describe()
    {
        using var scope = torch.NewDisposeScope();
        var named = module.named_parameters().ToList();
        var parameters = named.Select(entry => entry.parameter).ToList();
        // A scripted program shows no graph; its weights come in the order in which its layers were made.
        var convolution = named.LastOrDefault(entry => entry.parameter.Dimensions == 4);
        var output = named.LastOrDefault(entry => entry.parameter.Dimensions == 2 && entry.parameter.shape[0] == LabelCount);
        return
        [
            ("output", givesProbabilities ? "probabilities, of which the logarithm is taken" : "logits"),
            ("weights", parameters.Count == 0 ? "none that can be changed: the model is frozen" : $"{parameters.Count} tensors, {parameters.Sum(parameter => parameter.numel())} values"),
            ("last convolution", convolution.parameter is { } kernel ? $"{convolution.name}: {kernel.shape[0]} channels" : "not found"),
            ("second-to-last layer", output.parameter is { } weight ? $"{weight.shape[1]} values, read by {output.name}" : "not found"),
        ];
    }

    /// <inheritdoc />
    /// <remarks>Of a model that puts out probabilities, their logarithm: the softmax of that is the probabilities again.</remarks>
    public override torch.Tensor Logits(torch.Tensor input)
    {
        var output = Forward(input);
        if (!givesProbabilities)
            return output;

        using (output)
            return ProbabilityOutput.Logits(output);
    }

    /// <inheritdoc />
    public override void MoveTo(torch.Device device)
    {
        // TorchSharp makes tensors on the way that only a scope holds while libtorch reads them.
        using var scope = torch.NewDisposeScope();
        module.to(device);
        this.device = device;
        answers.Forget();
    }

    internal override void RequireSameAnswers(torch.Tensor input) => answers.Require(input);

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            module.Dispose();
        base.Dispose(disposing);
    }

    private TorchScriptClassifier Of(TorchScriptFile other) => new(other, InputShape, layout, givesProbabilities ? OutputKind.Probabilities : OutputKind.Logits);

    private torch.Tensor Forward(torch.Tensor images) => Forward(module, images);

    private torch.Tensor Forward(torch.jit.ScriptModule<torch.Tensor, torch.Tensor> program, torch.Tensor images)
    {
        using var scope = torch.NewDisposeScope();
        var input = layout == InputLayout.Nchw ? images : images.permute(0, 2, 3, 1);
        return program.forward(input.to(device)).cpu().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// As whoever forgets to say <c>eval()</c> runs the model: in the mode that it is saved in, and in training mode where its program has nothing that networks do otherwise there.
    /// </summary>
    private List<(string Way, Func<torch.Tensor, torch.Tensor> Answer)> OtherModes()
    {
        var modes = new List<(string, Func<torch.Tensor, torch.Tensor>)>();
        if (file.IsSavedInTraining)
            modes.Add(("in evaluation mode and in training mode, in which it is saved,", images => InMode(images, static _ => { })));
        if (!file.IsAnotherInTraining)
            modes.Add(("in evaluation mode and in training mode", images => InMode(images, static program => program.train())));
        return modes;
    }

    /// <summary>By a copy, since training mode changes what it keeps.</summary>
    private torch.Tensor InMode(torch.Tensor images, Action<torch.jit.ScriptModule<torch.Tensor, torch.Tensor>> set)
    {
        using var copy = LoadModule(file);
        set(copy);
        copy.to(device);
        return Forward(copy, images);
    }

    private static torch.jit.ScriptModule<torch.Tensor, torch.Tensor> LoadModule(TorchScriptFile file)
    {
        try
        {
            return torch.jit.load<torch.Tensor, torch.Tensor>(file.Bytes);
        }
        catch (ExternalException e)
        {
            throw ClassifierErrors.NotTorchScript(file.Path, ClassifierErrors.OneLine(e), e);
        }
    }

    private void Freeze()
    {
        foreach (var (name, parameter) in module.named_parameters())
        {
            ClassifierProbe.RequireFinite(file.Path, name, parameter);
            parameter.requires_grad_(false);
        }
    }

    /// <summary>Asks the network: its output is one value per label for each image, or it is no classifier of such images.</summary>
    private (int Labels, bool GivesProbabilities) Probe(OutputKind? stated)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        var output = ClassifierProbe.Run(file.Path, InputShape, Forward);
        return ((int)output.shape[1], ProbabilityOutput.Is(file.Path, output, stated));
    }
}
