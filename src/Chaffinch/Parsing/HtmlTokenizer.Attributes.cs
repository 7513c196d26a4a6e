using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Chaffinch.Model;

namespace Chaffinch.Parsing;

/// <summary>Attributes of tags.</summary>
internal sealed unsafe partial class HtmlTokenizer
{
    private const ushort EqualsQuote = '=' | ('"' << 8);

    /// <summary>Bytes that must follow for an attribute to be read without looking at the input's end: a blank, a name, its sign and quote, 64 of the value.</summary>
    private const int UsualBytes = 1 + 32 + 2 + 64;

    /// <summary>Reads attributes up to the tag's end; returns the place behind its '&gt;', or -1 at the end of the input.</summary>
    private int ReadAttributes(int i, bool record)
    {
        byte* p = _p;
        int length = _length;
        ulong seen = 0;
        int count = 0;
        bool usual = record && AttributeNameSpans is null;
        while (true)
        {
            if (usual)
            {
                i = UsualAttributes(i, ref seen, ref count);
            }

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

    /// <summary>Reads attributes as long as they are written as nearly all are, <c>name="value"</c> behind one blank; gives the place of what is not.</summary>
    /// <remarks>Which names come and how long values are cannot be foreseen, so no branch hangs on them: each attribute is written and counted only when it is wanted.</remarks>
    private int UsualAttributes(int i, ref ulong seenBefore, ref int countBefore)
    {
        byte* p = _p;
        int last = _length - UsualBytes;
        int count = countBefore;
        ulong seen = seenBefore | 1; // Names that nobody asks for are as if seen before.
        Markup markup = _markup;
        while (i < last && count < _maxAttributes)
        {
            int name = p[i] == ' ' ? i + 1 : i;
            while (p[name] <= 0x20 && name < last && IsSpace(p[name]))
            {
                name++; // Some write each on a line of its own.
            }

            Vector256<byte> v = Vector256.Load(p + name);
            uint ends = (Vector256.Equals(Vector256.Min(v, Vector256.Create((byte)0x20)), v) | Vector256.Equals(v, Vector256.Create((byte)'='))
                | Vector256.Equals(v, Vector256.Create((byte)'>')) | Vector256.Equals(v, Vector256.Create((byte)'/'))).ExtractMostSignificantBits();
            int bytes = BitOperations.TrailingZeroCount(ends);
            if (ends == 0 || bytes == 0 || Unsafe.ReadUnaligned<ushort>(p + name + bytes) != EqualsQuote)
            {
                break;
            }

            int start = name + bytes + 2;
            Vector256<byte> first = Vector256.Load(p + start);
            Vector256<byte> second = Vector256.Load(p + start + 32);
            ulong quotes = Bits(first, second, (byte)'"');
            ulong amps = Bits(first, second, (byte)'&');
            bool coded = (amps & (quotes - 1) & ~quotes) != 0;
            int end = start + BitOperations.TrailingZeroCount(quotes);
            if (quotes == 0)
            {
                end = FindQuote(start, (byte)'"', out coded);
                if (end >= _length)
                {
                    break;
                }
            }

            if (end - start > _maxAttributeBytes)
            {
                break;
            }

            i = end + 1;
            count++;
            if (markup.AttributeCount == markup.Attributes.Length)
            {
                Array.Resize(ref markup.Attributes, Math.Max(256, markup.Attributes.Length * 2));
            }

            ulong key = (Unsafe.ReadUnaligned<ulong>(p + name) | (Ones * 0x20)) & (ulong.MaxValue >> (64 - (8 * Math.Min(bytes, 8))));
            HtmlAttribute found = AttributeNames.Find(key, p + name, bytes);
            markup.Attributes[markup.AttributeCount] = new MarkupAttribute(found, coded, start, end);
            markup.AttributeCount += (int)((~seen >> (int)found) & 1);
            seen |= 1UL << (int)found;
        }

        seenBefore = seen & ~1UL;
        countBefore = count;
        return i;
    }

    /// <summary>Where a byte stands among 64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector256<byte> first, Vector256<byte> second, byte b) =>
        Vector256.Equals(first, Vector256.Create(b)).ExtractMostSignificantBits() | ((ulong)Vector256.Equals(second, Vector256.Create(b)).ExtractMostSignificantBits() << 32);

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
        uint amps = 0;
        while (i + 32 <= _length)
        {
            Vector256<byte> v = Vector256.Load(_p + i);
            uint quotes = Vector256.Equals(v, Vector256.Create(quote)).ExtractMostSignificantBits();
            uint amp = Vector256.Equals(v, Vector256.Create((byte)'&')).ExtractMostSignificantBits();
            if (quotes != 0)
            {
                references = (amps | (amp & ((quotes & (0 - quotes)) - 1))) != 0;
                return i + BitOperations.TrailingZeroCount(quotes);
            }

            amps |= amp;
            i += 32;
        }

        while (i < _length && _p[i] != quote)
        {
            amps |= _p[i] == '&' ? 1u : 0;
            i++;
        }

        references = amps != 0;
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Record(int nameStart, int nameEnd, int valueStart, int valueEnd, bool references, ref ulong seen, int ordinal)
    {
        HtmlAttribute name = HtmlAttribute.Other;
        int length = nameEnd - nameStart;
        if (nameStart + 8 <= _length)
        {
            ulong key = (Unsafe.ReadUnaligned<ulong>(_p + nameStart) | (Ones * 0x20)) & (length >= 8 ? ulong.MaxValue : (1UL << (8 * length)) - 1);
            name = AttributeNames.Find(key, _p + nameStart, length);
        }

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
