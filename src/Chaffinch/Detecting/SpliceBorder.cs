using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting;

/// <summary>Sees the seams where fragments of different texts were joined.</summary>
internal sealed class SpliceBorder : Detector
{
    private const int MinHabit = 5;
    private const int MaxBylineChars = 60;
    private const float MinContrast = 0.5f;

    /// <summary>Seams of a page that are looked at: each asks the whole text whether its word stands there again.</summary>
    private const int MostRunOn = 64;

    /// <summary>A page with more broken characters than one in this many has a broken encoding, not seams.</summary>
    private const int MinCharsPerBroken = 250;

    private const string StartFact = "starts";

    private static readonly Signal Glued = new("splice-border", "glued-sentences", "A sentence starts directly after the end of another one or after a common word, on a page that sets blanks between sentences, and the page does not support it.");

    private static readonly Signal Opener = new("splice-border", "wire-opener", "The opener of an agency report stands in the middle of a line.");

    private static readonly Signal Cut = new("splice-border", "cut-sentence", "A paragraph breaks off or starts in the middle of a sentence, on a page whose paragraphs do not.");

    private static readonly Signal RunOn = new("splice-border", "run-on", "A sentence starts within the last word of another, in the middle of a line.");

    private static readonly Signal Broken = new("splice-border", "broken-byte-border", "A lone broken character, and what follows it has nothing to do with the page.");

    public override string Name => "splice-border";

    public override string What => "A place where two texts were joined without care: no blank between sentences, an agency's opener in mid-line, a sentence that breaks off, a character cut in half.";

    public override string Why => "Kits string fragments together by bytes and lengths; writers and editors end their sentences and open reports on a new line.";

    public override string LeavesAlone => "Openers at the start of a paragraph or after a headline and byline in one line, pages that never set blanks or full stops, "
        + "headings, lists, captions, verse and code, names with inner capitals, stray broken characters in text on the page's own matter.";

    public override string Example => "…divers found a slipway beneath theHARBURY (Example News) - A van left the road";

    public override string Source => "Own reading of polluted pages (news splices cut in mid-sentence, wire openers in mid-line, one U+FFFD at a seam).";

    public override ImmutableArray<Signal> Signals { get; } = [Glued, Opener, Cut, RunOn, Broken];

    /// <summary>True where a cut sentence was told by its start; the facts of those that only break off say something else first.</summary>
    /// <param name="cut">What this detector stated.</param>
    internal static bool IsStart(in Evidence cut) => cut.Fact.Template.StartsWith(StartFact, StringComparison.Ordinal);

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        if (page.Segments.Length < 2)
        {
            return;
        }

        CoherenceMap map = CoherenceMap.Of(page);
        var support = new SpliceSupport(page, map);
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        for (int b = 0; b < blocks.Length; b++)
        {
            ref readonly Block block = ref blocks[b];
            if (block.Zone == Zone.Body && WireOpeners.MayStand(page.BlockProfiles[b].Mask) && (block.Traits & (BlockTraits.Code | BlockTraits.Preformatted)) == BlockTraits.None && !DataCells.Holds(page, b))
            {
                StateOpeners(page, block, page.BlockProfiles[b].Mask, sink);
            }
        }

        SpliceHabits habits = SpliceHabits.Of(page);
        for (int s = 0; s < page.Segments.Length; s++)
        {
            if (habits.SpacedEnds >= MinHabit && habits.GluedEnds * 4 <= habits.SpacedEnds)
            {
                StateGlued(page, support, s, sink);
            }

            StateCut(page, habits, support, s, sink);
            StateSmallStart(page, habits, support, s, sink);
        }

