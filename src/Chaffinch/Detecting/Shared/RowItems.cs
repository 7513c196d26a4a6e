using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Items of a row that come back one by one in lines that break off, and rows between bars inside a line of sentences.</summary>
/// <remarks>Linear: a bounded number of rows with a bounded number of items, each of which is one search over the text.</remarks>
internal sealed class RowItems
{
    private const int MaxRows = 3;
    private const int MaxItems = 12;
    private const int MaxFinds = 16;
    private const int MinItems = 4;
    private const float MinItemWeight = 9;
    private const float MaxItemWeight = 60;
    private const float LongItemWeight = 20;

    /// <summary>Rows inside lines that are held against the page's head, which is read anew for each.</summary>
    private const int MaxInner = 16;

    /// <summary>Items that are looked for where they are glued to other text: so long, so clearly advertising, in spaced scripts so many words.</summary>
    private const float MinSetIn = 14;
    private const int MinWords = 2;
    private const float LeastSelling = 0.45f;
    private const int MinBefore = 3;

    private readonly TextSpan[] _items = new TextSpan[MaxItems];
    private readonly List<(TextSpan Span, int Block)> _finds = [];
    private SpliceHabits _habits;
    private int _rows;
    private int _inner;
    private int _setIn;

    /// <summary>Starts another page.</summary>
    public void Start() => _rows = _inner = _setIn = 0;

    /// <summary>
    /// Looks for the items of the row in block <paramref name="b"/> inside lines of running text that end in mid-sentence, on a page whose paragraphs do not.
    /// A menu's words come back in whole sentences; names that a kit strews stand where one fragment ends and the next begins.
    /// </summary>
    public void ComeBack(SegmentedPage page, PageFacts facts, int b, Signal again, Signal beside, EvidenceSink sink)
    {
        if (_rows == MaxRows || facts.ProseCount < MinItems)
        {
            return;
        }

        if (_rows++ == 0)
        {
            _habits = SpliceHabits.Of(page);
        }

        if (_habits.EndedParagraphs * 2 < _habits.Paragraphs || _habits.EndedParagraphs < 3)
        {
            return;
        }

        int count = Split(page, page.Page.Blocks[b].Span);
        int distinct = 0;
        int whole = 0;
        float longest = 0;
        _finds.Clear();
        for (int i = 0; count >= MinItems && i < count; i++)
        {
            int before = _finds.Count;
            whole += Search(page, facts, b, _items[i]);
            if (_finds.Count > before)
            {
                distinct++;
                longest = Math.Max(longest, new Pieces(page).Weight(_items[i]));
            }
        }

        if (distinct == 0 || whole * 2 > distinct || (distinct == 1 && longest < LongItemWeight))
        {
            return;
        }

        float strength = distinct >= 3 ? 0.9f : distinct == 2 ? 0.8f : 0.55f;
        sink.Add(again, page.Page.Blocks[b].Span, strength, new Fact("{a} of its {b} items stand again in lines that break off", distinct, count));
        foreach ((TextSpan found, int block) in _finds)
        {
            TextSpan line = page.Page.Blocks[block].Span;
            sink.Add(again, found, strength, new Fact("an item of a row, in a line that breaks off"));
            StateBeside(page, new TextSpan(line.Start, found.Start), beside, 0.6f * strength, sink);
            StateBeside(page, new TextSpan(found.End, line.End), beside, 0.6f * strength, sink);
        }
    }

