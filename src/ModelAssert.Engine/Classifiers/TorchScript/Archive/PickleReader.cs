using System.Buffers.Binary;
using System.Text;

namespace ModelAssert.Engine.Classifiers.TorchScript.Archive;

/// <summary>
/// Reads a pickle of a TorchScript archive: the few instructions that libtorch writes, and only the names that it needs. Holds that every tensor lies within its entry: libtorch itself
/// takes sizes and places as they are written.
/// </summary>
internal sealed class PickleReader
{
    /// <summary>Names beyond the classes of the program.</summary>
    private static readonly HashSet<string> KnownNames =
    [
        "collections.OrderedDict", "torch._utils._rebuild_tensor_v2",
        "torch.jit._pickle.build_intlist", "torch.jit._pickle.build_doublelist", "torch.jit._pickle.build_boollist", "torch.jit._pickle.build_tensorlist", "torch.jit._pickle.restore_type_tag",
    ];

    private static readonly Dictionary<string, int> ElementSizes = new()
    {
        ["torch.DoubleStorage"] = 8,
        ["torch.FloatStorage"] = 4,
        ["torch.HalfStorage"] = 2,
        ["torch.BFloat16Storage"] = 2,
        ["torch.LongStorage"] = 8,
        ["torch.IntStorage"] = 4,
        ["torch.ShortStorage"] = 2,
        ["torch.CharStorage"] = 1,
        ["torch.ByteStorage"] = 1,
        ["torch.BoolStorage"] = 1,
    };

    private readonly string model;
    private readonly string entry;
    private readonly byte[] bytes;
    private readonly Func<string, long?> sizeOfStorage;
    private readonly List<object?> stack = [];
    private readonly Stack<int> marks = [];
    private readonly Dictionary<uint, object?> memory = [];
    private int at;

    /// <param name="model">The model file, for errors.</param>
    /// <param name="entry">The entry of the pickle, for errors.</param>
    /// <param name="bytes">The pickle.</param>
    /// <param name="sizeOfStorage">The bytes of the entry with a tensor's values, by its name; <see langword="null"/> where there is none.</param>
    public PickleReader(string model, string entry, byte[] bytes, Func<string, long?> sizeOfStorage)
    {
        this.model = model;
        this.entry = entry;
        this.bytes = bytes;
        this.sizeOfStorage = sizeOfStorage;
    }

    /// <summary>The value that the pickle stands for.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0018</c>: it names something that no model needs. <c>MODELASSERT0011</c>: it is damaged.</exception>
    public object? Read()
    {
        while (true)
        {
            var instruction = (char)Take(1)[0];
            if (instruction == '.')
                return at == bytes.Length && stack.Count == 1 && marks.Count == 0 ? stack[0] : throw Damaged();
            Run(instruction);
        }
    }

