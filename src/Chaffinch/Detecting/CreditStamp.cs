using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting;

/// <summary>Sees press credits and date stamps, and those of them that fit nothing else on the page.</summary>
internal sealed class CreditStamp : Detector
{
    private const int MaxCredits = 32;
    private const float MinOdd = 0.45f;

    /// <summary>A text after a date from this length on is a fragment, not an item's title.</summary>
    private const int MinFragmentChars = 40;

    private const int MinStamps = 2;

    private static readonly Signal Credit = new("credit-stamp", "credit-line", "A line is a press credit by its form: roles and names and nothing else.");

    private static readonly Signal Odd = new("credit-stamp", "odd-credits", "Credits whose names differ each time and stand nowhere else, between lines that have no picture and no end.");

    private static readonly Signal Byline = new("credit-stamp", "byline-form", "A line near the top of the page names an author, reporter, editor or source.");

    private static readonly Signal Stamp = new("credit-stamp", "date-stamp", "One and the same date opens several lines that go on as running text.");

    public override string Name => "credit-stamp";

    public override string What => "Press credits (photo, reporter, editor, source with names) and dates that open a line.";

    public override string Why => "A splice kit invents credits and stamps the day of the copy before each block, so that copies differ and look like news; "
        + "its names differ on every line and are nobody's elsewhere on the page.";

    public override string LeavesAlone => "Credits of captions and bylines (stated as form only), event lists, change logs and live blogs (their dates or times differ), patents, menus.";

    public override string Example => "📸 Reporter Ann Example / Photo: Bob Sample";

    public override string Source => "Own reading of polluted pages (invented photo credits and date stamps of the news splice kit).";

    public override ImmutableArray<Signal> Signals { get; } = [Credit, Odd, Byline, Stamp];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        Span<Found> credits = stackalloc Found[MaxCredits];
        int count = 0;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        ReadOnlySpan<char> text = page.Page.Text;
        bool bodySeen = false;
        for (int b = 0; b < blocks.Length; b++)
        {
            TextSpan span = blocks[b].Span;
            bodySeen |= span.Length > CreditLine.MaxChars;
            if (span.Length > CreditLine.MaxChars || blocks[b].Zone != Zone.Body || blocks[b].LinkChars * 2 > span.Length)
            {
                continue;
            }

            if (!CreditLine.TryRead(text[span.Start..span.End], page.Classes[span.Start..span.End], out CreditLine line))
            {
                continue;
            }

            sink.Add(Credit, span, line.Picture || line.RoleCount > 1 ? 0.9f : 0.6f, new("{a} press roles with names", line.RoleCount));
            if (!bodySeen && !line.Picture && (line.Roles & ~CreditRole.Photo) != CreditRole.None)
            {
                sink.Add(Byline, span, 0.7f, new("{a} press roles with names before the text begins", line.RoleCount));
            }

            if (bodySeen && count < MaxCredits)
            {
                credits[count++] = new(b, line);
            }
        }

