using Chaffinch.Model;

namespace Chaffinch.Parsing;

/// <summary>Comments, doctypes and what is taken for comments.</summary>
internal sealed unsafe partial class HtmlTokenizer
{
    /// <summary>Doctypes: the identifiers; a start of -1 where there is none.</summary>
    public SourceSpan PublicId;

    /// <summary>Doctypes: the system identifier; a start of -1 where there is none.</summary>
    public SourceSpan SystemId;

    /// <summary>Doctypes: the force-quirks flag.</summary>
    public bool ForceQuirks;

    private bool StartsCdata(int i) => AllowCdata && Rest(i).StartsWith("<![CDATA["u8);

    private TokenKind Declaration(int at)
    {
        ReadOnlySpan<byte> rest = Rest(at + 2);
        if (rest.StartsWith("--"u8))
        {
            return Comment(at);
        }

        return rest.Length >= 7 && System.Text.Ascii.EqualsIgnoreCase(rest[..7], "doctype"u8) ? Doctype(at) : BogusComment(at, at + 2);
    }

    private TokenKind BogusComment(int at, int data)
    {
        int close = Rest(data).IndexOf((byte)'>');
        NameEnd = close < 0 ? _length : data + close;
        return EndDeclaration(TokenKind.Comment, at, data, close < 0 ? _length : NameEnd + 1);
    }

    private TokenKind EndDeclaration(TokenKind kind, int at, int name, int end)
    {
        TokenStart = at;
        NameStart = name;
        TokenEnd = _pos = end;
        return kind;
    }

    private TokenKind Comment(int at)
    {
        int data = at + 4;
        ReadOnlySpan<byte> rest = Rest(data);
        if (rest.StartsWith(">"u8) || rest.StartsWith("->"u8))
        {
            NameEnd = data;
            return EndDeclaration(TokenKind.Comment, at, data, data + (rest[0] == '>' ? 1 : 2));
        }

        int i = data;
        while (true)
        {
            int hit = Rest(i).IndexOf("--"u8);
            if (hit < 0)
            {
                break;
            }

            i += hit;
            int dash = i;
            i += 2;
            while (i < _length && _p[i] == '-')
            {
                i++;
            }

            if (i < _length && _p[i] == '>')
            {
                NameEnd = i - 2;
                return EndDeclaration(TokenKind.Comment, at, data, i + 1);
            }

            if (i + 1 < _length && _p[i] == '!' && _p[i + 1] == '>')
            {
                NameEnd = i - 2;
                return EndDeclaration(TokenKind.Comment, at, data, i + 2);
            }

            System.Diagnostics.Debug.Assert(i > dash, "Each round goes on.");
        }

        // The input ends in the comment: what could have begun its end is not part of it.
        rest = Rest(data);
        NameEnd = _length - (rest.EndsWith("--!"u8) ? 3 : rest.EndsWith("--"u8) ? 2 : rest.EndsWith("-"u8) ? 1 : 0);
        return EndDeclaration(TokenKind.Comment, at, data, _length);
    }

    private TokenKind Doctype(int at)
    {
        PublicId = SystemId = new SourceSpan(-1, -1);
        ForceQuirks = false;
        int i = SkipSpace(at + 9);
        int name = i;
        while (i < _length && _p[i] != '>' && !IsSpace(_p[i]))
        {
            i++;
        }

        NameEnd = i;
        ForceQuirks = name == i;
        i = SkipSpace(i);
        if (i < _length && _p[i] != '>')
        {
            ReadOnlySpan<byte> keyword = Rest(i);
            keyword = keyword[..Math.Min(6, keyword.Length)];
            if (System.Text.Ascii.EqualsIgnoreCase(keyword, "public"u8))
            {
                i = Identifier(i + 6, ref PublicId, required: true);
                i = ForceQuirks ? i : Identifier(i, ref SystemId, required: false);
            }
            else if (System.Text.Ascii.EqualsIgnoreCase(keyword, "system"u8))
            {
                i = Identifier(i + 6, ref SystemId, required: true);
            }
            else
            {
                ForceQuirks = true;
            }

            i = SkipSpace(i);
        }

        ForceQuirks |= i >= _length;
        int close = Rest(i).IndexOf((byte)'>');
        return EndDeclaration(TokenKind.Doctype, at, name, close < 0 ? _length : i + close + 1);
    }

    private int SkipSpace(int i)
    {
        while (i < _length && IsSpace(_p[i]))
        {
            i++;
        }

        return i;
    }

    /// <summary>Reads a quoted identifier where there is one; returns the place behind it, or of the '&gt;' that cuts it short.</summary>
    private int Identifier(int i, ref SourceSpan id, bool required)
    {
        i = SkipSpace(i);
        if (i >= _length || (_p[i] != '"' && _p[i] != '\''))
        {
            ForceQuirks |= required || (i < _length && _p[i] != '>');
            return i;
        }

        byte quote = _p[i++];
        int hit = Rest(i).IndexOfAny(quote, (byte)'>');
        int end = hit < 0 ? _length : i + hit;
        id = new SourceSpan(i, end);
        if (hit < 0 || _p[end] == '>')
        {
            ForceQuirks = true;
            return end;
        }

        return end + 1;
    }
}