    /// <summary>
    /// Looks for long items of the row in block <paramref name="b"/> where no writer sets them: right behind the letters of another word, or, in scripts without blanks,
    /// behind a clause or a heading, if they sell.
    /// </summary>
    public void SetIn(SegmentedPage page, PageFacts facts, int b, Signal again, EvidenceSink sink)
    {
        if (_setIn++ >= MaxRows)
        {
            return;
        }

        int count = Split(page, page.Page.Blocks[b].Span);
        int distinct = 0;
        int selling = 0;
        for (int i = 0; i < count; i++)
        {
            selling += AnchorWords.Promotion(page, _items[i]) >= LeastSelling ? 1 : 0;
        }

        _finds.Clear();
        for (int i = 0; selling * 2 >= count && i < count; i++)
        {
            int before = _finds.Count;
            if (new Pieces(page).Weight(_items[i]) >= MinSetIn)
            {
                SearchSetIn(page, facts, b, _items[i]);
            }

            // A title may hold the headline beside the row: there the item alone is accused.
            bool found = _finds.Count > before;
            distinct += found ? 1 : 0;
            sink.Add(again, found && page.Page.Blocks[b].Zone == Zone.Title ? _items[i] : default, 0.8f, new Fact("the item stands again glued to other text"));
        }

        if (distinct == 0)
        {
            return;
        }

        sink.Add(again, page.Page.Blocks[b].Zone == Zone.Title ? default : page.Page.Blocks[b].Span, distinct > 1 ? 0.9f : 0.8f, new Fact("{a} of its {b} items stand again glued to other text", distinct, count));
        foreach ((TextSpan found, _) in _finds)
        {
            sink.Add(again, found, distinct > 1 || _finds.Count > 1 ? 0.9f : 0.8f, new Fact("an item of a row, glued to other text"));
        }
    }

    private void SearchSetIn(SegmentedPage page, PageFacts facts, int row, TextSpan item)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        bool dense = Scripts.IsDense(Scripts.Of(page.Classes[item.Start]));
        if (AnchorWords.Promotion(page, item) < LeastSelling || (!dense && text[item.Start..item.End].Count(' ') + 1 < MinWords))
        {
            return;
        }

