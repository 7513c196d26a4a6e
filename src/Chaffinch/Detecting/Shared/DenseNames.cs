using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Finds names from accused places in running text of scripts whose letters run on: Han, kana, Hangul, Thai and their neighbours.</summary>
/// <remarks>
/// No blank tells a name there, so it is what two accused phrases at least begin with, or a run between blanks that comes back in them. In running text it counts where no
/// clause wants it: glued to the end of one, in a bracket, behind the last full stop; a whole phrase of a headline's length anywhere. What the page's sentences say by
/// themselves is the page's own. Linear: at most <see cref="MaxNames"/> passes over the text.
/// </remarks>
internal sealed class DenseNames
{
    private const int MaxNames = 5;
    private const int MaxTokens = 160;
    private const int MaxFinds = 48;
    private const int MaxLetters = 40;
    private const int MinPlaces = 2;

    /// <summary>A phrase so long says the same only where it was copied.</summary>
    private const float PhraseWeight = 24;

    // Syllables that end a Korean verb or are a particle: no blank is left out behind them.
    private const string Finals = "다요죠까오네데은는이가을를에의로와과도고며서면게";

    private readonly List<TextSpan> _tokens = [];
    private readonly List<(TextSpan Span, int Places)> _names = [];
    private readonly List<TextSpan> _stems = [];
    private readonly List<GluedPhrase> _found = [];

    /// <summary>Forgets all names.</summary>
    public void Clear()
    {
        _tokens.Clear();
        _names.Clear();
        _stems.Clear();
    }

