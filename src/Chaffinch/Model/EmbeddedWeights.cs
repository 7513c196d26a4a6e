using System.Security.Cryptography;
using System.Text;

namespace Chaffinch.Model;

/// <summary>The weights and tables that stand in the assembly.</summary>
internal static class EmbeddedWeights
{
    private static readonly Lazy<string> Made = new(Make);

    /// <summary>The first 16 hex digits of the SHA-256 over names and contents.</summary>
    public static string Digest => Made.Value;

    private static string Make()
    {
        System.Reflection.Assembly assembly = typeof(EmbeddedWeights).Assembly;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> chunk = stackalloc byte[4096];
        foreach (string name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".res", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            using Stream stream = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The resource {name} is not in the assembly.");
            while (stream.Read(chunk) is > 0 and int read)
            {
                hash.AppendData(chunk[..read]);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }
}
