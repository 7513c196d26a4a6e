using System.Runtime.CompilerServices;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>A place inside of a sentence at which another text may break off, and the stretch before it.</summary>
/// <param name="Span">The stretch.</param>
/// <param name="Rest">What of the sentence lies behind it.</param>
/// <param name="Sentence">Number of its sentence on the page.</param>
/// <param name="Word">Hash of the capitalised word behind the place.</param>
/// <param name="Odds">How plainly it is a fragment, in log-odds, as far as its line tells.</param>
internal readonly record struct SentenceSeam(TextSpan Span, TextSpan Rest, int Sentence, uint Word, float Odds);

/// <summary>
/// Finds sentences that go over into another one: "…the committee postponed the vote after the Nobody feeds the geese." Behind a word in small letters a capital may be a name, so the words before it
/// have to read like what kits splice in, and rather so than those behind it.
/// </summary>
/// <remarks>
/// Weights are logistic ones, fitted on labelled pages whose words the tagger had not learned, with real pages as genuine. Linear: each place asks for sums. Buffers are reused; one thread.
/// </remarks>
internal sealed class SentenceSeams
{
    /// <summary>A stretch of fewer words is too short to be told by how it reads.</summary>
    private const int LeastBefore = 6;
    private const int LeastLine = 12;
    private const int MaxSeams = 2048;
    private const int MaxWord = 26;

    /// <summary>Words that weigh no more stand in most texts of their language.</summary>
    private const int CommonStart = 4;
    private const int CommonBefore = 3;

    /// <summary>By so much what stands before an earlier capital of the sentence has to read less like a fragment for that to be its start.</summary>
    private const float LeastWithin = 0.6f;
    private const int LeastOwn = 4;

    /// <summary>Log-odds where all else is 0, for pages of which one in six has fragments.</summary>
    private const float Bias = 0.3f;

    /// <summary>A line's first sentence starts like the page's own.</summary>
    private const float OfFirst = -2;

    private SentenceSeam[] _seams = new SentenceSeam[32];
    private uint[] _words = new uint[32];
    private float[] _sums = new float[256];
    private bool _sorted;
    private int _count;
    private int _sentence;
    private int _tokens;

    /// <summary>What was found, in the order of the text: all places of each sentence, one after the other.</summary>
    public ReadOnlySpan<SentenceSeam> Found => _seams.AsSpan(0, _count);

    /// <summary>Places for each twenty words of the page: where nouns and titles have capitals, one more says little.</summary>
    public float Rate => Math.Min(3, _count * 20f / Math.Max(1, _tokens));

    /// <summary>Begins a page.</summary>
    public void Start() => (_count, _sentence, _tokens, _sorted) = (0, 0, 0, false);

    /// <summary>At how many places of the page the same capitalised word stands; ask after the last line.</summary>
    /// <param name="word">Its hash.</param>
    public int PlacesOf(uint word)
    {
        if (!_sorted)
        {
            Sort();
        }

        ReadOnlySpan<uint> words = _words.AsSpan(0, _count);
        int at = words.BinarySearch(word);
        int first = at, last = at;
        while (first > 0 && words[first - 1] == word && at - first < 4)
        {
            first--;
        }

        while (last + 1 < words.Length && words[last + 1] == word && last - at < 4)
        {
            last++;
        }

        return at < 0 ? 0 : last - first + 1;
    }

    /// <summary>The next place, at or behind a number of places of the line that was read last, at which its sentence is more likely split than not; moves on behind it.</summary>
    /// <param name="seam">Number of the place to begin at: <see cref="LineStart"/> for the first of the line.</param>
    /// <param name="at">Where in the page's text.</param>
    public bool TryNextSplit(ref int seam, out int at)
    {
        for (; seam < _count; seam++)
        {
            if (_seams[seam].Odds > 0)
            {
                at = _seams[seam++].Span.End;
                return true;
            }
        }

        at = 0;
        return false;
    }

    /// <summary>Number of the first place of the line that was read last.</summary>
    public int LineStart { get; private set; }

