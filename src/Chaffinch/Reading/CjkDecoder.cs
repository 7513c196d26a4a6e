namespace Chaffinch.Reading;

/// <summary>The multi-byte decoders of the WHATWG Encoding Standard.</summary>
/// <remarks>
/// As the standard says, an ASCII byte that cannot be a trail byte is not swallowed by the malformed sequence before it: else a cut
/// character could hide a tag.
/// </remarks>
internal static class CjkDecoder
{
    /// <summary>Decodes encodings in which bytes under 0x80 outside of sequences are ASCII.</summary>
    public static void DecodeRuns(DecoderKind kind, ReadOnlySpan<byte> source, bool cut, ref Utf8Sink sink)
    {
        for (int at = 0; at < source.Length;)
        {
            if (source[at] < 0x80)
            {
                at = Decoder.CopyAscii(source, at, ref sink);
                continue;
            }

            int used = kind switch
            {
                DecoderKind.Gb18030 => Gb18030(source[at..], ref sink),
                DecoderKind.Big5 => Big5(source[at..], ref sink),
                DecoderKind.EucJp => EucJp(source[at..], ref sink),
                DecoderKind.ShiftJis => ShiftJis(source[at..], ref sink),
                _ => EucKr(source[at..], ref sink),
            };
            if (used == 0)
            {
                // The input ends inside a character.
                if (!cut)
                {
                    sink.Error();
                }

                return;
            }

            at += used;
        }
    }

    /// <summary>ISO-2022-JP: escape sequences switch between ASCII, JIS X 0201 and JIS X 0208.</summary>
    public static void Iso2022Jp(ReadOnlySpan<byte> source, bool cut, ref Utf8Sink sink)
    {
        var set = Iso2022Set.Ascii;
        bool output = false;
        for (int at = 0; at < source.Length; at++)
        {
            byte b = source[at];
            if (b == 0x1B)
            {
                Iso2022Set next = Escape(source[(at + 1)..]);
                if (next == Iso2022Set.None)
                {
                    sink.Error();
                    output = false;
                    continue;
                }

                // Two escapes in a row are what filters are evaded with; the standard calls them an error.
                if (output)
                {
                    sink.Error();
                }

                set = next;
                output = true;
                at += 2;
                continue;
            }

            output = false;
            if (set == Iso2022Set.Jis0208)
            {
                at += Iso2022Pair(source, at, cut, ref sink);
            }
            else
            {
                Iso2022Single(b, set, ref sink);
            }
        }
    }

    private static Iso2022Set Escape(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 2)
        {
            return Iso2022Set.None;
        }

