using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Which ends of a line lie in the middle of a sentence.</summary>
[Flags]
internal enum Ragged : byte
{
    None = 0,

    /// <summary>A line of running text; the others mean nothing without it.</summary>
    Line = 1,

    /// <summary>It starts with a small letter.</summary>
    Start = 2,

    /// <summary>It ends without a sentence end.</summary>
    End = 4,

    /// <summary>It ends on a word or a mark that no sentence ends on.</summary>
    OnGrammar = 8,
}

/// <summary>Reads the ends of lines: of paragraphs and of shorter fragments too, unlike <see cref="SpliceHabits"/>, whose measure of a page needs long ones.</summary>
internal static class RaggedLines
{
    private const int MinColumns = 36;

    /// <summary>A line that has no mark inside may be a heading or a caption, unless it is this long.</summary>
    private const int MinBareColumns = 90;

    /// <summary>What stands behind the last sentence of a line and is shorter is a name or a place under a quotation, not a sentence that breaks off.</summary>
    private const int MinOpenColumns = 36;

    /// <summary>A colon this early makes a line the entry of a list.</summary>
    private const int MaxEntryChars = 40;

    private const BlockTraits Other = BlockTraits.ListItem | BlockTraits.TableCell | BlockTraits.Preformatted | BlockTraits.Code | BlockTraits.Caption | BlockTraits.Control
        | BlockTraits.InNav | BlockTraits.InForm | BlockTraits.Definition;

    private const ulong Cased = (1UL << (int)CharClass.Latin) | (1UL << (int)CharClass.Cyrillic) | (1UL << (int)CharClass.Greek);
    private const ulong Wide = (2UL << (int)CharClass.Han) - (1UL << (int)CharClass.Hangul);
    private const ulong NoEnds = (1UL << (int)CharClass.Thai) | (1UL << (int)CharClass.Lao) | (1UL << (int)CharClass.Khmer);

    /// <summary>What the ends of a block are.</summary>
    public static Ragged Of(SegmentedPage page, int b)
    {
        ref readonly Block block = ref page.Page.Blocks[b];
        TextSpan span = block.Span;
        ulong mask = page.BlockProfiles[b].Mask;
        int columns = (mask & Wide) != 0 ? span.Length * 2 : span.Length;
        if (block.Zone != Zone.Body || block.HeadingLevel != 0 || (block.Traits & Other) != BlockTraits.None || columns < MinColumns || block.LinkChars * 3 >= span.Length
            || IsEntry(page.Page.Text.AsSpan(span.Start, span.Length), page.Classes.Slice(span.Start, span.Length)))
        {
            return Ragged.None;
        }

        Ragged ends = Ragged.Line;
        ends |= (mask & Cased) != 0 && SpliceHabits.StartsSmall(page, span) ? Ragged.Start : Ragged.None;
        CharClass last = page.Classes[span.End - 1];
        bool open = CharClasses.IsLetter(last) || last == CharClass.Mark || (last == CharClass.Comma && page.Page.Text[span.End - 1] is not (':' or '：'));
        if (!open || (CharClasses.Bit(last) & NoEnds) != 0)
        {
            return ends;
        }

        ReadOnlySpan<CharClass> inside = page.Classes[span.Start..(span.End - 1)];
        int lastEnd = inside.LastIndexOf(CharClass.SentenceEnd);
        int behind = (span.Length - lastEnd - 1) * (columns / span.Length);
        bool grammar = SpliceHabits.EndsOnGrammar(page, span);
        bool isLong = behind >= MinBareColumns || (behind >= MinOpenColumns && inside.ContainsAny(CharClass.SentenceEnd, CharClass.Comma));
        if (grammar || isLong || (ends & Ragged.Start) != 0)
        {
            ends |= Ragged.End | (grammar ? Ragged.OnGrammar : Ragged.None);
        }

        return ends;
    }

    // A quotation, a line of a dialogue, an entry with its head before a colon: whole without a capital or a full stop.
    private static bool IsEntry(ReadOnlySpan<char> line, ReadOnlySpan<CharClass> classes) =>
        classes[0] is CharClass.Quote or CharClass.OpenBracket || line[0] is '-' or '–' or '—' or '"' or '„' or '»' or '«' or '“' or '「' or '『' or '•' or '*' or '·'
        || line[..Math.Min(line.Length, MaxEntryChars)].ContainsAny(':', '：');
}
