using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Training.Model;

/// <summary>The tokens of one line with what each of them is: promotional, genuine, or unknown.</summary>
/// <param name="Tokens">The tokens.</param>
/// <param name="Labels">1 promotional, 0 genuine, 2 unknown.</param>
/// <param name="Weight">How often it counts.</param>
/// <param name="Language">ISO 639-1 of what it is written in, empty where that is not known.</param>
internal sealed record TokenLine(PhraseToken[] Tokens, byte[] Labels, float Weight, string Language)
{
    public const byte Unknown = 2;

    /// <summary>A line that is one label all through.</summary>
    public static TokenLine Of(string text, byte label, string language, float weight = 1)
    {
        PhraseToken[] tokens = Read(text);
        var labels = new byte[tokens.Length];
        Array.Fill(labels, label);
        return new TokenLine(tokens, labels, weight, language);
    }

    /// <summary>The lines of a grafted page.</summary>
    public static IEnumerable<TokenLine> Of(TrainingPage training, Page page) =>
        Of(page, training.GoldOf(page), training.Shapes.Contains("like:marked-advert"), training.Language, 1);

    /// <summary>The lines of a page whose gold is known by code unit.</summary>
    /// <param name="page">The page.</param>
    /// <param name="gold">What each code unit is; null is genuine.</param>
    /// <param name="advert">True where the site's own advertising stands in the page's furniture.</param>
    /// <param name="language">What the page is written in.</param>
    /// <param name="weight">How often each line counts.</param>
    public static IEnumerable<TokenLine> Of(Page page, Gold?[] gold, bool advert, string language, float weight) =>
        LinesOf(page, gold, language, weight, g => LabelOf(g, advert));

    /// <summary>The same for what is spliced into pages: fragments of other texts against the page's own, all else that is planted or damaged unknown.</summary>
    /// <param name="page">The page.</param>
    /// <param name="gold">What each code unit is; null is genuine.</param>
    /// <param name="language">What the page is written in.</param>
    /// <param name="weight">How often each line counts.</param>
    public static IEnumerable<TokenLine> OfSplices(Page page, Gold?[] gold, string language, float weight) =>
        LinesOf(page, gold, language, weight, SpliceLabelOf);

    private static IEnumerable<TokenLine> LinesOf(Page page, Gold?[] gold, string language, float weight, Func<Gold?, byte> label)
    {
        for (int b = 0; b < page.Blocks.Length; b++)
        {
            TextSpan span = page.Blocks[b].Span;
            PhraseToken[] tokens = Read(page.Text.Substring(span.Start, span.Length));
            var labels = new byte[tokens.Length];
            for (int t = 0; t < tokens.Length; t++)
            {
                labels[t] = label(gold[span.Start + tokens[t].Start]);
            }

            if (tokens.Length > 0)
            {
                yield return new TokenLine(tokens, labels, weight, language);
            }
        }
    }

    private static byte SpliceLabelOf(Gold? gold) => gold switch
    {
        { Label: Label.Injected, Kind: Kind.Splice or Kind.FakeCredit } => 1,
        { Label: Label.Injected or Label.Damaged } => Unknown,
        _ => 0,
    };

    private static byte LabelOf(Gold? gold, bool advert) => gold switch
    {
        { Label: Label.Injected, Kind: Kind.Splice or Kind.FakeCredit or Kind.Camouflage } or { Label: Label.Damaged } => Unknown,
        { Label: Label.Injected } => 1,
        { Label: Label.Furniture } when advert => Unknown,
        _ => 0,
    };

    /// <summary>The tokens of a text.</summary>
    public static PhraseToken[] Read(string text)
    {
        var classes = new CharClass[text.Length];
        CharClasses.Classify(text, classes);
        var tokens = new PhraseToken[Math.Max(4, text.Length / 3)];
        int count = PhraseTokens.Read(text, classes, ref tokens);
        return tokens[..count];
    }
}
