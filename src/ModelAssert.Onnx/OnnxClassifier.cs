using System.Runtime.CompilerServices;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
using ModelAssert.Onnx.Export;
using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Gates;
using ModelAssert.Onnx.Import;
using ModelAssert.Onnx.Parity;
using TorchSharp;

namespace ModelAssert.Onnx;

/// <summary>
/// An ONNX model as a frozen, differentiable function of its input. Safe to use from several threads at once. The import is a claim until
/// <see cref="OnnxParity"/> has proven it.
/// </summary>
/// <remarks>
/// All floating point is computed in float32, whatever the file's precision. A model that takes <c>[N, H, W, C]</c> is given <c>[N, C, H, W]</c> all
/// the same; a model that was exported for one image takes any number.
/// </remarks>
internal sealed class OnnxClassifier : DifferentiableClassifier
{
    private readonly CompiledGraph graph;
    private readonly CompiledGraph logits;
    private readonly bool givesProbabilities;
    private torch.Device device = torch.CPU;

    private OnnxClassifier(OnnxFile file, ImageInput input, CompiledGraph allOutputs, ModelDescription description)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        var images = input.InGraphLayout(ProbeImages.Make(input.Shape));
        var image = images.narrow(0, 0, 1);

        var (output, labels) = LabelOutput.Find(file.Path, allOutputs, image, [.. file.Graph.Output.Select(o => o.Name)], description.OutputName);
        graph = allOutputs.Only(allOutputs.Outputs[output]);
        var dependence = BatchProbe.FindDependence(graph, images);
        if (dependence is not null && !input.IsForOneImage)
            throw OnnxErrors.AnswersVary(file.Path, dependence);
        TakesBatches = dependence is null && !BatchProbe.QuantizesTogether(graph) && BatchProbe.TakesBatches(graph, images);
        logits = description.OutputKind == OutputKind.Logits ? graph : SoftmaxTail.Remove(graph, image);

