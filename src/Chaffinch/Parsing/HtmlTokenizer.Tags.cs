using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Chaffinch.Model;

namespace Chaffinch.Parsing;

/// <summary>Start tags, end tags and attributes.</summary>
internal sealed unsafe partial class HtmlTokenizer
{
    private const ulong Ones = 0x0101010101010101;

    private TokenKind StartTag(int at)
    {
        TokenStart = at;
        SelfClosing = false;
        FirstAttribute = _markup.AttributeCount;
        int i = ReadName(at + 1);
        if (i < _length && _p[i] == '>')
        {
            TokenEnd = _pos = i + 1;
            return TokenKind.StartTag;
        }

        i = ReadAttributes(i, record: true);
        if (i < 0)
        {
            // The input ends inside the tag, which is then no tag at all.
            _markup.AttributeCount = FirstAttribute;
            AttributeNameSpans?.RemoveRange(FirstAttribute, AttributeNameSpans.Count - FirstAttribute);
            _pos = _length;
            return TokenKind.EndOfFile;
        }

        TokenEnd = _pos = i;
        return TokenKind.StartTag;
    }

    private TokenKind EndTag(int at)
    {
        TokenStart = at;
        int i = ReadName(at + 2);
        if (i >= _length || _p[i] != '>')
        {
            i = ReadAttributes(i, record: false);
            if (i < 0)
            {
                _pos = _length;
                return TokenKind.EndOfFile;
            }
        }
        else
        {
            i++;
        }

        TokenEnd = _pos = i;
        return TokenKind.EndTag;
    }

    /// <summary>Reads a tag name; returns where it ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ReadName(int i)
    {
        NameStart = i;
        if (i + 8 <= _length)
        {
            // Up to seven bytes at once: the name ends at the first byte below '0' or at '>'.
            ulong w = Unsafe.ReadUnaligned<ulong>(_p + i);
            ulong x = w ^ (Ones * '>');
            ulong hits = (((w - (Ones * '0')) & ~w) | ((x - Ones) & ~x)) & (Ones * 0x80);
            if (hits != 0)
            {
                int n = BitOperations.TrailingZeroCount(hits) >> 3;
                byte end = _p[i + n];
                if (end == '>' || end == '/' || IsSpace(end))
                {
                    ulong mask = (1UL << (8 * n)) - 1;
                    Tag = TagNames.Find((w | (Ones * 0x20)) & mask);
                    return NameEnd = i + n;
                }
            }
        }

        return ReadNameSlowly(i);
    }

    private int ReadNameSlowly(int i)
    {
        int start = i;
        while (i < _length && _p[i] != '>' && _p[i] != '/' && !IsSpace(_p[i]))
        {
            i++;
        }

        Tag = TagNames.Find(new ReadOnlySpan<byte>(_p + start, i - start));
        return NameEnd = i;
    }

    /// <summary>Reads attributes up to the tag's end; returns the place behind its '&gt;', or -1 at the end of the input.</summary>
    private int ReadAttributes(int i, bool record)
    {
        byte* p = _p;
        int length = _length;
        ulong seen = 0;
        int count = 0;
        while (true)
        {
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

            if (record && i + 8 <= length && Usual(Unsafe.ReadUnaligned<ulong>(p + i), out HtmlAttribute usual, out int bytes))
            {
                int start = i + bytes;
                int end = FindQuote(start, (byte)'"', out bool coded);
                i = end + 1;
                if (i >= length)
                {
                    return -1;
                }

                Record(usual, start - bytes, start - 2, start, end, coded, ref seen, count++);
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

    /// <summary>Many attributes are one of these two, written like this: they need no look at single characters.</summary>
    /// <param name="word">The first eight bytes of an attribute.</param>
    /// <param name="name">Which one it is.</param>
    /// <param name="bytes">The bytes up to its value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Usual(ulong word, out HtmlAttribute name, out int bytes)
    {
        const ulong ClassQuote = 'c' | ((ulong)'l' << 8) | ((ulong)'a' << 16) | ((ulong)'s' << 24) | ((ulong)'s' << 32) | ((ulong)'=' << 40) | ((ulong)'"' << 48);
        const ulong HrefQuote = 'h' | ((ulong)'r' << 8) | ((ulong)'e' << 16) | ((ulong)'f' << 24) | ((ulong)'=' << 32) | ((ulong)'"' << 40);
        bool isClass = (word & (ulong.MaxValue >> 8)) == ClassQuote;
        name = isClass ? HtmlAttribute.Class : HtmlAttribute.Href;
        bytes = isClass ? 7 : 6;
        return isClass || (word & (ulong.MaxValue >> 16)) == HrefQuote;
    }

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
            name = AttributeNames.Find(key, new ReadOnlySpan<byte>(_p + nameStart, length));
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
