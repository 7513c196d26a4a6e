using System.Buffers;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Which ends of a line lie in the middle of a sentence.</summary>
[Flags]
internal enum Ragged : byte
{
    None = 0,

    /// <summary>A line of running text; the others mean nothing without it.</summary>
    Line = 1,

    /// <summary>It starts with a small letter.</summary>
    Start = 2,

    /// <summary>It ends without a sentence end.</summary>
    End = 4,

    /// <summary>It ends on a word or a mark that no sentence ends on.</summary>
    OnGrammar = 8,

    /// <summary>It ends open in a script that sets no blanks, and a sentence or two clauses stand before the end: it is no heading and no label.</summary>
    Clauses = 16,
}

/// <summary>Reads the ends of lines: of paragraphs and of shorter fragments too, unlike <see cref="SpliceHabits"/>, whose measure of a page needs long ones.</summary>
internal static class RaggedLines
{
    private const int MinColumns = 36;

    /// <summary>A line that has no mark inside may be a heading or a caption, unless it is this long.</summary>
    private const int MinBareColumns = 90;

    /// <summary>What stands behind the last sentence of a line and is shorter is a name or a place under a quotation, not a sentence that breaks off.</summary>
    private const int MinOpenColumns = 36;

    /// <summary>The same where clauses stand before it, in columns.</summary>
    private const int MinOpenClause = 20;

    /// <summary>A line with fewer letters is a row of signs or a date: nothing is wrapped behind it.</summary>
    private const int MinWords = 6;

    private const int MinWrapped = 50;
    private const int MaxWrapped = 125;
    private const int LeastWrapped = 5;
    private const int MaxRag = 35;
    private const int MaxWideRag = 8;

    /// <summary>Lines of one paragraph that are looked at: each line may be the first of one, so that the work would grow with their square.</summary>
    private const int MaxParagraphLines = 64;

    /// <summary>A colon this early makes a line the entry of a list.</summary>
    private const int MaxEntryChars = 40;

    /// <summary>An entry has fewer sentences behind its head; a paragraph with a colon in its first sentence has more.</summary>
    private const int MaxEntrySentences = 3;

    /// <summary>A word before a full stop that is no abbreviation.</summary>
    private const int MinStopped = 4;

    /// <summary>So many sentences behind what a paragraph quotes at its start make it one.</summary>
    private const int MinBehindQuote = 2;

    private static readonly SearchValues<char> Closers = SearchValues.Create("\"”’»›」』)）");

    // Chinese words of one character that a clause may consist of: interjections, pronouns, adverbs, conjunctions, numbers, times and places.
    private static readonly SearchValues<char> Clauses = SearchValues.Create(
        "嗯哦啊唉哎呀喂嘿哈咦噢喔呵哟喏呃唔诶欸哼嘛吗嗎呐哪啦罢罷我你您他她它咱俺谁誰但而且故则則若即既又再先后後对對错錯好行是否不有没沒无無来來去看听聽说說问問答曰注按例如今昔首其此该該彼一二三四五六七八九十甲乙丙丁戊早晚夜"
        + "春夏秋冬东東西南北上下左右前内內外午晨初末原另诚誠固然或凡夫盖蓋惟唯虽雖纵縱忽俄旋遂乃因由据據经經截自从從当當待及至走快慢停等请請谢謝爸妈媽爷爺哥姐弟妹娘爹天人家月日年岁歲君卿兄嫂汝吾余予");

    private const BlockTraits Other = BlockTraits.ListItem | BlockTraits.Preformatted | BlockTraits.Code | BlockTraits.Caption | BlockTraits.Control
        | BlockTraits.InNav | BlockTraits.InForm | BlockTraits.Definition;

    // What a site says around its text breaks off anywhere.
    private const Hints Frame = Hints.Navigation | Hints.Header | Hints.Footer | Hints.Breadcrumb | Hints.Share | Hints.Pagination | Hints.Account | Hints.Search | Hints.Legal | Hints.Tags | Hints.Caption;

