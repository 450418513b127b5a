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
    public static Dictionary<string, byte[]> Entries(string code, bool isTraining = false) => Entries(code, Data(isTraining), Weights(), new byte[sizeof(float)]);

    /// <summary>The entries of an archive of another module.</summary>
    /// <param name="code">Its class.</param>
    /// <param name="data">Its pickle.</param>
    /// <param name="values">The values of its tensors; the first has the key 0.</param>
    public static Dictionary<string, byte[]> Entries(string code, byte[] data, params byte[][] values)
    {
        var entries = new Dictionary<string, byte[]>
        {
            ["m/data.pkl"] = data,
            ["m/code/__torch__.py"] = Encoding.UTF8.GetBytes(code),
            ["m/constants.pkl"] = [0x80, 2, (byte)')', (byte)'.'],
            ["m/version"] = "3\n"u8.ToArray(),
        };
        foreach (var (key, value) in values.Index())
            entries[$"m/data/{key}"] = value;
        return entries;
    }

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
        var pickle = new ScriptPickle(className);
        pickle.Tensor("weight", "0", count, offset, [rows, Pixels], type);
        pickle.Tensor("state", "1", 1, 0, [1]);
        pickle.Flag("training", isTraining);
        pickle.Flag("flag", false);
        pickle.Tensors("items");
        return pickle.End();
    }

    private static byte[] Weights()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, Labels * Pixels).SelectMany(_ => BitConverter.GetBytes(random.NextSingle() - 0.5f))];
    }

    private static string Indented(string statements) => string.Concat(statements.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"    {line}\n"));
}
