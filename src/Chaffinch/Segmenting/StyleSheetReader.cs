using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Chaffinch.Segmenting;

/// <summary>Reads the text of style elements into a <see cref="StyleSheet"/>; linear, knows no errors: what it cannot read it skips.</summary>
/// <remarks>Declarations are read at once, selectors only where the declarations turn out to matter: most rules of a sheet hide nothing.</remarks>
internal sealed class StyleSheetReader
{
    private const int MaxParts = 3;

    private readonly CssMarks _marks = new();
    private byte[] _plain = [];

    /// <summary>The sheet read last may import another.</summary>
    public bool MayImport => _marks.MayImport;

    /// <summary>Reads the sheet that stands in <paramref name="source"/> from <paramref name="start"/> to <paramref name="end"/>.</summary>
    public void Read(ReadOnlySpan<byte> source, int start, int end, StyleSheet sheet)
    {
        ReadOnlySpan<byte> css = CssComments.Blank(source[start..end], ref _plain);
        _marks.Read(css);
        int at = 0;
        while (at < css.Length)
        {
            at = SkipBlanksAndMarkupComments(css, at);
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
                at = Rule(css, at, start, sheet);
            }
        }
    }

    private static int SkipBlanksAndMarkupComments(ReadOnlySpan<byte> css, int at)
    {
        while (at < css.Length)
        {
            while (at < css.Length && Blanks.IsBlank(css[at]))
            {
                at++;
            }

            if (at >= css.Length || css[at] is not ((byte)'<' or (byte)'-'))
            {
                return at;
            }

            ReadOnlySpan<byte> rest = css[at..];
            if (rest.StartsWith("<!--"u8))
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

    private int AtRule(ReadOnlySpan<byte> css, int at)
    {
        int end = at;
        do
        {
            end = _marks.NextSign(end + 1);
            if (end >= css.Length)
            {
                return css.Length;
            }
        }
        while (css[end] is not ((byte)';' or (byte)'{'));

        if (css[end] == ';')
        {
            return end + 1;
        }

        ReadOnlySpan<byte> prelude = Blanks.Trim(css[at..end]);
        bool applies = prelude.StartsWith("@supports"u8) || prelude.StartsWith("@layer"u8)
            || Ascii.EqualsIgnoreCase(prelude, "@media screen"u8) || Ascii.EqualsIgnoreCase(prelude, "@media all"u8);
        return applies ? end + 1 : EndOfBlock(css, end);
    }

    /// <summary>One past the '}' that closes the '{' at <paramref name="open"/>.</summary>
    private int EndOfBlock(ReadOnlySpan<byte> css, int open)
    {
        int depth = 0;
        for (int at = open; at < css.Length; at = _marks.NextSign(at + 1))
        {
            depth += css[at] == '{' ? 1 : css[at] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return at + 1;
            }
        }

        return css.Length;
    }

    private int Rule(ReadOnlySpan<byte> css, int at, int offset, StyleSheet sheet)
    {
        int open = _marks.NextSign(at);
        while (open < css.Length && css[open] != '{')
        {
            open = _marks.NextSign(open + 1);
        }

        if (open >= css.Length)
        {
            return css.Length;
        }

        // Where the only selector says more than names, what it declares does not matter.
        StyleFacts facts = default;
        bool matters = _marks.Next(CssMark.Colon, at, open) >= open || css[at..open].IndexOf((byte)',') >= 0;
        int close = _marks.Next(CssMark.Close, open + 1, css.Length);
        if (matters)
        {
            Body(css, open + 1, close, ref facts);
        }

        if (!facts.IsEmpty)
        {
            sheet.AddBlock() = new StyleBlock { Facts = facts, Start = offset + at, End = offset + open };
        }

        return Math.Min(close + 1, css.Length);
    }

    /// <summary>Reads declarations up to the '}' at <paramref name="close"/>.</summary>
    private void Body(ReadOnlySpan<byte> css, int start, int close, ref StyleFacts facts)
    {
        if (start >= close)
        {
            return; // Nothing in it, or the sheet ends here.
        }

        if (close - start < 64)
        {
            ShortBody(css, start, close, ref facts);
            return;
        }

        bool mayBeImportant = _marks.Next(CssMark.Bang, start, close) < close;
        if (_marks.Next(CssMark.Bracket, start, close) < close)
        {
            BodyWithBrackets(css, start, close, mayBeImportant, ref facts);
            return;
        }

        while (start < close)
        {
            int end = _marks.Next(CssMark.Semicolon, start, close);
            Declaration(css, start, end, mayBeImportant, ref facts);
            start = end + 1;
        }
    }

    /// <summary>As <see cref="Body"/>, for most bodies: the marks of fewer than 64 bytes stand in one word each.</summary>
    private void ShortBody(ReadOnlySpan<byte> css, int start, int close, ref StyleFacts facts)
    {
        ulong inside = (1UL << (close - start)) - 1;
        bool mayBeImportant = (_marks.Window(CssMark.Bang, start) & inside) != 0;
        if ((_marks.Window(CssMark.Bracket, start) & inside) != 0)
        {
            BodyWithBrackets(css, start, close, mayBeImportant, ref facts);
            return;
        }

        ulong ends = (_marks.Window(CssMark.Semicolon, start) & inside) | (inside + 1);
        ulong colons = _marks.Window(CssMark.Colon, start) & inside;
        int from = start;
        for (; ends != 0; ends &= ends - 1)
        {
            int end = start + BitOperations.TrailingZeroCount(ends);
            int colon = start + BitOperations.TrailingZeroCount(colons);
            if (colon < end)
            {
                Declaration(css, from, colon, end, mayBeImportant, ref facts);
                colons &= ~((ends & (0 - ends)) - 1);
            }

            from = end + 1;
        }
    }

    /// <summary>Semicolons in brackets, as in url(…), end no declaration.</summary>
    private void BodyWithBrackets(ReadOnlySpan<byte> css, int start, int close, bool mayBeImportant, ref StyleFacts facts)
    {
        byte awaited = 0;
        for (int at = _marks.Next(CssMark.Sign, start, close); at < close; at = _marks.Next(CssMark.Sign, at + 1, close))
        {
            byte sign = css[at];
            if (awaited != 0)
            {
                awaited = sign != awaited ? awaited : awaited == ')' ? (byte)';' : (byte)0;
            }
            else if (sign == '(')
            {
                awaited = (byte)')';
            }

            if (sign == ';' && awaited == 0)
            {
                Declaration(css, start, at, mayBeImportant, ref facts);
                start = at + 1;
            }
        }

        Declaration(css, start, close, mayBeImportant, ref facts);
    }

    private void Declaration(ReadOnlySpan<byte> css, int start, int end, bool mayBeImportant, ref StyleFacts facts)
    {
        int colon = _marks.Next(CssMark.Colon, start, end);
        if (colon < end)
        {
            Declaration(css, start, colon, end, mayBeImportant, ref facts);
        }
    }

    private static void Declaration(ReadOnlySpan<byte> css, int start, int colon, int end, bool mayBeImportant, ref StyleFacts facts)
    {
        if (colon < CssProperties.BytesBefore)
        {
            StyleDeclarations.Read(css[start..colon], css[(colon + 1)..end], ref facts);
            return;
        }

        // Most are of other properties, and the name's end tells: only where it is one of these is looked at what stands in front.
        CssProperty property = CssProperties.FindBefore(ref Unsafe.Add(ref MemoryMarshal.GetReference(css), colon), out int length);
        if (length == 0 && colon > start && Blanks.IsBlank(css[colon - 1]))
        {
            StyleDeclarations.Read(css[start..colon], css[(colon + 1)..end], ref facts);
        }
        else if (property != CssProperty.None)
        {
            while (start < colon - length && Blanks.IsBlank(css[start]))
            {
                start++;
            }

            if (start == colon - length)
            {
                StyleDeclarations.Read(property, css[(colon + 1)..end], mayBeImportant, ref facts);
            }
        }
    }

    /// <summary>Adds those of a rule's selectors that need no more than names.</summary>
    public static void ReadSelectors(ReadOnlySpan<byte> selectors, StyleSheet sheet)
    {
        bool plain = selectors.IndexOfAny(CssBytes.Unread) < 0;
        while (!selectors.IsEmpty)
        {
            int comma = selectors.IndexOf((byte)',');
            ReadSelector(Blanks.Trim(comma < 0 ? selectors : selectors[..comma]), plain, sheet);
            selectors = comma < 0 ? [] : selectors[(comma + 1)..];
        }
    }

    private static void ReadSelector(ReadOnlySpan<byte> selector, bool plain, StyleSheet sheet)
    {
        if (selector.IsEmpty || selector.Length > 256 || (!plain && selector.IndexOfAny(CssBytes.Unread) >= 0))
        {
            return;
        }

        Span<ulong> around = stackalloc ulong[MaxParts];
        Span<ulong> names = stackalloc ulong[MaxParts];
        int aroundCount = 0;
        int specificity = 0;
        for (int at = 0; ;)
        {
            int count = Part(selector, ref at, names, ref specificity);
            if (count <= 0)
            {
                return;
            }

            if (at == selector.Length)
            {
                sheet.AddSelector(names[..count], around[..aroundCount], specificity);
                return;
            }

            if (aroundCount + count > MaxParts)
            {
                return;
            }

            names[..count].CopyTo(around[aroundCount..]);
            aroundCount += count;
            while (IsCombinator(selector[at]))
            {
                if (++at == selector.Length)
                {
                    return;
                }
            }
        }
    }

    private static bool IsCombinator(byte b) => b == '>' || Blanks.IsBlank(b);

    /// <summary>Reads <c>tag#id.class</c> up to a combinator; the most telling name comes first. Gives the number of names, or -1.</summary>
    private static int Part(ReadOnlySpan<byte> selector, ref int at, Span<ulong> names, ref int specificity)
    {
        int count = 0;
        do
        {
            byte kind = selector[at];
            int start = kind is (byte)'.' or (byte)'#' ? at + 1 : at;
            int end = start;
            while (end < selector.Length && !EndsName(selector[end]))
            {
                end++;
            }

            at = end;
            ReadOnlySpan<byte> name = selector[start..end];
            if (name.IsEmpty || count == names.Length || (name.Length == 5 && name.SequenceEqual("no-js"u8)))
            {
                return -1; // Scripts take no-js away as soon as the page runs.
            }

            ulong hash = NameHash.OfFolded(name);
            names[count] = kind == '.' ? StyleSheet.ClassName(hash) : kind == '#' ? StyleSheet.IdName(hash) : hash;
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
        while (at < selector.Length && !IsCombinator(selector[at]));
        return count;
    }

    private static bool EndsName(byte b)
    {
        const ulong Ends = (1UL << '.') | (1UL << '#') | (1UL << '>') | (1UL << ' ') | (1UL << '\t') | (1UL << '\n') | (1UL << '\f') | (1UL << '\r');
        return b < 64 && (Ends & (1UL << b)) != 0;
    }
}
