using System.Numerics;
using System.Security.Cryptography;

namespace Chaffinch.Corpora.Reading;

/// <summary>Compares WARC digests: an algorithm, a colon, the value in base 32 or hexadecimal.</summary>
internal static class Digests
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>Whether bytes have the digest; null where the algorithm or the form is not known.</summary>
    public static bool? Matches(string digest, ReadOnlySpan<byte> bytes)
    {
        int colon = digest.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return null;
        }

        Span<byte> hash = stackalloc byte[64];
        int size;
        switch (digest[..colon].ToLowerInvariant())
        {
            // These are the archive's choice; nothing is protected by them.
#pragma warning disable CA5350, CA5351
            case "sha1" or "sha-1":
                size = SHA1.HashData(bytes, hash);
                break;
            case "md5":
                size = MD5.HashData(bytes, hash);
                break;
#pragma warning restore CA5350, CA5351
            case "sha256" or "sha-256":
                size = SHA256.HashData(bytes, hash);
                break;
            case "sha512" or "sha-512":
                size = SHA512.HashData(bytes, hash);
                break;
            default:
                return null;
        }

        ReadOnlySpan<char> value = digest.AsSpan(colon + 1).Trim().TrimEnd('=');
        hash = hash[..size];
        return value.Equals(Convert.ToHexString(hash), StringComparison.OrdinalIgnoreCase) || value.Equals(ToBase32(hash), StringComparison.OrdinalIgnoreCase);
    }

    private static string ToBase32(ReadOnlySpan<byte> bytes)
    {
        Span<char> chars = stackalloc char[((bytes.Length * 8) + 4) / 5];
        for (int i = 0; i < chars.Length; i++)
        {
            int bit = i * 5;
            int pair = (bytes[bit / 8] << 8) | ((bit / 8) + 1 < bytes.Length ? bytes[(bit / 8) + 1] : 0);
            chars[i] = Base32[(pair >> (11 - (bit % 8))) & 31];
        }

        return new string(chars);
    }
}
