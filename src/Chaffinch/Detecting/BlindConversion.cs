using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting;

/// <summary>Sees text that a table turned from simplified into traditional characters without regard to the words.</summary>
internal sealed class BlindConversion : Detector
{
    private const int MinErrors = 4;
    private const int MinKinds = 3;

    /// <summary>One wrong choice in this many Han characters, over the page.</summary>
    private const int MaxHanPerError = 200;

    /// <summary>With this many wrong choices of this many characters no paragraph of the page was left out by the table.</summary>
    private const int SureErrors = 6;

    private const int SureKinds = 4;

    private const int MinBlockHan = 20;

    /// <summary>A wrong choice between quotation marks as near as this is shown, not made: columns on the language do so.</summary>
    private const int MaxQuotedChars = 10;

    private static readonly Signal Converted = new("blind-conversion", "converted", "A paragraph of a page whose traditional characters are wrong choices of a conversion table.");

    private static readonly Signal Unconverted = new("blind-conversion", "unconverted", "A sentence or phrase in simplified characters inside a paragraph whose characters a table turned into traditional ones: it came in later.");

    public override string Name => "blind-conversion";

    public override string What => "Prose in traditional characters full of choices that no writer makes (瞭 for the particle 了, 颱 for a machine's measure word, 麵 for a surface).";

    public override string Why => "Kits turn copied simplified text into traditional by a table of single characters, so that copies differ; one simplified character has several traditional ones and the table knows one.";

    public override string LeavesAlone => "Text of Taiwan and Hong Kong, editions converted by words, old literature (few kinds of such characters), the same characters in their right words, columns that quote such words.";

    public override string Example => "石橋修好瞭，村民們又走齣傢門，去海麵上看船。";

    public override string Source => "Own reading of polluted pages; the standards of Taiwan and Hong Kong for the characters named; Unicode Character Database, variants.";

    public override ImmutableArray<Signal> Signals { get; } = [Converted, Unconverted];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        int errors = 0;
        ulong kinds = 0;
        int different = 0;
        uint mates = 0;
        for (int at = 0; at < text.Length; at++)
        {
            int next = text[at..].IndexOfAny(ConversionErrors.Suspects);
            if (next < 0)
            {
                break;
            }

            at += next;
            if (ConversionErrors.IsWrong(text, at) && !Quotation.Holds(text, at, MaxQuotedChars))
            {
                errors++;
                ulong bit = 1ul << (int)((text[at] * 0x9E3779B1u) >> 26);
                different += (kinds & bit) == 0 ? 1 : 0;
                kinds |= bit;
                mates |= ConversionErrors.MateBit(text[at]);
            }
        }

        if (errors < MinErrors || different < MinKinds)
        {
            return;
        }

        long han = 0;
        foreach (ref readonly SegmentProfile profile in page.Profiles)
        {
            han += profile.Han;
        }

        if (han <= errors * (long)MaxHanPerError)
        {
            State(page, errors, different, mates, sink);
        }
    }

    private static void State(SegmentedPage page, int errors, int different, uint mates, EvidenceSink sink)
    {
        bool sure = errors >= SureErrors && different >= SureKinds;
        ReadOnlySpan<char> text = page.Page.Text;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        for (int b = 0; b < blocks.Length; b++)
        {
            ref readonly Block block = ref blocks[b];
            if (block.Zone != Zone.Body || !IsProse(page, block))
            {
                continue;
            }

            int own = 0;
            for (int at = block.Span.Start; at < block.Span.End; at++)
            {
                int next = text[at..block.Span.End].IndexOfAny(ConversionErrors.Suspects);
                if (next < 0)
                {
                    break;
                }

                at += next;
                own += ConversionErrors.IsWrong(text, at) ? 1 : 0;
            }

            // A paragraph that kept what the table changes elsewhere was not run through it: a quotation, another hand.
            int kept = ConversionErrors.CountMates(text[block.Span.Start..block.Span.End], mates);
            float strength = own > kept * 2 && (own >= 2 || sure) ? 1f : own > 0 ? 0.8f : kept > 1 ? 0.2f : sure ? 0.9f : 0.5f;
            StateParts(page, b, strength, new("{a} wrong choices of {b} characters on the page", errors, different), sure, sink);
        }
    }

    /// <summary>States the sentences of a paragraph, without those that came into it after the table had run.</summary>
    private static void StateParts(SegmentedPage page, int block, float strength, Fact fact, bool sure, EvidenceSink sink)
    {
        ReadOnlySpan<Segment> segments = page.Segments;
        int low = 0;
        int high = segments.Length;
        while (low < high)
        {
            int mid = (low + high) >>> 1;
            (low, high) = segments[mid].Block < block ? (mid + 1, high) : (low, mid);
        }

        int start = -1;
        int end = -1;
        for (; low < segments.Length && segments[low].Block == block; low++)
        {
            TextSpan span = segments[low].Span;
            int simplified = CountSimplified(page.Page.Text.AsSpan(span.Start, span.Length));
            if (simplified < 2 || simplified * 6 < page.Profiles[low].Han)
            {
                start = start < 0 ? span.Start : start;
                end = span.End;
                continue;
            }

            sink.Add(Converted, new(Math.Max(start, 0), Math.Max(end, 0)), strength, fact);
            start = end = -1;
            if (sure)
            {
                sink.Add(Unconverted, span, 0.9f, new("{a} simplified characters, where a table turned those of the page", simplified));
            }
        }

        sink.Add(Converted, new(Math.Max(start, 0), Math.Max(end, 0)), strength, fact);
    }

    private static int CountSimplified(ReadOnlySpan<char> text)
    {
        int count = 0;
        foreach (char c in text)
        {
            count += (HanKinds.Of(c) & HanKind.Simplified) != 0 ? 1 : 0;
        }

        return count;
    }

    /// <summary>True when the block holds a sentence's end and is mostly Han.</summary>
    private static bool IsProse(SegmentedPage page, in Block block)
    {
        int han = 0;
        bool ends = false;
        for (int i = block.Span.Start; i < block.Span.End; i++)
        {
            CharClass k = page.Classes[i];
            han += k == CharClass.Han ? 1 : 0;
            ends |= k == CharClass.SentenceEnd;
        }

        return ends && han >= MinBlockHan && han * 2 > block.Span.Length;
    }
}
