using System.Buffers;
using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting;

/// <summary>Sees runs of words that read like advertising, from a phrase to a page, by a trained model; a weak fact among others, never decisive.</summary>
internal sealed class PromoStyle : Detector
{
    private static readonly Signal Promotional = new("promo-style", "promotional", "A run of words is that of search phrases and advertising rather than of articles; a trained estimate.");

    private static readonly Signal Company = new("promo-style", "company", "The line, one beside it or a good part of the page clearly reads like advertising: no accusation, but room for one.");

    private static readonly Signal Sentence = new("promo-style", "sentence", "The words of the sentence, all taken together, are those of advertising; a trained estimate.");

    private static readonly Signal StandsOut = new("promo-style", "stands-out", "The sentence reads more like advertising than the page's other sentences do.");

    /// <summary>Lines on each side that a clear run speaks for.</summary>
    private const int Reach = 2;

    /// <summary>How likely a sentence or a block is advertising by the mean log-odds of its tokens.</summary>
    public static readonly TokenCurves Own = new(new(4.6f, 1.4f), new(7f, 1.9f), new(9.3f, 1.73f));

    private static readonly Signal Plain = new("promo-style", "plain", "The words of the sentence, all taken together, are not those of advertising: no accusation, on a page of which others are made.");

    private static readonly SentenceCurves Curves = new(
        Sentence, "the sentence reads like advertising on the whole, estimated at {a} percent", StandsOut, "reads more like advertising than the page's other sentences, estimated at {a} percent",
        Line: null, LineFact: "", Plain, "the sentence reads like no advertising, estimated at {a} in a thousand", Least: 0.3f, Own, Against: new(new(3.8f, -0.8f), new(4.9f, -1.4f), new(4.9f, -1.4f)));

    public override string Name => "promo-style";

    public override string What => "Runs of words that are those of search phrases and advertising: offers, calls to act, promises of gain, what people type to find them; inside a sentence too.";

    public override string Why => "Planted text sells something; but so do genuine pages, and news reports on the same trades share their words, so this only adds to other facts.";

    public override string LeavesAlone => "News about the same trades, descriptions of apps, reviews, documentation and the frames of real pages (trained against them).";

    public override string Example => "The recipe needs two eggs and instant withdrawal casino bonus a spoon of flour.";

    public override string Source => "Chain over hashed words and characters, trained by `lab train-promo` on own phrases in 20 languages and public spam corpora, "
        + "grafted into genuine texts, against genuine news, app descriptions, reviews, documents and real pages.";

    public override ImmutableArray<Signal> Signals { get; } = [Promotional, Company, Sentence, StandsOut, Plain];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        StyleWalk walk = StyleWalk.Of(page, sink.Items);
        foreach (StyleRun run in walk.Advertising)
        {
            sink.Add(Promotional, run.Span, run.Strength, new("reads like advertising, estimated at {a} percent", (int)(run.Strength * 100)));
        }

        int first = sink.Items.Length;
        walk.AdvertisingSentences.State(Curves, walk.Advertising.Count > 0, sink);
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        float[] selling = ArrayPool<float>.Shared.Rent(blocks.Length);
        Sell(blocks, walk.Lines, sink.Items[first..], selling);
        StateCompany(blocks, walk.ClearShares, selling, sink);
        ArrayPool<float>.Shared.Return(selling);
    }

    // How likely each line sells something: all of it together, or one sentence of it, which says less of the others.
    private static void Sell(ReadOnlySpan<Block> blocks, ReadOnlySpan<LineStyle> lines, ReadOnlySpan<Evidence> sentences, Span<float> selling)
    {
        const int LeastTokens = 6;
        const float OfOneSentence = 0.8f;
        for (int b = 0; b < blocks.Length; b++)
        {
            float mean = PromoSentences.MeanOf(lines[b].Tokens, lines[b].Sum);
            selling[b] = lines[b].Tokens < LeastTokens ? 0 : Own.For(lines[b].Kind).At(mean);
        }

        int at = 0;
        foreach (ref readonly Evidence e in sentences)
        {
            while (at > 0 && blocks[at].Span.Start > e.Span.Start)
            {
                at--;
            }

            while (at + 1 < blocks.Length && blocks[at + 1].Span.Start <= e.Span.Start)
            {
                at++;
            }

            // What reads otherwise is stated in the same breath.
            selling[at] = ReferenceEquals(e.Signal, Plain) ? selling[at] : Math.Max(selling[at], e.Strength * OfOneSentence);
        }
    }

    private static void StateCompany(ReadOnlySpan<Block> blocks, ReadOnlySpan<float> shares, ReadOnlySpan<float> selling, EvidenceSink sink)
    {
        const float LeastSelling = 0.25f;
        // Where a good part of the whole body is clear, any line of it may belong to it. What no reader sees says nothing of the lines that are
        // seen, and the other way round: hidden text is planted beside genuine text.
        long clear = 0, all = 1;
        for (int b = 0; b < blocks.Length; b++)
        {
            if (blocks[b].IsHidden)
            {
                continue;
            }

            clear += (long)(shares[b] * blocks[b].Span.Length);
            all += blocks[b].Span.Length;
        }

        float page = clear / (float)all;
        page = page > 0.12f ? Math.Min(0.9f, page * 2) : 0;
        for (int b = 0; b < blocks.Length; b++)
        {
            float most = Math.Max(page, shares[b] * 1.5f);
            float sells = selling[b];
            for (int d = -Reach; d <= Reach; d++)
            {
                if (d != 0 && b + d >= 0 && b + d < blocks.Length && blocks[b + d].IsHidden == blocks[b].IsHidden)
                {
                    most = Math.Max(most, shares[b + d] / Math.Abs(d));
                    sells = Math.Max(sells, selling[b + d] / Math.Abs(d));
                }
            }

            most = Math.Max(most, sells >= LeastSelling ? sells : 0);
            if (most > 0.1f)
            {
                sink.Add(Company, blocks[b].Span, Math.Min(0.6f, 0.3f + (0.3f * most)), new("this line, one beside it or much of the page clearly reads like advertising ({a} percent)", (int)(Math.Min(1, most) * 100)));
            }
        }
    }
}