        return (rest[0], rest[1]) switch
        {
            (0x28, 0x42) => Iso2022Set.Ascii,
            (0x28, 0x4A) => Iso2022Set.Roman,
            (0x28, 0x49) => Iso2022Set.Katakana,
            (0x24, 0x40) or (0x24, 0x42) => Iso2022Set.Jis0208,
            _ => Iso2022Set.None,
        };
    }

    private static int Iso2022Pair(ReadOnlySpan<byte> source, int at, bool cut, ref Utf8Sink sink)
    {
        byte lead = source[at];
        if (lead is < 0x21 or > 0x7E)
        {
            // Line ends inside of double-byte text are an error to the standard; they are kept here, since text is what is wanted.
            if (lead is 0x0A or 0x0D or 0x20)
            {
                sink.Write(lead);
            }
            else
            {
                sink.Error();
            }

            return 0;
        }

        if (at + 1 >= source.Length)
        {
            if (!cut)
            {
                sink.Error();
            }

            return 0;
        }

        byte trail = source[at + 1];
        if (trail is >= 0x21 and <= 0x7E)
        {
            int c = EncodingTables.Jis0208[((lead - 0x21) * 94) + trail - 0x21];
            Put(c, ref sink);
            return 1;
        }

        sink.Error();
        return trail == 0x1B ? 0 : 1;
    }

    private static void Iso2022Single(byte b, Iso2022Set set, ref Utf8Sink sink)
    {
        if (set == Iso2022Set.Katakana && b is >= 0x21 and <= 0x5F)
        {
            sink.Write(0xFF61 - 0x21 + b);
        }
        else if (set == Iso2022Set.Roman && b == 0x5C)
        {
            sink.Write(0xA5);
        }
        else if (set == Iso2022Set.Roman && b == 0x7E)
        {
            sink.Write(0x203E);
        }
        else if (b < 0x80 && b is not 0x0E and not 0x0F && (set != Iso2022Set.Katakana || b is 0x0A or 0x0D or 0x20))
        {
            sink.Write(b);
        }
        else
        {
            sink.Error();
        }
    }

    private static void Put(int scalar, ref Utf8Sink sink)
    {
        if (scalar == 0)
        {
            sink.Error();
        }
        else
        {
            sink.Write(scalar);
        }
    }

    /// <summary>Writes one character, or an error that leaves a trail byte in ASCII to be read again.</summary>
    private static int Pair(int scalar, byte trail, ref Utf8Sink sink)
    {
        Put(scalar, ref sink);
        return scalar == 0 && trail < 0x80 ? 1 : 2;
    }

    private static int Gb18030(ReadOnlySpan<byte> s, ref Utf8Sink sink)
    {
        byte lead = s[0];
        if (lead == 0x80)
        {
            sink.Write(0x20AC);
            return 1;
        }

        if (lead == 0xFF)
        {
            sink.Error();
            return 1;
        }

        if (s.Length < 2)
        {
            return 0;
        }

        byte second = s[1];
        if (second is >= 0x30 and <= 0x39)
        {
            return GbFour(s, ref sink);
        }

        int c = 0;
        if (second is (>= 0x40 and <= 0x7E) or (>= 0x80 and <= 0xFE))
        {
            c = EncodingTables.Gb[((lead - 0x81) * 190) + second - (second < 0x7F ? 0x40 : 0x41)];
        }

        return Pair(c, second, ref sink);
    }

    private static int GbFour(ReadOnlySpan<byte> s, ref Utf8Sink sink)
    {
        if (s.Length < 4)
        {
            // A third byte that cannot continue makes the lead alone malformed.
            if (s.Length == 3 && s[2] is < 0x81 or 0xFF)
            {
                sink.Error();
                return 1;
            }

            return 0;
        }

        if (s[2] is >= 0x81 and <= 0xFE && s[3] is >= 0x30 and <= 0x39)
        {
            int pointer = ((s[0] - 0x81) * 12600) + ((s[1] - 0x30) * 1260) + ((s[2] - 0x81) * 10) + s[3] - 0x30;
            int c = EncodingTables.GbRange(pointer);
            Put(c, ref sink);
            return c == 0 ? 1 : 4;
        }

        sink.Error();
        return 1;
    }

    private static int Big5(ReadOnlySpan<byte> s, ref Utf8Sink sink)
    {
        byte lead = s[0];
        if (lead is 0x80 or 0xFF)
        {
            sink.Error();
            return 1;
        }

        if (s.Length < 2)
        {
            return 0;
        }

        byte trail = s[1];
        if (trail is not ((>= 0x40 and <= 0x7E) or (>= 0xA1 and <= 0xFE)))
        {
            return Pair(0, trail, ref sink);
        }

        int pointer = ((lead - 0x81) * 157) + trail - (trail < 0x7F ? 0x40 : 0x62);
        if (pointer is 1133 or 1135 or 1164 or 1166)
        {
            // Four pointers stand for a letter with a combining mark.
            sink.Write(pointer < 1150 ? 0xCA : 0xEA);
            sink.Write(pointer is 1133 or 1164 ? 0x304 : 0x30C);
            return 2;
        }

        return Pair(EncodingTables.Big5(pointer), trail, ref sink);
    }

    private static int EucJp(ReadOnlySpan<byte> s, ref Utf8Sink sink)
    {
        byte lead = s[0];
        if (lead is not (0x8E or 0x8F or (>= 0xA1 and <= 0xFE)))
        {
            sink.Error();
            return 1;
        }

        if (s.Length < 2)
        {
            return 0;
        }

        byte second = s[1];
        if (lead == 0x8E && second is >= 0xA1 and <= 0xDF)
        {
            sink.Write(0xFF61 - 0xA1 + second);
            return 2;
        }

        if (lead == 0x8F && second is >= 0xA1 and <= 0xFE)
        {
            if (s.Length < 3)
            {
                return 0;
            }

            int third = s[2] is >= 0xA1 and <= 0xFE ? EncodingTables.Jis0212[((second - 0xA1) * 94) + s[2] - 0xA1] : 0;
            Put(third, ref sink);
            return third == 0 && s[2] < 0x80 ? 2 : 3;
        }

        bool valid = lead >= 0xA1 && second is >= 0xA1 and <= 0xFE;
        return Pair(valid ? EncodingTables.Jis0208[((lead - 0xA1) * 94) + second - 0xA1] : 0, second, ref sink);
    }

    private static int ShiftJis(ReadOnlySpan<byte> s, ref Utf8Sink sink)
    {
        byte lead = s[0];
        if (lead == 0x80)
        {
            sink.Write(0x80);
            return 1;
        }

        if (lead is >= 0xA1 and <= 0xDF)
        {
            sink.Write(0xFF61 - 0xA1 + lead);
            return 1;
        }

        if (lead is 0xA0 or >= 0xFD)
        {
            sink.Error();
            return 1;
        }

        if (s.Length < 2)
        {
            return 0;
        }

        byte trail = s[1];
        if (trail is not ((>= 0x40 and <= 0x7E) or (>= 0x80 and <= 0xFC)))
        {
            return Pair(0, trail, ref sink);
        }

        int pointer = ((lead - (lead < 0xA0 ? 0x81 : 0xC1)) * 188) + trail - (trail < 0x7F ? 0x40 : 0x41);
        int c = pointer is >= 8836 and <= 10715 ? 0xE000 - 8836 + pointer
            : pointer < EncodingTables.Jis0208.Length ? EncodingTables.Jis0208[pointer] : 0;
        return Pair(c, trail, ref sink);
    }

    private static int EucKr(ReadOnlySpan<byte> s, ref Utf8Sink sink)
    {
        byte lead = s[0];
        if (lead is 0x80 or 0xFF)
        {
            sink.Error();
            return 1;
        }

        if (s.Length < 2)
        {
            return 0;
        }

        byte trail = s[1];
        int pointer = trail is >= 0x41 and <= 0xFE ? ((lead - 0x81) * 190) + trail - 0x41 : -1;
        return Pair(pointer >= 0 ? EncodingTables.EucKr[pointer] : 0, trail, ref sink);
    }

    private enum Iso2022Set : byte
    {
        None,
        Ascii,
        Roman,
        Katakana,
        Jis0208,
    }
}
