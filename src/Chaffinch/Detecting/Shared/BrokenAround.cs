using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Fragments around a planted phrase whose borders are known: what stops before it in mid-sentence, and what goes on behind it in a line that breaks off.</summary>
/// <remarks>
/// A kit strings fragments of other texts and its own phrases together: "… which the" + phrase + "was seen last in the". Where a phrase was only set into the page's own sentence, the sentence goes on behind it or has its end there.
/// Looks at the sentence around each of a bounded number of phrases.
/// </remarks>
internal static class BrokenAround
{
    private const int MaxPlaces = 128;
    private const int MinFragment = 20;
    private const int MinDenseFragment = 10;
    private const int MaxBack = 600;
    private const float InOpenLine = 0.85f;
    private const float BeforePhrase = 0.75f;
    private const float Earlier = 0.55f;
    private const float LeastStrength = 0.6f;

    /// <summary>States the fragments.</summary>
    /// <param name="page">The page.</param>
    /// <param name="work">Names from accused places, the phrases around them, and the lines that break off.</param>
    /// <param name="signal">What is stated.</param>
    /// <param name="sink">Holds what other detectors stated; takes the evidence.</param>
    public static void State(SegmentedPage page, AccusedNames work, Signal signal, EvidenceSink sink)
    {
        int places = 0;
        int count = sink.Count;
        for (int i = 0; i < count && places < MaxPlaces; i++)
        {
            Evidence e = sink.Items[i];
            if (e.Strength >= LeastStrength && e.Signal.Key is "repeated-phrase/repeated-line" or "repeated-phrase/repeats-title-part" or "shared-name/glued-name")
            {
                places++;
                Look(page, work, BlockSearch.Of(page.Page.Blocks, e.Span.Start), e.Span, isWhole: true, signal, sink);
            }
        }

        foreach ((int b, TextSpan name) in work.Open.Notes)
        {
            Look(page, work, b, name, isWhole: false, signal, sink);
        }
    }

    private static void Look(SegmentedPage page, AccusedNames work, int b, TextSpan phrase, bool isWhole, Signal signal, EvidenceSink sink)
    {
        if (b < 0 || page.Page.Blocks[b].Zone != Zone.Body || page.Page.Blocks[b].HeadingLevel != 0)
        {
            return;
        }

        ReadOnlySpan<CharClass> classes = page.Classes;
        TextSpan line = page.Page.Blocks[b].Span;
        int before = phrase.Start;
        while (before > line.Start && CharClasses.IsSpace(classes[before - 1]))
        {
            before--;
        }

        int next = phrase.End;
        while (next < line.End && CharClasses.IsSpace(classes[next]))
        {
            next++;
        }

        int from = SentenceStart(classes, line, before);
        bool joins = before > line.Start && (CharClasses.IsLetter(classes[before - 1]) || classes[before - 1] is CharClass.Mark or CharClass.Comma or CharClass.Digit);
        bool isLong = before - from >= (before > from && Scripts.IsDense(Scripts.Of(classes[before - 1])) ? MinDenseFragment : MinFragment);
        bool goesOn = next < line.End && (CharClasses.IsLetter(classes[next]) || classes[next] is CharClass.Replacement or CharClass.Digit);
        bool behindStop = before == phrase.Start && before > line.Start && classes[before - 1] == CharClass.SentenceEnd && next == phrase.End;
        if (goesOn && work.Open.Has(b) && ((joins && isLong) || behindStop || (before == line.Start && b > work.Open.FirstText)))
        {
            sink.Add(signal, new TextSpan(from, line.End), InOpenLine, new("{quote} stands in a line that breaks off, between pieces of sentences", Quote: phrase));
            StateEarlier(page, b, new TextSpan(line.Start, from), signal, sink);
        }
        else if (isWhole && joins && isLong && (next == line.End || (goesOn && char.IsUpper(page.Page.Text[next])))
            && (SpliceHabits.EndsOnGrammar(page, new TextSpan(from, before)) || IsGluedTail(classes, line, phrase, before, from, next)))
        {
            sink.Add(signal, new TextSpan(from, before), BeforePhrase, new("breaks off before {quote}", Quote: phrase));
        }
    }

    /// <summary>States whole sentences of the same fragment before that: short beside what follows, and with words that the page has not.</summary>
    /// <param name="page">The page.</param>
    /// <param name="b">The line.</param>
    /// <param name="earlier">What stands in it before the piece that is a fragment.</param>
    /// <param name="signal">What is stated.</param>
    /// <param name="sink">Takes it.</param>
    public static void StateEarlier(SegmentedPage page, int b, TextSpan earlier, Signal signal, EvidenceSink sink)
    {
        const int LeastTerms = 5;
        if (earlier.Length < MinDenseFragment || earlier.Length > page.Page.Blocks[b].Span.Length / 2)
        {
            return;
        }

        Support support = PageFacts.Of(page).SupportOf(earlier, 1);
        if (support.Terms >= LeastTerms && support.Share <= 0.5f)
        {
            sink.Add(signal, earlier, Earlier, new("stands before a piece of another text in a line that breaks off; {a} % of its terms stand in the running text", support.Percent));
        }
    }

    // One sentence without an end and the phrase without a blank behind it, in a script that sets blanks: the whole line.
    private static bool IsGluedTail(ReadOnlySpan<CharClass> classes, TextSpan line, TextSpan phrase, int before, int from, int next) =>
        from == line.Start && next == line.End && before == phrase.Start && !Scripts.IsDense(Scripts.Of(classes[before - 1])) && CharClasses.IsLetter(classes[before - 1]) && CharClasses.IsLetter(classes[before]);

    /// <summary>Whether a line among the running text goes on behind a name in it: not a headline, and not the page's own sentence with a name at its end.</summary>
    public static bool GoesOn(SegmentedPage page, OpenLines open, int b, int nameEnd)
    {
        int least = Scripts.IsDense(Scripts.Of(page.Classes[nameEnd - 1])) ? MinDenseFragment : MinFragment;
        return open.Has(b) && b > open.FirstText && page.Page.Blocks[b].Span.End - nameEnd >= least;
    }

    // Behind the last full stop before a place, over what closes it.
    private static int SentenceStart(ReadOnlySpan<CharClass> classes, TextSpan line, int at)
    {
        int start = Math.Max(line.Start, at - MaxBack);
        int stop = classes[start..at].LastIndexOf(CharClass.SentenceEnd);
        if (stop < 0)
        {
            return start;
        }

        start += stop + 1;
        while (start < at && (classes[start] is CharClass.Quote or CharClass.CloseBracket || CharClasses.IsSpace(classes[start])))
        {
            start++;
        }

        return start;
    }
}