    private const ulong Cased = (1UL << (int)CharClass.Latin) | (1UL << (int)CharClass.Cyrillic) | (1UL << (int)CharClass.Greek);
    private const ulong Kana = (1UL << (int)CharClass.Hiragana) | (1UL << (int)CharClass.Katakana);
    private const ulong NoEnds = (1UL << (int)CharClass.Thai) | (1UL << (int)CharClass.Lao) | (1UL << (int)CharClass.Khmer);

    /// <summary>What the ends of a block are.</summary>
    public static Ragged Of(SegmentedPage page, int b)
    {
        ref readonly Block block = ref page.Page.Blocks[b];
        TextSpan span = block.Span;
        ulong mask = page.BlockProfiles[b].Mask;
        int columns = (mask & CharClasses.Wide) != 0 ? span.Length * 2 : span.Length;
        if (block.Zone != Zone.Body || block.HeadingLevel != 0 || (block.Traits & Other) != BlockTraits.None || (block.AllHints & Frame) != 0 || columns < MinColumns || block.LinkChars * 3 >= span.Length || DataCells.Holds(page, b)
            || IsEntry(page, span))
        {
            return Ragged.None;
        }

        Ragged ends = Ragged.Line;
        ends |= (mask & Cased) != 0 && SpliceHabits.StartsSmall(page, span) ? Ragged.Start : Ragged.None;
        ends |= page.Classes[span.Start] == CharClass.Comma && page.Page.Text[span.Start] is not (':' or '：') ? Ragged.Start : Ragged.None;
        ends |= StartsOrphaned(page, span, mask) ? Ragged.Start | Ragged.OnGrammar : Ragged.None;
        if (SetApart.EndsBeforeAnchor(page, b))
        {
            return ends;
        }

        CharClass last = page.Classes[span.End - 1];
        bool open = CharClasses.IsLetter(last) || last == CharClass.Mark || (last == CharClass.Comma && page.Page.Text[span.End - 1] is not (':' or '：'));
        bool noEnds = (mask & NoEnds) != 0;
        if (!open || (noEnds && !SpliceHabits.EndsOnGrammar(page, span)))
        {
            return ends;
        }

        ReadOnlySpan<CharClass> inside = page.Classes[span.Start..(span.End - 1)];
        int lastEnd = inside.LastIndexOf(CharClass.SentenceEnd);
        int behind = (span.Length - lastEnd - 1) * (columns / span.Length);
        bool grammar = noEnds || SpliceHabits.EndsOnGrammar(page, span);
        bool isLong = behind >= MinBareColumns || (behind >= MinOpenColumns && inside.ContainsAny(CharClass.SentenceEnd, CharClass.Comma));
        bool clauses = (mask & CharClasses.Wide) != 0 && IsWideEnd(page.Page.Text[span.End - 1], last) && behind >= MinOpenClause && (lastEnd >= 0 || inside.Count(CharClass.Comma) > 1) && LastIsLong(page, b);
        isLong |= clauses && inside[(lastEnd + 1)..].Contains(CharClass.Comma);
        if (grammar || isLong || (ends & Ragged.Start) != 0)
        {
            ends |= Ragged.End | (grammar ? Ragged.OnGrammar : Ragged.None) | (clauses ? Ragged.Clauses : Ragged.None);
        }

        return ends;
    }

    private static bool IsWideEnd(char c, CharClass k) => k is CharClass.Han or CharClass.Hiragana or CharClass.Katakana || c is '，' or '、';

    // The last part of the line is a clause of a text, not the last item of a row.
    private static bool LastIsLong(SegmentedPage page, int b)
    {
        (int first, int end) = page.SegmentsOf(b);
        if (first == end)
        {
            return false;
        }

        TextSpan last = page.Segments[end - 1].Span;
        bool item = page.Segments[end - 1].Role is not (SegmentRole.Sentence or SegmentRole.Fragment);
        return last.Length * 2 >= MinOpenClause && !page.Page.Text.AsSpan(page.Page.Blocks[b].Span.Start, page.Page.Blocks[b].Span.Length).Contains('\u3000') && (!item || page.Page.Blocks[b].Span.Length * 2 >= MinBareColumns);
    }

