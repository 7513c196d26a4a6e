using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;

namespace Chaffinch.Detecting;

/// <summary>A row of short phrases where a sentence or a headline should stand.</summary>
internal sealed class KeywordRow : Detector
{
    private static readonly Signal Row = new(
        "keyword-row", "row", "The line is a row of short phrases without verb or sentence end.");

    private static readonly Signal ForeignRow = new(
        "keyword-row", "foreign-row", "The line is a row of search phrases, and the running text of the page has hardly a word of them.");

    private static readonly Signal StuffedVariants = new(
        "keyword-row", "stuffed-variants", "One word comes back in most phrases of the row, and the running text does not have it.");

    private static readonly Signal ItemsAgain = new(
        "keyword-row", "items-again", "Items of a row stand again one by one in lines that break off: the row, and the items there.");

    private static readonly Signal BesideItem = new(
        "keyword-row", "beside-item", "The text stands in one broken line with an item of such a row.");

    /// <summary>Entries of menus are shorter on the average.</summary>
    private const float LeastSearchPhrase = 13;

    [ThreadStatic]
    private static RowItems? _rowItems;

    public override string Name => "keyword-row";

    public override string What => "Three or more short phrases joined by underscores, bars, commas, dashes or blanks, or set one a line, standing before the headline, in title and metas, hidden, or alone, or between bars inside a line of sentences; the items of a row where they come back in lines that break off.";

    public override string Why => "Search phrases are written for engines: no verb, no sentence end, one product in many variants, and no tie to the text that the page is about.";

    public override string LeavesAlone =>
        "Breadcrumbs, tags, menus and footers, keywords that the text bears out, lists of ingredients, books, names and addresses, sections whose names whole sentences have.";

    public override string Example => "buy garden chairs_garden chairs online_cheap garden chairs_garden chairs review";

    public override string Source => "Read off polluted pages: the keyword header disagreed with the body's script or words in all cases seen.";

