using System.Reflection;

namespace ModelAssert;

/// <summary>The version that fronts and engine must share.</summary>
internal static class ProductVersion
{
    /// <summary>The version of this product, without build metadata.</summary>
    public static string Current { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
