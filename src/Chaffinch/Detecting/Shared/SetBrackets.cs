using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>A bare phrase in brackets inside or behind a sentence, which sells where the paragraph around it does not.</summary>
/// <remarks>
/// Brackets in running text hold a source, a translation, a figure or an aside: what they say is of the sentence's matter. The borders of a bracket are given, so a phrase in it
/// can be read by itself, also one that stands only once. Linear in the text; at most <see cref="MaxBrackets"/> phrases of a page are read.
/// </remarks>
internal static class SetBrackets
{
    private const int MaxBrackets = 64;
    private const int MaxChars = 56;
    private const int MaxWords = 8;
    private const float MinWeight = 7;
    private const float MinBefore = 30;
    private const int LeastWords = 2;
    private const int LeastDense = 5;
    private const float LeastSelling = 0.5f;
    private const float LeastSellingCapital = 0.65f;
    private const float MostAround = 0.35f;

    /// <summary>States such brackets of a page.</summary>
    public static void Find(SegmentedPage page, PageFacts facts, Signal signal, EvidenceSink sink)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        int looked = 0;
        for (int b = 0; b < blocks.Length && looked < MaxBrackets; b++)
        {
            if (!facts.Lines[b].HasSentences || blocks[b].Zone != Zone.Body || blocks[b].IsHidden)
            {
                continue;
            }

            for (int at = blocks[b].Span.Start; looked < MaxBrackets && Next(page, blocks[b].Span, ref at) is { IsEmpty: false } bracket;)
            {
                if (IsSetIn(page, blocks[b], bracket))
                {
                    looked++;
                    Look(page, facts, blocks[b], bracket, signal, sink);
                }
            }
        }
    }

    private static void Look(SegmentedPage page, PageFacts facts, in Block block, TextSpan bracket, Signal signal, EvidenceSink sink)
    {
        var words = new TextSpan(bracket.Start + 1, bracket.End - 1);
        float selling = AnchorWords.Promotion(page, words);
        bool capital = char.IsUpper(page.Page.Text[words.Start]);
        if (selling < (capital ? LeastSellingCapital : LeastSelling) || IsAside(page, words))
        {
            return;
        }

        // A paragraph about what is sold has brackets about it too.
        Support support = facts.SupportOf(words, facts.ProseCopies(words));
        if (support.Terms == 0 || support.Share > 0.34f || AnchorWords.PromotionOfText(page, block.Span) > MostAround)
        {
            return;
        }

        float strength = (0.4f + (1.5f * (Math.Min(selling, 0.8f) - LeastSelling))) * (1 - support.Share);
        sink.Add(signal, bracket, strength, new Fact("a bare phrase in brackets in a sentence; reads like advertising by {a} percent, and {b} of its words stand in other lines", (int)(selling * 100), support.Supported));
    }

    // What somebody adds to a sentence joins two things, or begins with a small word of grammar; what is typed to find something does neither.
    private static bool IsAside(SegmentedPage page, TextSpan words)
    {
        const int MaxSmall = 4;
        ReadOnlySpan<char> text = page.Page.Text.AsSpan(words.Start, words.Length);
        if (text[0] is >= '\u3400' and < '\uA000')
        {
            return "含即如以指见注详每约共為为比像並并例及和或与與".Contains(text[0], StringComparison.Ordinal) || text[1..].ContainsAny("和与與及或");
        }

        int first = 0;
        while (first < text.Length && Pieces.IsWord(page.Classes[words.Start + first]))
        {
            first++;
        }

        bool grammar = first <= MaxSmall && first < text.Length && PlainWords.IsSmall(text[..first]) && SpliceHabits.IsCommonWord(page, words.Start, first);
        foreach (string joint in Joints)
        {
            grammar |= text.Contains(joint, StringComparison.Ordinal);
        }

        return grammar;
    }

    private static readonly string[] Joints = [" and ", " or ", " und ", " oder ", " et ", " ou ", " e ", " ed ", " o ", " y ", " u ", " i ", " of ", " och ", " eller ", " og ", " и ", " или ", " та ", " і ", " або ", " lub ", " oraz ", " ve ", " veya ", " dan ", " atau ", " và ", " hoặc ", " και ", " ή "];

    // The next bracket of the line without a bracket in it, from "at" on; "at" goes behind it.
    private static TextSpan Next(SegmentedPage page, TextSpan block, ref int at)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        while (at < block.End)
        {
            int open = classes[at..block.End].IndexOf(CharClass.OpenBracket);
            if (open < 0)
            {
                return default;
            }

            open += at;
            int end = open + 1;
            while (end < block.End && end - open <= MaxChars && classes[end] is not (CharClass.OpenBracket or CharClass.CloseBracket))
            {
                end++;
            }

            at = end;
            if (end < block.End && classes[end] == CharClass.CloseBracket)
            {
                at = end + 1;
                return new TextSpan(open, end + 1);
            }
        }

        return default;
    }

    // Letters, figures, blanks and the marks of offers; behind so much text that a sentence is felt; no link.
    private static bool IsSetIn(SegmentedPage page, in Block block, TextSpan bracket)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        ReadOnlySpan<char> text = page.Page.Text;
        int words = 1;
        for (int i = bracket.Start + 1; i < bracket.End - 1; i++)
        {
            words += CharClasses.IsSpace(classes[i]) ? 1 : 0;
            if (words > MaxWords || !(Pieces.IsWord(classes[i]) || classes[i] == CharClass.Space || text[i] is '%' or '-' or '+' or '/' or '$' or '€'))
            {
                return false;
            }
        }

        // Works are named in angles; a bracket that another follows at once is a link's text in a page of marks.
        if (text[bracket.Start] is '《' or '〈' or '<' or '＜' || (bracket.End < block.Span.End && text[bracket.End] is '(' or '[' or ':'))
        {
            return false;
        }

        var pieces = new Pieces(page);
        var inner = new TextSpan(bracket.Start + 1, bracket.End - 1);
        bool dense = !inner.IsEmpty && Scripts.IsDense(Scripts.Of(classes[inner.Start])) && classes[inner.Start] != CharClass.Hangul;
        return !inner.IsEmpty && (dense ? inner.Length >= LeastDense : words >= LeastWords) && pieces.Weight(inner) >= MinWeight && pieces.Letters(inner) * 2 > inner.Length
            && pieces.Weight(new TextSpan(block.Span.Start, bracket.Start)) > MinBefore && !HoldsLink(page, block, bracket);
    }

    private static bool HoldsLink(SegmentedPage page, in Block block, TextSpan bracket)
    {
        const int MaxLinks = 16;
        ReadOnlySpan<Link> links = page.Page.Links;
        for (int i = block.FirstLink; i < block.FirstLink + Math.Min(block.LinkCount, MaxLinks) && i < links.Length; i++)
        {
            if (links[i].Span.Start < bracket.End && links[i].Span.End > bracket.Start)
            {
                return true;
            }
        }

        return false;
    }
}
