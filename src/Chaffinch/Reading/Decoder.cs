using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Chaffinch.Reading;

/// <summary>Decodes bytes to UTF-8 as the WHATWG Encoding Standard says, malformed sequences as U+FFFD.</summary>
internal static class Decoder
{
    /// <summary>Decodes all of <paramref name="source"/> into <paramref name="sink"/>; linear.</summary>
    /// <param name="encoding">The encoding; <see cref="DecoderKind.Replacement"/> is decoded as windows-1252, since its callers detect instead.</param>
    /// <param name="source">The bytes, without a byte order mark.</param>
    /// <param name="cut">True where more bytes follow that are not given: a character cut at the end is then no error.</param>
    /// <param name="sink">Takes the text.</param>
    public static void Decode(WebEncoding encoding, ReadOnlySpan<byte> source, bool cut, ref Utf8Sink sink)
    {
        switch (encoding.Kind)
        {
            case DecoderKind.Utf8:
                Utf8(source, cut, ref sink);
                break;
            case DecoderKind.Utf16LittleEndian:
                Utf16(source, bigEndian: false, cut, ref sink);
                break;
            case DecoderKind.Utf16BigEndian:
                Utf16(source, bigEndian: true, cut, ref sink);
                break;
            case DecoderKind.Iso2022Jp:
                CjkDecoder.Iso2022Jp(source, cut, ref sink);
                break;
            case DecoderKind.UserDefined:
                UserDefined(source, ref sink);
                break;
            case DecoderKind.SingleByte:
                SingleByte(source, EncodingTables.Single(encoding.Table), ref sink);
                break;
            case DecoderKind.Replacement:
                SingleByte(source, EncodingTables.Single(WebEncoding.Windows1252.Table), ref sink);
                break;
            default:
                CjkDecoder.DecodeRuns(encoding.Kind, source, cut, ref sink);
                break;
        }
    }

    /// <summary>Copies the run of ASCII bytes at <paramref name="at"/> and returns where it ends.</summary>
    internal static int CopyAscii(ReadOnlySpan<byte> source, int at, ref Utf8Sink sink)
    {
        int run = source[at..].IndexOfAnyInRange((byte)0x80, (byte)0xFF);
        run = run < 0 ? source.Length - at : run;
        sink.Write(source.Slice(at, run));
        return at + run;
    }

    private static void Utf8(ReadOnlySpan<byte> source, bool cut, ref Utf8Sink sink)
    {
        for (int at = 0; at < source.Length;)
        {
            if (source[at] < 0x80)
            {
                at = CopyAscii(source, at, ref sink);
                continue;
            }

            OperationStatus status = Rune.DecodeFromUtf8(source[at..], out Rune rune, out int used);
            if (status == OperationStatus.Done)
            {
                sink.Write(source.Slice(at, used));
            }
            else if (status == OperationStatus.NeedMoreData && cut)
            {
                return;
            }
            else
            {
                sink.Error();
            }

            at += used;
        }
    }

    private static void Utf16(ReadOnlySpan<byte> source, bool bigEndian, bool cut, ref Utf8Sink sink)
    {
        int high = 0;
        for (int at = 0; at + 1 < source.Length; at += 2)
        {
            int unit = bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(source[at..]) : BinaryPrimitives.ReadUInt16LittleEndian(source[at..]);
            if (unit is >= 0xDC00 and < 0xE000 && high != 0)
            {
                sink.Write(0x10000 + ((high - 0xD800) << 10) + unit - 0xDC00);
                high = 0;
                continue;
            }

            if (high != 0)
            {
                sink.Error();
                high = 0;
            }

            if (unit is >= 0xD800 and < 0xDC00)
            {
                high = unit;
            }
            else if (unit is >= 0xDC00 and < 0xE000)
            {
                sink.Error();
            }
            else
            {
                sink.Write(unit);
            }
        }

        if (!cut && (high != 0 || (source.Length & 1) != 0))
        {
            sink.Error();
        }
    }

    private static void SingleByte(ReadOnlySpan<byte> source, ReadOnlySpan<ushort> table, ref Utf8Sink sink)
    {
        for (int at = 0; at < source.Length;)
        {
            byte b = source[at];
            if (b < 0x80)
            {
                at = CopyAscii(source, at, ref sink);
                continue;
            }

            int c = table[b - 0x80];
            if (c == 0)
            {
                sink.Error();
            }
            else
            {
                sink.Write(c);
            }

            at++;
        }
    }

    private static void UserDefined(ReadOnlySpan<byte> source, ref Utf8Sink sink)
    {
        for (int at = 0; at < source.Length;)
        {
            if (source[at] < 0x80)
            {
                at = CopyAscii(source, at, ref sink);
                continue;
            }

            sink.Write(0xF780 + source[at++] - 0x80);
        }
    }
}
