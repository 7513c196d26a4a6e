using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Training.Model;

/// <summary>The tokens of one line with what each of them is: promotional, genuine, or unknown.</summary>
/// <param name="Tokens">The tokens.</param>
/// <param name="Labels">1 promotional, 0 genuine, 2 unknown.</param>
/// <param name="Weight">How often it counts.</param>
internal sealed record TokenLine(PhraseToken[] Tokens, byte[] Labels, float Weight)
{
    public const byte Unknown = 2;

    /// <summary>A line that is one label all through.</summary>
    public static TokenLine Of(string text, byte label, float weight = 1)
    {
        PhraseToken[] tokens = Read(text);
        var labels = new byte[tokens.Length];
        Array.Fill(labels, label);
        return new TokenLine(tokens, labels, weight);
    }

    /// <summary>The lines of a grafted page.</summary>
    public static IEnumerable<TokenLine> Of(TrainingPage training, Page page)
    {
        Gold?[] gold = training.GoldOf(page);
        bool advert = training.Shapes.Contains("like:marked-advert");
        for (int b = 0; b < page.Blocks.Length; b++)
        {
            TextSpan span = page.Blocks[b].Span;
            PhraseToken[] tokens = Read(page.Text.Substring(span.Start, span.Length));
            var labels = new byte[tokens.Length];
            for (int t = 0; t < tokens.Length; t++)
            {
                labels[t] = LabelOf(gold[span.Start + tokens[t].Start], advert);
            }

            if (tokens.Length > 0)
            {
                yield return new TokenLine(tokens, labels, 1);
            }
        }
    }

    private static byte LabelOf(Gold? gold, bool advert) => gold switch
    {
        { Label: Label.Injected, Kind: Kind.Splice or Kind.FakeCredit or Kind.Camouflage } or { Label: Label.Damaged } => Unknown,
        { Label: Label.Injected } => 1,
        { Label: Label.Furniture } when advert => Unknown,
        _ => 0,
    };

    private static PhraseToken[] Read(string text)
    {
        var classes = new CharClass[text.Length];
        CharClasses.Classify(text, classes);
        var tokens = new PhraseToken[Math.Max(4, text.Length / 3)];
        int count = PhraseTokens.Read(text, classes, ref tokens);
        return tokens[..count];
    }
}
