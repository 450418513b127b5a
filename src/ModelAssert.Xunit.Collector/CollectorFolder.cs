using System.Security.Cryptography;
using System.Text;

namespace ModelAssert.Xunit;

/// <summary>What lies where in the folder that the collector hands to the tests. Compiled into both sides, so that they cannot differ.</summary>
internal static class CollectorFolder
{
    /// <summary>The environment variable with the folder.</summary>
    public const string Variable = "MODELASSERT_ATTACHMENTS";

    /// <summary>The folder that this test host was given, or <see langword="null"/> where the collector is not on.</summary>
    public static string? OfThisProcess => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } root ? root : null;

    /// <summary>What the names of the files begin with that hold the latest line of a running scan. Each scan has its own.</summary>
    public const string ScanPrefix = "scan-";

    /// <summary>The folder in which a test leaves its files: its display name may hold anything.</summary>
    public static string AttachmentsOf(string testName)
    {
        using var hash = SHA256.Create();
        return BitConverter.ToString(hash.ComputeHash(Encoding.UTF8.GetBytes(testName)), 0, 16).Replace("-", "");
    }
}
