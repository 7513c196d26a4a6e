using System.Collections.Immutable;
using System.Text;
using Chaffinch.Model;

namespace Chaffinch.Lab;

/// <summary>The laws that hold for every page, whatever the input: tiling, evidence, conservation, source cover, determinism.</summary>
/// <remarks>Each check returns null where the law holds, else what broke it. Tests and fuzzing use the same checks.</remarks>
internal static class Laws
{
    /// <summary>Reads <paramref name="bytes"/> and checks what holds for every page.</summary>
    public static string? Read(PageAnalyzer analyzer, ReadOnlyMemory<byte> bytes, InputHints? hints = null)
    {
        Page page = analyzer.Read(bytes, hints);
        return Blocks(page) ?? Links(page) ?? Cover(page);
    }

    /// <summary>Analyses <paramref name="bytes"/> and checks every law; <paramref name="analyzer"/> has seen other pages before.</summary>
    public static string? Analyze(PageAnalyzer analyzer, ReadOnlyMemory<byte> bytes, InputHints? hints = null)
    {
        LabelledPage page = analyzer.Analyze(bytes, hints);
        return Blocks(page.Page) ?? Links(page.Page) ?? Cover(page.Page) ?? Tiling(page) ?? Evidence(page) ?? Conservation(page) ?? Kept(page)
            ?? (page.ToJson() == new PageAnalyzer().Analyze(bytes, hints).ToJson() ? null : "determinism: a fresh analyzer gives another report than one that has seen other pages");
    }

    /// <summary>Blocks are in order, inside the text, trimmed, and between them stands only white space.</summary>
    public static string? Blocks(Page page)
    {
        int at = 0;
        for (int i = 0; i < page.Blocks.Length; i++)
        {
            TextSpan span = page.Blocks[i].Span;
            if (span.IsEmpty || span.Start < at || span.End > page.Text.Length)
            {
                return $"blocks: block {i} {span} is empty, out of order or outside the text";
            }

            if (!IsBlank(page.Text, at, span.Start))
            {
                return $"blocks: text between block {i - 1} and block {i}";
            }

            int container = page.Blocks[i].Container;
            if (container < -1 || container >= page.Containers.Length)
            {
                return $"blocks: block {i} has no container {container}";
            }

            at = span.End;
        }

        for (int i = 0; i < page.Containers.Length; i++)
        {
            if (page.Containers[i].Parent >= i)
            {
                return $"containers: container {i} comes before its parent";
            }
        }

        return IsBlank(page.Text, at, page.Text.Length) ? null : "blocks: text after the last block";
    }

    /// <summary>Links and inline runs are in order and inside the text.</summary>
    public static string? Links(Page page)
    {
        int at = 0;
        foreach (ref readonly Link link in page.Links)
        {
            if (link.Span.Start < at || link.Span.End > page.Text.Length || link.Span.IsEmpty || link.Href.End > page.Source.Length || link.Href.Start < 0)
            {
                return $"links: {link.Span} is empty, out of order or outside the text";
            }

            at = link.Span.Start;
        }

        at = 0;
        foreach (ref readonly InlineRun run in page.Inlines)
        {
            if (run.Span.Start < at || run.Span.End > page.Text.Length || run.Span.IsEmpty)
            {
                return $"inline runs: {run.Kind} {run.Span} is empty, out of order or outside the text";
            }

            at = run.Span.Start;
        }

        return null;
    }

