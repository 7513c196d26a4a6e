using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <content>What is made of a line's words: sums for each segment, runs of trade words, runs of spliced text.</content>
internal sealed partial class StyleWalk
{
    private void AddSentences(PromoSentences sentences, SegmentedPage page, int block, ReadOnlySpan<PhraseToken> tokens, ReadOnlySpan<float> odds, bool tiled)
    {
        if (tiled)
        {
            sentences.Add(page, block, tokens, odds, _segments);
        }
        else
        {
            sentences.Add(page, block, tokens, odds);
        }
    }

    // Blocks come in the order of the text; a token belongs to the segment that it starts in. False where some token starts in none.
    private bool AddSegments(SegmentedPage page, int block, ReadOnlySpan<PhraseToken> tokens, ReadOnlySpan<float> odds, ReadOnlySpan<float> spliced, ReadOnlySpan<float> trade)
    {
        ReadOnlySpan<Segment> segments = page.Segments;
        int line = page.Page.Blocks[block].Span.Start;
        int t = 0;
        bool tiled = true;
        for (; _segment < segments.Length && segments[_segment].Block <= block; _segment++)
        {
            if (segments[_segment].Block < block)
            {
                _segments[_segment] = default;
                continue;
            }

            int end = segments[_segment].Span.End - line;
            int first = t;
            float promo = 0, fragment = 0, words = 0;
            tiled &= t == tokens.Length || tokens[t].Start >= segments[_segment].Span.Start - line;
            for (; t < tokens.Length && tokens[t].Start < end; t++)
            {
                promo += odds[t];
                fragment += spliced[t];
                words += trade[t];
            }

            _segments[_segment] = new SegmentStyle(t - first, promo, fragment, words, t > first ? PromoTagger.KindOf(tokens[first].Group) : TokenKind.Words);
        }

        return tiled;
    }

    private void FindTrade(SegmentedPage page, TextSpan span, ReadOnlySpan<PhraseToken> tokens, ReadOnlySpan<float> odds)
    {
        Trade.AddLine(odds);
        _tradeFinder.Find(TradeStep, tokens, odds, _runs, TradeLean);
        ReadOnlySpan<char> text = page.Page.Text.AsSpan(span.Start, span.Length);
        ReadOnlySpan<CharClass> classes = page.Classes.Slice(span.Start, span.Length);
        foreach (PromoRun found in _runs)
        {
            PromoRun run = TradeRuns.StrengthOf(found) >= LeastStrength && !_isFarm ? PromoEdges.Trim(found, tokens, odds, text, classes, TradeStep) : found;
            float strength = TradeRuns.StrengthOf(run);
            if (strength >= LeastStrength)
            {
                TextSpan own = SpanOf(tokens, run, text, classes);
                Trade.Add(new TextSpan(span.Start + own.Start, span.Start + own.End), strength, odds[run.First..run.End], _advertising);
            }
        }
    }

    private void FindSpliced(SegmentedPage page, TextSpan span, ReadOnlySpan<PhraseToken> tokens, ReadOnlySpan<float> odds)
    {
        _finder.Find(_tagger.Step, tokens, odds, _runs);
        foreach (PromoRun run in _runs)
        {
            Keep(_spliced, run, tokens, page, span, StrengthOf(run));
        }
    }
}
