using System.Text;
using Chaffinch.Model;

namespace Chaffinch.Reading;

/// <summary>The encoding chosen for an input.</summary>
/// <param name="Encoding">The encoding.</param>
/// <param name="MarkBytes">Length of the byte order mark.</param>
/// <param name="IsValidUtf8">True when the whole input is known to be valid UTF-8.</param>
/// <param name="Defect">What was wrong with the declaration; null where nothing was.</param>
internal readonly record struct CharsetChoice(WebEncoding Encoding, int MarkBytes = 0, bool IsValidUtf8 = false, Defect? Defect = null);

/// <summary>Chooses the encoding of an input: byte order mark, HTTP header, meta, then detection; a declaration that the bytes contradict is overruled.</summary>
internal static class CharsetChooser
{
    public static CharsetChoice Choose(ReadOnlySpan<byte> s, bool cut, InputHints hints)
    {
        if (s.StartsWith("\uFEFF"u8))
        {
            return new(WebEncoding.Utf8, MarkBytes: 3);
        }

        if (s.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return new(WebEncoding.Utf16BigEndian, MarkBytes: 2);
        }

        if (s.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return new(WebEncoding.Utf16LittleEndian, MarkBytes: 2);
        }

        WebEncoding? header = hints.ContentType is { } type ? FromHeader(type) : null;
        WebEncoding? declared = header ?? (hints.Format == InputFormat.Text ? null : MetaPrescan.Find(s));
        if (CharsetDetector.Utf16(s) is { } utf16 && declared is null or { Kind: not (DecoderKind.Utf16LittleEndian or DecoderKind.Utf16BigEndian) })
        {
            return Settle(utf16, declared);
        }

        ReadOnlySpan<byte> whole = cut ? s[..SourceReader.CompleteLength(s)] : s;
        int high = whole.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
        if (high < 0 || Utf8Validator.IsValid(whole[high..]))
        {
            return ChooseForUtf8(s, declared, isAscii: high < 0);
        }

        return ChooseForLegacy(s, declared);
    }

    private static CharsetChoice ChooseForUtf8(ReadOnlySpan<byte> s, WebEncoding? declared, bool isAscii)
    {
        if (isAscii && CharsetDetector.Iso2022Jp(s) && declared is null or { Kind: not (DecoderKind.Iso2022Jp or DecoderKind.Utf8) })
        {
            return Settle(WebEncoding.Named("iso-2022-jp"), declared);
        }

        if (declared is null or { Kind: DecoderKind.Utf8 })
        {
            return new(WebEncoding.Utf8, IsValidUtf8: true);
        }

        // What is valid UTF-8 by chance in a legacy encoding is short: a few sequences settle it.
        int weight = SequenceWeight(s, out bool hasBytes);
        if (!hasBytes)
        {
            return new(declared);
        }

        int needed = declared.IsCjk ? 4 : 2;
        return weight >= needed || declared.Kind == DecoderKind.Replacement
            ? Settle(WebEncoding.Utf8, declared) with { IsValidUtf8 = true }
            : new(declared);
    }

    private static CharsetChoice ChooseForLegacy(ReadOnlySpan<byte> s, WebEncoding? declared)
    {
        (int valid, int errors) = CharsetDetector.CountUtf8(s);
        bool nearlyUtf8 = valid >= 4 && valid >= errors * 4;
        if (nearlyUtf8)
        {
            return Settle(WebEncoding.Utf8, declared);
        }

        if (declared is null or { Kind: DecoderKind.Replacement })
        {
            return Settle(CharsetDetector.Detect(s), declared);
        }

        return CharsetDetector.Contradiction(s, declared) is { } better ? Settle(better, declared) : new(declared);
    }

    /// <summary>The choice of an encoding, with a defect where another one was declared.</summary>
    private static CharsetChoice Settle(WebEncoding encoding, WebEncoding? declared)
    {
        if (declared is null || declared == encoding || (declared.Kind == encoding.Kind && encoding.IsCjk))
        {
            return new(declared ?? encoding);
        }

        return new(encoding, Defect: new Defect(
            "charset-mismatch", default, $"The page says that it is {declared.Name}, but its bytes are {encoding.Name}."));
    }

    private static WebEncoding? FromHeader(string contentType)
    {
        Span<byte> bytes = stackalloc byte[256];
        bytes = bytes[..Math.Min(contentType.Length, bytes.Length)];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = contentType[i] < 0x80 ? (byte)contentType[i] : (byte)'?';
        }

        return MetaPrescan.FromContent(bytes);
    }

    /// <summary>Weight of the first multi-byte sequences of valid UTF-8: 1 for two bytes, 2 for more.</summary>
    private static int SequenceWeight(ReadOnlySpan<byte> s, out bool hasBytes)
    {
        int weight = 0;
        hasBytes = false;
        for (int at = 0; at < s.Length && weight < 8;)
        {
            int next = s[at..].IndexOfAnyInRange((byte)0xC2, (byte)0xF4);
            if (next < 0)
            {
                break;
            }

            hasBytes = true;
            weight += s[at + next] >= 0xE0 ? 2 : 1;
            at += next + 1;
        }

        return weight;
    }
}
