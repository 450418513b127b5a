using System.Reflection;
using ModelAssert.Gates;

namespace ModelAssert.Xunit.Tests;

/// <summary>The attributes of both fronts, by name: they are called the same, and so are the attributes of both versions of xunit.</summary>
public class BackdoorFreeAttributeTests
{
    /// <summary>Of every option a value as the compiler hands it over, and its text.</summary>
    private static readonly Dictionary<string, (object Value, string Text)> Options = new()
    {
        ["Threshold"] = (2.5, "2.5"),
        ["Profile"] = (ScanProfile.Fast, "fast"),
        ["TimeLimit"] = (-1.5, "-1.5"),
        ["SourceSpecific"] = (SourceSpecificScan.None, "none"),
        ["Labels"] = ((int[])[0, 3, 7], "0,3,7"),
        ["Seed"] = (0, "0"),
        ["MinimumAccuracy"] = (0.8, "0.8"),
        ["MaximumSamples"] = (2000, "2000"),
        ["Detectors"] = ((Detector[])[Detector.TriggerNorms, Detector.DormantPaths], "trigger-norms,dormant-paths"),
    };

    public static TheoryData<string> Fronts => ["ModelAssert.Xunit", "ModelAssert.Xunit.V3"];

    [Theory]
    [MemberData(nameof(Fronts))]
    public void Every_option_can_be_stated_also_as_its_default(string front) => Assert.All(ScanOptions.Fields, field =>
    {
        var attribute = Create(front);
        var (value, text) = Options[field.Name];
        attribute.GetType().GetProperty(field.Name)!.SetValue(attribute, value);

        Assert.Equal(new Dictionary<string, string> { [field.Name] = text }, GateOf(attribute).Stated);
        Assert.Equal(value, attribute.GetType().GetProperty(field.Name)!.GetValue(attribute));
    });

    [Theory]
    [MemberData(nameof(Fronts))]
    public void Every_member_of_the_description_can_be_stated(string front) => Assert.All(DescriptionField.All, field =>
    {
        var attribute = Create(front);
        attribute.GetType().GetProperty(field.Name)!.SetValue(attribute, "any");

        Assert.Equal(new Dictionary<string, string> { [field.Name] = "any" }, GateOf(attribute).Stated);
    });

    [Theory]
    [MemberData(nameof(Fronts))]
    public void What_is_left_out_is_not_stated_and_looks_like_the_default(string front)
    {
        var attribute = Create(front);
        object? Shown(string name) => attribute.GetType().GetProperty(name)!.GetValue(attribute);

        Assert.Empty(GateOf(attribute).Stated);
        var defaults = new ScanOptions();
        Assert.Equal((defaults.Profile, defaults.SourceSpecific, defaults.Seed, defaults.MaximumSamples), (Shown("Profile"), Shown("SourceSpecific"), Shown("Seed"), Shown("MaximumSamples")));
        Assert.Equal((double.NaN, double.NaN, double.NaN, null), (Shown("Threshold"), Shown("TimeLimit"), Shown("MinimumAccuracy"), Shown("Labels")));
    }

    /// <summary>As without arguments.</summary>
    private static Attribute Create(string front)
    {
        var constructor = Assembly.Load(front).GetType("ModelAssert.BackdoorFreeAttribute")!.GetConstructors().Single(one => one.GetParameters()[0].ParameterType == typeof(double));
        return (Attribute)constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.DefaultValue)]);
    }

    private static ModelGate GateOf(Attribute attribute) =>
        (ModelGate)attribute.GetType().GetMethod("ToGate", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(attribute, null)!;
}
