using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;

namespace Chaffinch.Detecting;

/// <summary>A title and metas that say something else than the page.</summary>
internal sealed class TitleDisguise : Detector
{
    /// <summary>A name that is fused to the title says more than what the page has of the other words, but not against most of them.</summary>
    private const float MostNamedShare = 0.6f;

    private static readonly Signal EntityCoded = new(
        "title-disguise", "entity-coded-title", "Title or metas are written as numeric character references, the rest of the page is not.");

    private static readonly Signal TitleOffBody = new(
        "title-disguise", "title-off-body", "The title shares no words with the headings and the running text of the page.");

    private static readonly Signal StuffedMeta = new(
        "title-disguise", "stuffed-meta", "The description or the keywords are a row of search phrases that the page does not bear out.");

    private static readonly Signal ScriptSwapsTitle = new(
        "title-disguise", "script-swaps-title", "A script of the page gives readers another title than the one that engines read.");

    public override string Name => "title-disguise";

    public override string What => "A title, description or keywords written for engines only: coded as character references, put right by a script, or without any tie to the page.";

    public override string Why => "On hacked pages the title is what the intruder wants to rank for; coding and swapping keep the owner from seeing it.";

    public override string LeavesAlone => "Systems that code every non-ASCII character of a page, titles that only name the site, creative titles whose page has them as heading, keywords of the site as a whole.";

    public override string Example => "<title>&#103;&#97;&#114;&#100;&#101;&#110; chairs</title> … <h1>Council repairs the old bridge</h1>";

    public override string Source => "Read off polluted pages.";

    public override ImmutableArray<Signal> Signals { get; } = [EntityCoded, TitleOffBody, StuffedMeta, ScriptSwapsTitle];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        if (!page.Page.IsHtml)
        {
            return;
        }

