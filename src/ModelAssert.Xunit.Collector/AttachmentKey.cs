using System.Security.Cryptography;
using System.Text;

namespace ModelAssert.Xunit;

/// <summary>The folder in which a test leaves its files for the collector. Compiled into both sides, so that they cannot differ.</summary>
internal static class AttachmentKey
{
    /// <summary>A folder name for a test: its display name may hold anything.</summary>
    public static string Of(string testName)
    {
        using var hash = SHA256.Create();
        return BitConverter.ToString(hash.ComputeHash(Encoding.UTF8.GetBytes(testName)), 0, 16).Replace("-", "");
    }
}
