using System.Buffers;
using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting;

/// <summary>One phrase and its variants stuck to the ends of clauses all through a text in a script without blanks.</summary>
internal sealed class StrewnPhrase : Detector
{
    private const int LeastLength = 4;
    private const int MostLength = 12;
    private const int LeastCount = 3;
    private const int LeastFamily = 4;
    private const int MaxEnds = 4096;

    private const int WordLetters = 3;

    // Words end clauses in any text, and one text ends many in the same: what was strewn over it also reads at least a little like what is sold, or is a name of its
    // own in the head, and clauses go on to it that are whole without it.
    private const float LeastSelling = 0.3f;
    private const int LeastBeside = 2;
    private const int LeastUnannounced = 5;
    private const float ClearlySelling = 0.5f;
    private const int MaxPhrases = 4;
    private const int HeadLength = 2;

    private static readonly Signal Strewn = new(
        "strewn-phrase", "strewn", "A phrase of the title or head, or one that sells, stands again and again right before a comma or full stop, and hardly anywhere else.");

    private static readonly Signal Variant = new(
        "strewn-phrase", "variant", "A phrase at a clause's end opens like a strewn phrase of the page, or has the pair of characters that the page's head and many clauses' ends have.");

    private static readonly Signal TailWord = new(
        "strewn-phrase", "tail-word", "A bare word or phrase behind the last full stop of a paragraph, as behind others of the page or reading like advertising, and never in a sentence of it; or one in brackets inside a sentence that sells nothing.");

    public override string Name => "strewn-phrase";

    public override string What => "A service or brand name stuck to the ends of clauses all through a text, with its variants, and bare topic words or phrases behind the full stops of paragraphs or in brackets.";

    public override string Why => "In running text a noun comes before, between and after other words; a phrase that only ever stands right before a comma or full stop was put there.";

    public override string LeavesAlone => "Names and terms that also stand inside clauses, refrains and closing formulas that the title does not have, ordinary words, one label behind every teaser, signatures and credits behind a paragraph, sources, figures, translations, titles and asides in brackets, lines that were wrapped.";

    public override string Example => "先把旧漆刮干净北岭搬家公司，再用砂纸打磨北岭搬家公司。";

    public override string Source => "Read off four polluted pages: service nouns at clause ends, the same phrase in host or title; one bare word behind each paragraph.";

    public override ImmutableArray<Signal> Signals { get; } = [Strewn, Variant, TailWord];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        PageFacts facts = PageFacts.Of(page);
        if (!TailWords.Find(page, facts, TailWord, sink))
        {
            LoneTails.Find(page, facts, TailWord, sink);
        }

        SetBrackets.Find(page, facts, TailWord, sink);

        if (facts.ProseCount == 0 || facts.MainScript is not (Script.Han or Script.Kana or Script.Thai))
        {
            return;
        }

        int[] ends = ArrayPool<int>.Shared.Rent(MaxEnds);
        int count = ClauseEnds(page, facts, ends);
        Span<TextSpan> found = stackalloc TextSpan[MaxPhrases];
        int phrases = 0;
        if (count >= LeastCount)
        {
            phrases = Phrases(page, facts, ends.AsSpan(0, count), found);
            phrases = Unannounced(page, facts, ends.AsSpan(0, count), found, phrases);
        }

        for (int p = 0; p < phrases; p++)
        {
            State(page, facts, found[p], ends.AsSpan(0, count), sink);
        }

        if (facts.MainScript == Script.Han && count >= LeastFamily)
        {
            StateFamily(page, facts, ends.AsSpan(0, count), found[..phrases], sink);
        }