    /// <summary>Every block's range of the source holds its text: exactly in plain text, in order in HTML without references.</summary>
    public static string? Cover(Page page)
    {
        ReadOnlySpan<byte> source = page.Source.Span;
        foreach (ref readonly Block block in page.Blocks)
        {
            SourceSpan range = page.ToSource(block.Span);
            if (range.Start < 0 || range.End > source.Length || range.IsEmpty)
            {
                return $"source: {block.Span} maps to {range} of {source.Length} bytes";
            }

            ReadOnlySpan<byte> bytes = source[range.Start..range.End];
            if (!page.IsHtml)
            {
                if (Encoding.UTF8.GetString(bytes) != page.Text[block.Span.Start..block.Span.End])
                {
                    return $"source: the bytes of {block.Span} are another text";
                }
            }
            else if ((block.Traits & BlockTraits.Misnested) == BlockTraits.None && bytes.IndexOfAny((byte)'&', (byte)0) < 0
                && !HoldsLetters(page.Text.AsSpan(block.Span.Start, block.Span.Length), bytes))
            {
                return $"source: the bytes of {block.Span} do not hold its letters in order";
            }
        }

        return null;
    }

    /// <summary>Labelled spans tile the text; none splits a surrogate pair.</summary>
    public static string? Tiling(LabelledPage page)
    {
        string text = page.Page.Text;
        int at = 0;
        foreach (LabelledSpan s in page.Spans)
        {
            TextSpan span = s.Span;
            if (span.IsEmpty || span.Start < at || span.End > text.Length)
            {
                return $"tiling: {span} is empty, overlaps or lies outside the text";
            }

            if (!IsBlank(text, at, span.Start))
            {
                return $"tiling: text before {span} has no label";
            }

            if (SplitsPair(text, span.Start) || SplitsPair(text, span.End))
            {
                return $"tiling: {span} splits a surrogate pair";
            }

            if (char.IsWhiteSpace(text[span.Start]) || char.IsWhiteSpace(text[span.End - 1]))
            {
                return $"tiling: {span} has white space at an end";
            }

            at = span.End;
        }

        return IsBlank(text, at, text.Length) ? null : "tiling: text after the last span has no label";
    }

    /// <summary>Every injected or damaged span has evidence, all evidence is sound, kinds and themes fit their labels.</summary>
    public static string? Evidence(LabelledPage page)
    {
        foreach (Evidence e in page.Evidence)
        {
            if (string.IsNullOrEmpty(e.Detector) || e.Strength is not (> 0 and <= 1) || e.Span.Start < 0 || e.Span.IsEmpty || e.Span.End > page.Page.Text.Length)
            {
                return $"evidence: {e.Signal.Key} at {e.Span} with strength {e.Strength} is not sound";
            }

            if (string.IsNullOrWhiteSpace(e.Fact.Render(page.Page.Text)))
            {
                return $"evidence: {e.Signal.Key} says nothing";
            }
        }

        foreach (LabelledSpan s in page.Spans)
        {
            bool needs = s.Label is Label.Injected or Label.Damaged;
            bool kindFits = s.Label switch
            {
                Label.Injected => s.Kind is >= Kind.Keyword and <= Kind.FakeCredit,
                Label.Damaged => s.Kind is >= Kind.Encoding and <= Kind.Cipher,
                _ => s.Kind == Kind.None,
            };
            if (!kindFits || (s.Theme != Theme.None && s.Label != Label.Injected) || s.Confidence is not (>= 0 and <= 1))
            {
                return $"evidence: {s.Label}/{s.Kind}/{s.Theme} with confidence {s.Confidence} cannot be";
            }

            if (needs && s.Evidence.IsDefaultOrEmpty)
            {
                return $"evidence: {s.Label}/{s.Kind} at {s.Span} has none";
            }

            if (!s.Evidence.IsDefaultOrEmpty && s.Evidence.Any(i => i < 0 || i >= page.Evidence.Length))
            {
                return $"evidence: {s.Label} at {s.Span} points to evidence that is not there";
            }
        }

        return page.Judgement.Reasons.IsDefaultOrEmpty || page.Judgement.Confidence is not (>= 0 and <= 1) ? "verdict: it has no reason or no confidence" : null;
    }

