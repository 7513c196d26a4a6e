using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting;

/// <summary>Text in a script that the page does not write in, and words put together from letters of several scripts.</summary>
internal sealed class ScriptMismatch : Detector
{
    /// <summary>More separate lines or runs than this in another script are a habit of the page (glosses, names, lessons).</summary>
    private const int HabitLines = 12;

    /// <summary>Runs whose copies are counted all over the page; further ones are judged without.</summary>
    private const int MaxCounted = 48;

    private static readonly Signal OtherScript = new(
        "script-mismatch", "other-script", "The line or run is in a script that the page's running text hardly uses, and its words stand nowhere else.");

    private static readonly Signal OtherVariant = new(
        "script-mismatch", "other-variant", "The line is in simplified Chinese on a page in traditional Chinese, or the other way round.");

    private static readonly Signal DisguisedLetters = new(
        "script-mismatch", "disguised-letters", "A word mixes letters of scripts that look alike, or is set in mathematical or enclosed letters.");

    public override string Name => "script-mismatch";

    public override string What =>
        "A line, a row or a phrase in another script than the page's running text; words whose letters come from several scripts or from mathematical alphabets.";

    public override string Why =>
        "Kits sell to the readers of one language through pages of another, and disguise brand names with letters that filters do not know.";

    public override string LeavesAlone =>
        "Names, glosses in brackets, quotations, citations, code, product names, pages in two languages, language lessons.";

    public override string Example => "Мост откроют в мае. play lucky wheel online free Движение начнётся в шесть утра.";

    public override string Source => "Read off polluted pages; confusable letters after Unicode Technical Standard 39.";

    public override ImmutableArray<Signal> Signals { get; } = [OtherScript, OtherVariant, DisguisedLetters];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        PageFacts facts = PageFacts.Of(page);
        if (facts.Script.Total >= 60)
        {
            FindOtherScripts(page, facts, sink);
        }

        if (facts.Variant != HanKind.None)
        {
            FindOtherVariants(page, facts, sink);
        }

