using System.Buffers;
using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting;

/// <summary>Sees lines that start or end in the middle of a sentence, and places where two words are one, on pages whose other lines are whole.</summary>
internal sealed class RaggedEdge : Detector
{
    /// <summary>A page needs this many whole lines before one that is not says anything, and so many of ten of its lines have to be whole.</summary>
    private const int MinWhole = 2;
    private const int MinWholeTenths = 3;

    /// <summary>After so many whole lines in a row from the page's start it does not matter how many open ones follow.</summary>
    private const int MinWholeBefore = 3;
    private const float HabitBefore = 0.8f;

    /// <summary>So many whole lines of several sentences make a page one of prose, though fragments may be as many.</summary>
    private const int MinProse = 3;
    private const int MinProseTenths = 4;

    /// <summary>So many lines with so many sentences tell a page's habit where its lines have no whole ends.</summary>
    private const int MinInner = 3;
    private const int MinInnerLines = 2;
    private const float HabitInside = 0.6f;

    /// <summary>So many sentences that end, and so many for each line that does not, tell the same where fragments are as many as whole lines.</summary>
    private const int MinEnded = 12;
    private const int EndedToOpen = 3;

    private const float BesideStrength = 0.3f;
    private const float ClauseStrength = 0.66f;

    /// <summary>Lines on each side that a line with both ends open speaks for.</summary>
    private const int Reach = 2;

    /// <summary>So many lines of plain text that quote code make a manual.</summary>
    private const int ManualLines = 4;

    private const int MaxGluedLetters = 24;
    private const int MinGluedLetters = 6;

    /// <summary>Words that weigh no more stand in many texts of their language.</summary>
    private const int CommonWeight = 5;

    private static readonly Signal Line = new("ragged-edge", "ragged", "A line starts with a small letter or ends without a sentence end, on a page whose other lines do not.");

    private static readonly Signal Both = new("ragged-edge", "both-ends", "A line starts and ends in the middle of sentences, on a page whose other lines are whole.");

    private static readonly Signal Glued = new("ragged-edge", "glued-words", "In a line with an open end, or beside one, two common words stand as one, or capitals are glued to a word.");

    private static readonly Signal Beside = new("ragged-edge", "beside", "The rest of a line with an open end, or a line around one with two open ends or with glued words: no accusation, but room for one.");

    [ThreadStatic]
    private static List<int>? _borders;

    public override string Name => "ragged-edge";

    public override string What => "A line cut out of some other text: it starts in small letters, ends without a sentence end, or runs two words into one where the next fragment begins.";

    public override string Why => "Who writes a page writes whole sentences; a kit cuts strangers' texts by length and strings the pieces together.";

    public override string LeavesAlone => "Verse, notes and chats (their lines are never whole), headings, captions, tables, code, manuals, keys, lines wrapped by hand, hidden lines that stand on the page again, lists of links, pages of one or two lines.";

    public override string Example => "…three whole paragraphs about a ferry, then: the union expects that most of its members will refuse the offer until theA runaway emu has stopped";

    public override string Source => "Own measurement on labelled pages: a quarter of the characters of splices lay under no evidence (lab train-planted prints it).";

    public override ImmutableArray<Signal> Signals { get; } = [Line, Both, Glued, Beside];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        int count = page.Page.Blocks.Length;
        if (!page.Page.IsHtml && IsManual(page))
        {
            return;
        }

        Ragged[] pooled = ArrayPool<Ragged>.Shared.Rent(count);
        Span<Ragged> lines = pooled.AsSpan(0, count);
        int all = 0, whole = 0, ragged = 0, before = 0, prose = 0;
        PageFacts facts = PageFacts.Of(page);
        for (int b = 0; b < count; b++)
        {
            lines[b] = IsFilledIn(page, facts, b) ? Ragged.None : RaggedLines.Of(page, b);
        }

        RaggedLines.LeaveWrapped(page, lines);
        ExcerptLines.Leave(page, lines);
        for (int b = 0; b < count; b++)
        {
            all += (lines[b] & Ragged.Line) != 0 ? 1 : 0;
            whole += lines[b] == Ragged.Line ? 1 : 0;
            prose += lines[b] == Ragged.Line && SentencesIn(page, b) > 1 ? 1 : 0;
            ragged += (lines[b] & (Ragged.Start | Ragged.End)) != 0 ? 1 : 0;
            before += ragged == 0 && lines[b] == Ragged.Line ? 1 : 0;
        }

