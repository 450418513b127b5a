using System.Security.Cryptography;
using System.Text;
using TorchSharp;

namespace ModelAssert.Engine.Classifiers;

/// <summary>What tells a module of this process from the same one with other weights.</summary>
internal static class ModuleDigest
{
    /// <summary>The digest of all weights and buffers with their names, in the order of the module.</summary>
    /// <param name="module">The module.</param>
    /// <returns>SHA-256, in lower-case hexadecimal.</returns>
    public static string Of(torch.nn.Module module)
    {
        using var scope = torch.NewDisposeScope();
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, value) in module.state_dict())
        {
            digest.AppendData(Encoding.UTF8.GetBytes($"{name}[{string.Join(',', value.shape)}]{value.dtype}\n"));
            digest.AppendData(value.detach().contiguous().bytes);
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }
}
