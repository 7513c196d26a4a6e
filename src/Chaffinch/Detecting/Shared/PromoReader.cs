using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Reads the tokens of a page's lines and what a tagger says of each by itself, remembering the words that it has seen.</summary>
/// <remarks>
/// Tokens and log-odds are those of <see cref="PhraseTokens"/> and <see cref="PromoTagger.Emit"/>, digit by digit: sums are of whole numbers. A word of up
/// to eight ASCII letters is known by its letters and hashed once; what its features weigh alone is kept with it, and a pair of words is looked
/// up once for both. Not for several threads at once.
/// </remarks>
internal sealed class PromoReader(PromoTagger tagger)
{
    private const int KnownBits = 13;
    private const int KnownLetters = 8;

    // So many that what is kept of them stays in the first cache.
    private const int BatchTokens = 256;

    private static readonly byte LatinGroup = PhraseTokens.GroupOf(CharClass.Latin);

    private readonly AlignedTable<Known> _known = new(1 << KnownBits);
    private readonly PromoTagger _tagger = tagger;
    private readonly uint _afterNone = tagger.EntryOf(PromoTagger.After(PromoTagger.NoneAfter));
    private readonly uint _beforeNone = tagger.EntryOf(PromoTagger.Before(PromoTagger.NoneBefore));
    // Of the tokens of all lines of a batch: what they are, their letters where they are words of a few ASCII letters, what they weigh.
    private PhraseToken[] _tokens = new PhraseToken[BatchTokens * 2];
    private ulong[] _letters = new ulong[BatchTokens * 2];
    private Weights[] _weights = new Weights[BatchTokens * 2];
    private float[] _odds = new float[BatchTokens * 2];
    private float[] _spliced = new float[BatchTokens * 2];
    private float[] _trade = new float[BatchTokens * 2];
    private uint[] _pairs = new uint[BatchTokens * 4];
    private int[] _ends = new int[64];
    private int _count;

    // The words of a batch that were not known, and which tokens they are.
    private PhraseToken[] _new = new PhraseToken[BatchTokens];
    private int[] _newAt = new int[BatchTokens];
    private int _news;

    /// <summary>Lines read since <see cref="Start"/>.</summary>
    public int Lines { get; private set; }

    /// <summary>True where so many tokens wait that they should be weighed before more are read.</summary>
    public bool IsFull => _count >= BatchTokens;

    /// <summary>The tokens of a line, counted from the line's start.</summary>
    public ReadOnlySpan<PhraseToken> TokensOf(int line) => _tokens.AsSpan(FirstOf(line), _ends[line] - FirstOf(line));

    /// <summary>Their log-odds of advertising, after <see cref="Weigh()"/>.</summary>
    public ReadOnlySpan<float> OddsOf(int line) => _odds.AsSpan(FirstOf(line), _ends[line] - FirstOf(line));

    /// <summary>Their log-odds of spliced text, after <see cref="Weigh()"/>.</summary>
    public ReadOnlySpan<float> SplicedOddsOf(int line) => _spliced.AsSpan(FirstOf(line), _ends[line] - FirstOf(line));

    /// <summary>Their log-odds of the trades that are planted for, after <see cref="Weigh()"/>.</summary>
    public ReadOnlySpan<float> TradeOddsOf(int line) => _trade.AsSpan(FirstOf(line), _ends[line] - FirstOf(line));

    /// <summary>Forgets all lines.</summary>
    public void Start() => (_count, Lines) = (0, 0);

    private int FirstOf(int line) => line == 0 ? 0 : _ends[line - 1];

    // What a word's features weigh, for all questions: its own added up, and the entries of a word that stands behind or before another.
    private struct Weights
    {
        public long Own;
        public uint AsAfter;
        public uint AsBefore;
    }

    // A word by its letters, the first in the lowest byte; no letters, no word. Two in a line of the cache, none in two lines.
    [StructLayout(LayoutKind.Sequential, Size = 32)]
    private struct Known
    {
        public ulong Letters;
        public Weights Weights;
        public uint Word;
    }

