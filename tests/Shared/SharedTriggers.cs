using System.Security.Cryptography;

namespace ModelAssert.Tests;

/// <summary>
/// A cache of reversed triggers for the tests of all projects, so that a model of the samples is scanned once and not by each: in a folder of the engine that made them, which another build of the
/// engine does not share. What a test says of scanning itself, it says of a scan without a cache, or with one of its own.
/// </summary>
internal static class SharedTriggers
{
    /// <summary>The environment variable that names the cache.</summary>
    public const string Variable = "MODELASSERT_CACHE";

    /// <summary>The folder for an engine.</summary>
    /// <param name="engine">The file of the engine's program; the libraries that decide about triggers lie beside it.</param>
    public static string FolderOf(string engine)
    {
        using var made = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var library in (string[])["ModelAssert.Core.dll", "ModelAssert.Engine.dll", "ModelAssert.Onnx.dll"])
            made.AppendData(File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(engine)!, library)));
        return Path.Combine(Path.GetTempPath(), $"modelassert-test-triggers-{Environment.UserName}", Convert.ToHexStringLower(made.GetHashAndReset())[..16]);
    }
}