    /// <summary>Adds the runs of letters and figures of an accused place; no place is added twice.</summary>
    public void AddPlace(SegmentedPage page, TextSpan span)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        for (int at = span.Start; at < span.End && _tokens.Count < MaxTokens;)
        {
            int end = at;
            while (end < span.End && Pieces.IsWord(classes[end]))
            {
                end++;
            }

            if (end > at && Scripts.IsDense(Scripts.Of(classes[at])) && end - at >= DenseStems.LeastLength(classes[at]))
            {
                _tokens.Add(new TextSpan(at, Math.Min(end, at + MaxLetters)));
            }

            at = Math.Max(end, at + 1);
        }
    }

    /// <summary>Chooses what comes back in accused places.</summary>
    public bool Choose(SegmentedPage page)
    {
        string text = page.Page.Text;
        _tokens.Sort((a, b) =>
        {
            int order = text.AsSpan(a.Start, a.Length).SequenceCompareTo(text.AsSpan(b.Start, b.Length));
            return order != 0 ? order : a.Start.CompareTo(b.Start);
        });
        for (int i = 0; i + 1 < _tokens.Count; i++)
        {
            int same = text.AsSpan(_tokens[i].Start, _tokens[i].Length).CommonPrefixLength(text.AsSpan(_tokens[i + 1].Start, _tokens[i + 1].Length));
            var name = new TextSpan(_tokens[i].Start, _tokens[i].Start + same);
            while (name.Length > 0 && new Pieces(page).SplitsWord(name.End) && name.End < _tokens[i].End)
            {
                name = new TextSpan(name.Start, name.End - 1);
            }

            if (name.Length >= LeastLength(page.Classes[name.Start]) && !IsKnown(text, name))
            {
                Keep(name, PlacesOf(text, name));
            }
        }

        AddWholeLines(page);
        DenseStems.Choose(page, _tokens, _stems);
        return _names.Count + _stems.Count > 0;
    }

    // A phrase as long as a headline says the same only where it was copied: one accused place is enough.
    private void AddWholeLines(SegmentedPage page)
    {
        foreach (TextSpan token in _tokens)
        {
            if (_names.Count < MaxNames && token.Length < MaxLetters && new Pieces(page).Weight(token) >= PhraseWeight && !IsKnown(page.Page.Text, token))
            {
                _names.Add((token, 1));
            }
        }
    }

    private bool IsKnown(string text, TextSpan name)
    {
        foreach ((TextSpan known, _) in _names)
        {
            if (text.AsSpan(known.Start, known.Length).SequenceEqual(text.AsSpan(name.Start, name.Length)))
            {
                return true;
            }
        }

        return false;
    }

    private int PlacesOf(string text, TextSpan name)
    {
        int places = 0;
        foreach (TextSpan token in _tokens)
        {
            places += text.AsSpan(token.Start, token.Length).StartsWith(text.AsSpan(name.Start, name.Length), StringComparison.Ordinal) ? 1 : 0;
        }

        return places;
    }

    private void Keep(TextSpan name, int places)
    {
        if (places < MinPlaces)
        {
            return;
        }

        int at = _names.Count;
        while (at > 0 && _names[at - 1].Places * _names[at - 1].Span.Length < places * name.Length)
        {
            at--;
        }

        if (at < MaxNames)
        {
            _names.Insert(at, (name, places));
            if (_names.Count > MaxNames)
            {
                _names.RemoveAt(MaxNames);
            }
        }
    }

    /// <summary>Finds the names in the page's running text, places that are accused themselves left out.</summary>
    /// <param name="page">The page.</param>
    /// <param name="accused">Its accused places, and the lines that break off: what those say of a name is nobody's use of it.</param>
    /// <param name="into">Takes the phrases.</param>
    public void Find(SegmentedPage page, AccusedNames accused, List<GluedPhrase> into)
    {
        FindNames(page, accused, into);
        foreach (TextSpan stem in _stems)
        {
            DenseStems.Find(page, stem, accused, _found, into);
        }
    }

    private void FindNames(SegmentedPage page, AccusedNames accused, List<GluedPhrase> into)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        PageFacts facts = PageFacts.Of(page);
        foreach ((TextSpan name, _) in _names)
        {
            _found.Clear();
            int own = 0;
            int at = 0;
            for (int finds = 0; finds < MaxFinds; finds++)
            {
                int next = text[at..].IndexOf(text[name.Start..name.End], StringComparison.Ordinal);
                if (next < 0)
                {
                    break;
                }

                var found = new TextSpan(at + next, at + next + name.Length);
                at = found.End;
                int b = BlockSearch.Of(page.Page.Blocks, found.Start);
                if (b < 0 || page.Page.Blocks[b].Zone != Zone.Body || !DenseStems.IsRunning(page, facts, b, accused) || accused.IsAccused(found))
                {
                    continue;
                }

                TextSpan piece = Look(page, facts, b, found);

                // Korean sets a blank before a name: one inside a longer word is neither the page's own use of it nor clearly a border.
                bool inWord = page.Classes[found.Start] == CharClass.Hangul && found.Start > 0 && page.Classes[found.Start - 1] == CharClass.Hangul;
                bool open = piece.IsEmpty && accused.Open.Note(b, found);
                own += piece.IsEmpty && !inWord && !open ? 1 : 0;
                if (!piece.IsEmpty)
                {
                    _found.Add(new GluedPhrase(piece, found, IsGluedBefore: true, IsGluedBehind: false, IsClear: false));
                }
            }

            // What the page's sentences say by themselves is the page's own.
            if (own * 4 > _found.Count)
            {
                continue;
            }

            bool clear = _found.Count >= 2 || page.Classes[name.End - 1] == CharClass.Digit || new Pieces(page).Weight(name) >= PhraseWeight;
            foreach (GluedPhrase phrase in _found)
            {
                into.Add(phrase with { IsClear = clear || phrase.Span != phrase.Name });
            }
        }
    }

    private static TextSpan Look(SegmentedPage page, PageFacts facts, int b, TextSpan name)
    {
        TextSpan piece = SetApart.Around(page, facts, b, name);
        if (!piece.IsEmpty)
        {
            return piece;
        }

        ReadOnlySpan<CharClass> classes = page.Classes;
        TextSpan block = page.Page.Blocks[b].Span;
        TextSpan apart = AtLineEnd(page, block, name);
        apart = apart.IsEmpty ? BetweenBlanks(page, block, name) : apart;
        if (!apart.IsEmpty)
        {
            return apart;
        }

        bool glued = name.Start > block.Start && (CharClasses.IsLetter(classes[name.Start - 1]) || classes[name.Start - 1] is CharClass.Mark or CharClass.SentenceEnd);
        if (!glued)
        {
            return default;
        }

        if (new Pieces(page).Weight(name) >= PhraseWeight || EndsClause(page, block, name))
        {
            return name;
        }

        return default;
    }

    // Chinese sets no blanks: a run of letters between two inside a sentence, that begins with the name and goes on.
    private static TextSpan BetweenBlanks(SegmentedPage page, TextSpan block, TextSpan name)
    {
        const int MaxOn = 16;
        ReadOnlySpan<CharClass> classes = page.Classes;
        if (classes[name.Start] != CharClass.Han || name.Start - block.Start < MaxOn || classes[name.Start - 1] != CharClass.Space || classes[name.Start - 2] != CharClass.Han)
        {
            return default;
        }

        int end = name.End;
        while (end < block.End && end - name.End <= MaxOn && Pieces.IsWord(classes[end]))
        {
            end++;
        }

        bool goesOn = end > name.End && end + 1 < block.End && classes[end] == CharClass.Space && classes[end + 1] == CharClass.Han;
        return goesOn ? new TextSpan(name.Start, end) : default;
    }

    // Scripts without full stops: what stands behind the last blank but a few, up to the line's end.
    private static TextSpan AtLineEnd(SegmentedPage page, TextSpan block, TextSpan name)
    {
        const int MaxTail = 40;
        if (page.Classes[name.Start] is not (CharClass.Thai or CharClass.Lao or CharClass.Khmer) || block.End - name.Start > MaxTail || name.Start - block.Start < MaxTail)
        {
            return default;
        }

        bool apart = CharClasses.IsSpace(page.Classes[name.Start - 1]);
        return apart && page.Classes[name.End..block.End].IndexOfAnyExcept([CharClass.Thai, CharClass.Lao, CharClass.Khmer, CharClass.Mark, CharClass.Space, CharClass.Digit, CharClass.Latin]) < 0
            ? new TextSpan(name.Start, block.End) : default;
    }

    // Whether a clause ends behind the name; in Korean, which sets blanks, a word has to end before it: nouns take nouns before them there without one.
    private static bool EndsClause(SegmentedPage page, TextSpan block, TextSpan name)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        if (classes[name.Start] == CharClass.Hangul)
        {
            return Finals.Contains(page.Page.Text[name.Start - 1], StringComparison.Ordinal);
        }

        return name.End >= block.End || classes[name.End] is CharClass.SentenceEnd or CharClass.Comma or CharClass.Quote or CharClass.CloseBracket or CharClass.Replacement
            || (classes[name.End] == CharClass.Space && classes[name.Start] != CharClass.Han);
    }

    // Two characters make a word of Chinese, a syllable of Korean is two or three letters, a Thai word has four to six.
    private static int LeastLength(CharClass c) => c switch
    {
        CharClass.Han => 4,
        CharClass.Hangul => 4,
        CharClass.Hiragana or CharClass.Katakana => 5,
        _ => 8,
    };
}