        int at = 0;
        for (int finds = 0; finds < MaxFinds; finds++)
        {
            int next = text[at..].IndexOf(text[item.Start..item.End], StringComparison.Ordinal);
            if (next < 0)
            {
                return;
            }

            var found = new TextSpan(at + next, at + next + item.Length);
            at = found.End;
            int b = BlockSearch.Of(blocks, found.Start);
            if (b < 0 || b == row || blocks[b].Zone != Zone.Body || found.Start < blocks[b].Span.Start + MinBefore || !Pieces.IsWord(page.Classes[found.Start - 1])
                || facts.Lines[b].Fold == facts.Lines[row].Fold)
            {
                continue;
            }

            // Without blanks a word may stand behind any other one: there the clause or the line has to end behind it.
            bool ends = found.End == blocks[b].Span.End || (facts.Lines[b].Prose && page.Classes[found.End] is CharClass.Comma or CharClass.SentenceEnd);
            if (dense ? ends : page.Classes[found.Start - 1] == page.Classes[found.Start])
            {
                _finds.Add((found, b));
            }
        }
    }

    /// <summary>Finds a row between bars inside a line that has sentences too, whose items name one thing again and again that the rest of the page never mentions.</summary>
    /// <returns>True where one was found: the line as a whole is then no row.</returns>
    public bool Inside(SegmentedPage page, PageFacts facts, int b, Signal row, Signal stuffed, EvidenceSink sink)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        TextSpan line = page.Page.Blocks[b].Span;
        int first = -1;
        int last = -1;
        bool found = false;
        for (int i = line.Start; i <= line.End; i++)
        {
            bool bar = i < line.End && text[i] is '|' or '｜';
            bool ends = i == line.End || (page.Classes[i] == CharClass.SentenceEnd && (i + 1 == line.End || CharClasses.IsSpace(page.Classes[i + 1])));
            if (bar)
            {
                first = first < 0 ? i : first;
                last = i;
            }
            else if (ends && first >= 0)
            {
                bool open = i == line.End && page.Classes[i - 1] != CharClass.SentenceEnd;
                found |= StateInner(page, facts, b, new TextSpan(first, open ? line.End : last + 1), row, stuffed, sink);
                first = -1;
            }
        }

        return found;
    }

    private bool StateInner(SegmentedPage page, PageFacts facts, int b, TextSpan span, Signal row, Signal stuffed, EvidenceSink sink)
    {
        if (span == page.Page.Blocks[b].Span)
        {
            return false;
        }

        RowShape shape = RowShape.Read(page, span);
        int own = (facts.Lines[b].Prose ? 1 : 0) + (shape.Items > MinItems ? 1 : 0);
        if (shape.Items < MinItems || shape.MaxWeight > MaxItemWeight || shape.HardJoints < shape.Items - 1 || shape.MostShared < 2
            || shape.MostShared * 5 < shape.Items * 2 || facts.LinesOf(shape.SharedTerm) > own || ++_inner > MaxInner || StandsInTitle(page, Math.Min(b, facts.FirstProse), shape.SharedTerm))
        {
            return false;
        }

        sink.Add(row, span, 0.6f, new Fact("{a} phrases between bars, in a line with sentences", shape.Items));
        float strength = 0.4f + (0.1f * Math.Min(shape.MostShared - 2, 3)) + (shape.MostShared * 10 >= shape.Items * 6 ? 0.2f : 0);
        sink.Add(stuffed, span, strength, new Fact("one word stands in {a} of {b} phrases", shape.MostShared, shape.Items));
        return true;
    }

    private static bool StandsInTitle(SegmentedPage page, int end, uint term)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        for (int b = 0; b < end; b++)
        {
            var reader = new TermReader(page, blocks[b].Span);
            while (reader.Next())
            {
                if (reader.Term == term)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private int Split(SegmentedPage page, TextSpan row)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        bool phrases = text[row.Start..row.End].Count(' ') >= text[row.Start..row.End].Count('_');
        var pieces = new Pieces(page);
        int count = 0;
        int start = row.Start;
        for (int i = row.Start; i <= row.End && count < MaxItems; i++)
        {
            if (i < row.End && !RowShape.IsJoint(text, page.Classes, row, i, phrases))
            {
                continue;
            }

            TextSpan item = pieces.Trim(start, i);
            start = i + 1;
            if (pieces.Weight(item) is >= MinItemWeight and <= MaxItemWeight && pieces.Letters(item) >= 4)
            {
                _items[count++] = item;
            }
        }

        return count;
    }

    /// <summary>Finds an item in lines that break off; how often it stands in whole ones is the answer.</summary>
    private int Search(SegmentedPage page, PageFacts facts, int row, TextSpan item)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        int at = 0;
        int whole = 0;
        for (int finds = 0; finds < MaxFinds; finds++)
        {
            int next = text[at..].IndexOf(text[item.Start..item.End], StringComparison.Ordinal);
            if (next < 0)
            {
                break;
            }

            var found = new TextSpan(at + next, at + next + item.Length);
            at = found.End;
            int b = BlockSearch.Of(blocks, found.Start);
            if (b < 0 || b == row || !facts.Lines[b].Prose || blocks[b].HeadingLevel > 0)
            {
                continue;
            }

            if (BreaksOff(page, blocks[b].Span) && IsSetIn(page.Classes, blocks[b].Span, found))
            {
                _finds.Add((found, b));
            }
            else
            {
                whole++;
            }
        }

        return whole;
    }

    // A letter stands on one side at least: between blanks and signs a name stands in genuine sentences too.
    private static bool IsSetIn(ReadOnlySpan<CharClass> classes, TextSpan line, TextSpan item) =>
        item.Start > line.Start && item.End < line.End && (Pieces.IsWord(classes[item.Start - 1]) || Pieces.IsWord(classes[item.End]));

    private static bool BreaksOff(SegmentedPage page, TextSpan line)
    {
        CharClass last = page.Classes[line.End - 1];
        return (CharClasses.IsLetter(last) || last is CharClass.Mark or CharClass.Comma or CharClass.Replacement)
            && last is not (CharClass.Thai or CharClass.Lao or CharClass.Khmer);
    }

    private static void StateBeside(SegmentedPage page, TextSpan span, Signal beside, float strength, EvidenceSink sink)
    {
        const int MinChars = 12;
        TextSpan part = new Pieces(page).Trim(span.Start, span.End);
        if (part.Length >= MinChars)
        {
            sink.Add(beside, part, strength, new Fact("stands in one broken line with an item of a row"));
        }
    }
}
