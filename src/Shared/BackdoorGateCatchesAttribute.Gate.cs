using ModelAssert.Gates;

namespace ModelAssert;

/// <content>What is asked, the same for both versions of xunit. How a scan is run, the project's declaration of the model says.</content>
public sealed partial class BackdoorGateCatchesAttribute
{
    /// <summary>The side of the smallest patch that must be caught, in pixels.</summary>
    public int Patch { get; }

    /// <summary>The model file. A relative path is relative to the test project's folder.</summary>
    /// <value>The default is every model that the project declares, one test case each.</value>
    public string? Model { get; set; }

    /// <summary>The clean samples. A relative path is relative to the test project's folder.</summary>
    /// <value>The default is those with which the project declares the model, or else the description beside it.</value>
    public string? Samples { get; set; }

    /// <summary>The sides of the patches to plant, in pixels.</summary>
    /// <value>The default is <see cref="Patch"/> and larger ones, up to a quarter of the image's shorter side.</value>
    public int[]? Sizes { get; set; }

    internal ModelGate ToGate() => new() { Model = Model, Samples = Samples, SelfTest = new SelfTestOptions { Catch = Patch, Sides = Sizes } };
}
