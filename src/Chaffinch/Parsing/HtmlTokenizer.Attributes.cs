using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Chaffinch.Model;

namespace Chaffinch.Parsing;

/// <summary>The attributes of a tag.</summary>
internal sealed unsafe partial class HtmlTokenizer
{
    /// <summary>Reads attributes up to the tag's end; returns the place behind its '&gt;', or -1 at the end of the input.</summary>
    private int ReadAttributes(int i, bool record)
    {
        byte* p = _p;
        int length = _length;
        ulong seen = 0;
        int count = 0;
        while (true)
        {
            // Nearly always one blank or none.
            i += i < length && p[i] == ' ' ? 1 : 0;
            while (i < length && IsSpace(p[i]))
            {
                i++;
            }

            if (i >= length)
            {
                return -1;
            }

            byte c = p[i];
            if (c == '>')
            {
                return i + 1;
            }

            if (c == '/')
            {
                i++;
                if (i < length && p[i] == '>')
                {
                    SelfClosing = true;
                    return i + 1;
                }

                continue;
            }

            if (record && i + Vector256<byte>.Count < length && Quoted(p + i) is > 0 and int name)
            {
                int start = i + name + 2;
                int end = FindQuote(start, (byte)'"', out bool coded);
                if (end + 1 >= length)
                {
                    return -1;
                }

                Record(AttributeNames.Find(Word(p + i, name), p + i, name), i, i + name, start, end, coded, ref seen, count++);
                i = end + 1;
                continue;
            }

            int nameStart = i;
            i = AttributeNameEnd(i);
            int nameEnd = i;
            while (i < length && IsSpace(p[i]))
            {
                i++;
            }

            int valueStart = nameEnd;
            int valueEnd = nameEnd;
            bool references = false;
            if (i < length && p[i] == '=')
            {
                i = AttributeValue(i + 1, out valueStart, out valueEnd, out references);
            }

            if (i >= length)
            {
                return -1;
            }

            if (record)
            {
                Record(nameStart, nameEnd, valueStart, valueEnd, references, ref seen, count++);
            }
        }
    }

    /// <summary>Nearly all attributes are a name, an equals sign and a quote, with nothing between: one look tells, and the name's length with it; 0 where they are not.</summary>
    /// <param name="p">The name's first byte, which belongs to it whatever it is; 33 bytes must be readable.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Quoted(byte* p)
    {
        Vector256<byte> v = Vector256.Load(p);
        uint bits = (Vector256.Equals(Vector256.Min(v, Vector256.Create((byte)0x20)), v)
            | Vector256.Equals(v, Vector256.Create((byte)'=')) | Vector256.Equals(v, Vector256.Create((byte)'>'))
            | Vector256.Equals(v, Vector256.Create((byte)'/'))).ExtractMostSignificantBits() & ~1u;
        int length = BitOperations.TrailingZeroCount(bits) & 31;
        return Unsafe.ReadUnaligned<ushort>(p + length) == ('=' | ('"' << 8)) ? length : 0;
    }

    /// <summary>The first bytes of a name, at most eight, in lower case, the first in the lowest byte. Eight bytes must be readable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(byte* p, int length) => (Unsafe.ReadUnaligned<ulong>(p) | (Ones * 0x20)) & (ulong.MaxValue >> (64 - (8 * Math.Min(length, 8))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int AttributeNameEnd(int i)
    {
        i++; // The first character belongs to the name whatever it is, even '='.
        while (i + 16 <= _length)
        {
            Vector128<byte> v = Vector128.Load(_p + i);
            Vector128<byte> hits = Vector128.Equals(Vector128.Min(v, Vector128.Create((byte)0x20)), v)
                | Vector128.Equals(v, Vector128.Create((byte)'=')) | Vector128.Equals(v, Vector128.Create((byte)'>'))
                | Vector128.Equals(v, Vector128.Create((byte)'/'));
            uint bits = hits.ExtractMostSignificantBits();
            if (bits == 0)
            {
                i += 16;
                continue;
            }

            i += BitOperations.TrailingZeroCount(bits);
            if (_p[i] > 0x20 || IsSpace(_p[i]))
            {
                return i;
            }

            i++; // A control character is part of the name.
        }

        while (i < _length && _p[i] != '=' && _p[i] != '>' && _p[i] != '/' && !IsSpace(_p[i]))
        {
            i++;
        }

        return i;
    }