    // The last character of a Chinese word, then a comma: what stood before it was cut off.
    private static bool StartsOrphaned(SegmentedPage page, TextSpan span, ulong mask) =>
        (mask & Kana) == 0 && page.Classes[span.Start] == CharClass.Han && page.Classes[span.Start + 1] == CharClass.Comma
        && page.Page.Text[span.Start + 1] is '，' or ',' && !Clauses.Contains(page.Page.Text[span.Start]);

    /// <summary>
    /// Leaves out lines that were wrapped by hand: one that starts whole and stops in mid-sentence, and those after it that start small, up to one that ends its sentence. What is
    /// strung together of fragments has no such end to such a beginning.
    /// </summary>
    /// <param name="page">The page.</param>
    /// <param name="lines">Its lines; wrapped ones become <see cref="Ragged.None"/>.</param>
    public static void LeaveWrapped(SegmentedPage page, Span<Ragged> lines)
    {
        if (HasOneWidth(page, lines))
        {
            lines.Clear();
            return;
        }

        for (int b = 0; b + 1 < lines.Length; b++)
        {
            if (!IsOpenBody(page, b) || StartsSmall(page, b) || PageFacts.Of(page).Lines[b].Letters < MinWords)
            {
                continue;
            }

            int end = Math.Max(EndOfSentence(page, b, lines.Length), EndOfColumn(page, b, lines.Length));
            if (end > b)
            {
                lines[b..(end + 1)].Clear();
                b = end;
            }
        }
    }

    // The line that ends what this one starts, where all between them start small; an item of a list need not end. The line itself where there is none.
    private static int EndOfSentence(SegmentedPage page, int first, int count)
    {
        int last = first + 1;
        while (last + 1 < count && StartsSmall(page, last) && IsOpenBody(page, last))
        {
            last++;
        }

        bool isItem = page.Page.Text[page.Page.Blocks[first].Span.Start] is '-' or '*' or '•' or '·';
        int end = StartsSmall(page, last) ? last : last - 1;
        return isItem || (end == last && !IsOpenBody(page, last)) ? end : first;
    }

    // The same where lines of one width stand between them, whatever they start with, and one of them starts small.
    private static int EndOfColumn(SegmentedPage page, int first, int count)
    {
        int width = page.Page.Blocks[first].Span.Length;
        int last = first;
        bool small = false;
        while (last + 1 < count && last - first < MaxParagraphLines && IsOpenBody(page, last) && page.Page.Blocks[last].Span.Length is >= MinWrapped and <= MaxWrapped && Math.Abs(page.Page.Blocks[last].Span.Length - width) <= MaxRag)
        {
            last++;
            small |= StartsSmall(page, last);
        }

        return small && !IsOpenBody(page, last) && page.Page.Blocks[last].Span.Length <= MaxWrapped ? last : first;
    }

    // Several lines stop in mid-sentence, and all of them where a column ends: fragments of other texts have any length. Where no blanks part words columns are even.
    private static bool HasOneWidth(SegmentedPage page, ReadOnlySpan<Ragged> lines)
    {
        int open = 0;
        int wide = 0;
        int least = MaxWrapped;
        int most = MinWrapped;
        for (int b = 0; b < lines.Length; b++)
        {
            if ((lines[b] & Ragged.End) == 0)
            {
                continue;
            }

            int length = page.Page.Blocks[b].Span.Length;
            if (length is < MinWrapped or > MaxWrapped)
            {
                return false;
            }

            open++;
            wide += (page.BlockProfiles[b].Mask & CharClasses.Wide) != 0 ? 1 : 0;
            least = Math.Min(least, length);
            most = Math.Max(most, length);
        }

        return open >= LeastWrapped && (wide < open || most - least <= MaxWideRag);
    }

    private static bool StartsSmall(SegmentedPage page, int b) => (page.BlockProfiles[b].Mask & Cased) != 0 && SpliceHabits.StartsSmall(page, page.Page.Blocks[b].Span);

