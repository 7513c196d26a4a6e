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
}