    /// <summary>Reads what follows '='; returns where it ends, or the input's length where that comes first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int AttributeValue(int i, out int start, out int end, out bool references)
    {
        while (i < _length && IsSpace(_p[i]))
        {
            i++;
        }

        start = end = i;
        references = false;
        if (i >= _length)
        {
            return i;
        }

        byte c = _p[i];
        if (c is (byte)'"' or (byte)'\'')
        {
            start = i + 1;
            end = FindQuote(start, c, out references);
            return end == _length ? _length : end + 1;
        }

        while (i < _length && _p[i] != '>' && !IsSpace(_p[i]))
        {
            references |= _p[i] == '&';
            i++;
        }

        end = i;
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FindQuote(int i, byte quote, out bool references)
    {
        ulong amps = 0;
        while (i + 64 <= _length)
        {
            Vector256<byte> low = Vector256.Load(_p + i);
            Vector256<byte> high = Vector256.Load(_p + i + 32);
            ulong quotes = Vector256.Equals(low, Vector256.Create(quote)).ExtractMostSignificantBits()
                | ((ulong)Vector256.Equals(high, Vector256.Create(quote)).ExtractMostSignificantBits() << 32);
            ulong amp = Vector256.Equals(low, Vector256.Create((byte)'&')).ExtractMostSignificantBits()
                | ((ulong)Vector256.Equals(high, Vector256.Create((byte)'&')).ExtractMostSignificantBits() << 32);
            if (quotes != 0)
            {
                references = (amps | (amp & ((quotes & (0 - quotes)) - 1))) != 0;
                return i + BitOperations.TrailingZeroCount(quotes);
            }

            amps |= amp;
            i += 64;
        }

        while (i < _length && _p[i] != quote)
        {
            amps |= _p[i] == '&' ? 1UL : 0;
            i++;
        }

        references = amps != 0;
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Record(int nameStart, int nameEnd, int valueStart, int valueEnd, bool references, ref ulong seen, int ordinal)
    {
        int length = nameEnd - nameStart;
        HtmlAttribute name = nameStart + 8 <= _length ? AttributeNames.Find(Word(_p + nameStart, length), _p + nameStart, length) : HtmlAttribute.Other;
        Record(name, nameStart, nameEnd, valueStart, valueEnd, references, ref seen, ordinal);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Record(HtmlAttribute name, int nameStart, int nameEnd, int valueStart, int valueEnd, bool references, ref ulong seen, int ordinal)
    {
        if (ordinal >= _maxAttributes)
        {
            TooMany(ordinal);
            return;
        }

        if ((name == HtmlAttribute.Other && AttributeNameSpans is null) || ((seen >> (int)name) & 1 & (name == HtmlAttribute.Other ? 0UL : 1)) != 0)
        {
            return;
        }

        seen |= 1UL << (int)name;
        Add(name, nameStart, nameEnd, valueStart, valueEnd, references);
    }

    private void TooMany(int ordinal)
    {
        if (ordinal == _maxAttributes)
        {
            TooManyAttributes = (TooManyAttributes.Count + 1, TooManyAttributes.Count == 0 ? TokenStart : TooManyAttributes.First);
        }
    }

    private void Add(HtmlAttribute name, int nameStart, int nameEnd, int valueStart, int valueEnd, bool references)
    {
        if (valueEnd - valueStart > _maxAttributeBytes)
        {
            TooLongAttributes = (TooLongAttributes.Count + 1, TooLongAttributes.Count == 0 ? nameStart : TooLongAttributes.First);
            valueEnd = valueStart + _maxAttributeBytes;
            while (valueEnd > valueStart && (_p[valueEnd] & 0xC0) == 0x80)
            {
                valueEnd--;
            }
        }

        if (AttributeNameSpans is { } names)
        {
            if (IsDuplicate(nameStart, nameEnd, names))
            {
                return;
            }

            names.Add(new SourceSpan(nameStart, nameEnd));
        }

        Markup markup = _markup;
        if (markup.AttributeCount == markup.Attributes.Length)
        {
            Array.Resize(ref markup.Attributes, Math.Max(256, markup.Attributes.Length * 2));
        }

        markup.Attributes[markup.AttributeCount++] = new MarkupAttribute(name, references, valueStart, valueEnd);
    }

    private bool IsDuplicate(int nameStart, int nameEnd, List<SourceSpan> names)
    {
        var name = new ReadOnlySpan<byte>(_p + nameStart, nameEnd - nameStart);
        for (int k = FirstAttribute; k < names.Count; k++)
        {
            if (TagNames.EqualsFolded(name, new ReadOnlySpan<byte>(_p + names[k].Start, names[k].Length)))
            {
                return true;
            }
        }

        return false;
    }
}