        PageFacts facts = PageFacts.Of(page);
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        float codedBody = -1;
        for (int b = 0; b < blocks.Length && blocks[b].Zone != Zone.Body; b++)
        {
            if ((blocks[b].Traits & BlockTraits.EntityCoded) != 0 && facts.Lines[b].Letters >= 6)
            {
                codedBody = codedBody < 0 ? CodedShareOfBody(page, facts) : codedBody;
                if (codedBody < 0.2f)
                {
                    sink.Add(EntityCoded, blocks[b].Span, 0.85f, new Fact("coded as character references, as {a} % of the body's lines are", (int)(codedBody * 100)));
                }
            }

            if (blocks[b].Zone == Zone.Title)
            {
                Title(page, facts, b, sink);
            }
            else
            {
                Meta(page, facts, b, sink);
            }
        }
    }

    private static float CodedShareOfBody(SegmentedPage page, PageFacts facts)
    {
        int lines = 0;
        int coded = 0;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        for (int b = 0; b < blocks.Length; b++)
        {
            if (blocks[b].Zone == Zone.Body && facts.Lines[b].Letters >= 6)
            {
                lines++;
                coded += (blocks[b].Traits & BlockTraits.EntityCoded) != 0 ? 1 : 0;
            }
        }

        // Without a body there is nothing that the title differs from.
        return lines == 0 ? 1 : (float)coded / lines;
    }

    private static void Title(SegmentedPage page, PageFacts facts, int b, EvidenceSink sink)
    {
        TextSpan span = page.Page.Blocks[b].Span;
        if (page.Page.Meta.ScriptTitle is { Length: > 0 } swapped && !SharesText(page.Page.Text.AsSpan(span.Start, span.Length), swapped))
        {
            sink.Add(ScriptSwapsTitle, span, 0.85f, new Fact("a script sets another title, of {a} characters", swapped.Length));
        }

        if (facts.ProseCount < 2 || facts.Lines[b].Weight < 30)
        {
            return;
        }

        int copies = facts.ProseCopies(span);
        Support text = facts.SupportOf(span, copies);
        Support frame = facts.FrameSupportOf(span);
        if (text.Terms < 5 || text.Supported + frame.Supported > text.Terms / 8)
        {
            return;
        }

        ScriptCounts scripts = Scripts.CountLetters(page.Classes[span.Start..span.End]);
        float strength = 0.3f + (0.03f * Math.Min(text.Terms - 5, 10)) + (facts.IsOtherScript(scripts) ? 0.3f : 0);
        RowShape row = RowShape.Read(page, span);
        strength += row.Items >= 3 ? 0.1f : 0;
        strength += row.MostShared >= 3 ? 0.1f : 0;
        strength *= 1 - ((text.Supported + frame.Supported) * 3f / text.Terms);
        sink.Add(TitleOffBody, span, strength, new Fact("{a} of {b} terms stand on the page", text.Supported + frame.Supported, text.Terms));
    }

    private static void Meta(SegmentedPage page, PageFacts facts, int b, EvidenceSink sink)
    {
        TextSpan span = page.Page.Blocks[b].Span;
        ref readonly LineFacts line = ref facts.Lines[b];
        if (facts.ProseCount == 0 || line.Weight < 20)
        {
            return;
        }

        RowShape row = RowShape.Read(page, span);
        Support text = facts.SupportOf(span);
        Support frame = facts.FrameSupportOf(span);
        float share = text.Terms == 0 ? 1 : Math.Min(1f, (text.Supported + frame.Supported) / (float)text.Terms);
        if (row.Items < 3 || text.Terms < 5 || line.SentenceEnds > 1)
        {
            return;
        }

        if (share <= MostNamedShare && SharesFusedName(page, span, sink, out TextSpan name, out float fused))
        {
            sink.Add(StuffedMeta, span, Math.Min(fused, 0.9f), new Fact("{a} phrases, one with {quote}, which is fused to the title", row.Items, Quote: name));
            return;
        }

        if (share > 0.25f)
        {
            return;
        }

        ScriptCounts scripts = Scripts.CountLetters(page.Classes[span.Start..span.End]);
        float strength = 0.2f + (facts.IsOtherScript(scripts) ? 0.35f : 0) + (row.MostShared >= 3 ? 0.25f : row.MostShared == 2 && row.Items <= 5 ? 0.1f : 0);
        strength += 0.25f * Math.Clamp((row.MeanWords - 1.5f) / 2f, 0f, 1f);
        strength *= 1 - (2 * share);
        if (strength >= 0.3f)
        {
            sink.Add(StuffedMeta, span, strength, new Fact("{a} phrases; {b} % of their terms stand on the page", row.Items, (int)(share * 100)));
        }
    }

    /// <summary>True where the phrases have a rare word of what is fused to the title.</summary>
    private static bool SharesFusedName(SegmentedPage page, TextSpan span, EvidenceSink sink, out TextSpan name, out float strength)
    {
        const int MaxFused = 4;
        name = default;
        strength = 0;
        int seen = 0;
        foreach (ref readonly Evidence e in sink.Items)
        {
            if (e.Signal.Key != "title-fusion/fused-phrase" || e.Strength < 0.5f || span.Contains(e.Span))
            {
                continue;
            }

            var fused = new TermReader(page, e.Span);
            while (fused.Next())
            {
                if (Text.TermWeights.Of(fused.Term) == Text.TermWeights.Max && !Scripts.IsDense(Scripts.Of(page.Classes[fused.Start])) && Has(page, span, fused.Term, out name))
                {
                    strength = e.Strength;
                    return true;
                }
            }

            if (++seen == MaxFused)
            {
                break;
            }
        }

        return false;
    }

    private static bool Has(SegmentedPage page, TextSpan span, uint term, out TextSpan word)
    {
        var reader = new TermReader(page, span);
        while (reader.Next())
        {
            if (reader.Term == term)
            {
                word = new TextSpan(reader.Start, reader.End);
                return true;
            }
        }

        word = default;
        return false;
    }

    /// <summary>True where one text stands in the other.</summary>
    private static bool SharesText(ReadOnlySpan<char> title, ReadOnlySpan<char> other) =>
        title.Contains(other.Trim(), StringComparison.OrdinalIgnoreCase) || other.Contains(title.Trim(), StringComparison.OrdinalIgnoreCase);
}