        StateInner(page, habits, sink);
        StateRunOn(page, sink);
        StateBroken(page, support, sink);
    }

    private static void StateOpeners(SegmentedPage page, in Block block, ulong mask, EvidenceSink sink)
    {
        int offset = block.Span.Start;
        ReadOnlySpan<char> text = page.Page.Text.AsSpan(offset, block.Span.Length);
        ReadOnlySpan<CharClass> classes = page.Classes.Slice(offset, block.Span.Length);
        for (int at = 0; WireOpeners.TryFind(text, classes, mask, at, out int start, out int end); at = end)
        {
            if (start == 0)
            {
                continue;
            }

            CharClass before = classes[start - 1];
            bool spaced = CharClasses.IsSpace(before);
            int last = start - 1;
            while (last > 0 && CharClasses.IsSpace(classes[last]))
            {
                last--;
            }

            // A headline, a source line or a bracketed lead may stand before the opener of the one report that the line holds.
            bool afterSentence = SpliceHabits.IsSentenceEnd(classes, last + 1);
            bool byline = start <= MaxBylineChars && before != CharClass.Replacement && !text[..start].Contains('。') && (spaced || !CharClasses.IsLetter(before) || classes[start] == CharClass.OpenBracket);
            // Capitals and a dash alone may be a heading: they count where they are glued on, or where place and date stand in them.
            bool bare = text[end - 1] is '-' or '–' or '—' && !text[start..end].ContainsAny(',', '(');
            if (byline || (bare && spaced) || (!afterSentence && before is CharClass.Comma or CharClass.OpenBracket or CharClass.Quote or CharClass.Separator))
            {
                continue;
            }

            float strength = !spaced && !afterSentence ? 0.9f : !spaced ? 0.8f : 0.55f;
            sink.Add(Opener, new(offset + start, BlockSearch.SegmentEnd(page, offset + start)), strength, new("{quote} stands in the middle of a line", Quote: new(offset + start, offset + end)));
        }
    }

    private static void StateGlued(SegmentedPage page, in SpliceSupport support, int s, EvidenceSink sink)
    {
        float contrast = support.Contrast(s);
        if (contrast <= MinContrast)
        {
            return;
        }

        TextSpan span = page.Segments[s].Span;
        if (SpliceHabits.InnerSeam(page, span) is > 0 and int seam)
        {
            sink.Add(Glued, new(seam, span.End), 0.4f + (0.4f * contrast), new("{quote} is glued to a common word", Quote: new(seam, span.End)));
        }

        if (s > 0 && SpliceHabits.IsGlued(page, s))
        {
            sink.Add(Glued, span, 0.4f + (0.5f * contrast), new("starts without a blank after the sentence before it"));
        }
    }

    private static void StateCut(SegmentedPage page, in SpliceHabits habits, in SpliceSupport support, int s, EvidenceSink sink)
    {
        ref readonly Segment segment = ref page.Segments[s];
        ref readonly Block block = ref page.BlockOf(s);
        if (!SpliceHabits.IsParagraph(page, block, s))
        {
            return;
        }

        bool last = s + 1 == page.Segments.Length || page.Segments[s + 1].Block != segment.Block;
        if (last && habits.EndsAreHabit && SpliceHabits.BreaksOff(page, segment.Span, block) && !IsOfOtherScript(page, s))
        {
            bool onGrammar = SpliceHabits.EndsOnGrammar(page, segment.Span);
            float contrast = support.Contrast(s);
            float strength = onGrammar ? 0.5f + (0.5f * contrast) : contrast > MinContrast ? 0.2f + (0.4f * contrast) : 0;
            sink.Add(Cut, segment.Span, strength, new("breaks off without a sentence end, as {a} of {b} paragraphs do not", habits.EndedParagraphs, habits.Paragraphs));
        }
        else if ((s == 0 || page.Segments[s - 1].Block != segment.Block) && habits.StartsAreHabit && SpliceHabits.StartsSmall(page, segment.Span))
        {
            float contrast = support.Contrast(s);
            sink.Add(Cut, segment.Span, contrast > MinContrast ? 0.2f + (0.6f * contrast) : 0, new(StartFact + " with a small letter, as {a} of {b} paragraphs do not", habits.CapitalStarts, habits.CasedParagraphs));
        }
    }

    // How paragraphs of one script end says nothing of a sentence in another: a translation of the line, a name.
    private static bool IsOfOtherScript(SegmentedPage page, int s)
    {
        TextSpan span = page.Segments[s].Span;
        Script main = PageFacts.Of(page).MainScript;
        Script own = Scripts.CountLetters(page.Classes[span.Start..span.End]).Main;
        return own != main && main != Script.None && !(Scripts.IsDense(own) && Scripts.IsDense(main));
    }

    // Behind a full stop inside of a line: a sentence in small letters, on a page whose sentences start with capitals.
    private static void StateSmallStart(SegmentedPage page, in SpliceHabits habits, in SpliceSupport support, int s, EvidenceSink sink)
    {
        TextSpan span = page.Segments[s].Span;
        if (!habits.CapitalsAreHabit || s == 0 || page.Segments[s - 1].Block != page.Segments[s].Block || page.BlockOf(s).Zone != Zone.Body
            || page.Segments[s].Role is not (SegmentRole.Sentence or SegmentRole.Fragment) || !SpliceHabits.StartsSmall(page, span)
            || !SpliceHabits.IsSentenceEnd(page.Classes, page.Segments[s - 1].Span.End))
        {
            return;
        }

        if (InnerFragments.StartsAt(page, habits, page.BlockOf(s).Span, span.Start))
        {
            return;
        }

        // A fragment that was pasted in ends where the next sentence starts, be there a full stop or not.
        int seam = SpliceHabits.MidSeam(page, span);
        var cut = new TextSpan(span.Start, seam > 0 ? seam - 1 : span.End);
        float strength = 0.35f + (0.3f * Math.Max(0, support.Contrast(s)));
        sink.Add(Cut, cut, strength, new(StartFact + " with a small letter behind a full stop, as {a} of {b} sentences do", habits.SmallStarts, habits.SpacedEnds));
    }

    private static void StateInner(SegmentedPage page, in SpliceHabits habits, EvidenceSink sink)
    {
        const BlockTraits Other = BlockTraits.Code | BlockTraits.Preformatted | BlockTraits.TableCell | BlockTraits.InNav | BlockTraits.InFooter | BlockTraits.InForm;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        for (int b = 0; b < blocks.Length; b++)
        {
            ref readonly Block block = ref blocks[b];
            if (block.Zone != Zone.Body || (block.Traits & Other) != BlockTraits.None || block.HeadingLevel > 0 || (page.BlockProfiles[b].Mask & CharClasses.Bit(CharClass.SentenceEnd)) == 0)
            {
                continue;
            }

            for (int at = block.Span.Start; InnerFragments.TryFind(page, habits, block.Span, at, out InnerFragment found); at = found.Span.End)
            {
                sink.Add(Cut, found.Span, found.Strength, new(StartFact + " behind a full stop as no sentence of the page does, and breaks off"));
            }
        }
    }

    // Once a blank may have been lost; again and again texts were strung together by length.
    private static void StateRunOn(SegmentedPage page, EvidenceSink sink)
    {
        int looks = 0;
        for (int b = 0; b < page.Page.Blocks.Length && looks < MostRunOn; b++)
        {
            TextSpan line = page.Page.Blocks[b].Span;
            for (int at = GluedSeams.MayStand(page, b) ? GluedSeams.Next(page, line, 0) : -1; at >= 0 && looks < MostRunOn; at = GluedSeams.Next(page, line, at + 1))
            {
                looks++;
                if (!GluedSeams.StandsAgain(page, line, at))
                {
                    int start = BlockSearch.SegmentStart(page, at - 1);
                    sink.Add(RunOn, new(start, at), 0.6f, new("stops within a word, where {quote} starts", Quote: new(at, BlockSearch.SegmentEnd(page, at))));
                    sink.Add(RunOn, new(at, BlockSearch.SegmentEnd(page, at)), 0.5f, new("starts within a word of the sentence before it"));
                }
            }
        }
    }

    private static void StateBroken(SegmentedPage page, in SpliceSupport support, EvidenceSink sink)
    {
        int broken = 0;
        foreach (ref readonly SegmentProfile p in page.Profiles)
        {
            broken += p.Broken;
        }

        if (broken == 0 || broken * MinCharsPerBroken > page.Page.Text.Length)
        {
            return;
        }

        for (int s = 1; s + 1 < page.Segments.Length; s++)
        {
            bool lone = page.Profiles[s].Broken > 0 && page.Profiles[s].Broken == page.Profiles[s].Chars && page.Profiles[s].Chars <= 3;
            if (!lone || page.Segments[s - 1].Block != page.Segments[s].Block || page.Segments[s + 1].Block != page.Segments[s].Block)
            {
                continue;
            }

            float contrast = Math.Max(support.Contrast(s - 1), support.Contrast(s + 1));
            if (contrast > MinContrast)
            {
                sink.Add(Broken, new(page.Segments[s - 1].Span.Start, page.Segments[s + 1].Span.End), 0.2f + (0.7f * contrast), new("a broken character between texts that the page does not support"));
            }
        }
    }
}
