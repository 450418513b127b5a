using System.Text;
using ModelAssert.Onnx.Format;
using TorchSharp;
using static ModelAssert.Onnx.Format.AttributeProto.Types;

namespace ModelAssert.Onnx.Import;

/// <summary>
/// What an operator may know of its node before it runs: attributes, the version they are meant in, and inputs that are constant. Keeps account of
/// the attributes that were read: one that no operator asks for is a form that the import lacks, and is refused rather than overlooked.
/// </summary>
/// <param name="path">The file, for messages.</param>
/// <param name="node">The node.</param>
/// <param name="opset">The version of the operators.</param>
/// <param name="constants">One element per input: its value if that is constant, else null.</param>
/// <param name="kinds">The kind of each value that the file declares, or that follows from it.</param>
internal sealed class NodeReader(string path, NodeProto node, long opset, torch.Tensor?[] constants, QuantizedValues kinds)
{
    private readonly HashSet<string> read = [];

    /// <summary>The version of the operators.</summary>
    public long Opset => opset;

    /// <summary>How many outputs the node lists.</summary>
    public int OutputCount => node.Output.Count;

    /// <summary>A number.</summary>
    public double Float(string name, double otherwise) => Find(name, AttributeType.Float) is { } a ? a.F : otherwise;

    /// <summary>An integer.</summary>
    public long Int(string name, long otherwise) => Find(name, AttributeType.Int) is { } a ? a.I : otherwise;

    /// <summary>A flag.</summary>
    public bool Flag(string name, bool otherwise = false) => Int(name, otherwise ? 1 : 0) != 0;

    /// <summary>A list of integers, or null.</summary>
    public long[]? Ints(string name) => Find(name, AttributeType.Ints) is { } a ? [.. a.Ints] : null;

    /// <summary>A list of numbers, or null.</summary>
    public float[]? Floats(string name) => Find(name, AttributeType.Floats) is { } a ? [.. a.Floats] : null;

    /// <summary>A word.</summary>
    public string Text(string name, string otherwise) => Find(name, AttributeType.String) is { } a ? a.S.ToString(Encoding.UTF8) : otherwise;

    /// <summary>A tensor, or null.</summary>
    public torch.Tensor? Tensor(string name) => Find(name, AttributeType.Tensor) is { T: { } tensor } ? TensorReader.Read(path, tensor) : null;

    /// <summary>Whether the attribute is given.</summary>
    public bool Has(string name) => node.Attribute.Any(a => a.Name == name);

    /// <summary>Attributes that change nothing in inference.</summary>
    public void Ignore(params string[] names) => read.UnionWith(names);

    /// <summary>An attribute that the operator cannot do without.</summary>
    public long[] RequiredInts(string name) => Ints(name) ?? throw Lacks(name);

    /// <summary>As <see cref="RequiredInts"/>, for one integer.</summary>
    public long RequiredInt(string name) => Has(name) ? Int(name, 0) : throw Lacks(name);

    /// <summary>Whether the input is given and constant.</summary>
    public bool IsConstant(int input) => input < constants.Length && constants[input] is not null;

    /// <summary>Whether the input is given.</summary>
    public bool HasInput(int input) => input < node.Input.Count && node.Input[input].Length > 0;

    /// <summary>The kind of an input in the file, as far as it is known at load.</summary>
    public TensorProto.Types.DataType? KindOf(int input) => HasInput(input) ? kinds.KindOf(node.Input[input]) : null;

    /// <summary>Integers that come as an attribute in older versions of the operator and as an input in newer ones.</summary>
    public IntegerArgument Integers(string attribute, int input) =>
        Ints(attribute) is { } fixedValues ? new IntegerArgument(fixedValues) : Integers(input);

    /// <summary>Integers that come as an input.</summary>
    public IntegerArgument Integers(int input) =>
        IsConstant(input) ? new IntegerArgument(IntegerArgument.Read(constants[input]!)) : new IntegerArgument(input);

    /// <summary>A refusal of something the node asks for.</summary>
    public ModelAssertException Unsupported(string form) => OnnxErrors.FormUnsupported(path, node.Describe(), form);

    /// <summary>Refuses the node if it has attributes that its operator has not asked for.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0013</c>.</exception>
    public void RequireAllRead()
    {
        if (node.Attribute.FirstOrDefault(a => !read.Contains(a.Name)) is { } unread)
            throw Unsupported($"the attribute '{unread.Name}'");
    }

    private ModelAssertException Lacks(string name) => OnnxErrors.Malformed(path, $"{node.Describe()} lacks the attribute '{name}'");

    private AttributeProto? Find(string name, AttributeType type)
    {
        read.Add(name);
        var attribute = node.Attribute.FirstOrDefault(a => a.Name == name);

        // The first versions of the format had no types.
        if (attribute is null || !attribute.HasType || attribute.Type == type)
            return attribute;
        throw OnnxErrors.Malformed(path, $"the attribute '{name}' of {node.Describe()} is of the type {attribute.Type}, not {type}");
    }
}