        Description = description;
        File = file;
        Input = input;
        OutputName = file.Graph.Output[output].Name;
        LabelCount = labels;
        givesProbabilities = logits == graph && ProbabilityOutput.Is(file.Path, Run(graph, ProbeImages.Make(input.Shape)), description.OutputKind);
    }

    /// <inheritdoc />
    public override ImageShape InputShape => Input.Shape;

    /// <inheritdoc />
    public override int LabelCount { get; }

    /// <summary>
    /// The digest of the bytes that were imported: SHA-256, in lower-case hexadecimal. Of the file; where weights lie in other files, of a text that lists the digests of the file and of each such
    /// tensor, which no single file has.
    /// </summary>
    public string Sha256 => File.Sha256;

    /// <summary>Where weights lie in other files, the model's own file and these; else <see langword="null"/>.</summary>
    public IReadOnlyList<ModelFile>? Files => File.Files;

    /// <inheritdoc />
    public override bool IsQuantized => File.Graph.Node.Any(n => QuantizedValues.Makes(n.OpType));

    /// <summary>The file as it was read.</summary>
    internal OnnxFile File { get; }

    /// <summary>What it is to those who compare it with its original, or write it again.</summary>
    internal ImportedNetwork Imported => new(File, Input, OutputName, LabelCount, TakesBatches, IsQuantized, Outputs);

    /// <summary>The graph's input.</summary>
    internal ImageInput Input { get; }

    /// <summary>The weights that were to stay free when it was imported, by name; owned by this object.</summary>
    internal IReadOnlyDictionary<string, torch.Tensor> Learnt => logits.Learnt;

    /// <summary>What is known of the model besides the file, as far as the import needs it.</summary>
    internal ModelDescription Description { get; }

    /// <summary>Finds the layers that mitigations work on, among the weights that were to stay free.</summary>
    internal IReadOnlyList<PrunableLayer> FindPrunableLayers() => new PrunableLayers(logits, ValuesOf).Find();

    /// <summary>Finds all convolutions whose channels can be taken out, among the weights that were to stay free.</summary>
    internal IReadOnlyList<PrunableLayer> FindConvolutions() => new PrunableLayers(logits, ValuesOf).FindConvolutions();

    /// <summary>The name of the graph's output that is one value per label.</summary>
    internal string OutputName { get; }

    /// <summary>Whether the images of a batch are each treated for themselves. Where they are not, the model is run image by image, by whoever runs it.</summary>
    internal bool TakesBatches { get; }

    /// <summary>Reads a model, loading libtorch first if need be. Nothing but this file is read, and what it names in its own folder.</summary>
    /// <param name="path">The model.</param>
    /// <param name="description">What the file leaves open: sizes, layout, which output, and what it means. Nothing else in it is looked at.</param>
    /// <returns>The classifier, which the caller disposes of.</returns>
    /// <exception cref="ModelAssertException">
    /// The file, or one that it names, is missing (<c>MODELASSERT0010</c>), is not ONNX (<c>0011</c>), ends early (<c>0012</c>), uses operators that the import lacks
    /// (<c>0013</c>, which lists them all), is not an image classifier (<c>0014</c>), holds weights that are not finite (<c>0015</c>), contradicts
    /// itself (<c>0017</c>), may answer an image in another way beside others (<c>0027</c>) or has no gradient (<c>0028</c>). Or libtorch is missing (<c>0001</c>) or does not load (<c>0002</c>).
    /// </exception>
    public static OnnxClassifier Load(string path, ModelDescription? description = null)
    {
        var file = OnnxFile.Read(path);
        NativeLibraries.Load();
        var classifier = Import(file, description);
        try
        {
            GradientProbe.Require(path, classifier.InputShape, classifier.Logits);
            return classifier;
        }
        catch
        {
            classifier.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    /// <remarks>
    /// A softmax at the end of the graph is undone; of probabilities that come from anything else the logarithm is taken. Intermediate values are disposed of on
    /// return; what gradients need lives as long as the result does.
    /// </remarks>
    /// <exception cref="ArgumentException">The images are not of <see cref="InputShape"/>, or not float32.</exception>
    public override torch.Tensor Logits(torch.Tensor input)
    {
        var output = Run(logits, input);
        if (!givesProbabilities)
            return output;

        using (output)
            return ProbabilityOutput.Logits(output);
    }

    /// <summary>Applies the network as it is in the file: what its own output would be, probabilities if it ends in a softmax.</summary>
    /// <param name="input">Images, <c>[N, C, H, W]</c>, float32, in the network's own pixel range. Any N of 1 and more.</param>
    /// <returns>The output, <c>[N, labels]</c>, float32. The caller, or its dispose scope, owns the tensor.</returns>
    /// <exception cref="ArgumentException">The images are not of <see cref="InputShape"/>, or not float32.</exception>
    public torch.Tensor Outputs(torch.Tensor input) => Run(graph, input);

    /// <inheritdoc />
    public override void MoveTo(torch.Device device)
    {
        graph.MoveTo(device);
        this.device = device;
    }

    /// <inheritdoc />
    /// <remarks>ONNX Runtime is the judge, see <see cref="OnnxParity.Require"/>.</remarks>
    public override ImportParity ProveImport(torch.Tensor input) => OnnxParity.Require(Imported, input);

    /// <summary>Writes the model with other weights, imported again and proven against ONNX Runtime.</summary>
    /// <param name="weights">New values by name; the caller keeps them.</param>
    /// <param name="images">Images to prove the result on, <c>[N, C, H, W]</c>, float32, in the network's own pixel range.</param>
    /// <param name="path">Where to write; replaced as a whole, or not at all.</param>
    /// <returns>How well the result, imported, agrees with ONNX Runtime.</returns>
    internal ImportParity Write(IReadOnlyDictionary<string, torch.Tensor> weights, torch.Tensor images, string path) => OnnxPatch.Write(Imported, weights, file =>
    {
        using var patched = Import(file, Description);
        return patched.ProveImport(images);
    }, path);

    /// <inheritdoc />
    public override TrainableClassifier TrainableCopy()
    {
        var copy = new TrainableOnnx(Import(File, Description, LearntWeights.NamesIn(File.Graph)));
        if (copy.Weights.Count > 0)
            return copy;

        copy.Dispose();
        throw OnnxErrors.NotTrainable(File.Path, IsQuantized ? "it is quantised, and its weights are integers" : "none of its layers has weights in floating point");
    }

    /// <inheritdoc />
    public override FilterTap FindFilterTap()
    {
        using var scope = torch.NewDisposeScope();
        var tap = ActivationTap.Find(logits, Input.InGraphLayout(ProbeImages.Make(InputShape)).to(device), TakesBatches)
            ?? throw OnnxErrors.NotFilterable(File.Path, "no layer was found that its output layer reads, image by image");
        var part = logits.UpTo(tap.Slot);
        return new FilterTap($"read by {tap.Node}", tap.Neurons, Activations, (content, images, path) => FilterWriter.Write(Imported, tap, Activations, content, images, path));

        torch.Tensor Activations(torch.Tensor images)
        {
            using var scope = torch.NewDisposeScope();
            using var withoutGradients = torch.no_grad();
            return tap.PerNeuron(ValuesOf(part, images), images.shape[0]).MoveToOuterDisposeScope();
        }
    }

    /// <inheritdoc />
    internal override GatedNetwork? FindGates() => new OnnxGates(logits, Input, TakesBatches, device);

    private string[] Others => [.. File.Graph.Output.Select(output => output.Name).Where(name => name != OutputName)];

    /// <summary>What the file says of itself, for people.</summary>
    /// <returns>Names and values, such as <c>opset</c> and <c>13</c>.</returns>
    public IReadOnlyList<(string Name, string Value)> Describe()
    {
        var layers = MitigationLayers.Find(logits).Describe(logits, LabelCount);
        return
        [
            ("opset", $"{File.Opset}"),
            ("producer", $"{File.Model.ProducerName} {File.Model.ProducerVersion}".Trim()),
            ("input tensor", $"{Input.Name}, {Input.Precision}, {(Input.Sizes.Length < 3 ? $"[N, {string.Join(", ", Input.Sizes)}] of " : "")}{(Input.IsChannelsLast ? "[N, H, W, C]" : "[N, C, H, W]")}, {(Input.IsForOneImage ? "one image" : "any number of images")}"),
            ("output tensor", $"{OutputName}, {(logits != graph ? "probabilities, of which the logits are taken" : givesProbabilities ? "probabilities, of which the logarithm is taken" : "logits")}"),
            .. Others.Length > 0 ? [("other outputs", $"{string.Join(", ", Others)}; not looked at")] : Array.Empty<(string, string)>(),
            ("weights", $"{File.Graph.Initializer.Count} tensors, {File.Graph.Initializer.Sum(weight => weight.Dims.Aggregate(1L, (product, size) => product * size))} values"),
            ("last convolution", layers.LastConvolution),
            ("second-to-last layer", layers.Penultimate),
            ("quantised", IsQuantized ? "yes: gradients go straight through the rounding" : "no"),
            ("operators", string.Join(", ", File.Graph.Node.CountBy(node => node.OpType).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key} {entry.Value}"))),
        ];
    }

    /// <summary>Imports a file that was read. libtorch must have been loaded; this method is not to be inlined where it may not have been.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static OnnxClassifier Import(OnnxFile file, ModelDescription? description = null, IReadOnlySet<string>? learnt = null)
    {
        description ??= new ModelDescription();
        var input = ImageInput.Find(file, description);
        var compiled = GraphCompiler.Compile(file, learnt);
        try
        {
            return new OnnxClassifier(file, input, compiled, description);
        }
        catch
        {
            compiled.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            graph.Dispose();
        base.Dispose(disposing);
    }

    private torch.Tensor Run(CompiledGraph function, torch.Tensor images)
    {
        using var scope = torch.NewDisposeScope();
        return ValuesOf(function, images).reshape(images.shape[0], LabelCount).MoveToOuterDisposeScope();
    }

    /// <summary>What a part of the graph makes of images, in the shape that it has there.</summary>
    private torch.Tensor ValuesOf(CompiledGraph part, torch.Tensor images)
    {
        Input.Require(images, "input");

        using var scope = torch.NewDisposeScope();
        var input = Input.InGraphLayout(images).to(device);
        var values = TakesBatches ? part.Run(images.shape[0], input)[0] : BatchProbe.OneByOne(part, input);
        return values.cpu().to(torch.ScalarType.Float32).MoveToOuterDisposeScope();
    }
}
