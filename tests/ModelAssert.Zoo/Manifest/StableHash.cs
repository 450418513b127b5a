using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ModelAssert.Zoo;

/// <summary>Numbers that names are turned into, the same in every process and for ever.</summary>
internal static class StableHash
{
    /// <summary>A number of a name.</summary>
    /// <param name="use">What it is for: another use gives another, unrelated number.</param>
    /// <param name="name">The name.</param>
    /// <returns>0 and more.</returns>
    public static int Of(string use, string name) =>
        BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{use}:{name}"))) & int.MaxValue;
}