        StateOdd(page, credits[..count], sink);
        StateStamps(page, sink);
    }

    private static void StateOdd(SegmentedPage page, ReadOnlySpan<Found> credits, EvidenceSink sink)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        int strangers = 0;
        foreach (Found credit in credits)
        {
            strangers += IsStranger(page, credit, text) ? 1 : 0;
        }

        if (strangers == 0)
        {
            return;
        }

        bool ends = MostLinesEnd(page);
        foreach (Found credit in credits)
        {
            Block block = page.Page.Blocks[credit.Block];
            if (!IsStranger(page, credit, text) || (block.Traits & BlockTraits.Caption) != BlockTraits.None)
            {
                continue;
            }

            float odd = (credit.Line.Picture ? 0.35f : 0f)
                + (credit.Line.RoleCount > 1 ? 0.2f : 0f)
                + (strangers > 1 ? 0.15f : 0f)
                + (IsCut(page, credit.Block - 1) ? 0.2f : 0f)
                + (ends && IsCut(page, credit.Block - 1) && (credit.Block + 1 == page.Page.Blocks.Length || IsCut(page, credit.Block + 1)) ? 0.25f : 0f)
                + (IsStamped(page, credit.Block - 1) || IsStamped(page, credit.Block + 1) ? 0.3f : 0f);
            if (odd >= MinOdd)
            {
                sink.Add(Odd, block.Span, odd, new("{a} press roles; the names stand nowhere else; {b} such lines", credit.Line.RoleCount, strangers));
            }
        }
    }

    private static bool IsStranger(SegmentedPage page, in Found credit, ReadOnlySpan<char> text)
    {
        TextSpan span = page.Page.Blocks[credit.Block].Span;
        ReadOnlySpan<char> name = text.Slice(span.Start + credit.Line.NameAt, credit.Line.NameLength);
        return text[..span.Start].IndexOf(name) < 0 && text[span.End..].IndexOf(name) < 0;
    }

    /// <summary>True when the block is running text that stops without an end; a credit has none.</summary>
    private static bool IsCut(SegmentedPage page, int block)
    {
        if ((uint)block >= (uint)page.Page.Blocks.Length)
        {
            return false;
        }

        TextSpan span = page.Page.Blocks[block].Span;
        return span.Length >= MinFragmentChars
            && page.Classes[span.End - 1] is not (CharClass.SentenceEnd or CharClass.Quote or CharClass.CloseBracket)
            && !CreditLine.TryRead(page.Page.Text.AsSpan(span.Start, span.Length), page.Classes[span.Start..span.End], out _);
    }

    /// <summary>True where the page's longer lines end as sentences do, so that one without an end is cut; lists of headlines have none that ends.</summary>
    private static bool MostLinesEnd(SegmentedPage page)
    {
        int lines = 0;
        int cut = 0;
        for (int b = 0; b < page.Page.Blocks.Length; b++)
        {
            bool counts = page.Page.Blocks[b].Span.Length >= MinFragmentChars && page.Page.Blocks[b].Zone == Zone.Body;
            lines += counts ? 1 : 0;
            cut += counts && IsCut(page, b) ? 1 : 0;
        }

        return cut * 5 <= lines * 3;
    }

    /// <summary>True when the block opens with a date that a symbol follows, is a line of signs, or was cut inside a character.</summary>
    private static bool IsStamped(SegmentedPage page, int block)
    {
        if ((uint)block >= (uint)page.Page.Blocks.Length)
        {
            return false;
        }

        TextSpan span = page.Page.Blocks[block].Span;
        ReadOnlySpan<CharClass> classes = page.Classes[span.Start..span.End];
        if (classes[0] == CharClass.Replacement || classes[^1] == CharClass.Replacement
            || (MarkerLine.TryRead(page.Page.Text.AsSpan(span.Start, span.Length), classes, out MarkerLine marker) && marker.Strength >= MinOdd))
        {
            return true;
        }

        int length = DateReader.Read(page.Page.Text, span.Start, out _);
        int after = span.Start + length;
        while (length > 0 && after < span.End && page.Classes[after] == CharClass.Space)
        {
            after++;
        }

        return length > 0 && after < span.End && page.Classes[after] == CharClass.Symbol;
    }

    private static void StateStamps(SegmentedPage page, EvidenceSink sink)
    {
        int first = -1;
        int day = 0;
        int count = 0;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        for (int b = 0; b < blocks.Length; b++)
        {
            int length = Opening(page, blocks[b], out int thisDay);
            if (length == 0)
            {
                continue;
            }

            if (day != 0 && thisDay != day)
            {
                return;
            }

            first = first < 0 ? b : first;
            day = thisDay;
            count += blocks[b].Span.Length - length >= MinFragmentChars ? 1 : 0;
        }

        if (count < MinStamps)
        {
            return;
        }

        for (int b = first; b < blocks.Length; b++)
        {
            int length = Opening(page, blocks[b], out _);
            if (length > 0)
            {
                int start = blocks[b].Span.Start;
                sink.Add(Stamp, new(start, start + length), IsStamped(page, b) ? 0.9f : 0.5f, new("the same date opens {a} lines", count));
            }
        }
    }

    /// <summary>Length of the date without a time that opens a block, 0 where none does; a link or a time of day makes it an item.</summary>
    private static int Opening(SegmentedPage page, in Block block, out int day)
    {
        day = 0;
        int start = block.Span.Start;
        if (block.Zone != Zone.Body || page.Classes[start] != CharClass.Digit || block.LinkCount > 0)
        {
            return 0;
        }

        int length = DateReader.Read(page.Page.Text, start, out day);
        return length > 0 && !page.Page.Text.AsSpan(start, length).Contains(':') && start + length < block.Span.End ? length : 0;
    }

    private readonly record struct Found(int Block, CreditLine Line);
}