    /// <summary>Kept and cut parts tile the text; each cut has a reason.</summary>
    public static string? Conservation(LabelledPage page)
    {
        Article article = page.Article;
        string text = page.Page.Text;
        int k = 0;
        int c = 0;
        int at = 0;
        while (k < article.Kept.Length || c < article.Cuts.Length)
        {
            bool takeKept = c == article.Cuts.Length || (k < article.Kept.Length && article.Kept[k].Start < article.Cuts[c].Span.Start);
            TextSpan span = takeKept ? article.Kept[k++] : article.Cuts[c].Span;
            if (!takeKept && string.IsNullOrWhiteSpace(article.Cuts[c++].Reason))
            {
                return $"conservation: the cut at {span} has no reason";
            }

            if (span.IsEmpty || span.Start < at || span.End > text.Length || !IsBlank(text, at, span.Start))
            {
                return $"conservation: {span} overlaps, or text before it is neither kept nor cut";
            }

            at = span.End;
        }

        return IsBlank(text, at, text.Length) ? null : "conservation: text at the end is neither kept nor cut";
    }

    /// <summary>What is kept is what the article holds, and nothing of it was planted.</summary>
    public static string? Kept(LabelledPage page)
    {
        Article article = page.Article;
        int kept = 0;
        int s = 0;
        foreach (TextSpan span in article.Kept)
        {
            kept += CountInk(page.Page.Text.AsSpan(span.Start, span.Length));
            while (s < page.Spans.Length && page.Spans[s].Span.End <= span.Start)
            {
                s++;
            }

            for (int i = s; i < page.Spans.Length && page.Spans[i].Span.Start < span.End; i++)
            {
                if (page.Spans[i].Label is Label.Injected or Label.Furniture)
                {
                    return $"article: {page.Spans[i].Label} text at {page.Spans[i].Span} was kept";
                }
            }
        }

        int r = 0;
        foreach (Repair repair in article.Repairs)
        {
            string field = repair.InTitle ? article.Title ?? "" : article.Text;
            if (repair.Start < 0 || repair.End > field.Length || !field.AsSpan(repair.Start, repair.Text.Length).SequenceEqual(repair.Text))
            {
                return $"article: the repair at {repair.Span} does not stand where it says";
            }

            for (; r < page.Spans.Length && page.Spans[r].Span.End <= repair.Span.Start; r++)
            {
                // Both are in order.
            }

            bool isDamaged = false;
            for (int i = r; i < page.Spans.Length && page.Spans[i].Span.Start < repair.Span.End; i++)
            {
                isDamaged |= page.Spans[i].Label == Label.Damaged;
                if (page.Spans[i].Label is Label.Injected or Label.Furniture)
                {
                    return $"article: {page.Spans[i].Label} text at {page.Spans[i].Span} was repaired";
                }
            }

            if (!isDamaged)
            {
                return $"article: what was repaired at {repair.Span} is not damaged";
            }

            kept += repair.InTitle && article.TitleIsElsewhere ? 0 : CountInk(repair.Text);
        }

        int held = (article.TitleIsElsewhere ? 0 : CountInk(article.Title)) + (article.BylineIsElsewhere ? 0 : CountInk(article.Byline)) + CountInk(article.Text);
        return held == kept ? null : $"article: it holds {held} characters, but {kept} were kept";
    }

    private static int CountInk(ReadOnlySpan<char> text)
    {
        int count = 0;
        foreach (char c in text)
        {
            count += char.IsWhiteSpace(c) ? 0 : 1;
        }

        return count;
    }

    private static bool HoldsLetters(ReadOnlySpan<char> text, ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                continue;
            }

            int found = bytes[at..].IndexOf((byte)c);
            if (found < 0)
            {
                return false;
            }

            at += found + 1;
        }

        return true;
    }

    private static bool SplitsPair(string text, int at) =>
        at > 0 && at < text.Length && char.IsHighSurrogate(text[at - 1]) && char.IsLowSurrogate(text[at]);

    private static bool IsBlank(string text, int start, int end) => text.AsSpan(start, end - start).IsWhiteSpace();
}
