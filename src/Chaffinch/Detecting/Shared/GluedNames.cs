using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>A phrase with a name in it that was set into other text without a blank on one side at least.</summary>
/// <param name="Span">The phrase.</param>
/// <param name="Name">The name in it.</param>
/// <param name="IsGluedBefore">Nothing stands between it and the text before it.</param>
/// <param name="IsGluedBehind">Nothing stands between it and the text behind it.</param>
/// <param name="IsClear">The border before it can be told by letters or by what words are common.</param>
internal readonly record struct GluedPhrase(TextSpan Span, TextSpan Name, bool IsGluedBefore, bool IsGluedBehind, bool IsClear);

/// <summary>Finds given names inside longer runs of letters, and how far the phrase around them goes.</summary>
/// <remarks>
/// For scripts that set blanks. Names and the words of accused places are given; a compound of the page's own words has a name at its end too, so a
/// name is only taken where what stands before it is a common word, where the letters show a seam, or where there is another seam behind it.
/// Linear: at most <see cref="MaxNames"/> passes over the text, a bounded look around each of at most <see cref="MaxFinds"/> finds, and at most <see cref="MaxAsked"/> questions to the whole text.
/// </remarks>
internal sealed partial class GluedNames
{
    private const int MaxNames = 6;
    private const int MaxFinds = 64;
    private const int MaxAround = 6;
    private const int MaxOwn = 4;
    private const int MinName = 5;
    private const int MinWord = 4;
    private const int MaxLetters = 32;
    private const int MaxWords = 1024;

    /// <summary>A campaign says its name again where it speaks; a rare word needs fewer places than an ordinary one.</summary>
    private const int MinPlaces = 2;

    /// <summary>Questions to the whole text on a page; a page of any size takes so many passes at most.</summary>
    private const int MaxAsked = 128;

    private int _asked;

    private readonly Dictionary<ulong, Word> _words = [];
    private readonly List<Word> _names = [];
    private readonly List<GluedPhrase> _found = [];

    /// <summary>Forgets all names and words.</summary>
    public void Clear()
    {
        _names.Clear();
        _words.Clear();
        _asked = 0;
    }