    private void Run(char instruction)
    {
        switch (instruction)
        {
            case '\x80' when Take(1)[0] == 2: break;
            case '(': marks.Push(stack.Count); break;
            case ')': Push(new PickledItems([])); break;
            case ']': Push(new PickledItems([])); break;
            case '}': Push(new PickledDictionary([])); break;
            case 'N': Push(null); break;
            case '\x88': Push(true); break;
            case '\x89': Push(false); break;
            case 'K': Push((long)Take(1)[0]); break;
            case 'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case 'J': Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case '\x8a' when Take(1)[0] == 8: Push(BinaryPrimitives.ReadInt64LittleEndian(Take(8))); break;
            case 'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case 'X': Push(Text(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            case 'T': Push(Text(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            case 'U': Push(Text(Take(1)[0])); break;
            case 'q': memory[Take(1)[0]] = Top; break;
            case 'r': memory[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Top; break;
            case 'h': Push(Recall(Take(1)[0])); break;
            case 'j': Push(Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            case 't': Push(new PickledItems(TakeMarked())); break;
            case '\x85': Push(new PickledItems(TakeLast(1))); break;
            case '\x86': Push(new PickledItems(TakeLast(2))); break;
            case '\x87': Push(new PickledItems(TakeLast(3))); break;
            case 'a': AddTo(TakeLast(1)); break;
            case 'e': AddTo(TakeMarked()); break;
            case 's': SetIn(TakeLast(2)); break;
            case 'u': SetIn(TakeMarked()); break;
            case 'c': Push(Name()); break;
            case '\x81': MakeObject(); break;
            case 'b': SetAttributes(); break;
            case 'Q': Push(Storage()); break;
            case 'R': Call(); break;
            default: throw Damaged($"the instruction 0x{(int)instruction:x2} is not one that libtorch writes");
        }
    }

    private PickledName Name()
    {
        var name = new PickledName($"{Line()}.{Line()}");
        var isOfProgram = name.Path.StartsWith("__torch__.", StringComparison.Ordinal) && !name.Path.StartsWith("__torch__.torch.classes", StringComparison.Ordinal);
        return isOfProgram || KnownNames.Contains(name.Path) || ElementSizes.ContainsKey(name.Path)
            ? name
            : throw ClassifierErrors.Forbidden(model, name.Path, entry, "is not among the names that the weights of a classifier need");
    }

    private void MakeObject()
    {
        if (TakeLast(2) is not [PickledName name, PickledItems { Items: [] }] || !name.Path.StartsWith("__torch__.", StringComparison.Ordinal))
            throw Damaged();
        Push(new PickledObject(name.Path));
    }

    private void SetAttributes()
    {
        if (TakeLast(2) is not [PickledObject { Attributes.Count: 0 } target, PickledDictionary state])
            throw Damaged();
        var attributes = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in state.Entries)
        {
            if (key is not string name || !attributes.TryAdd(name, value))
                throw Damaged();
        }

        target.Attributes = attributes;
        Push(target);
    }

    private PickledStorage Storage()
    {
        if (TakeLast(1) is not [PickledItems { Items: ["storage", PickledName type, string key, string device, long count] }] || !ElementSizes.TryGetValue(type.Path, out var elementSize) || count < 0)
            throw Damaged();
        if (device != "cpu" && !device.StartsWith("cuda", StringComparison.Ordinal))
            throw Damaged($"the device '{device}' is not known");
        return sizeOfStorage(key) is { } size && count <= size / elementSize
            ? new PickledStorage(elementSize, count)
            : throw Damaged($"the entry '{key}' does not hold the {count} values of its tensor");
    }

    private void Call()
    {
        if (TakeLast(2) is not [PickledName name, PickledItems arguments])
            throw Damaged();
        Push((name.Path, arguments.Items) switch
        {
            ("collections.OrderedDict", []) => new PickledDictionary([]),
            ("torch._utils._rebuild_tensor_v2", [PickledStorage storage, long offset, PickledItems sizes, PickledItems strides, bool, ..]) => Tensor(storage, offset, sizes.Items, strides.Items),
            ("torch.jit._pickle.restore_type_tag", [var value, string]) => value,
            ("torch.jit._pickle.build_intlist" or "torch.jit._pickle.build_doublelist" or "torch.jit._pickle.build_boollist" or "torch.jit._pickle.build_tensorlist", [PickledItems items]) => items,
            // A named tuple or an enumeration of the program.
            ({ } path, _) when path.StartsWith("__torch__.", StringComparison.Ordinal) => arguments,
            _ => throw Damaged(),
        });
    }

    private PickledTensor Tensor(PickledStorage storage, long offset, List<object?> sizes, List<object?> strides)
    {
        if (sizes.Count != strides.Count || offset < 0)
            throw Damaged();
        var (last, isEmpty) = ((Int128)offset, false);
        foreach (var (size, stride) in sizes.Zip(strides))
        {
            if (size is not (long and >= 0) || stride is not (long and >= 0))
                throw Damaged();
            isEmpty |= (long)size == 0;
            last += ((Int128)(long)size - 1) * (long)stride;
        }

        return isEmpty || last < storage.Count ? new PickledTensor() : throw Damaged("a tensor reaches beyond its values");
    }

    private void AddTo(List<object?> items)
    {
        if (Top is not PickledItems list)
            throw Damaged();
        list.Items.AddRange(items);
    }

    private void SetIn(List<object?> items)
    {
        if (Top is not PickledDictionary dictionary || items.Count % 2 != 0)
            throw Damaged();
        for (var i = 0; i < items.Count; i += 2)
            dictionary.Entries.Add((items[i], items[i + 1]));
    }

    private object? Top => stack.Count > 0 ? stack[^1] : throw Damaged();

    private void Push(object? value) => stack.Add(value);

    private object? Recall(uint slot) => memory.TryGetValue(slot, out var value) ? value : throw Damaged();

    private List<object?> TakeMarked() => marks.TryPop(out var mark) && mark <= stack.Count ? TakeLast(stack.Count - mark) : throw Damaged();

    private List<object?> TakeLast(int count)
    {
        if (stack.Count - count < (marks.TryPeek(out var mark) ? mark : 0))
            throw Damaged();
        var taken = stack.GetRange(stack.Count - count, count);
        stack.RemoveRange(stack.Count - count, count);
        return taken;
    }

    private string Text(uint length)
    {
        if (length > int.MaxValue)
            throw Damaged();
        return Encoding.UTF8.GetString(Take((int)length));
    }

    private string Line()
    {
        var end = Array.IndexOf(bytes, (byte)'\n', at);
        if (end < 0)
            throw Damaged();
        var text = Encoding.UTF8.GetString(bytes, at, end - at);
        at = end + 1;
        return text;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > bytes.Length - at)
            throw Damaged();
        at += count;
        return bytes.AsSpan(at - count, count);
    }

    private ModelAssertException Damaged(string? why = null) => ClassifierErrors.NotTorchScript(model, $"'{entry}' in it is damaged{(why is null ? string.Empty : $": {why}")}");
}
