using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;
using Chaffinch.Text;

namespace Chaffinch.Segmenting;

/// <summary>Plain runs of page building: text without references, its white space collapsed.</summary>
internal sealed partial class PageBuilder
{
    /// <summary>Text without references, word by word where it must be, in long runs where it can.</summary>
    private void Plain(ReadOnlySpan<byte> source, int at, int end)
    {
        if (_frames.Last.IsPreformatted)
        {
            Copy(source, at, end);
            return;
        }

        while (at < end)
        {
            if (Blanks.IsBlank(source[at]))
            {
                int start = at;
                at = BlankBytes.SkipFrom(source, at, end);
                Space(start, at);
                if (at == end)
                {
                    return;
                }
            }

            int stop = PlainAscii(source, at, end);
            if (stop == at)
            {
                PlainSlowly(source, at, end);
                return;
            }

            at = stop;
        }
    }

    /// <summary>Text of any kind, which does not start with a blank.</summary>
    private void PlainSlowly(ReadOnlySpan<byte> source, int at, int end)
    {
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

    /// <summary>Most text is ASCII with single blanks: found and widened in one pass. Gives where such text stops, which is before a blank.</summary>
    private int PlainAscii(ReadOnlySpan<byte> source, int at, int end)
    {
        if (_length + (long)(end - at) + 1 > limits.MaxTextChars)
        {
            return at;
        }

        Grow(end - at + 1 + Vector128<byte>.Count);
        ref byte from = ref Unsafe.Add(ref MemoryMarshal.GetReference(source), at);
        ref ushort to = ref Unsafe.As<char, ushort>(ref _text[_length + (_space.IsEmpty ? 0 : 1)]);
        int length = end - at;
        uint blankBefore = 0;
        int i = 0;
        while (i < length)
        {
            if (at + i + Vector128<byte>.Count > source.Length)
            {
                return at; // Too near the end of the page to load as much at once.
            }

            // As signed bytes, control characters and all that is not ASCII are below the blank.
            Vector128<byte> bytes = Vector128.LoadUnsafe(ref from, (nuint)i);
            Vector128.StoreUnsafe(Vector128.WidenLower(bytes), ref to, (nuint)i);
            Vector128.StoreUnsafe(Vector128.WidenUpper(bytes), ref to, (nuint)i + 8);
            uint odd = Vector128.LessThan(bytes.AsSByte(), Vector128.Create((sbyte)' ')).ExtractMostSignificantBits();
            uint blanks = Vector128.Equals(bytes, Vector128.Create((byte)' ')).ExtractMostSignificantBits();
            odd |= blanks & ((blanks << 1) | blankBefore);
            if (odd != 0)
            {
                i += BitOperations.TrailingZeroCount(odd);
                break;
            }

            blankBefore = blanks >> 15;
            i += Vector128<byte>.Count;
        }

        length = Math.Min(i, length);
        if (length > 0 && Unsafe.Add(ref from, length - 1) == ' ')
        {
            length--;
        }

        if (length > 0)
        {
            WriteSpace();
            AddRun(at, length, verbatim: true, length);
            Touch(at, at + length);
        }

        return at + length;
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
