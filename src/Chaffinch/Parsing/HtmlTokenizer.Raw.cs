using System.Numerics;
using System.Runtime.Intrinsics;
using Chaffinch.Model;

namespace Chaffinch.Parsing;

/// <summary>Text in which no tags are known but the one that ends it.</summary>
internal sealed unsafe partial class HtmlTokenizer
{
    /// <summary>Goes on in <paramref name="model"/> until the end tag of <paramref name="name"/>.</summary>
    public void EnterRaw(ContentModel model, byte[] name)
    {
        Model = model;
        RawName = name;
    }

    /// <summary>Steps over one line end, as after &lt;pre&gt;.</summary>
    public void SkipLineFeed()
    {
        if (_pos < _length && _p[_pos] == '\r')
        {
            _pos++;
            _pos += _pos < _length && _p[_pos] == '\n' ? 1 : 0;
        }
        else if (_pos < _length && _p[_pos] == '\n')
        {
            _pos++;
        }
    }

    private TokenKind NextRaw()
    {
        int start = _pos;
        if (start >= _length)
        {
            return TokenKind.EndOfFile;
        }

        int end;
        MarkupFlags flags = MarkupFlags.RawText | MarkupFlags.HasControls;
        switch (Model)
        {
            case ContentModel.Cdata:
                int close = Rest(start).IndexOf("]]>"u8);
                end = close < 0 ? _length : start + close;
                _pos = close < 0 ? _length : end + 3;
                Model = ContentModel.Data;
                if (end == start)
                {
                    return Next();
                }

                TokenStart = start;
                TokenEnd = end;
                TextFlags = MarkupFlags.HasControls;
                return TokenKind.Text;
            case ContentModel.ScriptData:
                end = ScriptEnd(start);
                break;
            case ContentModel.Rcdata:
                end = RawEnd(start);
                if (new ReadOnlySpan<byte>(_p + start, end - start).Contains((byte)'&'))
                {
                    flags |= MarkupFlags.HasReferences;
                }

                break;
            case ContentModel.Rawtext:
                end = RawEnd(start);
                break;
            default:
                end = _length;
                break;
        }

        if (end < _length)
        {
            Model = ContentModel.Data; // What follows is the end tag, which reads the same in both states.
        }

        _pos = end;
        if (end == start)
        {
            return Next();
        }

        TokenStart = start;
        TokenEnd = end;
        TextFlags = flags;
        if (new ReadOnlySpan<byte>(_p + start, Math.Min(end - start, 64)).IndexOfAnyExcept(WhiteSpace) < 0
            && new ReadOnlySpan<byte>(_p + start, end - start).IndexOfAnyExcept(WhiteSpace) < 0)
        {
            TextFlags |= MarkupFlags.WhiteSpace;
        }

        return TokenKind.Text;
    }

    /// <summary>Where the appropriate end tag starts, or the input's end.</summary>
    private int RawEnd(int i)
    {
        while (true)
        {
            i = FindOpen(i, (byte)'/', (byte)'/');
            if (i == _length || NamedAt(i + 2, RawName))
            {
                return i;
            }

            i += 2;
        }
    }

    /// <summary>The script data states: an end tag counts unless a comment with an own script start tag is open.</summary>
    private int ScriptEnd(int i)
    {
        while (true)
        {
            i = FindOpen(i, (byte)'/', (byte)'!');
            if (i == _length)
            {
                return i;
            }

            if (_p[i + 1] == '/')
            {
                if (NamedAt(i + 2, RawName))
                {
                    return i;
                }

                i += 2;
                continue;
            }

            if (i + 3 < _length && _p[i + 2] == '-' && _p[i + 3] == '-')
            {
                // The dashes of "<!--" may be those of "-->".
                if (Escaped(ref i))
                {
                    return i;
                }
            }
            else
            {
                i += 2;
            }
        }
    }

    /// <summary>From "&lt;!--": goes to the script's end (true) or behind "--&gt;" (false).</summary>
    private bool Escaped(ref int i)
    {
        bool doubled = false;
        i += 2;
        while (true)
        {
            int hit = Rest(i).IndexOfAny((byte)'<', (byte)'-');
            if (hit < 0)
            {
                i = _length;
                return true;
            }

            i += hit;
            if (_p[i] == '-')
            {
                int dash = i;
                while (i < _length && _p[i] == '-')
                {
                    i++;
                }

                if (i - dash >= 2 && i < _length && _p[i] == '>')
                {
                    i++;
                    return false;
                }

                continue;
            }

            bool close = i + 1 < _length && _p[i + 1] == '/';
            if (close && !doubled && NamedAt(i + 2, RawName))
            {
                return true;
            }

            if (close ? doubled && NamedAt(i + 2, "script"u8) : !doubled && NamedAt(i + 1, "script"u8))
            {
                doubled = !doubled;
                i += 7;
            }
            else
            {
                i++;
            }
        }
    }

    /// <summary>True when a name, in any case, and a character that ends a tag name stand at <paramref name="i"/>.</summary>
    private bool NamedAt(int i, ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || i + name.Length >= _length)
        {
            return false;
        }

        byte end = _p[i + name.Length];
        return (end is (byte)'>' or (byte)'/' || IsSpace(end)) && System.Text.Ascii.EqualsIgnoreCase(new ReadOnlySpan<byte>(_p + i, name.Length), name);
    }

    /// <summary>The next '&lt;' that is followed by one of two bytes, or the input's end.</summary>
    private int FindOpen(int i, byte second, byte orSecond)
    {
        byte* p = _p;
        int length = _length;
        while (i + 33 <= length)
        {
            Vector256<byte> next = Vector256.Load(p + i + 1);
            uint hits = (Vector256.Equals(Vector256.Load(p + i), Vector256.Create((byte)'<'))
                & (Vector256.Equals(next, Vector256.Create(second)) | Vector256.Equals(next, Vector256.Create(orSecond)))).ExtractMostSignificantBits();
            if (hits != 0)
            {
                return i + BitOperations.TrailingZeroCount(hits);
            }

            i += 32;
        }

        for (; i + 1 < length; i++)
        {
            if (p[i] == '<' && (p[i + 1] == second || p[i + 1] == orSecond))
            {
                return i;
            }
        }

        return length;
    }
}
