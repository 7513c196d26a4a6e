using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace Chaffinch.Segmenting;

/// <summary>Plain runs of page building: text without references, its white space collapsed.</summary>
internal sealed partial class PageBuilder
{
    /// <summary>Text without references: one copy where blanks are single, else piece by piece.</summary>
    private void Plain(ReadOnlySpan<byte> source, int at, int end)
    {
        if (_frames.Count > 0 && _frames.Last.IsPreformatted)
        {
            Copy(source, at, end);
            return;
        }

        if (PlainAscii(source, at, end))
        {
            return;
        }

        int odd = -1;
        while (at < end)
        {
            if (Blanks.IsBlank(source[at]))
            {
                int start = source[at..end].IndexOfAnyExcept(Blanks.Ascii);
                Space(at, start < 0 ? end : at + start);
                if (start < 0)
                {
                    return;
                }

                at += start;
            }

            // The place of the next odd blank is kept, so that many double blanks before a far one stay linear.
            if (odd < at)
            {
                odd = source[at..end].IndexOfAny(Blanks.Odd);
                odd = odd < 0 ? end : at + odd;
            }

            int twice = source[at..odd].IndexOf("  "u8);
            int stop = twice < 0 ? odd : at + twice;
            if (source[stop - 1] == ' ')
            {
                stop--;
            }

            Copy(source, at, stop);
            at = stop;
        }
    }

    /// <summary>Most text is ASCII with single blanks: checked and widened in one pass. False, and nothing done, for any other.</summary>
    private bool PlainAscii(ReadOnlySpan<byte> source, int at, int end)
    {
        int last = end > at && source[end - 1] == ' ' ? end - 1 : end;
        int length = last - at;
        if (length <= 0 || source[at] == ' ' || _length + (long)length + 1 > limits.MaxTextChars)
        {
            return false;
        }

        Grow(length + 1 + Vector128<byte>.Count);
        Span<ushort> to = MemoryMarshal.Cast<char, ushort>(_text.AsSpan(_length + (_space.IsEmpty ? 0 : 1)));
        uint blankBefore = 0;
        for (int i = 0; i < length; i += Vector128<byte>.Count)
        {
            if (at + i + Vector128<byte>.Count > source.Length)
            {
                return false; // Too near the end of the page to load as much at once.
            }

            // As signed bytes, control characters and all that is not ASCII are below the blank.
            Vector128<byte> bytes = Vector128.Create(source.Slice(at + i, Vector128<byte>.Count));
            uint inside = length - i >= Vector128<byte>.Count ? 0xFFFF : (1u << (length - i)) - 1;
            uint odd = Vector128.LessThan(bytes.AsSByte(), Vector128.Create((sbyte)' ')).ExtractMostSignificantBits();
            uint blanks = Vector128.Equals(bytes, Vector128.Create((byte)' ')).ExtractMostSignificantBits();
            if (((odd | (blanks & ((blanks << 1) | blankBefore))) & inside) != 0)
            {
                return false;
            }

            blankBefore = blanks >> 15;
            Vector128.WidenLower(bytes).CopyTo(to[i..]);
            Vector128.WidenUpper(bytes).CopyTo(to[(i + 8)..]);
        }

        if (source[last - 1] == ' ')
        {
            return false;
        }

        WriteSpace();
        AddRun(at, length, verbatim: true, length);
        Touch(at, last);
        if (last < end)
        {
            Space(last, end);
        }

        return true;
    }

    private void Copy(ReadOnlySpan<byte> source, int at, int end)
    {
        if (!Reserve(end - at + 1))
        {
            end = at + CutAt(source[at..end], Math.Max(0, limits.MaxTextChars - _length - 1));
        }

        if (end <= at)
        {
            return;
        }

        WriteSpace();
        Utf8.ToUtf16(source[at..end], _text.AsSpan(_length), out _, out int written);
        AddRun(at, end - at, verbatim: true, written);
        Touch(at, end);
    }
}
