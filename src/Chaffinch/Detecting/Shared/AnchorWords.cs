using System.Text;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>What the words and the bytes of one link tell of who set it.</summary>
internal static class AnchorWords
{
    private const int MaxTagBytes = 400;

    // Syllables that a Korean particle or a verb on a noun begins with: behind a link they stand without a blank in any text.
    private const string Particles = "은는이가을를에의로으와과도만부까서라란고나며들님께처보마조밖뿐대씩째별입였했하한할함합해된되될됨됐식형용적화간당쪽측인";

    [ThreadStatic]
    private static PhraseToken[]? _tokens;

    [ThreadStatic]
    private static float[]? _odds;

    /// <summary>How likely the words of a link or a part of a title are advertising by themselves, 0 to 1; its borders are known, so nothing is paid for them.</summary>
    public static float Promotion(SegmentedPage page, TextSpan span)
    {
        const int MaxChars = 80;
        if (span.Length > MaxChars)
        {
            return 0;
        }

        PhraseToken[] tokens = _tokens ??= new PhraseToken[MaxChars + 1];
        float[] odds = _odds ??= new float[MaxChars + 1];
        int count = PhraseTokens.Read(page.Page.Text.AsSpan(span.Start, span.Length), page.Classes.Slice(span.Start, span.Length), ref tokens);
        if (count == 0)
        {
            return 0;
        }

        PromoTagger.Default.Emit(tokens.AsSpan(0, count), odds);
        float sum = 0;
        foreach (float o in odds.AsSpan(0, count))
        {
            sum += o;
        }

        return 1f / (1f + MathF.Exp(-((0.55f * sum) - 0.8f)));
    }

    /// <summary>How likely a paragraph is advertising on the whole, 0 to 1; linear in its first 1,000 code units.</summary>
    public static float PromotionOfText(SegmentedPage page, TextSpan span)
    {
        const int MaxText = 1000;
        const float PriorTokens = 5;
        const float PriorOdds = -1.5f;
        int length = Math.Min(span.Length, MaxText);
        PhraseToken[] tokens = _tokens is { Length: > MaxText } known ? known : new PhraseToken[MaxText + 1];
        float[] odds = _odds is { Length: > MaxText } own ? own : new float[MaxText + 1];
        (_tokens, _odds) = (tokens, odds);
        int count = PhraseTokens.Read(page.Page.Text.AsSpan(span.Start, length), page.Classes.Slice(span.Start, length), ref tokens);
        if (count == 0)
        {
            return 0;
        }

        PromoTagger.Default.Emit(tokens.AsSpan(0, count), odds);
        float sum = PriorTokens * PriorOdds;
        foreach (float o in odds.AsSpan(0, count))
        {
            sum += o;
        }

        float mean = sum / (count + PriorTokens);
        return 1f / (1f + MathF.Exp(-(PromoTagger.IsDense(tokens[0].Group) ? (7f * mean) + 1.9f : (4.6f * mean) + 1.4f)));
    }

    /// <summary>True for one word of letters and figures that is the name of the host that the link leads to: the habit of brands that are sold by number.</summary>
    public static bool IsNumberedHost(Page page, in Link link)
    {
        const int MaxName = 24;
        const int MinDigits = 2;
        ReadOnlySpan<char> text = page.Text.AsSpan(link.Span.Start, link.Span.Length);
        if (text.Length is < 5 or > MaxName || link.Href.IsEmpty)
        {
            return false;
        }

        int letters = 0;
        int digits = 0;
        Span<byte> name = stackalloc byte[MaxName];
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(text[i]))
            {
                return false;
            }

            letters += char.IsAsciiLetter(text[i]) ? 1 : 0;
            digits += char.IsAsciiDigit(text[i]) ? 1 : 0;
            name[i] = (byte)char.ToLowerInvariant(text[i]);
        }

        ReadOnlySpan<byte> href = page.Source.Span[link.Href.Start..link.Href.End];
        Span<byte> lower = stackalloc byte[128];
        href = href[..Math.Min(href.Length, lower.Length)];
        return letters >= 3 && digits >= MinDigits && Ascii.ToLower(href, lower, out int written) == System.Buffers.OperationStatus.Done && lower[..written].IndexOf(name[..text.Length]) >= 0;
    }

    /// <summary>True where the blank that parts a link from the word before it stands inside the link: who sets a link into a sentence marks its words.</summary>
    public static bool HoldsItsBlank(Page page, in Link link)
    {
        if (link.Href.IsEmpty)
        {
            return false;
        }

        ReadOnlySpan<byte> source = page.Source.Span;
        ReadOnlySpan<byte> behind = source[link.Href.End..Math.Min(source.Length, link.Href.End + MaxTagBytes)];
        int close = behind.IndexOf((byte)'>');
        ReadOnlySpan<byte> before = source[Math.Max(0, link.Href.Start - MaxTagBytes)..link.Href.Start];
        int open = before.LastIndexOf((byte)'<');
        return close >= 0 && close + 1 < behind.Length && IsBlank(behind[close + 1]) && open > 0 && !IsBlank(before[open - 1]) && before[open - 1] != '>';
    }

    /// <summary>True where a Korean word runs into the link, or the link into a word that is no particle.</summary>
    public static bool IsGluedInKorean(SegmentedPage page, in Block block, TextSpan span)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        bool before = span.Start > block.Span.Start && classes[span.Start - 1] == CharClass.Hangul && classes[span.Start] == CharClass.Hangul;
        bool after = span.End < block.Span.End && classes[span.End - 1] == CharClass.Hangul && classes[span.End] == CharClass.Hangul
            && !Particles.Contains(page.Page.Text[span.End], StringComparison.Ordinal);
        return before || after;
    }

    private static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r';
}