    /// <summary>Adds the words of an accused place: what a phrase may begin and end with, and where they come back what names are chosen from.</summary>
    /// <param name="page">The page.</param>
    /// <param name="span">The place; no place is added twice.</param>
    /// <param name="counts">False where the words are only to be known.</param>
    public void AddWords(SegmentedPage page, TextSpan span, bool counts)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        for (int at = span.Start; at < span.End && _words.Count < MaxWords;)
        {
            int end = at;
            while (end < span.End && IsLetter(classes[end]))
            {
                end++;
            }

            if (end - at is >= MinWord and <= MaxLetters && !Scripts.IsDense(Scripts.Of(classes[at])) && !SpliceHabits.IsCommonWord(page, at, end - at, most: 1))
            {
                ulong hash = HashOf(page.Page.Text.AsSpan(at, end - at));
                _words[hash] = _words.TryGetValue(hash, out Word word) ? word with { Places = word.Places + (counts ? 1 : 0) }
                    : new Word(new TextSpan(at, end), counts ? 1 : 0, SpliceHabits.IsRareWord(page, at, end - at));
            }

            at = Math.Max(end, at + 1);
        }
    }

    /// <summary>Chooses the words that come back most often in accused places.</summary>
    public bool ChooseNames()
    {
        foreach (Word word in _words.Values)
        {
            int score = word.Score;
            if (word.Span.Length < MinName || word.Places < MinPlaces || (word.Places == MinPlaces && !word.IsRare))
            {
                continue;
            }

            int at = _names.Count;
            while (at > 0 && (_names[at - 1].Score < score || (_names[at - 1].Score == score && _names[at - 1].Span.Start > word.Span.Start)))
            {
                at--;
            }

            if (at < MaxNames)
            {
                _names.Insert(at, word);
                if (_names.Count > MaxNames)
                {
                    _names.RemoveAt(MaxNames);
                }
            }
        }

        return _names.Count > 0;
    }

    /// <summary>True where a span holds one of the names.</summary>
    public bool HasName(SegmentedPage page, TextSpan span)
    {
        foreach (Word name in _names)
        {
            if (page.Page.Text.AsSpan(span.Start, span.Length).Contains(page.Page.Text.AsSpan(name.Span.Start, name.Span.Length), StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds the phrases of all names, in the page's body.</summary>
    public void Find(SegmentedPage page, List<GluedPhrase> into)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        PageFacts facts = PageFacts.Of(page);
        foreach (Word name in _names)
        {
            _found.Clear();
            int at = 0;
            int own = 0;
            for (int finds = 0; finds < MaxFinds; finds++)
            {
                int next = text[at..].IndexOf(text[name.Span.Start..name.Span.End], StringComparison.OrdinalIgnoreCase);
                if (next < 0)
                {
                    break;
                }

                at += next;
                int b = BlockSearch.Of(blocks, at);
                if (b >= 0 && blocks[b].Zone == Zone.Body && Look(page, blocks[b].Span, new TextSpan(at, at + name.Span.Length)) is { Span.IsEmpty: false } phrase)
                {
                    _found.Add(phrase);
                    at = Math.Max(at + name.Span.Length, phrase.Span.End);
                }
                else if (b >= 0 && blocks[b].Zone == Zone.Body && IsWholeWord(page, at, name.Span.Length) && SetApart.Around(page, facts, b, new TextSpan(at, at + name.Span.Length)) is { IsEmpty: false } piece)
                {
                    _found.Add(new GluedPhrase(piece, new TextSpan(at, at + name.Span.Length), IsGluedBefore: true, IsGluedBehind: false, IsClear: true));
                    at = Math.Max(at + name.Span.Length, piece.End);
                }
                else
                {
                    own += b >= 0 && facts.Lines[b].Prose ? 1 : 0;
                    at += name.Span.Length;
                }
            }

            // What running text says more often by itself than glued to other words is the page's own.
            if (own <= _found.Count + 1)
            {
                into.AddRange(_found);
            }
        }
    }

    // Endings of up to three letters are the name's own; a longer word is another one.
    private static bool IsWholeWord(SegmentedPage page, int at, int length)
    {
        const int MaxEnding = 3;
        ReadOnlySpan<CharClass> classes = page.Classes;
        int end = at + length;
        while (end < classes.Length && end <= at + length + MaxEnding && Pieces.IsWord(classes[end]))
        {
            end++;
        }

        return (at == 0 || !Pieces.IsWord(classes[at - 1])) && end <= at + length + MaxEnding;
    }

    private GluedPhrase Look(SegmentedPage page, TextSpan block, TextSpan name)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        bool gluedName = name.Start > block.Start && Pieces.IsWord(classes[name.Start - 1]);
        bool clear = false;
        bool before = gluedName;
        int start = name.Start;
        if (gluedName)
        {
            int word = WordStart(classes, name.Start, block.Start);
            if (ComesTwice(page.Page.Text, new TextSpan(word, name.End)))
            {
                // Nobody glues twice at the same place: a name of its own that ends like this one.
                return default;
            }

            clear = name.Start - word == 1 ? IsWordOfOneLetter(page, word) : Seams.Is(page.Page.Text, classes, name.Start) || IsCommon(page, word, name.Start);
        }
        else if (start > block.Start && classes[start - 1] is not (CharClass.Space or CharClass.Quote or CharClass.OpenBracket))
        {
            // Part of an address, a handle or a compound with hyphens.
            return default;
        }
        else
        {
            (start, before, clear) = Before(page, block, name.Start);
        }

        (int end, bool behind) = Behind(page, block, name.End);
        clear |= gluedName && GoesOnAccused(page, name.End, end);
        if (end < 0 || !(before ? clear || behind : false))
        {
            return default;
        }

        return new GluedPhrase(new TextSpan(start, end), name, before, behind, clear);
    }

    /// <summary>Goes back from a name that is a word of its own, to where a phrase of few words was glued to what stands before it.</summary>
    private (int Start, bool Glued, bool Clear) Before(SegmentedPage page, TextSpan block, int at)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        int own = at;
        int end = at;
        for (int words = 1; words <= MaxAround; words++)
        {
            while (end > block.Start && classes[end - 1] == CharClass.Space)
            {
                end--;
            }

            int start = WordStart(classes, end, block.Start);
            if (start == end)
            {
                break;
            }

            for (int i = end - 2; i > start + 1; i--)
            {
                if (Seams.Is(page.Page.Text, classes, i) && !IsNameItself(page, start, end))
                {
                    return (i, true, true);
                }

                if (i <= end - MinWord && IsAccused(page, i, end) && !IsAccused(page, start, end))
                {
                    return (i, true, IsCommon(page, start, i));
                }
            }

            own = words <= MaxOwn && IsAccused(page, start, end) ? start : own;
            end = start;
        }

        return (own, false, false);
    }

    /// <summary>Goes on behind a name to where the text behind the phrase was glued on, a sentence ends or the line does; -1 where the name is the beginning of another word.</summary>
    private (int End, bool Glued) Behind(SegmentedPage page, TextSpan block, int at)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        ReadOnlySpan<char> text = page.Page.Text;
        int own = at;
        int start = at;
        for (int words = 0; words <= MaxAround; words++)
        {
            int end = start;
            while (end < block.End && Pieces.IsWord(classes[end]))
            {
                end++;
            }

            for (int i = Math.Max(start, at) + (words == 0 ? 0 : 2); i < end; i++)
            {
                bool number = i > start + 1 && classes[i - 1] == CharClass.Digit && classes[i - 2] == CharClass.Digit && IsLetter(classes[i]);
                if ((Seams.Is(text, classes, i) && !IsNameItself(page, start, end)) || (number && end - i > 1)
                    || (words > 0 && i - start >= MinWord && IsAccused(page, start, i) && !IsAccused(page, start, end)))
                {
                    return (i, true);
                }
            }

            if (words == 0 && end > at && IsLetter(classes[at]) && end - at > 3)
            {
                return (-1, false);
            }

            own = words == 0 || (words <= MaxOwn && IsAccused(page, start, end)) ? end : own;
            int next = end;
            while (next < block.End && classes[next] is CharClass.Space)
            {
                next++;
            }

            // A full stop or a broken character ends the phrase as a seam does; any other sign says that it ended earlier.
            if (next == block.End || classes[next] is CharClass.SentenceEnd or CharClass.Replacement)
            {
                return (OverNumber(page, block, end), false);
            }

            if (!Pieces.IsWord(classes[next]))
            {
                return (own, false);
            }

            start = next;
        }

        return (own, false);
    }

    private static int WordStart(ReadOnlySpan<CharClass> classes, int at, int stop)
    {
        while (at > stop && Pieces.IsWord(classes[at - 1]))
        {
            at--;
        }

        return at;
    }

    // Words of two or three letters are mostly grammar.
    private static bool IsCommon(SegmentedPage page, int start, int end) =>
        end - start >= 2 && IsLetter(page.Classes[start]) && (end - start <= 3 || SpliceHabits.IsCommonWord(page, start, end - start));

    // A word with a capital inside that accused places or the page have as it is: a maker's spelling, no seam.
    private bool IsNameItself(SegmentedPage page, int start, int end) =>
        end > start && (IsAccused(page, start, end) || ComesTwice(page.Page.Text, new TextSpan(start, end)));

    // Each asks the whole text: so many of a page are answered, the rest as accuses nobody.
    private bool ComesTwice(ReadOnlySpan<char> text, TextSpan word)
    {
        if (++_asked > MaxAsked)
        {
            return true;
        }

        ReadOnlySpan<char> letters = text[word.Start..word.End];
        return text[..word.Start].Contains(letters, StringComparison.OrdinalIgnoreCase) || text[word.End..].Contains(letters, StringComparison.OrdinalIgnoreCase);
    }

    // "and" and "or" of one letter, which the page has by themselves too; not the small letter before a maker's name.
    private bool IsWordOfOneLetter(SegmentedPage page, int at)
    {
        if (++_asked > MaxAsked)
        {
            return false;
        }

        ReadOnlySpan<char> word = [' ', page.Page.Text[at], ' '];
        return page.Page.Text.AsSpan().Contains(word, StringComparison.Ordinal);
    }

    /// <summary>True for a word that accused places have, or the metas beside them.</summary>
    public bool IsAccused(SegmentedPage page, int start, int end) =>
        end - start is >= MinWord and <= MaxLetters && _words.ContainsKey(HashOf(page.Page.Text.AsSpan(start, end - start)));

    private static bool IsLetter(CharClass c) => CharClasses.IsLetter(c) || c == CharClass.Mark;

    private static ulong HashOf(ReadOnlySpan<char> word)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (char c in word)
        {
            hash = (hash ^ CharFold.Fold(c)) * 0x100000001B3;
        }

        return hash;
    }

    private readonly record struct Word(TextSpan Span, int Places, bool IsRare)
    {
        public int Score => IsRare ? 2 * Places : Places;
    }
}
