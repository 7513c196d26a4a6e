using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chaffinch.Text;

/// <summary>Which n-grams stand in which segments of one page: the ground for asking how well the rest of the page supports a piece of text.</summary>
/// <remarks>
/// Terms are those of <see cref="TermReader"/>, weighed by <see cref="TermWeights"/>. For each term the index holds in how many segments it
/// stands and the first and the last of them, so that "elsewhere" is answered without the text itself counting (leave one out). Segments
/// that repeat an earlier one are not counted: a planted phrase must not support itself. Linear in time; beyond
/// <see cref="MaxTerms"/> terms the rest of a page is not indexed. Its arrays are pooled: <see cref="Release"/> gives them back.
/// </remarks>
internal sealed class NgramIndex
{
    /// <summary>Most term occurrences that are indexed.</summary>
    public const int MaxTerms = 1 << 20;

    private Entry[] _entries;
    private int[] _heads;
    private int _headMask;
    private int[] _occurrences;
    private int[] _starts;
    private int[] _same;
    private int[] _folds;
    private int _foldMask;
    private ulong[] _foldOf;
    private int _segments;
    private int _terms;

    /// <summary>Starts an index for a page; segments are then added in order, and <see cref="Complete"/> ends it.</summary>
    /// <param name="terms">About how many terms the segments have together.</param>
    /// <param name="segments">Number of segments that will be added.</param>
    public NgramIndex(int terms, int segments)
    {
        terms = Math.Clamp(terms, 64, MaxTerms);
        int heads = (int)BitOperations.RoundUpToPowerOf2((uint)terms);
        _heads = Rent(heads);
        _headMask = heads - 1;
        _entries = ArrayPool<Entry>.Shared.Rent(Math.Max(64, terms / 2));
        _occurrences = ArrayPool<int>.Shared.Rent(terms);
        _starts = ArrayPool<int>.Shared.Rent(segments + 1);
        _same = ArrayPool<int>.Shared.Rent(segments + 1);
        _foldOf = ArrayPool<ulong>.Shared.Rent(segments + 1);
        int folds = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, segments * 2));
        _folds = Rent(folds);
        _foldMask = folds - 1;
        _starts[0] = 0;
    }

    // Sixteen bytes, so that none reaches over the end of a line of the processor's cache.
    private struct Entry
    {
        public const int One = 1 << 8;
        public uint Term;
        public int First;
        public int Last;

        // The number of segments above, the weight in the low byte.
        public int SegmentsAndWeight;

        public readonly int Segments => SegmentsAndWeight >> 8;

        public readonly int Weight => SegmentsAndWeight & 0xFF;
    }

    /// <summary>An index without any term.</summary>
    public static NgramIndex Empty => new(0, 0);

    /// <summary>Number of segments added.</summary>
    public int SegmentCount => _segments;

    /// <summary>Number of different terms.</summary>
    public int TermCount => _terms;

    /// <summary>Adds the next segment.</summary>
    /// <param name="terms">Its terms.</param>
    /// <param name="chars">Its length in UTF-16 code units.</param>
    /// <param name="fold">Hash of its folded text; equal ones are repeats.</param>
    public void Add(ReadOnlySpan<Term> terms, int chars, ulong fold)
    {
        int segment = _segments++;
        _foldOf[segment] = fold;
        int same = FirstWith(fold, segment);
        _same[segment] = same;
        int start = _starts[segment];
        int count = 0;
        if (start + chars <= MaxTerms)
        {
            count = terms.Length;
            EnsureOccurrences(start + count);
            Span<int> place = _occurrences.AsSpan(start, count);
            for (int i = 0; i < place.Length; i++)
            {
                place[i] = Count(terms[i].Hash, segment, repeat: same != segment);
            }
        }

        _starts[segment + 1] = start + count;
    }

    /// <summary>After the last segment: looks up what the terms say, all of them at once, since each alone would wait for its place in the table.</summary>
    public void Complete()
    {
        foreach (ref Entry entry in _entries.AsSpan(0, _terms))
        {
            entry.SegmentsAndWeight |= TermWeights.Of(entry.Term);
        }
    }

    /// <summary>The terms of <paramref name="segment"/> in order, as numbers from 0 to <see cref="TermCount"/>.</summary>
    public ReadOnlySpan<int> TermsOf(int segment) => _occurrences.AsSpan(_starts[segment], _starts[segment + 1] - _starts[segment]);

    /// <summary>The first segment with the same folded text; <paramref name="segment"/> itself unless it is a repeat.</summary>
    public int FirstSame(int segment) => _same[segment];

    /// <summary>The term's hash, as <see cref="TermReader"/> made it.</summary>
    public uint HashOf(int term) => _entries[term].Term;

    /// <summary>The number of a term by its hash, -1 where it stands nowhere in the page.</summary>
    public int Find(uint hash)
    {
        if (_heads.Length == 0)
        {
            return -1;
        }

        int at = (int)hash & _headMask;
        for (int head; (head = _heads[at]) != 0; at = (at + 1) & _headMask)
        {
            if (_entries[head - 1].Term == hash)
            {
                return head - 1;
            }
        }

        return -1;
    }

    /// <summary>What a term says, 0 to <see cref="TermWeights.Max"/>.</summary>
    public int WeightOf(int term) => _entries[term].Weight;

    /// <summary>What a term says, and the first and the last segment that it stands in, in one question.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (int Weight, int First, int Last) PlacesOf(int term)
    {
        ref readonly Entry entry = ref _entries[term];
        return (entry.Weight, entry.First, entry.Last);
    }

    /// <summary>The first segment that a term stands in.</summary>
    public int FirstOf(int term) => _entries[term].First;

    /// <summary>The last segment that a term stands in, repeats not counted.</summary>
    public int LastOf(int term) => _entries[term].Last;

    /// <summary>In how many segments a term stands, repeats not counted.</summary>
    public int SegmentsOf(int term) => _entries[term].Segments;

    /// <summary>How much of a range of segments stands elsewhere in the page.</summary>
    /// <param name="first">First segment of the range.</param>
    /// <param name="end">One past its last.</param>
    /// <param name="margin">Segments on both sides that do not count as elsewhere.</param>
    /// <returns>The weight of its terms, and that of those that stand elsewhere too.</returns>
    public (int Weight, int Supported) Support(int first, int end, int margin = 0)
    {
        int weight = 0;
        int supported = 0;
        for (int s = first; s < end; s++)
        {
            // A repeat is judged where it stood first: its own first copy must not support it.
            bool repeat = _same[s] != s;
            int low = repeat ? _same[s] : first - margin;
            int high = repeat ? _same[s] : end - 1 + margin;
            for (int i = _starts[s]; i < _starts[s + 1]; i++)
            {
                ref Entry e = ref _entries[_occurrences[i]];
                weight += e.Weight;
                supported += e.First < low || e.Last > high ? e.Weight : 0;
            }
        }

        return (weight, supported);
    }

    /// <summary>Gives the index's memory back; it must not be used afterwards.</summary>
    public void Release()
    {
        Return(ref _heads);
        Return(ref _occurrences);
        Return(ref _starts);
        Return(ref _same);
        Return(ref _folds);
        if (_entries.Length > 0)
        {
            ArrayPool<Entry>.Shared.Return(_entries);
            ArrayPool<ulong>.Shared.Return(_foldOf);
            _entries = [];
            _foldOf = [];
        }

        _segments = 0;
        _terms = 0;
    }

    private static void Return(ref int[] array)
    {
        if (array.Length > 0)
        {
            ArrayPool<int>.Shared.Return(array);
            array = [];
        }
    }

    private static int[] Rent(int length)
    {
        int[] array = ArrayPool<int>.Shared.Rent(length);
        array.AsSpan(0, length).Clear();
        return array;
    }

    /// <summary>Numbers in hash tables are stored plus one; zero is an empty place.</summary>
    private int FirstWith(ulong fold, int segment)
    {
        int at = (int)(fold ^ (fold >> 32)) & _foldMask;
        while (_folds[at] != 0)
        {
            int other = _folds[at] - 1;
            if (_foldOf[other] == fold)
            {
                return other;
            }

            at = (at + 1) & _foldMask;
        }

        _folds[at] = segment + 1;
        return segment;
    }

    /// <summary>The number of a term, entered in the segment it stands in unless that is a repeat.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Count(uint term, int segment, bool repeat)
    {
        int[] heads = _heads;
        Entry[] entries = _entries;
        int at = (int)term & _headMask;
        for (int head; (head = heads[at]) != 0; at = (at + 1) & _headMask)
        {
            ref Entry e = ref entries[head - 1];
            if (e.Term == term)
            {
                if (!repeat)
                {
                    e.SegmentsAndWeight += e.Last != segment ? Entry.One : 0;
                    e.Last = segment;
                }

                return head - 1;
            }
        }

        return Enter(term, segment, at);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Enter(uint term, int segment, int at)
    {
        _heads[at] = ++_terms;
        if (_terms > _entries.Length)
        {
            GrowEntries();
        }

        _entries[_terms - 1] = new Entry { Term = term, First = segment, Last = segment, SegmentsAndWeight = Entry.One };
        if (_terms > (_headMask + 1) / 4 * 3)
        {
            GrowHeads();
        }

        return _terms - 1;
    }

    private void EnsureOccurrences(int length)
    {
        if (length > _occurrences.Length)
        {
            int[] larger = ArrayPool<int>.Shared.Rent(Math.Max(length, _occurrences.Length * 2));
            _occurrences.CopyTo(larger, 0);
            ArrayPool<int>.Shared.Return(_occurrences);
            _occurrences = larger;
        }
    }

    private void GrowEntries()
    {
        Entry[] larger = ArrayPool<Entry>.Shared.Rent(_entries.Length * 2);
        _entries.CopyTo(larger, 0);
        ArrayPool<Entry>.Shared.Return(_entries);
        _entries = larger;
    }

    private void GrowHeads()
    {
        int size = (_headMask + 1) * 2;
        ArrayPool<int>.Shared.Return(_heads);
        _heads = Rent(size);
        _headMask = size - 1;
        for (int i = 0; i < _terms; i++)
        {
            int at = (int)_entries[i].Term & _headMask;
            while (_heads[at] != 0)
            {
                at = (at + 1) & _headMask;
            }

            _heads[at] = i + 1;
        }
    }
}