    public override ImmutableArray<Signal> Signals { get; } = [Row, ForeignRow, StuffedVariants, ItemsAgain, BesideItem];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        PageFacts facts = PageFacts.Of(page);
        PhraseLists.Find(page, facts, ForeignRow, sink);
        ReadOnlySpan<LineFacts> lines = facts.Lines;
        RowItems items = _rowItems ??= new RowItems();
        items.Start();
        for (int b = 0; b < lines.Length; b++)
        {
            ref readonly LineFacts line = ref lines[b];
            if (line.Separators >= 4 && line.SentenceEnds > 0 && line.Weight < 3000 && page.Page.Blocks[b].Zone == Zone.Body
                && items.Inside(page, facts, b, Row, StuffedVariants, sink))
            {
                continue;
            }

            if (line.Prose || line.Weight is < 24 or > 3000 || line.Letters * 3 < line.Chars * 2
                || line.IsTechnical || page.Page.Blocks[b].Traits.HasFlag(BlockTraits.Code)
                || PrintedMarkup.Wraps(page.Page.Text.AsSpan(page.Page.Blocks[b].Span.Start, page.Page.Blocks[b].Span.Length)) || NamesCalls(page, page.Page.Blocks[b].Span))
            {
                continue;
            }

            // Blanks part phrases only where words are not parted by blanks; else many of them are needed for a word to come back.
            int blanks = line.DenseLetters * 2 > line.Letters ? line.Gaps : line.Gaps / 3;
            if (line.Commas + line.Separators + blanks + (line.Odd > 0 ? 1 : 0) >= 2)
            {
                Look(page, facts, b, items, sink);
            }
        }
    }

    // What a server says of its own faults, between commas and colons.
    private static bool NamesCalls(SegmentedPage page, TextSpan span)
    {
        ReadOnlySpan<char> text = page.Page.Text.AsSpan(span.Start, span.Length);
        return text.Contains("()", StringComparison.Ordinal) || text.Contains("::", StringComparison.Ordinal);
    }

    private static void Look(SegmentedPage page, PageFacts facts, int b, RowItems items, EvidenceSink sink)
    {
        ref readonly LineFacts line = ref facts.Lines[b];
        ref readonly Block block = ref page.Page.Blocks[b];
        TextSpan span = block.Zone == Zone.Title ? TitleHeading.Beside(page, block.Span) : block.Span;
        RowShape row = RowShape.Read(page, span);
        float form = FormOf(line, row);
        bool repeats = row.MostRepeated >= 3 && line.SentenceEnds == 0 && line.Weight < 400 && row.MostRepeated * 12 >= line.Weight / 6;
        if (form <= 0 && !repeats)
        {
            return;
        }

        if (form > 0)
        {
            sink.Add(Row, span, form, new Fact("{a} phrases of {b} words each on average", row.Items, (int)MathF.Round(row.MeanWords)));
        }

        Support support = facts.SupportOf(span);
        bool script = (facts.Script.Total >= 60 && facts.Script.Of(line.Main) * 20 < facts.Script.Total) || facts.IsOtherVariant(block.Span);
        float place = PlaceOf(page, facts, b, script);
        if (form > 0 && row.Items is >= 4 and <= 12 && place >= 0.6f && block.Zone != Zone.Title && block.HeadingLevel == 0)
        {
            items.ComeBack(page, facts, b, ItemsAgain, BesideItem, sink);
        }

        if (form > 0 && row.Items is >= 3 and <= 12 && place >= 0.6f && row.MeanWeight >= LeastSearchPhrase)
        {
            items.SetIn(page, facts, b, ItemsAgain, sink);
        }

        int sharedLines = row.MostShared == 0 ? 1 : facts.LinesOf(row.SharedTerm);
        bool stuffed = sharedLines == 0 && (row.MostShared >= 3 && row.MostShared * 5 >= row.Items * 2 || (repeats && row.MostRepeated >= 3));
        if (support.Terms >= 5 && support.Share < 0.34f && facts.ProseCount > 0 && !IsExplained(page, facts, b))
        {
            float strength = (form > 0 ? 0.3f + (0.7f * form) : repeats ? 0.5f : 0) * (1 - (1.8f * support.Share)) * place * LengthOf(row);
            strength += script ? 0.25f * place : 0;
            strength += stuffed ? 0.2f * place : 0;
            strength *= b > facts.LastProse && row.HardJoints == 0 && row.MostShared < 3 && NameLists.IsOne(page, block.Span) ? 0.4f : 1;
            if (strength >= 0.3f)
            {
                sink.Add(ForeignRow, span, strength, new Fact("{a} of {b} terms stand in the running text", support.Supported, support.Terms));
            }
        }

        float variants = (0.3f + (0.1f * Math.Min(Math.Max(row.MostShared, row.MostRepeated) - 2, 4))) * place;
        if (row.Items >= 4 && row.MostShared * 10 >= row.Items * 6)
        {
            // Nearly every phrase of the row names one thing that the running text never mentions.
            variants += 0.3f * place;
        }

        if (stuffed && support.Share < 0.5f && variants >= 0.24f)
        {
            sink.Add(StuffedVariants, span, variants, new Fact("one word stands in {a} of {b} phrases", row.MostShared, row.Items));
        }
    }

    // A title that opens with the page's own heading and goes on with nothing that sells: the site, its sections and a date.
    private static bool IsExplained(SegmentedPage page, PageFacts facts, int title)
    {
        const float Sells = 0.3f;
        const int MinHeading = 12;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        var pieces = new Pieces(page);
        for (int b = title + 1; b < blocks.Length && blocks[title].Zone == Zone.Title; b++)
        {
            if (blocks[b].HeadingLevel is 1 or 2 or 3 && facts.Lines[b].Head == facts.Lines[title].Head && facts.Lines[b].Weight >= MinHeading
                && pieces.EndOfPrefix(blocks[title].Span, blocks[b].Span) is > 0 and int end)
            {
                return AnchorWords.Promotion(page, pieces.Trim(end, blocks[title].Span.End)) < Sells;
            }
        }

        return false;
    }

    /// <summary>How clearly the line is a row: many short items, hard joints, no sentence.</summary>
    private static float FormOf(in LineFacts line, in RowShape row)
    {
        if (row.Items < 3 || row.MaxWeight > 90 || row.MeanWeight > 45 || line.SentenceEnds > 1 || (line.EndsSentence && line.SentenceEnds > 0))
        {
            return 0;
        }

        float form = 0.4f + (0.06f * Math.Min(row.Items - 3, 6));
        form += row.HardJoints >= row.Items - 2 && row.HardJoints > 1 ? 0.2f : 0;
        form -= line.Digits * 8 > line.Chars ? 0.25f : 0;
        form -= row.MeanWords > 6 ? 0.15f : 0;
        return form;
    }

    /// <summary>Entries of menus and tags are one short word or two, search phrases are longer.</summary>
    private static float LengthOf(in RowShape row) => Math.Clamp((row.MeanWeight - 9) / 9, 0.1f, 1f);

    private static float PlaceOf(SegmentedPage page, PageFacts facts, int b, bool script)
    {
        const Hints Lists = Hints.Navigation | Hints.Breadcrumb | Hints.Tags | Hints.Related | Hints.Share | Hints.Pagination | Hints.Partners | Hints.Search
            | Hints.Account | Hints.Meta | Hints.Byline | Hints.Product;
        ref readonly Block block = ref page.Page.Blocks[b];
        switch (block.Zone)
        {
            case Zone.Title:
                return 0.9f;
            case Zone.Keywords:
            case Zone.Description:
                return 0.7f;
        }

        if (block.IsHidden)
        {
            return script ? 1f : 0.6f;
        }

        bool list = (block.AllHints & Lists) != 0 || (block.Traits & (BlockTraits.InNav | BlockTraits.TableCell | BlockTraits.Control | BlockTraits.InForm)) != 0;
        if (list || IsOwnMenu(page, facts, b))
        {
            return 0.3f;
        }

        if (block.HeadingLevel is 1 or 2)
        {
            return 1f;
        }

        if (facts.Lines[b].Bulleted || (block.Traits & BlockTraits.ListItem) != 0)
        {
            return 0.35f;
        }

        if (b < facts.FirstProse)
        {
            return page.Page.IsHtml ? (block.LinkChars * 2 > facts.Lines[b].Chars ? 0.4f : 0.7f) : b == 0 ? 1f : 0.6f;
        }

        return b > facts.LastProse ? 0.45f : 0.6f;
    }

    /// <summary>Mostly links that stay on the site: a menu or a list of shelves, which name one thing in many variants too.</summary>
    private static bool IsOwnMenu(SegmentedPage page, PageFacts facts, int b)
    {
        const int MaxLinks = 32;
        ref readonly Block block = ref page.Page.Blocks[b];
        if (block.LinkChars * 2 < facts.Lines[b].Chars || block.LinkCount == 0)
        {
            return false;
        }

        ReadOnlySpan<Link> links = page.Page.Links;
        int looked = Math.Min(Math.Min(block.LinkCount, MaxLinks), links.Length - block.FirstLink);
        int leaving = 0;
        for (int i = 0; i < looked; i++)
        {
            leaving += facts.LeavesSite(links[block.FirstLink + i]) ? 1 : 0;
        }

        return leaving * 2 < looked;
    }
}
