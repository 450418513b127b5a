using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ModelAssert.Tests;

/// <summary>
/// TorchScript archives as <c>torch.jit.save</c> writes them, of one module <c>__torch__.M</c> whose body a test states: attributes <c>weight</c> [labels, pixels] and <c>state</c> [1], and what
/// is asked for besides.
/// </summary>
internal static class ScriptArchive
{
    public const int Labels = 4;
    public const int Pixels = 16;

    /// <summary>The images that it takes.</summary>
    public static ImageShape Shape { get; } = new(1, 4, 4);

    /// <summary>A linear classifier, with statements before it and its logits changed after it.</summary>
    /// <param name="before">Statements that may change <c>x</c>, the images.</param>
    /// <param name="after">Statements that may change <c>z</c>, the logits.</param>
    public static string Linear(string before = "", string after = "") => Code($$"""
          def forward(self: __torch__.M,
            x: Tensor) -> Tensor:
        {{Indented(before)}}    z = torch.linear(torch.flatten(x, 1), self.weight)
        {{Indented(after)}}    return z
        """);

    /// <summary>The class with its attributes, and methods.</summary>
    public static string Code(string methods) => $$"""
        class M(Module):
          __parameters__ = ["weight", ]
          __buffers__ = ["state", ]
          weight : Tensor
          state : Tensor
          training : bool
          flag : bool
          items : List[Tensor]
        {{methods}}

        """.ReplaceLineEndings("\n");

    /// <summary>The entries of an archive of this code.</summary>
    public static Dictionary<string, byte[]> Entries(string code, bool isTraining = false) => new()
    {
        ["m/data.pkl"] = Data(isTraining),
        ["m/code/__torch__.py"] = Encoding.UTF8.GetBytes(code),
        ["m/constants.pkl"] = [0x80, 2, (byte)')', (byte)'.'],
        ["m/version"] = "3\n"u8.ToArray(),
        ["m/data/0"] = Weights(),
        ["m/data/1"] = new byte[sizeof(float)],
    };

    /// <summary>Writes an archive of entries.</summary>
    public static void Write(string file, IEnumerable<KeyValuePair<string, byte[]>> entries, CompressionLevel level = CompressionLevel.NoCompression)
    {
        using var archive = new ZipArchive(File.Create(file), ZipArchiveMode.Create);
        foreach (var (name, content) in entries)
        {
            using var entry = archive.CreateEntry(name, level).Open();
            entry.Write(content);
        }
    }

    /// <summary>Writes an archive of code.</summary>
    public static void Write(string file, string code, bool isTraining = false) => Write(file, Entries(code, isTraining));

    /// <summary>The pickle of the module, with weights of a size of the caller's choice.</summary>
    public static byte[] Data(bool isTraining = false, long offset = 0, int rows = Labels, int count = Labels * Pixels, string type = "torch\nFloatStorage", string className = "__torch__\nM")
    {
        var pickle = new List<byte> { 0x80, 2 };
        Name(className);
        pickle.AddRange([(byte)')', 0x81, (byte)'}', (byte)'(']);
        Text("weight");
        Tensor("0", type, count, offset, [rows, Pixels], [Pixels, 1]);
        Text("state");
        Tensor("1", "torch\nFloatStorage", 1, 0, [1], [1]);
        Text("training");
        pickle.Add(isTraining ? (byte)0x88 : (byte)0x89);
        Text("flag");
        pickle.Add(0x89);
        Text("items");
        Name("torch.jit._pickle\nrestore_type_tag");
        pickle.AddRange("(]"u8);
        Text("List[Tensor]");
        pickle.AddRange("tRub."u8);
        return [.. pickle];

        void Name(string name) => pickle.AddRange(Encoding.UTF8.GetBytes($"c{name}\n"));

        void Text(string text) => pickle.AddRange([(byte)'X', (byte)text.Length, 0, 0, 0, .. Encoding.UTF8.GetBytes(text)]);

        void Number(long number)
        {
            pickle.AddRange([0x8a, 8, .. new byte[8]]);
            BinaryPrimitives.WriteInt64LittleEndian(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(pickle)[^8..], number);
        }

        void Tensor(string key, string storage, long values, long start, long[] sizes, long[] strides)
        {
            Name("torch._utils\n_rebuild_tensor_v2");
            pickle.AddRange("(("u8);
            Text("storage");
            Name(storage);
            Text(key);
            Text("cpu");
            Number(values);
            pickle.AddRange("tQ"u8);
            Number(start);
            Tuple(sizes);
            Tuple(strides);
            pickle.Add(0x89);
            Name("collections\nOrderedDict");
            pickle.AddRange(")RtR"u8);
        }

        void Tuple(long[] numbers)
        {
            pickle.Add((byte)'(');
            foreach (var number in numbers)
                Number(number);
            pickle.Add((byte)'t');
        }
    }

    private static byte[] Weights()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, Labels * Pixels).SelectMany(_ => BitConverter.GetBytes(random.NextSingle() - 0.5f))];
    }

    private static string Indented(string statements) => string.Concat(statements.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"    {line}\n"));
}
