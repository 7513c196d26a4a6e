using System.Text;

namespace Chaffinch.Segmenting;

/// <summary>Reads the text of style elements into a <see cref="StyleSheet"/>; linear, knows no errors: what it cannot read it skips.</summary>
internal static class StyleSheetReader
{
    private const int MaxParts = 3;

    public static void Read(ReadOnlySpan<byte> css, StyleSheet sheet)
    {
        int at = 0;
        while (at < css.Length)
        {
            at = SkipBlanksAndComments(css, at);
            if (at >= css.Length)
            {
                return;
            }

            if (css[at] == '}')
            {
                at++; // The end of a group rule that was entered.
            }
            else if (css[at] == '@')
            {
                at = AtRule(css, at);
            }
            else
            {
                at = Rule(css, at, sheet);
            }
        }
    }

    private static int SkipBlanksAndComments(ReadOnlySpan<byte> css, int at)
    {
        while (at < css.Length)
        {
            int next = css[at..].IndexOfAnyExcept(Blanks.Ascii);
            if (next < 0)
            {
                return css.Length;
            }

            at += next;
            ReadOnlySpan<byte> rest = css[at..];
            if (rest.StartsWith("/*"u8))
            {
                int end = rest[2..].IndexOf("*/"u8);
                at = end < 0 ? css.Length : at + 2 + end + 2;
            }
            else if (rest.StartsWith("<!--"u8))
            {
                at += 4;
            }
            else if (rest.StartsWith("-->"u8))
            {
                at += 3;
            }
            else
            {
                return at;
            }
        }

        return at;
    }

    private static int AtRule(ReadOnlySpan<byte> css, int at)
    {
        ReadOnlySpan<byte> rest = css[at..];
        int end = rest.IndexOfAny(";{"u8);
        if (end < 0)
        {
            return css.Length;
        }

        if (rest[end] == ';')
        {
            return at + end + 1;
        }

        ReadOnlySpan<byte> prelude = Blanks.Trim(rest[..end]);
        bool applies = prelude.StartsWith("@supports"u8) || prelude.StartsWith("@layer"u8)
            || Ascii.EqualsIgnoreCase(prelude, "@media screen"u8) || Ascii.EqualsIgnoreCase(prelude, "@media all"u8);
        return applies ? at + end + 1 : EndOfBlock(css, at + end);
    }

    /// <summary>One past the '}' that closes the '{' at <paramref name="open"/>.</summary>
    private static int EndOfBlock(ReadOnlySpan<byte> css, int open)
    {
        int depth = 0;
        for (int at = open; at < css.Length;)
        {
            int next = css[at..].IndexOfAny("{}"u8);
            if (next < 0)
            {
                return css.Length;
            }

            at += next;
            depth += css[at] == '{' ? 1 : -1;
            at++;
            if (depth == 0)
            {
                return at;
            }
        }

        return css.Length;
    }

    private static int Rule(ReadOnlySpan<byte> css, int at, StyleSheet sheet)
    {
        int open = css[at..].IndexOf((byte)'{');
        if (open < 0)
        {
            return css.Length;
        }

        ReadOnlySpan<byte> selectors = css.Slice(at, open);
        int body = at + open + 1;
        int close = css[body..].IndexOf((byte)'}');
        close = close < 0 ? css.Length : body + close;
        bool plain = selectors.IndexOfAny(CssBytes.Unread) < 0;
        int comma = selectors.IndexOf((byte)',');
        if (plain || comma >= 0)
        {
            // Where the only selector says more than names, what it declares does not matter.
            StyleFacts facts = default;
            StyleDeclarations.Read(css[body..close], ref facts);
            for (; !selectors.IsEmpty && !facts.IsEmpty; comma = selectors.IndexOf((byte)','))
            {
                Selector(Blanks.Trim(comma < 0 ? selectors : selectors[..comma]), plain, facts, sheet);
                selectors = comma < 0 ? [] : selectors[(comma + 1)..];
            }
        }

        return Math.Min(close + 1, css.Length);
    }

    private static void Selector(ReadOnlySpan<byte> selector, bool plain, in StyleFacts facts, StyleSheet sheet)
    {
        if (selector.IsEmpty || selector.Length > 256 || (!plain && selector.IndexOfAny(CssBytes.Unread) >= 0))
        {
            return;
        }

        Span<ulong> around = stackalloc ulong[MaxParts];
        Span<ulong> names = stackalloc ulong[MaxParts];
        int aroundCount = 0;
        int specificity = 0;
        while (true)
        {
            int end = EndOfPart(selector);
            ReadOnlySpan<byte> part = selector[..end];
            int count = Part(part, names, ref specificity);
            if (count <= 0)
            {
                return;
            }

            if (end == selector.Length)
            {
                sheet.Add(names[..count], around[..aroundCount], facts, specificity);
                return;
            }

            if (aroundCount + count > MaxParts)
            {
                return;
            }

            names[..count].CopyTo(around[aroundCount..]);
            aroundCount += count;
            int next = selector[end..].IndexOfAnyExcept(CssBytes.Combinator);
            if (next < 0)
            {
                return;
            }

            selector = selector[(end + next)..];
        }
    }

    /// <summary>Parts are short: a loop is faster than a vectorised search.</summary>
    private static int EndOfPart(ReadOnlySpan<byte> selector)
    {
        int end = 0;
        while (end < selector.Length && selector[end] != '>' && !Blanks.IsBlank(selector[end]))
        {
            end++;
        }

        return end;
    }

    /// <summary>Reads <c>tag#id.class</c>; the most telling name comes first. Gives the number of names, or -1.</summary>
    private static int Part(ReadOnlySpan<byte> part, Span<ulong> names, ref int specificity)
    {
        int count = 0;
        while (!part.IsEmpty)
        {
            byte kind = part[0];
            ReadOnlySpan<byte> name = kind is (byte)'.' or (byte)'#' ? part[1..] : part;
            int end = 0;
            while (end < name.Length && name[end] is not ((byte)'.' or (byte)'#'))
            {
                end++;
            }

            part = name[end..];
            name = name[..end];
            if (name.IsEmpty || count == names.Length || name.SequenceEqual("no-js"u8))
            {
                return -1; // Scripts take no-js away as soon as the page runs.
            }

            names[count] = kind == '.' ? StyleSheet.ClassName(name) : kind == '#' ? StyleSheet.IdName(name) : StyleSheet.TagName(name);
            specificity += kind == '.' ? 0x100 : kind == '#' ? 0x10000 : 1;
            if (count > 0 && kind != '.')
            {
                (names[0], names[count]) = (names[count], names[0]);
            }
            else if (count == 1)
            {
                (names[0], names[1]) = (names[1], names[0]); // tag.class: the class leads.
            }

            count++;
        }

        return count;
    }
}