    private static bool IsOpenBody(SegmentedPage page, int b)
    {
        ref readonly Block block = ref page.Page.Blocks[b];
        return block.Zone == Zone.Body && !block.Span.IsEmpty && !SpliceHabits.IsSentenceEnd(page.Classes, block.Span.End);
    }

    // A quotation, a line of a dialogue, an entry with its head before a colon: whole without a capital or a full stop, but never where it ends on a word that needs another one.
    private static bool IsEntry(SegmentedPage page, TextSpan span)
    {
        ReadOnlySpan<char> line = page.Page.Text.AsSpan(span.Start, span.Length);
        ReadOnlySpan<CharClass> classes = page.Classes.Slice(span.Start, span.Length);
        return (HasHead(line, classes) && StopsIn(line, classes) < MaxEntrySentences) || (IsQuoted(line, classes) && !HasSentencesBehindQuote(line, classes) && !BreaksOffSpeech(page, span, classes));
    }

    // What was said, or a turn of a dialogue, with a sentence end inside, that stops behind a word which needs another one.
    private static bool BreaksOffSpeech(SegmentedPage page, TextSpan span, ReadOnlySpan<CharClass> classes) =>
        (classes[1..^1].Contains(CharClass.SentenceEnd) || GoesOnBehindQuote(page.Page.Text.AsSpan(span.Start, span.Length))) && (CharClasses.IsLetter(classes[^1]) || classes[^1] == CharClass.Mark) && SpliceHabits.EndsOnGrammar(page, span);

    // Who said it, and more of the sentence, behind what was said.
    private static bool GoesOnBehindQuote(ReadOnlySpan<char> line)
    {
        int close = line[1..].IndexOfAny(Closers) + 1;
        return close > 0 && line.Length - close >= MinBareColumns / 2;
    }

    // Before the colon of an entry stands no clause, and behind it no speech.
    private static bool HasHead(ReadOnlySpan<char> line, ReadOnlySpan<CharClass> classes)
    {
        int colon = line[..Math.Min(line.Length, MaxEntryChars)].IndexOfAny(':', '：');
        return colon >= 0 && line[..colon].IndexOfAny('。', '！', '？') < 0 && !EndsSentenceIn(line[..colon])
            && !(line[colon] == '：' && line[..colon].Contains('，') && classes[Math.Min(line.Length - 1, colon + 1)] is CharClass.Quote or CharClass.OpenBracket);
    }

    // Sentences that end inside: not the dots of an address or a number.
    private static int StopsIn(ReadOnlySpan<char> line, ReadOnlySpan<CharClass> classes)
    {
        int stops = 0;
        for (int i = 1; i + 1 < line.Length; i++)
        {
            stops += classes[i] == CharClass.SentenceEnd && (classes[i + 1] is CharClass.Space or CharClass.Quote || line[i] > '\u3000') ? 1 : 0;
        }

        return stops;
    }

    // A full stop behind a word of some length, a blank and a capital: the head would be two sentences.
    private static bool EndsSentenceIn(ReadOnlySpan<char> head)
    {
        int stop = head.IndexOf(". ");
        int word = stop < 0 ? -1 : head[..stop].LastIndexOf(' ');
        return stop - word > MinStopped && stop + 2 < head.Length && char.IsUpper(head[stop + 2]);
    }

    // A paragraph may start with what somebody says, and go on with two sentences of its own.
    private static bool HasSentencesBehindQuote(ReadOnlySpan<char> line, ReadOnlySpan<CharClass> classes)
    {
        int close = line[0] is '-' or '–' or '—' or '•' or '*' or '·' ? -1 : line[1..].IndexOfAny(Closers) + 1;
        return close > 0 && classes[close..].Count(CharClass.SentenceEnd) >= MinBehindQuote && line.Length - close >= MinBareColumns / 2;
    }

    private static bool IsQuoted(ReadOnlySpan<char> line, ReadOnlySpan<CharClass> classes) =>
        classes[0] is CharClass.Quote or CharClass.OpenBracket || line[0] is '-' or '–' or '—' or '"' or '„' or '»' or '«' or '“' or '「' or '『' or '•' or '*' or '·';
}
