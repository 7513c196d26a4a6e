namespace Chaffinch.Reading;

/// <summary>Comparisons of bytes without regard to ASCII case.</summary>
internal static class AsciiText
{
    public static bool StartsWithIgnoreCase(ReadOnlySpan<byte> s, ReadOnlySpan<byte> prefix) =>
        s.Length >= prefix.Length && System.Text.Ascii.EqualsIgnoreCase(s[..prefix.Length], prefix);

    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> s, ReadOnlySpan<byte> other) => System.Text.Ascii.EqualsIgnoreCase(s, other);
}