    /// <summary>Reads the tokens of one more line.</summary>
    /// <param name="page">The page's text.</param>
    /// <param name="classes">Its classes; <see cref="ClassBits.Width"/> more may be read past its end.</param>
    /// <param name="start">First code unit of the line.</param>
    /// <param name="end">One past its last.</param>
    public void Add(ReadOnlySpan<char> page, ReadOnlySpan<CharClass> classes, int start, int end)
    {
        byte gap = 5;
        byte style = 0;
        int most = _count + PhraseTokens.MaxTokens;
        for (int i = start; i < end && _count < most;)
        {
            CharClass k = classes[i];
            if (k == CharClass.Space)
            {
                // Most of what stands between tokens is a blank: it is a weaker gap than any other.
                gap = Math.Max(gap, (byte)1);
                i++;
                continue;
            }

            if (!PhraseTokens.Opens(k))
            {
                PhraseTokens.Between(page[i], k, ref gap, ref style);
                i++;
                continue;
            }

            if (_count == _tokens.Length)
            {
                Grow();
            }

            ref PhraseToken token = ref _tokens[_count];
            token = new PhraseToken { Start = i - start, Gap = gap, Style = style };
            int length = k == CharClass.Latin && i + KnownLetters <= page.Length ? LettersAt(classes, i, end) : 0;
            ulong letters = length == 0 ? 0 : FewLetters(page, i, length, ref token);
            _letters[_count++] = letters;
            if (letters == 0)
            {
                i = PhraseTokens.ReadToken(page[..end], classes, i, ref token);
                Fetch(token);
            }
            else
            {
                i += length;
                AlignedTable<Known>.Fetch(ref _known.First, SlotOf(letters));
            }

            token.End = i - start;
            gap = 0;
            style = 0;
        }

        if (Lines == _ends.Length)
        {
            Array.Resize(ref _ends, Lines * 2);
        }

        _ends[Lines++] = _count;
    }

    /// <summary>Weighs the tokens of all lines.</summary>
    /// <remarks>Step by step for all of them: what a step asks of a table depends on nothing that it gets from there, so that many questions wait for memory at once.</remarks>
    public void Weigh()
    {
        Span<PhraseToken> tokens = _tokens.AsSpan(0, _count);
        FindNew();
        int next = 0;
        for (int i = 0; i < tokens.Length; i++)
        {
            ulong letters = _letters[i];
            if (letters == 0)
            {
                Weigh(tokens[i], ref _weights[i]);
                continue;
            }

            ref Known known = ref Unsafe.Add(ref _known.First, SlotOf(letters));
            bool wasNew = next < _news && _newAt[next] == i;
            if (known.Letters != letters)
            {
                // What was known may have made room for a new word since.
                Learn(letters, wasNew ? _new[next] : Spell(letters), ref known);
            }

            next += wasNew ? 1 : 0;
            tokens[i].Word = known.Word;
            _weights[i] = known.Weights;
        }

        int pairs = 0;
        for (int line = 0; line < Lines; line++)
        {
            pairs = AddPairs(TokensOf(line), pairs);
        }

        _tagger.Weigh(_pairs.AsSpan(0, pairs));
        pairs = 0;
        for (int line = 0; line < Lines; line++)
        {
            pairs = Emit(line, pairs);
        }
    }

    private void Grow()
    {
        Array.Resize(ref _tokens, _count * 2);
        Array.Resize(ref _letters, _count * 2);
        Array.Resize(ref _weights, _count * 2);
        Array.Resize(ref _odds, _count * 2);
        Array.Resize(ref _spliced, _count * 2);
        Array.Resize(ref _trade, _count * 2);
        Array.Resize(ref _pairs, _count * 4);
    }

    // The length of a run of Latin letters, 0 where it is too long or goes on with a mark.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int LettersAt(ReadOnlySpan<CharClass> classes, int i, int end)
    {
        ReadOnlySpan<byte> bytes = CharClasses.Bytes(classes.Slice(i, ClassBits.Width));
        uint latin = Vector128.Equals(Vector128.Create(bytes), Vector128.Create((byte)CharClass.Latin)).ExtractMostSignificantBits();
        int length = Math.Min(BitOperations.TrailingZeroCount(~latin), end - i);
        return length <= KnownLetters && (i + length == end || classes[i + length] is not (CharClass.Mark or CharClass.Format)) ? length : 0;
    }

