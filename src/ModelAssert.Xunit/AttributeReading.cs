using System.Reflection;
using ModelAssert.Gates;
using Xunit.Abstractions;

namespace ModelAssert.Xunit;

/// <summary>Reads the attribute as the compiler wrote it, so that what was stated is told apart from a default.</summary>
internal static class AttributeReading
{
    public static ModelGate ToGate(IAttributeInfo attribute)
    {
        if (((IReflectionAttributeInfo)attribute).Attribute is BackdoorGateCatchesAttribute catches)
            return catches.ToGate();
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
            Description = data.StatedDescription(),
            TimeLimit = double.IsNaN(data.TimeLimit) ? null : data.TimeLimit,
            SourceSpecific = stated.Contains(nameof(data.SourceSpecific)) ? data.SourceSpecific : null,
            Expected = data.Expected,
        };
    }
}