    /// <summary>Looks through a line.</summary>
    /// <param name="page">The page.</param>
    /// <param name="block">The line's block.</param>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="odds">Their log-odds of spliced text.</param>
    public void Add(SegmentedPage page, int block, ReadOnlySpan<PhraseToken> tokens, ReadOnlySpan<float> odds)
    {
        const BlockTraits Other = BlockTraits.Code | BlockTraits.Preformatted | BlockTraits.InNav | BlockTraits.InFooter | BlockTraits.InForm;
        ulong cased = CharClasses.Bit(CharClass.Latin) | CharClasses.Bit(CharClass.Cyrillic) | CharClasses.Bit(CharClass.Greek);
        ref readonly Block own = ref page.Page.Blocks[block];
        ulong mask = page.BlockProfiles[block].Mask;
        LineStart = _count;
        if (tokens.Length < LeastLine || own.Zone != Zone.Body || own.HeadingLevel > 0 || (own.Traits & Other) != BlockTraits.None
            || (mask & CharClasses.Bit(CharClass.SentenceEnd)) == 0 || (mask & cased) == 0)
        {
            return;
        }

        _tokens += tokens.Length;
        var line = new Line(page.Page.Text.AsSpan(own.Span.Start, own.Span.Length), page.Classes.Slice(own.Span.Start, own.Span.Length), tokens, odds, own.Span.Start);
        bool summed = false;
        for (int first = 0; first < tokens.Length; _sentence++)
        {
            int end = first + 1;
            bool seams = false;
            while (end < tokens.Length && !EndsBefore(line, end))
            {
                seams = seams || IsSeam(line, end);
                end++;
            }

            if (seams)
            {
                // Most lines have none, and ask for no sums.
                if (!summed)
                {
                    line = new Line(line.Text, line.Classes, tokens, Sums(odds), line.Start);
                    summed = true;
                }

                AddSentence(line, first, end);
            }

            first = end;
        }
    }

    private void Sort()
    {
        if (_words.Length < _count)
        {
            _words = new uint[_seams.Length];
        }

        for (int i = 0; i < _count; i++)
        {
            _words[i] = _seams[i].Word;
        }

        _words.AsSpan(0, _count).Sort();
        _sorted = true;
    }

    private ReadOnlySpan<float> Sums(ReadOnlySpan<float> odds)
    {
        if (_sums.Length <= odds.Length)
        {
            _sums = new float[odds.Length * 2];
        }

        _sums[0] = 0;
        for (int i = 0; i < odds.Length; i++)
        {
            _sums[i + 1] = _sums[i] + odds[i];
        }

        return _sums.AsSpan(0, odds.Length + 1);
    }

    private void AddSentence(in Line line, int first, int end)
    {
        int before = 0;
        int own = first;
        float least = float.MaxValue;
        for (int at = first + 1; at + 1 < end && _count < MaxSeams; at++)
        {
            if (!IsSeam(line, at) || IsPronoun(line.Text, line.Tokens[at]))
            {
                continue;
            }

            if (at - first >= LeastBefore)
            {
                // What reads like the author's before an earlier capital is the author's: the fragment was set into the sentence.
                bool within = own > first && at - own >= LeastBefore && line.MeanOf(own, at) - least > LeastWithin;
                int from = within ? own : first;
                Put(line, from, at, end, OddsOf(line, from, at, end, before) + (from == 0 ? OfFirst : 0));
            }

            before++;
            float mean = line.MeanOf(first, at);
            (own, least) = mean < least && at - first >= LeastOwn ? (at, mean) : (own, least);
        }
    }

    private void Put(in Line line, int first, int at, int end, float odds)
    {
        if (_count == _seams.Length)
        {
            Array.Resize(ref _seams, _count * 2);
        }

        _sorted = false;
        _seams[_count++] = new SentenceSeam(line.SpanOf(first, at), line.SpanOf(at, end), _sentence, line.Tokens[at].Word, odds);
    }