    // The letters of a word in lower case, the first in the lowest byte; 0 where one of them is not of ASCII.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong FewLetters(ReadOnlySpan<char> page, int i, int length, ref PhraseToken token)
    {
        Vector128<ushort> units = Vector128.Create(MemoryMarshal.Cast<char, ushort>(page.Slice(i, KnownLetters)));
        ulong keep = ulong.MaxValue >> (64 - (length * 8));
        ulong letters = Vector128.NarrowWithSaturation(units, units).AsUInt64()[0] & keep;
        if ((letters & 0x8080808080808080) != 0)
        {
            return 0;
        }

        const ulong LowerBits = 0x2020202020202020;
        token.Group = LatinGroup;
        token.Style |= (byte)(length > 1 && (letters & LowerBits) == 0 ? 8 : 0);
        return letters | (LowerBits & keep);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SlotOf(ulong letters) => (int)((letters * 0x9E3779B97F4A7C15) >> (64 - KnownBits));

    // What a word will be asked for, so that it is at hand by then.
    private void Fetch(in PhraseToken token)
    {
        _tagger.Fetch(token.Word);
        _tagger.Fetch(token.Head != 0 ? token.Head : token.Word);
        _tagger.Fetch(token.Tail != 0 ? token.Tail : token.Word);
        _tagger.Fetch(PromoTagger.After(token.Word));
        _tagger.Fetch(PromoTagger.Before(token.Word));
    }

    // The words that are not known are spelled, and what they will be asked for is asked for: all of them before the first is weighed.
    private void FindNew()
    {
        _news = 0;
        ref Known first = ref _known.First;
        for (int i = 0; i < _count; i++)
        {
            ulong letters = _letters[i];
            if (letters == 0 || Unsafe.Add(ref first, SlotOf(letters)).Letters == letters)
            {
                continue;
            }

            if (_news == _new.Length)
            {
                Array.Resize(ref _new, _news * 2);
                Array.Resize(ref _newAt, _news * 2);
            }

            _new[_news] = Spell(letters);
            Fetch(_new[_news]);
            _newAt[_news++] = i;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static PhraseToken Spell(ulong letters)
    {
        int length = KnownLetters - (BitOperations.LeadingZeroCount(letters) / 8);
        Span<char> text = stackalloc char[KnownLetters];
        Span<CharClass> classes = stackalloc CharClass[KnownLetters];
        for (int i = 0; i < length; i++)
        {
            text[i] = (char)(byte)(letters >> (8 * i));
            classes[i] = CharClass.Latin;
        }

        PhraseToken token = default;
        PhraseTokens.ReadToken(text[..length], classes, 0, ref token);
        return token;
    }

    private void Learn(ulong letters, in PhraseToken token, ref Known known)
    {
        known.Letters = letters;
        known.Word = token.Word;
        Weigh(token, ref known.Weights);
    }

    private void Weigh(in PhraseToken token, ref Weights weights)
    {
        // Where a word has no head or tail that is its word's entry taken and put away: so nothing branches.
        uint head = _tagger.EntryOf(token.Head != 0 ? token.Head : token.Word);
        uint tail = _tagger.EntryOf(token.Tail != 0 ? token.Tail : token.Word);
        Vector128<short> own = PromoTagger.WeightsOf(_tagger.EntryOf(token.Word));
        own += PromoTagger.WeightsOf(token.Head != 0 ? head : 0) + PromoTagger.WeightsOf(token.Tail != 0 ? tail : 0);
        weights.Own = own.AsInt64().ToScalar();
        weights.AsAfter = _tagger.EntryOf(PromoTagger.After(token.Word));
        weights.AsBefore = _tagger.EntryOf(PromoTagger.Before(token.Word));
    }

    // The places of the pairs of a line: of each token with the one behind it, and of what has nothing before it with that.
    private int AddPairs(ReadOnlySpan<PhraseToken> tokens, int n)
    {
        uint[] pairs = _pairs;
        bool joined = false;
        for (int i = 0; i < tokens.Length; i++)
        {
            uint word = tokens[i].Word;
            if (!joined)
            {
                pairs[n++] = (uint)PromoTagger.Place(PromoTagger.Pair(PromoTagger.NoneBefore, word));
            }

            joined = i + 1 < tokens.Length && tokens[i + 1].Gap < 4;
            pairs[n++] = (uint)PromoTagger.Place(PromoTagger.Pair(word, joined ? tokens[i + 1].Word : PromoTagger.NoneAfter));
        }

        return n;
    }

    private int Emit(int line, int n)
    {
        int first = FirstOf(line);
        ReadOnlySpan<PhraseToken> tokens = TokensOf(line);
        ReadOnlySpan<Weights> weights = _weights.AsSpan(first, tokens.Length);
        Span<float> odds = _odds.AsSpan(first, tokens.Length);
        Span<float> spliced = _spliced.AsSpan(first, tokens.Length);
        Span<float> trade = _trade.AsSpan(first, tokens.Length);
        bool joined = false;
        Vector128<short> pair = default;
        for (int i = 0; i < tokens.Length; i++)
        {
            ref readonly PhraseToken token = ref tokens[i];
            Vector128<short> sum = Vector128.CreateScalarUnsafe(weights[i].Own).AsInt16() + (joined ? pair : PromoTagger.WeightsOf(_pairs[n++]));
            bool joins = i + 1 < tokens.Length && tokens[i + 1].Gap < 4;
            pair = PromoTagger.WeightsOf(_pairs[n++]);
            sum += pair;
            if (PromoTagger.IsDense(token.Group))
            {
                sum += _tagger.WeightOfNeighbours(tokens, i);
            }
            else
            {
                sum += PromoTagger.WeightsOf(joins ? weights[i + 1].AsAfter : _afterNone) + PromoTagger.WeightsOf(joined ? weights[i - 1].AsBefore : _beforeNone);
            }

            if (token.Style != 0)
            {
                sum += PromoTagger.WeightsOf(_tagger.EntryOf(PromoTagger.StyleOf(token.Style)));
            }

            Vector128<float> all = _tagger.OddsOf(token.Group, sum);
            odds[i] = all[0];
            spliced[i] = all[1];
            trade[i] = all[3];
            joined = joins;
        }

        return n;
    }
}
