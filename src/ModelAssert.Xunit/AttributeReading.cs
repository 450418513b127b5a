using System.Reflection;
using ModelAssert.Gates;
using Xunit.Abstractions;

namespace ModelAssert.Xunit;

/// <summary>Reads the attribute as the compiler wrote it, so that what was stated is told apart from a default.</summary>
internal static class AttributeReading
{
    public static ModelGate ToGate(IAttributeInfo attribute)
    {
        var data = ((IReflectionAttributeInfo)attribute).Attribute is BackdoorFreeAttribute read
            ? read
            : throw new InvalidOperationException("xunit handed over another attribute.");
        var stated = attribute is global::Xunit.Sdk.ReflectionAttributeInfo { AttributeData: CustomAttributeData written }
            ? written.NamedArguments.Select(argument => argument.MemberName).ToHashSet()
            : [];
        return new ModelGate
        {
            Model = data.Model,
            Samples = data.Samples,
            ModelProvider = data.ModelProvider,
            Threshold = double.IsNaN(data.Threshold) ? null : data.Threshold,
            Profile = stated.Contains(nameof(data.Profile)) ? data.Profile : null,
            Seed = stated.Contains(nameof(data.Seed)) ? data.Seed : null,
            Description = DescriptionIn(data),
            TimeLimit = double.IsNaN(data.TimeLimit) ? null : data.TimeLimit,
            Expected = data.Expected,
        };
    }

    private static Dictionary<string, string> DescriptionIn(BackdoorFreeAttribute data) => new Dictionary<string, string?>
    {
        [nameof(data.InputShape)] = data.InputShape,
        [nameof(data.InputLayout)] = data.InputLayout,
        [nameof(data.InputRange)] = data.InputRange,
        [nameof(data.Mean)] = data.Mean,
        [nameof(data.StandardDeviation)] = data.StandardDeviation,
        [nameof(data.LabelNames)] = data.LabelNames,
        [nameof(data.OutputName)] = data.OutputName,
        [nameof(data.OutputKind)] = data.OutputKind,
    }.Where(entry => entry.Value is not null).ToDictionary(entry => entry.Key, entry => entry.Value!);
}
