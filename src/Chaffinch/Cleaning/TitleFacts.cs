namespace Chaffinch.Cleaning;

/// <summary>Measures the facts of a candidate that come from its text and its company; those of its place are set where it is found.</summary>
internal static class TitleFacts
{
    private const double Most = 0.6;
    private const double Half = 0.5;
    private const double Little = 0.2;
    private const int ShortWords = 3;
    private const int SentenceWords = 7;

    /// <summary>Sets the facts of one candidate.</summary>
    public static void Compare(TitleCandidates all, TitleContext context, int index, Span<bool> facts)
    {
        TitleWords words = all.WordsOf(index);
        ReadOnlySpan<char> text = all.TextOf(index);
        Form(text, words.Count, facts);
        Rest(all, context, index, facts);
        Company(all, context, index, words, facts);
        Address(context, words, facts);
        bool isSite = words.SameAs(context.Site) || context.IsInHost(text);
        Set(facts, TitleFact.IsSite, isSite);
        Set(facts, TitleFact.EndsInSite, !isSite && context.Site.Ends(words));
    }

    private static void Form(ReadOnlySpan<char> text, int words, Span<bool> facts)
    {
        int separators = 0;
        for (int at = 0; TitleSeparators.Next(text, at, out _, out int end) != TitleSeparator.None; at = end)
        {
            separators++;
        }

        Set(facts, TitleFact.OneSeparator, separators == 1);
        Set(facts, TitleFact.ManySeparators, separators > 1);
        Set(facts, words switch
        {
            1 => TitleFact.OneWord,
            2 => TitleFact.TwoWords,
            <= 4 => TitleFact.FourWords,
            <= 8 => TitleFact.EightWords,
            <= 14 => TitleFact.FourteenWords,
            _ => TitleFact.ManyWords,
        }, true);
        Set(facts, TitleFact.EndsInStop, text[^1] is '.' or '!' or '。' or '！');
        Set(facts, TitleFact.EndsInQuestion, text[^1] is '?' or '？');
        (bool lower, bool upper, bool digit) = (false, false, false);
        foreach (char c in text)
        {
            lower |= char.IsLower(c);
            upper |= char.IsUpper(c);
            digit |= char.IsDigit(c);
        }

        Set(facts, TitleFact.AllCapitals, upper && !lower);
        Set(facts, TitleFact.HasDigit, digit);
        Set(facts, TitleFact.StartsWithDigit, char.IsDigit(text[0]));
    }

    private static void Rest(TitleCandidates all, TitleContext context, int index, Span<bool> facts)
    {
        ReadOnlySpan<char> rest = all.RestOf(index);
        if (rest.IsEmpty)
        {
            return;
        }

        Set(facts, (TitleFact)((int)TitleFact.CutAtBar + (int)all.Items[index].Separator - 1), true);
        Span<ulong> room = stackalloc ulong[TitleWords.MaxWords];
        TitleWords words = TitleWords.Of(rest, room);
        bool isSite = words.SameAs(context.Site) || (words.Count > 0 && words.ShareIn(context.Site) >= 1) || context.IsInHost(rest);
        Set(facts, TitleFact.RestIsSite, isSite);
        Set(facts, TitleFact.RestHasSite, !isSite && context.Site.Count > 0 && context.Site.ShareIn(words) >= 1);
        Set(facts, words.Count switch { <= 1 => TitleFact.RestOneWord, 2 => TitleFact.RestTwoWords, 3 => TitleFact.RestThreeWords, _ => TitleFact.RestManyWords }, true);
        Set(facts, TitleFact.RestLonger, rest.Length > all.Items[index].Length);
        Set(facts, TitleFact.RestInFirstH1, all.FirstH1 >= 0 && words.ShareIn(all.WordsOf(all.FirstH1)) >= 1);
        Set(facts, TitleFact.RestInAddress, words.ShareIn(context.Address) >= Half);
    }

    private static void Company(TitleCandidates all, TitleContext context, int index, TitleWords words, Span<bool> facts)
    {
        Set(facts, TitleFact.EqualsOpenGraph, words.SameAs(context.OpenGraph));
        Set(facts, TitleFact.BeginsOpenGraph, words.Count < context.OpenGraph.Count && words.Begins(context.OpenGraph));
        Set(facts, TitleFact.InOpenGraph, words.ShareIn(context.OpenGraph) >= 1);
        Set(facts, TitleFact.EqualsHeadline, words.SameAs(context.Headline));
        Set(facts, TitleFact.EqualsBoth, words.SameAs(context.OpenGraph) && words.SameAs(context.Headline));
        Set(facts, TitleFact.BeginsHeadline, words.Count < context.Headline.Count && words.Begins(context.Headline));
        double inElement = words.ShareIn(context.Element);
        Set(facts, TitleFact.InElement, inElement >= 1);
        Set(facts, TitleFact.MostInElement, inElement is >= Most and < 1);
        bool isStranger = inElement < Little && context.Element.Count > 0;
        Set(facts, TitleFact.LittleInElement, isStranger);
        Set(facts, TitleFact.ShortStranger, isStranger && words.Count <= ShortWords);
        Set(facts, TitleFact.LongStranger, isStranger && words.Count >= SentenceWords);
        Set(facts, TitleFact.BeginsElement, !all.Items[index].IsElement && words.Begins(context.Element));
        Set(facts, TitleFact.NoH1, all.FirstH1 < 0);
        for (int i = 0; i < all.Count; i++)
        {
            bool other = i != index && !all.Items[i].IsElement && !all.Items[i].IsHeadingCut;
            Set(facts, TitleFact.EqualsLaterHeading, other && i != all.FirstH1 && words.SameAs(all.WordsOf(i)));
        }

        if (all.FirstH1 >= 0)
        {
            TitleWords h1 = all.WordsOf(all.FirstH1);
            double share = h1.ShareIn(words);
            Set(facts, TitleFact.EqualsFirstH1, index != all.FirstH1 && words.SameAs(h1));
            Set(facts, TitleFact.HoldsFirstH1, index != all.FirstH1 && share >= 1);
            Set(facts, TitleFact.HalfOfFirstH1, share is >= Half and < 1);
            Set(facts, TitleFact.NoneOfFirstH1, share == 0);
        }

        if (!all.Items[index].IsElement && context.Element.Count > 0)
        {
            Set(facts, TitleFact.LongerThanElement, words.Count > context.Element.Count);
            Set(facts, TitleFact.ShorterThanElement, words.Count * 2 < context.Element.Count);
        }
    }

    private static void Address(TitleContext context, TitleWords words, Span<bool> facts)
    {
        if (context.Address.Count < 2)
        {
            return;
        }

        double share = words.ShareIn(context.Address);
        Set(facts, TitleFact.InAddress, share >= 1);
        Set(facts, TitleFact.HalfInAddress, share is >= Half and < 1);
        Set(facts, TitleFact.NotInAddress, share == 0);
        Set(facts, TitleFact.HoldsAddress, context.Address.ShareIn(words) >= 1);
    }

    private static void Set(Span<bool> facts, TitleFact fact, bool holds) => facts[(int)fact] |= holds;
}