        int inner = 0;
        for (int b = 0; whole < MinWhole && b < count; b++)
        {
            inner += (lines[b] & Ragged.End) != 0 && SentencesIn(page, b) >= MinInner ? 1 : 0;
        }

        bool isProse = before >= MinWholeBefore || (prose >= MinProse && whole * 10 >= all * MinProseTenths);
        float habit = Math.Max(isProse ? HabitBefore : 0, whole * 10 >= all * MinWholeTenths ? Math.Min(1, whole * 1.25f / all) : 0);
        habit = Math.Max(habit, prose >= MinInnerLines && EndedSentences(page, lines) >= Math.Max(MinEnded, ragged * EndedToOpen) ? HabitInside : 0);
        if (ragged > 0 && whole >= MinWhole && habit > 0)
        {
            State(page, lines, habit, (whole, all), sink);
        }
        else if (inner >= MinInnerLines)
        {
            // Hardly a line is whole, but sentences inside of them are: who ends them there ends the last one too, or never does.
            State(page, lines, HabitInside, (whole, all), sink);
        }

        ArrayPool<Ragged>.Shared.Return(pooled);
    }

    // Keys and identifiers have no blanks; what is not displayed and stands on the page again waits for a script to fill it in.
    private static bool IsFilledIn(SegmentedPage page, PageFacts facts, int b)
    {
        const int MostChars = 20;
        ref readonly LineFacts line = ref facts.Lines[b];
        return (line.DenseLetters * 2 < line.Letters && line.Gaps * MostChars < line.Chars) || (page.Page.Blocks[b].IsHidden && line.Fold != 0 && facts.Lines[line.FirstAlike].Alike > 1);
    }

    // A paragraph that its template breaks in two goes on about the page's matter; a fragment has few words in common with it.
    private static float OwnMatter(PageFacts facts, TextSpan span, bool prose)
    {
        const int LeastTerms = 5;
        Support support = facts.SupportOf(span, prose ? 1 : 0);
        return support.Terms >= LeastTerms && support.Share >= 0.7f ? 0.5f : 1;
    }

    // Sentences that end, in all lines together: in a text that is strewn with fragments they are many more than the lines.
    private static int EndedSentences(SegmentedPage page, ReadOnlySpan<Ragged> lines)
    {
        int ended = 0;
        for (int b = 0; b < lines.Length; b++)
        {
            ended += (lines[b] & Ragged.Line) != 0 ? SentencesIn(page, b) - ((lines[b] & Ragged.End) != 0 ? 1 : 0) : 0;
        }

        return ended;
    }

    private static int SentencesIn(SegmentedPage page, int b)
    {
        (int first, int end) = page.SegmentsOf(b);
        return end - first;
    }

    // In manuals as plain text lines are wrapped by hand in and between notes, items and components, and begin with code.
    private static bool IsManual(SegmentedPage page)
    {
        int quoting = 0;
        foreach (ref readonly Block block in page.Page.Blocks)
        {
            quoting += page.Page.Text.AsSpan(block.Span.Start, block.Span.Length).Contains('`') ? 1 : 0;
        }

        return quoting >= ManualLines;
    }

    private static void State(SegmentedPage page, Span<Ragged> lines, float pageHabit, (int Whole, int All) count, EvidenceSink sink)
    {
        int foot = -1;
        List<int> borders = _borders ??= [];
        TakeBorders(sink.Items, borders);
        for (int b = 0; b < lines.Length; b++)
        {
            Ragged own = lines[b];
            if ((own & Ragged.Line) == 0)
            {
                continue;
            }

            TextSpan span = page.Page.Blocks[b].Span;
            float habit = pageHabit;
            bool open = (own & (Ragged.Start | Ragged.End)) != 0;
            bool both = (own & Ragged.Start) != 0 && (own & Ragged.End) != 0;
            foot = open && foot < 0 ? PageFoot.FirstOf(page) : foot;
            if (open && b >= foot)
            {
                continue;
            }

            habit *= both ? OwnMatter(PageFacts.Of(page), span, PageFacts.Of(page).Lines[b].Prose) : 1;
            bool glued = (open || IsBesideOpen(lines, b)) && StateGlued(page, span, habit, sink);
            if (both)
            {
                sink.Add(Both, span, habit * ((own & Ragged.OnGrammar) != 0 ? 1 : 0.8f), new("starts and ends in mid-sentence, where {a} of {b} lines are whole", count.Whole, count.All));
            }
            else if (open)
            {
                float strength = (own & Ragged.OnGrammar) != 0 ? 0.7f : (own & Ragged.Clauses) != 0 ? ClauseStrength : 0.45f;
                TextSpan part = OpenPart(page, b, own), room = (own & Ragged.Start) != 0 ? span : FromBorder(page, span, borders);
                sink.Add(Line, part, habit * strength, new("starts or ends in mid-sentence, where {a} of {b} lines are whole", count.Whole, count.All));
                OpenRoom.State(page, room, (own & Ragged.Start) != 0 ? span : part, Beside, BesideStrength, sink);
            }

            if (both || glued)
            {
                StateBeside(page, b, foot < 0 ? lines.Length : foot, sink);
            }
        }
    }

    // Where planted pieces start that were found with their borders, in order.
    private static void TakeBorders(ReadOnlySpan<Evidence> evidence, List<int> borders)
    {
        const float Least = 0.35f;
        borders.Clear();
        foreach (ref readonly Evidence e in evidence)
        {
            // The last of several fragments breaks off too: a sentence that only does so says nothing of those before it.
            bool starts = e.Signal.Key != "splice-border/cut-sentence" || SpliceBorder.IsStart(e);
            if (e.Strength >= Least && starts && e.Signal.Key is "splice-border/cut-sentence" or "repeated-phrase/repeated-line" or "repeated-phrase/repeats-title-part" or "keyword-row/items-again")
            {
                borders.Add(e.Span.Start);
            }
        }

        borders.Sort();
    }

    // What stands before the first of them in a line, up to a whole sentence's end, is the paragraph's own.
    private static TextSpan FromBorder(SegmentedPage page, TextSpan line, List<int> borders)
    {
        int i = borders.BinarySearch(line.Start + 1);
        for (i = i < 0 ? ~i : i; i < borders.Count && borders[i] < line.End; i++)
        {
            if (SpliceHabits.IsSentenceEnd(page.Classes, BackOverBlanks(page, line.Start, borders[i])))
            {
                return new TextSpan(borders[i], line.End);
            }
        }

        // A bare phrase behind the last stop that sells is what leaves the line open.
        const float Sells = 0.6f;
        int stop = line.Start + page.Classes[line.Start..line.End].LastIndexOf(CharClass.SentenceEnd) + 1;
        while (stop > line.Start && stop < line.End && (CharClasses.IsSpace(page.Classes[stop]) || page.Classes[stop] is CharClass.Quote or CharClass.CloseBracket))
        {
            stop++;
        }

        return stop > line.Start && stop < line.End && AnchorWords.Promotion(page, new TextSpan(stop, line.End)) >= Sells ? new TextSpan(stop, line.End) : line;
    }

    private static int BackOverBlanks(SegmentedPage page, int start, int at)
    {
        while (at > start && CharClasses.IsSpace(page.Classes[at - 1]))
        {
            at--;
        }

        return at;
    }

    // The sentence at the open end: before a planted tail, and behind a planted head, stands the page's own text.
    private static TextSpan OpenPart(SegmentedPage page, int b, Ragged ends)
    {
        (int first, int end) = page.SegmentsOf(b);
        if ((ends & Ragged.Clauses) != 0)
        {
            // No blanks part words there, so that clauses of one sentence are taken for a row now and then.
            TextSpan line = page.Page.Blocks[b].Span;
            int stop = page.Page.Text.AsSpan(line.Start, line.Length).LastIndexOfAny('。', '！', '？') + 1;
            while (stop > 0 && stop < line.Length && page.Classes[line.Start + stop] is CharClass.Quote or CharClass.CloseBracket)
            {
                stop++;
            }

            return new(line.Start + stop, line.End);
        }

        TextSpan part = first == end ? page.Page.Blocks[b].Span : page.Segments[(ends & Ragged.Start) != 0 ? first : end - 1].Span;
        return (ends & Ragged.Start) != 0 ? part : BehindLastStop(page, part);
    }

    // Behind a stop in the last part that a small letter follows the segmenter saw no border, if the word or number before it may be short: a sentence that breaks off starts there all the same.
    private static TextSpan BehindLastStop(SegmentedPage page, TextSpan part)
    {
        const int LeastWord = 4;
        const int LeastBehind = 30;
        ReadOnlySpan<CharClass> classes = page.Classes;
        for (int i = part.End - LeastBehind; i - LeastWord >= part.Start; i--)
        {
            bool stop = page.Page.Text[i] is '.' && classes[i + 1] == CharClass.Space && CharClasses.IsLetter(classes[i + 2]);
            if (stop && (classes[(i - LeastWord)..i].IndexOfAnyExcept(CharClass.Digit) < 0 || classes[(i - LeastWord)..i].IndexOfAnyExcept([CharClass.Latin, CharClass.Cyrillic, CharClass.Greek]) < 0))
            {
                return new TextSpan(i + 2, part.End);
            }
        }

        return part;
    }

    private static bool IsBesideOpen(ReadOnlySpan<Ragged> lines, int b) =>
        (b > 0 && (lines[b - 1] & (Ragged.Start | Ragged.End)) != 0) || (b + 1 < lines.Length && (lines[b + 1] & (Ragged.Start | Ragged.End)) != 0);

    private static void StateBeside(SegmentedPage page, int line, int foot, EvidenceSink sink)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        for (int b = Math.Max(0, line - Reach); b <= Math.Min(foot - 1, line + Reach); b++)
        {
            if (b != line && blocks[b].Zone == Zone.Body && blocks[b].IsHidden == blocks[line].IsHidden
                && !PrintedMarkup.Wraps(page.Page.Text.AsSpan(blocks[b].Span.Start, blocks[b].Span.Length)))
            {
                sink.Add(Beside, blocks[b].Span, BesideStrength, new("stands beside a line that was cut out of some other text"));
            }
        }
    }

    // Looks for words that are two: "beneath theHARBOUR", "did notwhile". What follows the seam up to the next border is stated.
    private static bool StateGlued(SegmentedPage page, TextSpan line, float habit, EvidenceSink sink)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        bool found = false;
        for (int i = line.Start; i < line.End;)
        {
            if (classes[i] is not (CharClass.Latin or CharClass.Cyrillic or CharClass.Greek))
            {
                i++;
                continue;
            }

            int end = i + 1;
            while (end < line.End && classes[end] == classes[i])
            {
                end++;
            }

            int seam = end - i is >= MinGluedLetters and <= MaxGluedLetters ? SeamOf(page, i, end) : -1;
            if (seam > 0)
            {
                sink.Add(Glued, new TextSpan(seam, BlockSearch.SegmentEnd(page, seam)), habit * 0.8f, new("{quote} goes on a word of another text", Quote: new(seam, end)));
                found = true;
            }

            i = end;
        }

        return found;
    }

    private static int SeamOf(SegmentedPage page, int start, int end)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        for (int i = start + 2; i + 2 < end; i++)
        {
            // Small letters, then capitals: no word is written so but names, which begin with a capital.
            if (char.IsLower(text[start]) && char.IsLower(text[i - 1]) && char.IsUpper(text[i]) && char.IsUpper(text[i + 1]) && char.IsUpper(text[i + 2]))
            {
                return i;
            }
        }

        foreach (char c in text[start..end])
        {
            if (!char.IsLower(c))
            {
                return -1;
            }
        }

        if (SpliceHabits.IsKnownWord(page, start, end - start))
        {
            return -1;
        }

        for (int i = start + 3; i + 3 <= end; i++)
        {
            if (SpliceHabits.IsCommonWord(page, start, i - start, CommonWeight) && SpliceHabits.IsCommonWord(page, i, end - i, CommonWeight))
            {
                return i;
            }
        }

        return -1;
    }
}
