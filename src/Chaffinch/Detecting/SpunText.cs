using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;

namespace Chaffinch.Detecting;

/// <summary>Sees prose whose words a machine has swapped for what a thesaurus gives for them.</summary>
internal sealed class SpunText : Detector
{
    private const int LeastWords = 60;

    /// <summary>Where a character is a token: a single paragraph of news says too little.</summary>
    private const int LeastCharacters = 220;

    /// <summary>What some paragraphs of a page have to lie above the bound for whole pages: among many runs of paragraphs one lies high by chance.</summary>
    private const float MoreForRun = 2f;

    /// <summary>Paragraphs of a run lie together above genuine ones by so many standard deviations from page to page.</summary>
    private const float RunFloor = 1.5f;

    private static readonly Signal Whole = new("spun-text", "whole", "A paragraph of a page whose words, all taken together, are those that a thesaurus puts in place of the usual ones.");

    private static readonly Signal Passage = new("spun-text", "passage", "Some paragraphs in which words are those that a thesaurus puts in place of the usual ones, on a page that reads otherwise.");

    public override string Name => "spun-text";

    public override string What => "Prose that was run through a spinner: words swapped for rare neighbours in meaning, fixed terms and names taken apart, endings that do not fit.";

    public override string Why => "Kits copy articles and swap their words by a table, so that no two copies are the same; nobody writes so, and an index or a model that learns it learns wrong language.";

    public override string LeavesAlone => "Learners' texts, dialect, old and legal language, stiff but right translations, glossaries, poems; languages of which too few genuine pages were measured; pages of less than sixty words of prose.";

    public override string Example => "Uplifted plots are a splendid fashion to cultivate herbage when your soil is meagre or your spine is grievous.";

    public override string Source => "Linear sum over hashed words and pairs, trained by `lab train-spun` on genuine text against the same text with words swapped by LibreOffice's thesauri, and on labelled pages.";

    public override ImmutableArray<Signal> Signals { get; } = [Whole, Passage];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        SpunModel model = SpunModel.Default;
        if (page.Language is not { } language || !model.TryLevel(language, out SpunLevel level))
        {
            return;
        }

        SpunWalk walk = SpunWalk.Current;
        if (!walk.Read(page, model, level, sink.Items))
        {
            return;
        }

        float sum = 0;
        int words = 0;
        int count = page.Page.Blocks.Length;
        for (int b = 0; b < count; b++)
        {
            sum += walk.Sums[b];
            words += walk.Words[b];
        }

        int least = language is "zh" or "ja" ? LeastCharacters : LeastWords;
        if (words < least || !IsMostlyProse(page, walk))
        {
            return;
        }

        float above = level.Above(sum, words);
        if (above >= level.Least)
        {
            State(page, walk, (0, count), above, Whole, level, sink);
            return;
        }

        (int First, int End, float Sum, int Words) run = BestRun(walk, count, level);
        if (run.Words >= least && level.Above(run.Sum, run.Words) is var high && high >= level.Least + MoreForRun)
        {
            State(page, walk, (run.First, run.End), high, Passage, level, sink);
        }
    }

    // Sentences strewn over a shop or a list of entries are labels and slogans, with words that no article has.
    private static bool IsMostlyProse(SegmentedPage page, SpunWalk walk)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        long prose = 0, all = 0;
        for (int b = 0; b < blocks.Length; b++)
        {
            if (blocks[b].Zone == Zone.Body && !blocks[b].IsHidden)
            {
                all += blocks[b].Span.Length;
                prose += walk.Words[b] > 0 ? blocks[b].Span.Length : 0;
            }
        }

        return prose * 5 >= all * 2;
    }

    // The run of blocks that lies above the floor by the most together.
    private static (int First, int End, float Sum, int Words) BestRun(SpunWalk walk, int count, in SpunLevel level)
    {
        float floor = level.Mean + (RunFloor * MathF.Sqrt(level.Between));
        (int First, int End, float Sum, int Words) best = default, now = default;
        float most = 0, lead = 0;
        for (int b = 0; b < count; b++)
        {
            if (lead <= 0)
            {
                lead = 0;
                now = (b, b, 0, 0);
            }

            lead += walk.Sums[b] - (floor * walk.Words[b]);
            now = (now.First, b + 1, now.Sum + walk.Sums[b], now.Words + walk.Words[b]);
            if (lead > most)
            {
                (best, most) = (now, lead);
            }
        }

        return best;
    }

    private static void State(SegmentedPage page, SpunWalk walk, (int First, int End) run, float above, Signal signal, in SpunLevel level, EvidenceSink sink)
    {
        var fact = new Fact("its words lie {a} tenths of a standard deviation above those of genuine pages", (int)(above * 10));
        for (int b = run.First; b < run.End; b++)
        {
            // A paragraph that lies like genuine ones by itself may be a quotation or another's.
            int words = walk.Words[b];
            float own = words == 0 ? 0 : level.Above(walk.Sums[b], words);
            if (words > 0 && own > -0.5f)
            {
                sink.Add(signal, page.Page.Blocks[b].Span, Math.Clamp(0.6f + ((above + Math.Min(own, 1) - level.Least - 1) * 0.2f), 0.6f, 1f), fact);
            }
        }
    }
}
