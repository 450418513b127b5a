using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace ModelAssert.Tests;

/// <summary>Writes the pickle of a TorchScript module, <c>data.pkl</c>, one attribute after the other.</summary>
internal sealed class ScriptPickle
{
    private readonly List<byte> bytes = [0x80, 2];

    /// <param name="className">The class of the module, with its module before it.</param>
    public ScriptPickle(string className = "__torch__\nM")
    {
        Name(className);
        bytes.AddRange([(byte)')', 0x81, (byte)'}', (byte)'(']);
    }

    /// <summary>Adds a tensor, row after row.</summary>
    /// <param name="attribute">What the module calls it.</param>
    /// <param name="key">The entry of the archive with its values.</param>
    /// <param name="values">How many are said to be in there.</param>
    /// <param name="start">Where in them it begins.</param>
    /// <param name="sizes">Its sizes.</param>
    /// <param name="storage">The type of the values.</param>
    public void Tensor(string attribute, string key, long values, long start, long[] sizes, string storage = "torch\nFloatStorage")
    {
        Text(attribute);
        Name("torch._utils\n_rebuild_tensor_v2");
        bytes.AddRange("(("u8);
        Text("storage");
        Name(storage);
        Text(key);
        Text("cpu");
        Number(values);
        bytes.AddRange("tQ"u8);
        Number(start);
        Tuple(sizes);
        Tuple([.. sizes.Select((_, axis) => sizes[(axis + 1)..].Aggregate(1L, (product, size) => product * size))]);
        bytes.Add(0x89);
        Name("collections\nOrderedDict");
        bytes.AddRange(")RtR"u8);
    }

    /// <summary>Adds a truth value.</summary>
    public void Flag(string attribute, bool value)
    {
        Text(attribute);
        bytes.Add(value ? (byte)0x88 : (byte)0x89);
    }

    /// <summary>Adds an empty list of tensors.</summary>
    public void Tensors(string attribute)
    {
        Text(attribute);
        Name("torch.jit._pickle\nrestore_type_tag");
        bytes.AddRange("(]"u8);
        Text("List[Tensor]");
        bytes.AddRange("tR"u8);
    }

    /// <summary>Ends it.</summary>
    /// <returns>The file.</returns>
    public byte[] End() => [.. bytes, .. "ub."u8];

    private void Name(string name) => bytes.AddRange(Encoding.UTF8.GetBytes($"c{name}\n"));

    private void Text(string text) => bytes.AddRange([(byte)'X', (byte)text.Length, 0, 0, 0, .. Encoding.UTF8.GetBytes(text)]);

    private void Number(long number)
    {
        bytes.AddRange([0x8a, 8, .. new byte[8]]);
        BinaryPrimitives.WriteInt64LittleEndian(CollectionsMarshal.AsSpan(bytes)[^8..], number);
    }

    private void Tuple(long[] numbers)
    {
        bytes.Add((byte)'(');
        foreach (var number in numbers)
            Number(number);
        bytes.Add((byte)'t');
    }
}