        DisguisedWords.Find(page, facts, DisguisedLetters, sink);
    }

    private static void FindOtherScripts(SegmentedPage page, PageFacts facts, EvidenceSink sink)
    {
        ReadOnlySpan<LineFacts> lines = facts.Lines;
        int before = sink.Count;
        int counted = 0;
        int found = CountOtherLines(page, facts);
        for (int b = 0; b < lines.Length; b++)
        {
            if (MayBeForeign(page, b) && IsOther(facts, lines[b]))
            {
                WholeLine(page, facts, b, found, sink);
            }
            else if (lines[b].Main == facts.MainScript && lines[b].OtherLetters < 6)
            {
                continue;
            }
            else if (lines[b].Prose || (lines[b].Weight >= 60 && lines[b].Main == facts.MainScript && page.Page.Blocks[b].Zone == Zone.Body))
            {
                RunsInside(page, facts, b, ref counted, sink);
            }

            if (sink.Count - before > 2000)
            {
                return;
            }
        }
    }

    /// <summary>Short lines, titles and links in the other variant of Chinese; a paragraph in it is a quotation.</summary>
    private static void FindOtherVariants(SegmentedPage page, PageFacts facts, EvidenceSink sink)
    {
        ReadOnlySpan<LineFacts> lines = facts.Lines;
        for (int b = 0; b < lines.Length; b++)
        {
            ref readonly LineFacts line = ref lines[b];
            TextSpan span = page.Page.Blocks[b].Span;
            if (line.DenseLetters < 6 || line.SentenceEnds > 1 || line.Quoted || !MayBeForeign(page, b) || !facts.IsOtherVariant(span))
            {
                continue;
            }

            // Where all of it is in the other variant, the running text can bear it out by copies of it alone.
            Support support = facts.SupportOf(span);
            bool whole = facts.IsOtherVariantAlone(span);
            if (whole)
            {
                support = new Support(support.Terms, support.Supported / 3);
            }

            if (support.Share <= 0.34f)
            {
                float strength = (0.35f + Math.Min(0.35f, line.DenseLetters * 0.012f)) * (1 - support.Share) * (line.Prose ? 0.5f : 1f);
                sink.Add(OtherVariant, span, strength, new Fact("{a} characters in the other variant of Chinese; {b} % of the terms in the running text", line.DenseLetters, support.Percent));
            }
        }
    }

    private static bool MayBeForeign(SegmentedPage page, int b)
    {
        const Hints Machinery = Hints.Navigation | Hints.Header | Hints.Footer | Hints.Share | Hints.Account | Hints.Search | Hints.Pagination
            | Hints.Byline | Hints.Date | Hints.Legal | Hints.Meta | Hints.Caption | Hints.Notice;
        const BlockTraits Parts = BlockTraits.Code | BlockTraits.Preformatted | BlockTraits.Control | BlockTraits.InNav
            | BlockTraits.Caption | BlockTraits.Quote;
        ref readonly Block block = ref page.Page.Blocks[b];
        return block.IsHidden || ((block.AllHints & Machinery) == 0 && (block.Traits & Parts) == 0 && !DataCells.Holds(page, b));
    }

    private static bool IsOther(PageFacts facts, in LineFacts line) =>
        line.Letters >= 6 && line.Main != facts.MainScript && line.Main != Script.Other && !line.IsTechnical && line.Letters * 10 >= line.Chars * 7
        && line.Weight is >= 14 and < 2000 && (facts.Script.Of(line.Main) - (line.Prose ? line.Letters : 0)) * 20 < facts.Script.Total;

    private static int CountOtherLines(SegmentedPage page, PageFacts facts)
    {
        int n = 0;
        ReadOnlySpan<LineFacts> lines = facts.Lines;
        for (int b = 0; b < lines.Length; b++)
        {
            n += lines[b].FirstAlike == b && MayBeForeign(page, b) && !page.Page.Blocks[b].IsHidden && IsOther(facts, lines[b]) ? 1 : 0;
        }

        return n;
    }

    private static void WholeLine(SegmentedPage page, PageFacts facts, int b, int found, EvidenceSink sink)
    {
        ref readonly LineFacts line = ref facts.Lines[b];
        ref readonly Block block = ref page.Page.Blocks[b];
        ScriptCounts scripts = Scripts.CountLetters(page.Classes[block.Span.Start..block.Span.End]);
        if (scripts.Of(line.Main) * 10 < scripts.Total * 7)
        {
            return;
        }

        Support support = facts.SupportOf(block.Span);
        if (support.Terms < 2 || support.Share > 0.34f)
        {
            return;
        }

        float strength = 0.25f + Math.Min(0.35f, line.Weight / 160);
        strength *= 1 - support.Share;

        // Latin stands on pages of all scripts: names of products and authors, references, copyright lines.
        if (line.Main == Script.Latin)
        {
            strength *= line.Gaps < 2 || IsCommand(page.Page.Text.AsSpan(block.Span.Start, block.Span.Length)) ? 0.3f : 0.75f;
            strength *= line.Digits * 6 > line.Chars || line.Marks * 14 > line.Chars ? 0.5f : 1f;
        }

        strength *= facts.FrameSupportOf(block.Span, 1).Share > 0.5f ? 0.5f : 1f;
        strength *= found > HabitLines ? 0.4f : found > HabitLines / 3 ? 0.75f : 1f;
        strength *= line.Quoted || line.Bulleted ? 0.6f : 1f;
        if (strength >= 0.2f)
        {
            sink.Add(OtherScript, block.Span, strength, new Fact("{a} letters of a script that the running text has {b} of", scripts.Of(line.Main), facts.Script.Of(line.Main)));
        }
    }

    /// <summary>A line for a shell has options: a blank, one or two dashes, and a word at once.</summary>
    private static bool IsCommand(ReadOnlySpan<char> line)
    {
        for (int at = line.IndexOf(" -", StringComparison.Ordinal); at >= 0 && at + 2 < line.Length;)
        {
            if (line[at + 2] == '-' || char.IsAsciiLetter(line[at + 2]))
            {
                return true;
            }

            int next = line[(at + 1)..].IndexOf(" -", StringComparison.Ordinal);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return false;
    }

    /// <summary>Runs of other-script words inside a paragraph, outside of brackets and quotes.</summary>
    private static void RunsInside(SegmentedPage page, PageFacts facts, int b, ref int counted, EvidenceSink sink)
    {
        TextSpan span = page.Page.Blocks[b].Span;
        ReadOnlySpan<CharClass> classes = page.Classes;
        int at = span.Start;
        while (ForeignRuns.Next(page, facts, span, ref at, out ForeignRun run))
        {
            if (run.Letters < 6 || run.Bracketed || run.Technical || (facts.Script.Of(run.Script) - run.Letters) * 20 >= facts.Script.Total
                || (run.Script == Script.Latin && (run.Words < 3 || run.Capitalised * 2 > run.Words)))
            {
                continue;
            }

            int copies = counted++ < MaxCounted ? facts.ProseCopies(run.Span) : 1;
            Support support = facts.SupportOf(run.Span, Math.Max(1, copies));
            if (support.Share > 0.34f)
            {
                continue;
            }

            float strength = 0.25f + Math.Min(0.25f, run.Words * 0.05f) + (run.Script == Script.Latin ? 0 : 0.1f);
            bool atEnd = run.Span.Start > span.Start && classes[run.Span.Start - 1] == CharClass.SentenceEnd;
            strength += run.Glued || atEnd ? 0.15f : 0;
            sink.Add(OtherScript, run.Span, strength, new Fact("{a} words in another script inside a paragraph", run.Words));
        }
    }
}