        ArrayPool<int>.Shared.Return(ends);
    }

    // What is sold under several names: no phrase stands often enough, but all have one pair of characters.
    private static void StateFamily(SegmentedPage page, PageFacts facts, ReadOnlySpan<int> ends, ReadOnlySpan<TextSpan> stated, EvidenceSink sink)
    {
        int last = Math.Min(Math.Min(facts.FirstProse, HeadPhrases.MaxLines), facts.Lines.Length) - 1;
        if (last < 0)
        {
            return;
        }

        int headEnd = Math.Min(page.Page.Blocks[last].Span.End, page.Page.Blocks[0].Span.Start + (HeadPhrases.MaxChars * 2));
        ReadOnlySpan<char> head = page.Page.Text.AsSpan(page.Page.Blocks[0].Span.Start, Math.Max(0, headEnd - page.Page.Blocks[0].Span.Start));
        int count = PhraseFamily.FindCore(page, facts, head, ends, out TextSpan core);
        if (count == 0)
        {
            return;
        }

        float strength = Math.Min(1, 0.6f + (0.1f * (count - LeastFamily)));
        float selling = 0;
        int phrases = 0;
        foreach (int end in ends)
        {
            TextSpan phrase = PhraseFamily.PhraseAt(page, head, ends, core, end);
            selling += phrase.IsEmpty ? 0 : AnchorWords.Promotion(page, phrase);
            phrases += phrase.IsEmpty ? 0 : 1;
        }

        if (selling < phrases * LeastSelling)
        {
            return;
        }

        foreach (int end in ends)
        {
            TextSpan phrase = PhraseFamily.PhraseAt(page, head, ends, core, end);
            if (EndsInOneOf(page.Page.Text, stated, end))
            {
                continue;
            }

            sink.Add(Variant, phrase, strength, new Fact("{quote} stands at or near the end of {a} clauses, and hardly elsewhere", count, Quote: core));
        }
    }

    private static bool EndsInOneOf(ReadOnlySpan<char> text, ReadOnlySpan<TextSpan> phrases, int end)
    {
        foreach (TextSpan phrase in phrases)
        {
            if (text[..end].EndsWith(text[phrase.Start..phrase.End], StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    // Positions of the marks and line ends that end clauses of running text, each after at least LeastLength letters.
    private static int ClauseEnds(SegmentedPage page, PageFacts facts, int[] ends)
    {
        int count = 0;
        for (int b = 0; b < facts.Lines.Length && count < MaxEnds; b++)
        {
            if (!facts.Lines[b].Prose)
            {
                continue;
            }

            TextSpan span = page.Page.Blocks[b].Span;
            for (int i = span.Start + LeastLength; i <= span.End && count < MaxEnds; i++)
            {
                if ((i == span.End || page.Classes[i] is CharClass.Comma or CharClass.SentenceEnd) && LettersBefore(page, i, LeastLength) == LeastLength)
                {
                    ends[count++] = i;
                }
            }
        }

        return count;
    }

    private static int LettersBefore(SegmentedPage page, int position, int most)
    {
        int n = 0;
        while (n < most && position - n > 0 && CharClasses.IsLetter(page.Classes[position - n - 1]))
        {
            n++;
        }

        return n;
    }

    // The longest phrases that the head of the page has and that end at least three clauses.
    private static int Phrases(SegmentedPage page, PageFacts facts, ReadOnlySpan<int> ends, Span<TextSpan> found)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        int phrases = 0;
        int looked = 0;
        Span<ulong> pairs = stackalloc ulong[HeadPhrases.PairWords];
        HeadPhrases.ReadPairs(page, facts, pairs);
        for (int e = 0; e < ends.Length && phrases < found.Length && looked < 64; e++)
        {
            if (!HeadPhrases.Has(pairs, text[ends[e] - 2], text[ends[e] - 1]))
            {
                continue;
            }

            for (int length = LettersBefore(page, ends[e], MostLength); length >= LeastLength; length--)
            {
                var span = new TextSpan(ends[e] - length, ends[e]);
                if (!HeadPhrases.Stands(page, facts, text[span.Start..span.End]))
                {
                    continue;
                }

                looked++;
                if (!Known(text, found[..phrases], span) && IsStrewn(page, facts, span, beside: phrases > 0))
                {
                    found[phrases++] = span;
                }

                break;
            }
        }

        return phrases;
    }

    private static bool Known(ReadOnlySpan<char> text, ReadOnlySpan<TextSpan> found, TextSpan span)
    {
        foreach (TextSpan f in found)
        {
            if (text[f.Start..f.End].EndsWith(text[span.Start..span.End], StringComparison.Ordinal)
                || text[span.Start..span.End].EndsWith(text[f.Start..f.End], StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    // At least three clauses end in it, and nine tenths of its places in running text are such ends; two beside another phrase that is strewn.
    private static bool IsStrewn(SegmentedPage page, PageFacts facts, TextSpan phrase, bool beside)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        (int ending, int inside, int behindWords) = Count(page, facts, phrase);
        return ending >= (beside ? LeastBeside : LeastCount) && inside * 9 <= ending
            && (AnchorWords.Promotion(page, phrase) >= LeastSelling || (behindWords * 4 >= ending * 3 && HeadPhrases.IsPart(page, facts, text[phrase.Start..phrase.End])));
    }

    // What the head does not have: five clauses at least end in it, all behind other words, it stands nowhere else, and it clearly sells.
    private static int Unannounced(SegmentedPage page, PageFacts facts, ReadOnlySpan<int> ends, Span<TextSpan> found, int phrases)
    {
        Span<TextSpan> repeated = stackalloc TextSpan[MaxPhrases];
        int count = RepeatedEnds.Find(page, ends, LeastLength, MostLength, LeastUnannounced, repeated);
        foreach (TextSpan phrase in repeated[..count])
        {
            if (phrases == found.Length || Known(page.Page.Text, found[..phrases], phrase) || AnchorWords.Promotion(page, phrase) < ClearlySelling)
            {
                continue;
            }

            (int ending, int inside, int behindWords) = Count(page, facts, phrase);
            if (ending >= LeastUnannounced && inside == 0 && behindWords * 10 >= ending * 9)
            {
                found[phrases++] = phrase;
            }
        }

        return phrases;
    }

    // How often it ends a clause, how often it stands inside one, and how many of the former have words of the clause before it.
    // Where it goes on for a word to the clause's end it is a longer phrase with the same head, as long as those are the fewer. One line may speak in sentences of what is longer than two words or clearly sells: the advertiser's own.
    private static (int Ending, int Inside, int BehindWords) Count(SegmentedPage page, PageFacts facts, TextSpan phrase)
    {
        int ending = 0;
        int inside = 0;
        int behindWords = 0;
        int longer = 0;
        bool isName = phrase.Length >= HeadPhrases.NameLength || AnchorWords.Promotion(page, phrase) >= ClearlySelling;
        (int Block, int Ends, int Inside) line = (-1, 0, 0);
        (int Ending, int Own, int InOwn) lines = default;
        ReadOnlySpan<char> text = page.Page.Text;
        ReadOnlySpan<char> needle = text[phrase.Start..phrase.End];
        int end = page.Page.Blocks[facts.LastProse].Span.End;
        for (int at = page.Page.Blocks[facts.FirstProse].Span.Start; at < end;)
        {
            int next = text[at..end].IndexOf(needle, StringComparison.Ordinal);
            if (next < 0)
            {
                break;
            }

            at += next + needle.Length;
            bool ends = (at >= text.Length || page.Classes[at] is CharClass.Comma or CharClass.SentenceEnd or CharClass.LineEnd) && !IsPartOfName(text, at - needle.Length, at);
            bool behind = LettersBefore(page, at - needle.Length, WordLetters) == WordLetters;
            bool goesOn = !ends && behind && PageFacts.IsNearClauseEnd(page, at, isName ? 6 : 4);
            int b = BlockSearch.Of(page.Page.Blocks, at - needle.Length);
            if (b != line.Block)
            {
                CloseLine(line, ref lines);
                line = (b, 0, 0);
            }

            line.Ends += ends ? 1 : 0;
            line.Inside += ends || goesOn ? 0 : 1;
            ending += ends ? 1 : 0;
            longer += goesOn ? 1 : 0;
            inside += ends || goesOn ? 0 : 1;
            behindWords += ends && behind ? 1 : 0;
        }

        CloseLine(line, ref lines);
        inside -= isName && lines.Own == 1 && lines.Ending >= LeastCount ? lines.InOwn : 0;
        return (ending, longer * 3 > ending * 2 ? inside + longer : inside, behindWords);
    }

    private static void CloseLine((int Block, int Ends, int Inside) line, ref (int Ending, int Own, int InOwn) lines)
    {
        lines.Ending += line.Ends > 0 ? 1 : 0;
        lines.Own += line.Inside > 0 && line.Ends == 0 ? 1 : 0;
        lines.InOwn += line.Ends == 0 ? line.Inside : 0;
    }

    // A file, a path or a setting ("models.json", "tools/models"): no clause ends at a full stop that a letter follows, and no phrase begins behind a mark of code.
    private static bool IsPartOfName(ReadOnlySpan<char> text, int start, int end)
    {
        bool ascii = char.IsAscii(text[end - 1]);
        return ascii && ((end + 1 < text.Length && char.IsAscii(text[end]) && char.IsAsciiLetterOrDigit(text[end + 1]))
            || (start > 0 && char.IsAscii(text[start - 1]) && (char.IsPunctuation(text[start - 1]) || char.IsSymbol(text[start - 1]))));
    }

    private static void State(SegmentedPage page, PageFacts facts, TextSpan phrase, ReadOnlySpan<int> ends, EvidenceSink sink)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        ReadOnlySpan<char> needle = text[phrase.Start..phrase.End];
        ReadOnlySpan<char> head = needle[..HeadLength];
        (int ending, int inside, _) = Count(page, facts, phrase);
        bool headOnlyThere = HeadStandsAlone(page, facts, head, ends);
        int variants = headOnlyThere ? PhraseFamily.Variants(page, needle, head, ends, (LeastLength, MostLength)) : 0;
        float strength = Math.Min(1, 0.55f + (0.1f * (ending + variants - LeastCount)));
        foreach (int end in ends)
        {
            int reach = LettersBefore(page, end, MostLength);
            ReadOnlySpan<char> tail = text[(end - reach)..end];
            if (tail.EndsWith(needle, StringComparison.Ordinal))
            {
                if (IsPartOfName(text, end - needle.Length, end))
                {
                    continue;
                }

                sink.Add(Strewn, new(end - needle.Length, end), strength, new Fact("{quote} stands {a} times at the end of a clause, {b} times inside one", ending, inside, phrase));
                continue;
            }

            int at = headOnlyThere ? tail.LastIndexOf(head, StringComparison.Ordinal) : -1;
            if (at >= 0 && tail.Length - at >= LeastLength)
            {
                sink.Add(Variant, new(end - reach + at, end), strength * 0.8f, new Fact("opens like {quote}, which is strewn over the text", Quote: phrase));
            }
        }
    }

    // The phrase's opening stands in running text only near the ends of clauses.
    private static bool HeadStandsAlone(SegmentedPage page, PageFacts facts, ReadOnlySpan<char> head, ReadOnlySpan<int> ends)
    {
        int all = 0;
        int near = 0;
        int e = 0;
        ReadOnlySpan<char> text = page.Page.Text;
        int stop = page.Page.Blocks[facts.LastProse].Span.End;
        for (int at = page.Page.Blocks[facts.FirstProse].Span.Start; at < stop; at += head.Length)
        {
            int next = text[at..stop].IndexOf(head, StringComparison.Ordinal);
            if (next < 0)
            {
                break;
            }

            at += next;
            all++;
            while (e < ends.Length && ends[e] < at)
            {
                e++;
            }

            near += e < ends.Length && ends[e] - at <= MostLength && LettersBefore(page, ends[e], MostLength) >= ends[e] - at ? 1 : 0;
        }

        return near * 10 >= all * 9;
    }
}
