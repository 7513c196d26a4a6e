using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;

namespace Chaffinch.Detecting;

/// <summary>Sees text that reads like advertising, by a trained model; a weak fact among others, never decisive.</summary>
internal sealed class PromoStyle : Detector
{
    private const int MaxTerms = 256;

    private static readonly Signal Promotional = new("promo-style", "promotional", "The words of a segment are those of advertising messages rather than of articles; a trained estimate.");

    public override string Name => "promo-style";

    public override string What => "Segments whose words are those of advertising messages: offers, calls to act, promises of gain.";

    public override string Why => "Planted sentences sell something; but so do genuine pages, and news reports on the same trades share their words, so this only adds to other facts.";

    public override string LeavesAlone => "News about the same trades, descriptions of apps, reviews and documentation (trained against them); short segments of under four terms.";

    public override string Example => "Sign up today, claim the welcome bonus and withdraw your winnings within minutes!";

    public override string Source => "Linear model trained by `lab train-promo` on public spam corpora (Chinese and Turkish short messages, Indonesian comments, Russian and English chat) "
        + "and own phrases, against genuine news, app descriptions, reviews and documents in 21 languages.";

    public override ImmutableArray<Signal> Signals { get; } = [Promotional];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        PromoModel model = PromoModel.Default;
        Span<uint> terms = stackalloc uint[MaxTerms];
        for (int s = 0; s < page.Segments.Length; s++)
        {
            ReadOnlySpan<int> numbers = page.Ngrams.TermsOf(s);
            if (numbers.Length < PromoModel.MinTerms)
            {
                continue;
            }

            int count = Math.Min(MaxTerms, numbers.Length);
            for (int i = 0; i < count; i++)
            {
                terms[i] = page.Ngrams.HashOf(numbers[i]);
            }

            TextSpan span = page.Segments[s].Span;
            ReadOnlySpan<Text.CharClass> classes = page.Classes[span.Start..span.End];
            ref readonly SegmentProfile profile = ref page.Profiles[s];
            int group = profile.Letters > 0 && profile.Letters == profile.Latin ? PromoModel.LatinGroup : PromoModel.GroupOf(classes);
            if (count < PromoModel.MinTermsOf(group))
            {
                continue;
            }

            float score = model.Score(terms[..count], group, PromoModel.StyleOf(page.TextOf(s), classes, page.BlockProfiles[page.Segments[s].Block].Mask));
            if (score >= model.Threshold)
            {
                float probability = 1f / (1f + MathF.Exp(-score));
                sink.Add(Promotional, span, probability, new("reads like advertising, estimated at {a} percent", (int)(probability * 100)));
            }
        }
    }
}
