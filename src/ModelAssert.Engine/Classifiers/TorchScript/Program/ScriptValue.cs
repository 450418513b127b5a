using ModelAssert.Engine.Classifiers.TorchScript.Archive;

namespace ModelAssert.Engine.Classifiers.TorchScript.Program;

/// <summary>What is known of a value of a program before it runs.</summary>
internal abstract class ScriptValue
{
    /// <summary>Whether something that outlives the call is in it, or shares memory with it: changing it changes the model or the image.</summary>
    public virtual bool HoldsKept => false;

    /// <summary>Whether the number of images that are given at once decides it, and not only how large it is.</summary>
    public virtual bool CountsImages => false;

    /// <summary>What is known where a value is one of two.</summary>
    public static ScriptValue Either(ScriptValue first, ScriptValue second)
    {
        if (first == second || (first is KnownValue a && second is KnownValue b && Equals(a.Value, b.Value)))
            return first;
        var (left, right) = (first as DataValue, second as DataValue);
        return new DataValue
        {
            IsKept = left is { IsKept: true } || right is { IsKept: true },
            HoldsKeptItems = first.HoldsKept || second.HoldsKept || first is ModuleValue || second is ModuleValue,
            IsTensor = left is { IsTensor: true } && right is { IsTensor: true },
            MayBeNone = first is KnownValue { Value: null } || second is KnownValue { Value: null } || left is { MayBeNone: true } || right is { MayBeNone: true },
            IsDevice = left is { IsDevice: true } || right is { IsDevice: true },
            IsCount = first.CountsImages || second.CountsImages,
            Sources = [first, second],
        };
    }

    /// <summary>Whether as much is known of both.</summary>
    public bool SaysTheSameAs(ScriptValue other) => this == other
        || (this is KnownValue a && other is KnownValue b && Equals(a.Value, b.Value))
        || (this is DataValue c && other is DataValue d && c.IsKept == d.IsKept && c.HoldsKept == d.HoldsKept && c.IsTensor == d.IsTensor && c.MayBeNone == d.MayBeNone
            && c.IsDevice == d.IsDevice && c.CountsImages == d.CountsImages && c.Items?.Count == d.Items?.Count);
}

/// <summary>A constant: a number, a string, a truth value or <c>None</c>.</summary>
internal sealed class KnownValue(object? value) : ScriptValue
{
    public object? Value { get; } = value;
}

/// <summary>A module of the model.</summary>
internal sealed class ModuleValue(PickledObject module) : ScriptValue
{
    public PickledObject Module { get; } = module;
}

/// <summary>A function of the program.</summary>
internal sealed class FunctionValue(ScriptFunction function) : ScriptValue
{
    public ScriptFunction Function { get; } = function;
}

/// <summary>A tensor, a number that is not known, or a list, tuple or dictionary.</summary>
internal sealed class DataValue : ScriptValue
{
    private IReadOnlyList<ScriptValue>? items;

    /// <summary>Whether it outlives the call itself, or shares memory with what does.</summary>
    public bool IsKept { get; init; }

    /// <summary>Whether an item of it does.</summary>
    public bool HoldsKeptItems { get; set; }

    /// <summary>Whether it is no list or the like for certain.</summary>
    public bool IsTensor { get; init; }

    public bool MayBeNone { get; init; }

    /// <summary>Whether it is a device.</summary>
    public bool IsDevice { get; init; }

    /// <summary>Whether it is computed from the number of images.</summary>
    public bool IsCount { get; init; }

    /// <summary>Whether it is the shape of a tensor that is made of the images: its first item is how many they are.</summary>
    public bool IsShape { get; init; }

    /// <summary>What it was taken from, or may be: what is put into it is in them too.</summary>
    public List<ScriptValue> Sources { get; init; } = [];

    /// <summary>Its items, of a list or tuple whose items are known.</summary>
    public IReadOnlyList<ScriptValue>? Items
    {
        get => items;
        init => items = value;
    }

    public override bool CountsImages => IsCount || IsShape || (items?.Any(item => item.CountsImages) ?? false);

    public override bool HoldsKept => IsKept || HoldsKeptItems || (items?.Any(item => item.HoldsKept || item is ModuleValue) ?? false);

    /// <summary>Puts something into it, after which its items are not known any more.</summary>
    public void Put(bool isKept)
    {
        var holds = HoldsKept || isKept;
        if (items is { } known)
            Sources.AddRange(known);
        items = null;
        if (!holds || HoldsKeptItems)
            return;
        HoldsKeptItems = true;
        foreach (var source in Sources.OfType<DataValue>())
            source.Put(isKept: true);
    }
}
