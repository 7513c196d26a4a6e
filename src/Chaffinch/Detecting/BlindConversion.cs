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

    private static readonly Signal Converted = new("blind-conversion", "converted", "A paragraph of a page whose traditional characters are wrong choices of a conversion table.");

    public override string Name => "blind-conversion";

    public override string What => "Prose in traditional characters full of choices that no writer makes (瞭 for the particle 了, 颱 for a machine's measure word, 麵 for a surface).";

    public override string Why => "Kits turn copied simplified text into traditional by a table of single characters, so that copies differ; one simplified character has several traditional ones and the table knows one.";

    public override string LeavesAlone => "Text of Taiwan and Hong Kong, editions converted by words, old literature (few kinds of such characters), the same characters in their right words.";

    public override string Example => "石橋修好瞭，村民們又走齣傢門，去海麵上看船。";

    public override string Source => "Own reading of polluted pages; the standards of Taiwan and Hong Kong for the characters named; Unicode Character Database, variants.";

    public override ImmutableArray<Signal> Signals { get; } = [Converted];

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
            if (ConversionErrors.IsWrong(text, at))
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
        foreach (ref readonly Block block in page.Page.Blocks)
        {
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
            sink.Add(Converted, block.Span, strength, new("{a} wrong choices of {b} characters on the page", errors, different));
        }
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
