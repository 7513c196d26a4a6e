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

    private static readonly byte LatinGroup = PhraseTokens.GroupOf(CharClass.Latin);

    private readonly Known[] _known = new Known[1 << KnownBits];
    private readonly PromoTagger _tagger = tagger;
    private readonly int _afterNone = tagger.WeightOf(PromoTagger.After(PromoTagger.NoneAfter));
    private readonly int _beforeNone = tagger.WeightOf(PromoTagger.Before(PromoTagger.NoneBefore));
    private PhraseToken[] _tokens = new PhraseToken[1024];
    private Weights[] _weights = new Weights[1024];
    private float[] _odds = new float[1024];
    private int _count;

    /// <summary>The tokens read last, counted from the line's start.</summary>
    public ReadOnlySpan<PhraseToken> Tokens => _tokens.AsSpan(0, _count);

    /// <summary>Their log-odds.</summary>
    public ReadOnlySpan<float> Odds => _odds.AsSpan(0, _count);

    // What a word's features weigh: its own, and those of a word that stands behind or before another.
    private struct Weights
    {
        public short Own;
        public sbyte AsAfter;
        public sbyte AsBefore;
    }

    // A word by its letters, the first in the lowest byte; no letters, no word.
    private struct Known
    {
        public ulong Letters;
        public uint Word;
        public Weights Weights;
    }

    /// <summary>Reads a line.</summary>
    /// <param name="page">The page's text.</param>
    /// <param name="classes">Its classes; <see cref="ClassBits.Width"/> more may be read past its end.</param>
    /// <param name="start">First code unit of the line.</param>
    /// <param name="end">One past its last.</param>
    public void Read(ReadOnlySpan<char> page, ReadOnlySpan<CharClass> classes, int start, int end)
    {
        _count = 0;
        byte gap = 5;
        byte style = 0;
        for (int i = start; i < end && _count < PhraseTokens.MaxTokens;)
        {
            CharClass k = classes[i];
            if (!PhraseTokens.Opens(k))
            {
                PhraseTokens.Between(page[i], k, ref gap, ref style);
                i++;
                continue;
            }

            if (_count == _tokens.Length)
            {
                Array.Resize(ref _tokens, _count * 2);
                Array.Resize(ref _weights, _count * 2);
                Array.Resize(ref _odds, _count * 2);
            }

            ref PhraseToken token = ref _tokens[_count];
            token = new PhraseToken { Start = i - start, Gap = gap, Style = style };
            int length = k == CharClass.Latin && i + KnownLetters <= page.Length ? LettersAt(classes, i, end) : 0;
            if (length == 0 || !TryKnown(page, i, length, ref token, ref _weights[_count]))
            {
                length = PhraseTokens.ReadToken(page[..end], classes, i, ref token) - i;
                Weigh(token, ref _weights[_count]);
            }

            i += length;
            token.End = i - start;
            _count++;
            gap = 0;
            style = 0;
        }

        Emit();
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryKnown(ReadOnlySpan<char> page, int i, int length, ref PhraseToken token, ref Weights weights)
    {
        Vector128<ushort> units = Vector128.Create(MemoryMarshal.Cast<char, ushort>(page.Slice(i, KnownLetters)));
        ulong keep = ulong.MaxValue >> (64 - (length * 8));
        ulong letters = Vector128.NarrowWithSaturation(units, units).AsUInt64()[0] & keep;
        if ((letters & 0x8080808080808080) != 0)
        {
            return false;
        }

        const ulong LowerBits = 0x2020202020202020;
        bool capitals = length > 1 && (letters & LowerBits) == 0;
        letters |= LowerBits & keep;
        ref Known known = ref _known[(int)((letters * 0x9E3779B97F4A7C15) >> (64 - KnownBits))];
        if (known.Letters != letters)
        {
            Learn(letters, length, ref known);
        }

        token.Word = known.Word;
        token.Group = LatinGroup;
        token.Style |= (byte)(capitals ? 8 : 0);
        weights = known.Weights;
        return true;
    }

    private void Learn(ulong letters, int length, ref Known known)
    {
        Span<char> text = stackalloc char[KnownLetters];
        Span<CharClass> classes = stackalloc CharClass[KnownLetters];
        for (int i = 0; i < length; i++)
        {
            text[i] = (char)(byte)(letters >> (8 * i));
            classes[i] = CharClass.Latin;
        }

        PhraseToken token = default;
        PhraseTokens.ReadToken(text[..length], classes, 0, ref token);
        known.Letters = letters;
        known.Word = token.Word;
        Weigh(token, ref known.Weights);
    }

    private void Weigh(in PhraseToken token, ref Weights weights)
    {
        int own = _tagger.WeightOf(token.Word);
        own += token.Head != 0 ? _tagger.WeightOf(token.Head) : 0;
        own += token.Tail != 0 ? _tagger.WeightOf(token.Tail) : 0;
        weights.Own = (short)own;
        weights.AsAfter = (sbyte)_tagger.WeightOf(PromoTagger.After(token.Word));
        weights.AsBefore = (sbyte)_tagger.WeightOf(PromoTagger.Before(token.Word));
    }

    private void Emit()
    {
        ReadOnlySpan<PhraseToken> tokens = Tokens;
        bool joined = false;
        int pair = 0;
        for (int i = 0; i < tokens.Length; i++)
        {
            ref readonly PhraseToken token = ref tokens[i];
            int sum = _weights[i].Own;
            sum += joined ? pair : _tagger.WeightOf(PromoTagger.Pair(PromoTagger.NoneBefore, token.Word));
            bool joins = i + 1 < tokens.Length && tokens[i + 1].Gap < 4;
            pair = _tagger.WeightOf(PromoTagger.Pair(token.Word, joins ? tokens[i + 1].Word : PromoTagger.NoneAfter));
            sum += pair;
            if (PromoTagger.IsDense(token.Group))
            {
                sum += _tagger.WeightOfNeighbours(tokens, i);
            }
            else
            {
                sum += joins ? _weights[i + 1].AsAfter : _afterNone;
                sum += joined ? _weights[i - 1].AsBefore : _beforeNone;
            }

            sum += token.Style == 0 ? 0 : _tagger.WeightOf(PromoTagger.StyleOf(token.Style));
            _odds[i] = _tagger.OddsOf(token.Group, sum);
            joined = joins;
        }
    }
}
