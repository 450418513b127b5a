namespace ModelAssert.Engine.Classifiers.TorchScript.Archive;

/// <summary>A class or a function that a pickle names.</summary>
/// <param name="Path">Module and name with a dot between them.</param>
internal sealed record PickledName(string Path);

/// <summary>An object of a class of the program, with its attributes once they are known.</summary>
internal sealed class PickledObject(string className)
{
    /// <summary>The qualified name of its class.</summary>
    public string ClassName { get; } = className;

    /// <summary>Its attributes by name.</summary>
    public IReadOnlyDictionary<string, object?> Attributes { get; set; } = new Dictionary<string, object?>();
}

/// <summary>A list or a tuple.</summary>
internal sealed record PickledItems(List<object?> Items);

/// <summary>A dictionary; its keys are strings where it holds the attributes of an object.</summary>
internal sealed record PickledDictionary(List<(object? Key, object? Value)> Entries);

/// <summary>Values in an entry of the archive, as many as the entry is said to hold.</summary>
internal sealed record PickledStorage(int ElementSize, long Count);

/// <summary>A tensor, whose values lie in the archive.</summary>
internal sealed record PickledTensor;
