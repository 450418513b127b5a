using System.Security.Cryptography;
using System.Text;
using ModelAssert.Arrays;

namespace ModelAssert.Caching;

/// <summary>
/// What tells that an entry is still as it was written. A plain digest finds accidents; anyone who can write to the cache can make one. An HMAC can only be
/// made by those who have the secret.
/// </summary>
internal sealed class CacheSeal
{
    /// <summary>The environment variable with the secret.</summary>
    public const string SecretVariable = "MODELASSERT_CACHE_KEY";

    private readonly byte[]? secret;

    private CacheSeal(byte[]? secret) => this.secret = secret;

    /// <summary>SHA-256 without a secret.</summary>
    public static CacheSeal Plain { get; } = new(null);

    /// <summary>The name of the algorithm, which entries carry: <c>sha256</c> or <c>hmac-sha256</c>.</summary>
    public string Algorithm => HasSecret ? "hmac-sha256" : "sha256";

    internal bool HasSecret => secret is not null;

    /// <summary>HMAC-SHA256.</summary>
    /// <param name="secret">The secret; its UTF-8 bytes are the key.</param>
    /// <returns>The seal.</returns>
    /// <exception cref="ArgumentException">The secret is empty.</exception>
    public static CacheSeal Of(string secret)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret);
        return new CacheSeal(Encoding.UTF8.GetBytes(secret));
    }

    /// <summary>The seal that the environment asks for: with the secret of <see cref="SecretVariable"/>, plain where there is none.</summary>
    /// <returns>The seal.</returns>
    /// <exception cref="ModelAssertException">
    /// <c>MODELASSERT0040</c>: the secret is the name of one. Azure Pipelines hands over <c>$(NAME)</c> where the variable <c>NAME</c> does not exist: a text that everyone knows.
    /// </exception>
    public static CacheSeal FromEnvironment() => Environment.GetEnvironmentVariable(SecretVariable) switch
    {
        null or "" => Plain,
        ['$', '(', .., ')'] name => throw Errors.OptionOutOfRange($"secret of the cache ({SecretVariable})", name, "a secret, or nothing; a variable of this name is not defined"),
        var secret => Of(secret),
    };

    /// <summary>The seal over some arrays, with their headers: a changed shape breaks it too.</summary>
    internal byte[] Over(params IEnumerable<NpyArray> arrays)
    {
        using var hash = secret is null
            ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256)
            : IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        foreach (var array in arrays)
        {
            hash.AppendData(NpyHeader.Write(array.ElementType, array.Shape));
            hash.AppendData(array.Bytes);
        }

        return hash.GetHashAndReset();
    }
}