    // How plainly the stretch from first to a place reads like a fragment that breaks off there.
    private static float OddsOf(in Line line, int first, int at, int end, int before)
    {
        int letters = line.Tokens[at].End - line.Tokens[at].Start;
        bool goesOn = line.Tokens[at + 1].Gap == 1 && char.IsLower(line.Text[line.Tokens[at + 1].Start]);
        float own = line.MeanOf(first, at);
        float odds = Bias + (5.1f * own) + (0.45f * (own - line.MeanOf(at, end))) + (0.53f * Math.Min(at - first, 40) / 20) + (1.45f * Math.Min(end - at, 20) / 20);
        odds += (goesOn ? 1.47f : 0) + (IsCommon(line, at, CommonStart) ? 0.22f : 0) - (0.145f * Math.Min(letters, 10)) - (IsCommon(line, at - 1, CommonBefore) ? 0.66f : 0);
        odds += (OpenSeams.At(line.Text, line.Classes, line.Tokens[at].Start) == 2 ? 0.58f : 0) + (IsGrammarInCapitals(line, at) ? 1.35f : 0);
        return odds - (0.26f * Math.Min(before, 3));
    }

    // A sentence's end stands before a token: not the point in a number or behind a letter, or two with a capital, of an abbreviation.
    private static bool EndsBefore(in Line line, int i)
    {
        ref readonly PhraseToken token = ref line.Tokens[i];
        if (token.Gap != 4)
        {
            return false;
        }

        ref readonly PhraseToken before = ref line.Tokens[i - 1];

        bool number = before.End + 1 == token.Start && line.Classes[before.End - 1] == CharClass.Digit && line.Classes[token.Start] == CharClass.Digit;
        int letters = before.End - before.Start;
        return !number && (letters > 2 || (letters == 2 && char.IsLower(line.Text[before.Start])) || line.Text[before.End] != '.' || !CharClasses.IsLetter(line.Classes[before.Start]));
    }

    private static bool IsSeam(in Line line, int at)
    {
        ref readonly PhraseToken token = ref line.Tokens[at];
        ref readonly PhraseToken before = ref line.Tokens[at - 1];
        return token.Gap == 1 && token.Group is 1 or 2 && before.Group is 1 or 2 && char.IsUpper(line.Text[token.Start]) && char.IsLower(line.Text[before.Start])
            && (token.End - token.Start == 1 || char.IsLower(line.Text[token.Start + 1]));
    }

    // "I" has a capital wherever it stands.
    private static bool IsPronoun(ReadOnlySpan<char> text, in PhraseToken token) => token.End - token.Start == 1 && text[token.Start] == 'I';

    private static bool IsGrammarInCapitals(in Line line, int at) => OpenSeams.IsGrammarInCapitals(line.Text, line.Classes, line.Tokens[at].Start);

    [SkipLocalsInit]
    private static bool IsCommon(in Line line, int at, int most)
    {
        ref readonly PhraseToken token = ref line.Tokens[at];
        Span<uint> terms = stackalloc uint[MaxWord];
        int length = Math.Min(token.End - token.Start, MaxWord);
        return Text.TermReader.Read(line.Text.Slice(token.Start, length), line.Classes.Slice(token.Start, length), terms) == 0 || TermWeights.Of(terms[0]) <= most;
    }

    // A line with its tokens, and the sums of their log-odds before each.
    private readonly ref struct Line(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, ReadOnlySpan<PhraseToken> tokens, ReadOnlySpan<float> sums, int start)
    {
        public readonly ReadOnlySpan<char> Text = text;
        public readonly ReadOnlySpan<CharClass> Classes = classes;
        public readonly ReadOnlySpan<PhraseToken> Tokens = tokens;
        public readonly ReadOnlySpan<float> Sums = sums;
        public readonly int Start = start;

        // With what stands behind the last token at the line's end.
        public TextSpan SpanOf(int first, int end) =>
            new(Start + (first == 0 ? 0 : Tokens[first].Start), Start + (end == Tokens.Length ? Text.Length : Tokens[end - 1].End));

        public float MeanOf(int first, int end) => PromoSentences.MeanOf(end - first, Sums[end] - Sums[first]);
    }
}
