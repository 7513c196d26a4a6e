using System.Runtime.CompilerServices;

namespace Chaffinch.Segmenting;

/// <summary>Reads the text of style elements into a <see cref="StyleSheet"/>; linear, knows no errors: what it cannot read it skips.</summary>
/// <remarks>Declarations are read at once, selectors only where the declarations turn out to matter: most rules of a sheet hide nothing.</remarks>
internal sealed class StyleSheetReader
{
    private const int MaxParts = 3;

    private readonly CssSigns _signs = new();
    private byte[] _plain = [];

    /// <summary>The sheet read last may import another.</summary>
    public bool MayImport => _signs.MayImport;

    /// <summary>Reads the sheet that stands in <paramref name="source"/> from <paramref name="start"/> to <paramref name="end"/>.</summary>
    public void Read(ReadOnlySpan<byte> source, int start, int end, StyleSheet sheet)
    {
        ReadOnlySpan<byte> css = source[start..end];
        ReadOnlySpan<int> places = _signs.Read(css);
        if (_signs.HasComments)
        {
            css = CssComments.Blank(css, ref _plain);
            places = _signs.Read(css);
        }

        new StyleSheetWalk(css, places).ReadRules(start, sheet);
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

    [SkipLocalsInit]
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
