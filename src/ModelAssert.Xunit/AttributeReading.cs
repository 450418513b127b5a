using ModelAssert.Gates;
using Xunit.Abstractions;

namespace ModelAssert.Xunit;

/// <summary>Reads an attribute as xunit hands it over.</summary>
internal static class AttributeReading
{
    public static ModelGate ToGate(IAttributeInfo attribute) => ((IReflectionAttributeInfo)attribute).Attribute switch
    {
        BackdoorFreeAttribute free => free.ToGate(),
        BackdoorGateCatchesAttribute catches => catches.ToGate(),
        _ => throw new InvalidOperationException("xunit handed over another attribute."),
    };
}
