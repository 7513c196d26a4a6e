using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Accused places of a page and the rare words in them: how often each stands there and elsewhere.</summary>
internal sealed class AccusedNames
{
    private const int Slots = 1 << 11;

    /// <summary>A campaign says its name again where it speaks.</summary>
    private const int MinSeeds = 2;

    private const int MaxExact = 512;

    /// <summary>What stands beside an exact phrase in a piece, in code units, for the piece to be more than the phrase.</summary>
    private const int MinRest = 12;
    private const int MinDenseRest = 3;

    private readonly Entry[] _entries = new Entry[Slots];
    private readonly List<TextSpan> _exact = [];

    public GluedNames Glued { get; } = new();

    public DenseNames Dense { get; } = new();

    public List<GluedPhrase> Phrases { get; } = [];

    public List<(TextSpan Span, float Strength)> Seeds { get; } = [];

    public EvidenceSink Own { get; } = new();

    /// <summary>Lines that break off, and where names stand in them.</summary>
    public OpenLines Open { get; } = new();

    public int Names { get; private set; }

    public void Clear()
    {
        if (Names > 0)
        {
            Array.Clear(_entries);
        }

        Names = 0;
        Seeds.Clear();
        Phrases.Clear();
        Glued.Clear();
        Dense.Clear();
        Open.Clear();
    }

    public void Take(in Term term, float strength, bool inTitle)
    {
        uint hash = term.Hash;
        ref Entry entry = ref Find(hash);
        if (entry.Term == 0)
        {
            if (Names > Slots / 2)
            {
                return;
            }

            entry.Term = hash;
            entry.First = new TextSpan(term.Start, term.End);
            Names++;
        }

        if (entry.Seeds == 1)
        {
            entry.Second = new TextSpan(term.Start, term.End);
        }

        entry.Last = new TextSpan(term.Start, term.End);
        entry.Seeds++;
        entry.Outside |= !inTitle;
        entry.Strength = Math.Max(entry.Strength, strength);
    }

    public void CountOther(uint hash, int count)
    {
        ref Entry entry = ref Find(hash);
        if (entry.Term != 0)
        {
            entry.Others += count;
        }
    }

    // What stands in more of the page's other text than in accused places is the page's own word.
    public float StrengthOf(uint hash)
    {
        ref Entry entry = ref Find(hash);
        // A headline with something fused to it may be accused as a whole; what only stands there and in running text is the page's subject.
        if (entry.Seeds < MinSeeds || (!entry.Outside && entry.Others >= 2) || entry.Others > (3 * entry.Seeds) + 2)
        {
            return 0;
        }

        return entry.Strength * (0.5f + (0.45f * entry.Seeds / (entry.Seeds + (0.5f * entry.Others))));
    }

    /// <summary>The first, second and last of a name's accused places.</summary>
    public void PlacesOf(uint hash, Span<TextSpan> places)
    {
        ref Entry entry = ref Find(hash);
        places[0] = entry.First;
        places[1] = entry.Second;
        places[2] = entry.Last;
    }

    /// <summary>True where two words with the same beginning are one word, an ending apart.</summary>
    public bool IsSameWord(ReadOnlySpan<char> text, in Term term)
    {
        const int MaxEnding = 2;
        TextSpan first = Find(term.Hash).First;
        int longer = Math.Max(first.Length, term.End - term.Start);
        int shorter = Math.Min(first.Length, term.End - term.Start);
        int same = 0;
        while (same < shorter && CharFold.Fold(text[first.Start + same]) == CharFold.Fold(text[term.Start + same]))
        {
            same++;
        }

        return same == 0 || same >= longer - MaxEnding;
    }

    /// <summary>True where a seed covers the piece: nobody needs a name to get there.</summary>
    public bool IsAccused(TextSpan span)
    {
        foreach ((TextSpan seed, _) in Seeds)
        {
            if (seed.Start <= span.Start && seed.End >= span.End)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True where a phrase set into the piece was found with its borders: the rest of it says nothing of the name.</summary>
    public bool IsParted(TextSpan span)
    {
        foreach (GluedPhrase phrase in Phrases)
        {
            if (span.Contains(phrase.Span) && phrase.Span != span)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes what was stated over exact phrases: copies, items of rows, phrases behind a paragraph. A name in one of them says nothing of the sentence around it.</summary>
    public void TakeExact(ReadOnlySpan<Evidence> evidence)
    {
        const float Least = 0.3f;
        _exact.Clear();
        foreach (ref readonly Evidence e in evidence)
        {
            if (e.Strength >= Least && _exact.Count < MaxExact && e.Signal.Key is "repeated-phrase/repeated-line" or "repeated-phrase/repeats-title-part" or "title-fusion/fused-phrase"
                or "keyword-row/items-again" or "strewn-phrase/tail-word" or "strewn-phrase/strewn" or "foreign-anchor/foreign-anchor")
            {
                _exact.Add(e.Span);
            }
        }

        _exact.Sort(static (a, b) => a.Start.CompareTo(b.Start));
    }

    /// <summary>True where a word of a piece lies in such a phrase, and the phrase is not all of the piece.</summary>
    public bool IsExplained(in Term word, TextSpan piece, bool dense)
    {
        int low = 0, high = _exact.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _exact[middle].Start <= word.Start ? (middle + 1, high) : (low, middle);
        }

        // Phrases hardly overlap; the last ones that begin before the word are enough.
        for (int i = low - 1; i >= 0 && i >= low - 3; i--)
        {
            if (_exact[i].End >= word.End && piece.Length - _exact[i].Length >= (dense ? MinDenseRest : MinRest))
            {
                return true;
            }
        }

        return false;
    }

    private ref Entry Find(uint term)
    {
        int slot = (int)(term * 0x9E3779B1u >> 21) & (Slots - 1);
        while (_entries[slot].Term != 0 && _entries[slot].Term != term)
        {
            slot = (slot + 1) & (Slots - 1);
        }

        return ref _entries[slot];
    }

    private struct Entry
    {
        public uint Term;
        public TextSpan First;
        public TextSpan Second;
        public TextSpan Last;
        public bool Outside;
        public int Seeds;
        public int Others;
        public float Strength;
    }
}
