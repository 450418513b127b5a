using System.Runtime.CompilerServices;
using ModelAssert.Gates;

namespace ModelAssert;

/// <content>Which model is gated, the same for both versions of xunit; and what is stated of its scan, told apart from what is left out.</content>
public sealed partial class BackdoorFreeAttribute
{
    private readonly Dictionary<string, object> stated = [];

    /// <summary>The model file, or <see langword="null"/> for every declared one.</summary>
    public string? Model { get; }

    /// <summary>The clean samples, or <see langword="null"/> for those that the project declares.</summary>
    public string? Samples { get; }

    /// <summary>
    /// The member of the test class, or of a base class, that describes the model in place of a path: a static property, or a static method without parameters, public or
    /// not, that returns a <see cref="Classifier"/> or a task of one. It is called when the test runs. What this attribute states wins over the description's options.
    /// </summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? ModelProvider { get; set; }

    /// <summary>
    /// The verdict with which the test passes. Another one than <see cref="Verdict.Clean"/> is for those who test their defences on a model that they infected
    /// themselves.
    /// </summary>
    /// <value>The default is <see cref="Verdict.Clean"/>.</value>
    public Verdict Expected { get; set; } = Verdict.Clean;

    internal ModelGate ToGate() => new ModelGate { Model = Model, Samples = Samples, ModelProvider = ModelProvider, Expected = Expected }.Stating(stated);

    private T Stated<T>(T otherwise, [CallerMemberName] string name = "") => stated.TryGetValue(name, out var value) ? (T)value : otherwise;

    /// <summary>Not a number stands for a number that is left out: an attribute's argument cannot be null.</summary>
    private void State(object? value, [CallerMemberName] string name = "")
    {
        if (value is null or double.NaN)
            stated.Remove(name);
        else
            stated[name] = value;
    }
}
