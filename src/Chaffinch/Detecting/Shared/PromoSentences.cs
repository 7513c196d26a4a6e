using Chaffinch.Model;

namespace Chaffinch.Detecting.Shared;

/// <summary>A probability by a value: the logistic function of a line.</summary>
/// <param name="Slope">Log-odds for each unit of the value.</param>
/// <param name="Start">Log-odds at 0.</param>
internal readonly record struct LogisticCurve(float Slope, float Start)
{
    /// <summary>The log-odds at a value.</summary>
    public float OddsAt(float value) => (Slope * value) + Start;

    /// <summary>The probability at a value.</summary>
    public float At(float value) => 1f / (1f + MathF.Exp(-OddsAt(value)));
}

/// <summary>What the tokens of a text are, which is how much each of them says.</summary>
internal enum TokenKind : byte
{
    /// <summary>Words between blanks.</summary>
    Words,

    /// <summary>Single characters that are words or parts of such.</summary>
    Characters,

    /// <summary>Single letters, where words stand without blanks.</summary>
    Letters,
}

/// <summary>A curve for each kind of tokens: letters say less each than characters do, and read more like advertising on the average.</summary>
/// <param name="OfWords">For words.</param>
/// <param name="OfCharacters">For characters.</param>
/// <param name="OfLetters">For letters.</param>
internal readonly record struct TokenCurves(LogisticCurve OfWords, LogisticCurve OfCharacters, LogisticCurve OfLetters)
{
    /// <summary>The curve of a kind.</summary>
    public LogisticCurve For(TokenKind kind) => kind == TokenKind.Words ? OfWords : kind == TokenKind.Characters ? OfCharacters : OfLetters;
}

/// <summary>What sentences are stated to be, from which probability on, and how likely they are that by the mean log-odds of their tokens; fitted on labelled pages that the tagger had not learned.</summary>
/// <param name="Sentence">The signal of a sentence by itself.</param>
/// <param name="SentenceFact">What it says.</param>
/// <param name="StandsOut">The signal of a sentence against the page's others.</param>
/// <param name="StandsOutFact">What it says.</param>
/// <param name="Line">The signal of a line of several segments as a whole; null where lines are not judged.</param>
/// <param name="LineFact">What it says.</param>
/// <param name="Plain">The signal of a sentence that reads otherwise: stated on pages of which anything is stated.</param>
/// <param name="PlainFact">What it says.</param>
/// <param name="Least">What is less likely is not stated.</param>
/// <param name="Own">By itself.</param>
/// <param name="Against">Against the page's others.</param>
internal readonly record struct SentenceCurves(
    Signal Sentence, string SentenceFact, Signal StandsOut, string StandsOutFact, Signal? Line, string LineFact, Signal Plain, string PlainFact, float Least, TokenCurves Own, TokenCurves Against);

/// <summary>What a tagger is asked of a token.</summary>
internal enum StyleQuestion : byte
{
    /// <summary>Advertising.</summary>
    Advertising,

    /// <summary>What kits splice in.</summary>
    Spliced,

    /// <summary>The trades that are planted for.</summary>
    Trade,
}

/// <summary>How much each sentence of a page reads like advertising (or what else a tagger was trained on) on the whole, by itself and against the page's other sentences.</summary>
/// <remarks>
/// Segments that no run cuts are summed up by the walk, for all questions at once. A run has to be clear to be found; a fluent sentence that sells something is so only all through: its mean tells where no run does. Linear; buffers are reused; one thread.
/// </remarks>
internal sealed class PromoSentences(StyleQuestion question)
{
    /// <summary>A sentence of fewer tokens is too short to be judged as a whole.</summary>
    private const int LeastTokens = 5;

    /// <summary>The same for a line of several segments.</summary>
    private const int LeastLineTokens = 12;

    /// <summary>A sentence of so many tokens that is no likelier than this reads otherwise.</summary>
    private const float MostPlain = 0.06f;
    private const int LeastPlainTokens = 8;

    /// <summary>Tokens of nothing in particular that are added to each sentence, so that short ones are judged carefully, and what such a token weighs, in log-odds.</summary>
    private const float PriorTokens = 5;
    private const float PriorOdds = -1.5f;

    /// <summary>The same for all other sentences of a page, of which a short page has too few to stand out from: they weigh what genuine sentences do on the average.</summary>
    private const float PagePriorTokens = 40;
    private const float PagePriorOdds = -0.9f;
    private const int LeastOtherTokens = 40;

    private Entry[] _entries = new Entry[64];
    private int _count;
    private int _segment;

    // Where runs of the line that is read were cut: the parts of a sentence there are judged each by itself.
    private int[] _cuts = new int[8];
    private int _cutCount;
    private float _factor = 1;

    // Lines of several segments.
    private Entry[] _lines = new Entry[64];
    private int _lineCount;

    private record struct Entry(TextSpan Span, int Tokens, float Sum, bool IsRunning, TokenKind Kind, float Factor);

    /// <summary>The mean log-odds of so many tokens, with a few of nothing in particular among them.</summary>
    /// <param name="tokens">How many.</param>
    /// <param name="sum">Their log-odds together.</param>
    public static float MeanOf(int tokens, float sum) => (sum + (PriorTokens * PriorOdds)) / (tokens + PriorTokens);

    /// <summary>Begins a page.</summary>
    public void Start() => (_count, _segment, _lineCount) = (0, 0, 0);

    /// <summary>Begins a line.</summary>
    /// <param name="factor">What its sentences count for.</param>
    public void StartLine(float factor) => (_cutCount, _factor) = (0, factor);

    /// <summary>Notes where a run of the line was cut; places come in the order of the text, 0 is none.</summary>
    public void Cut(int first, int second)
    {
        if (_cutCount + 2 > _cuts.Length)
        {
            Array.Resize(ref _cuts, _cuts.Length * 2);
        }

        _cuts[_cutCount] = first;
        _cutCount += first > 0 ? 1 : 0;
        _cuts[_cutCount] = second;
        _cutCount += second > 0 ? 1 : 0;
    }

    /// <summary>Notes the places of the line at which a sentence goes over into another one.</summary>
    /// <param name="seams">Where they are, with the line read last.</param>
    public void CutAt(SentenceSeams seams)
    {
        int seam = seams.LineStart;
        int known = _cutCount;
        while (seams.TryNextSplit(ref seam, out int at))
        {
            Cut(at, 0);
        }

        if (known > 0 && _cutCount > known)
        {
            _cuts.AsSpan(0, _cutCount).Sort();
        }
    }

    /// <summary>Takes in the sentences of a block whose segments were summed up and hold all of its tokens; blocks come in the order of the text.</summary>
    /// <param name="page">The page.</param>
    /// <param name="block">The block that was read last.</param>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="odds">Their log-odds.</param>
    /// <param name="styles">How each segment of the page up to there reads.</param>
    public void Add(SegmentedPage page, int block, ReadOnlySpan<PhraseToken> tokens, ReadOnlySpan<float> odds, ReadOnlySpan<SegmentStyle> styles)
    {
        if (_cutCount > 0)
        {
            Add(page, block, tokens, odds);
            return;
        }

        ReadOnlySpan<Segment> segments = page.Segments;
        ref readonly Block own = ref page.Page.Blocks[block];
        while (_segment < segments.Length && segments[_segment].Block < block)
        {
            _segment++;
        }

        int first = _segment;
        for (; _segment < segments.Length && segments[_segment].Block == block; _segment++)
        {
            ref readonly SegmentStyle style = ref styles[_segment];
            if (style.Tokens >= LeastTokens)
            {
                bool running = own.Zone == Zone.Body && !own.IsHidden && segments[_segment].Role == SegmentRole.Sentence;
                float sum = question == StyleQuestion.Advertising ? style.Promo : question == StyleQuestion.Spliced ? style.Spliced : style.Trade;
                Put(new Entry(segments[_segment].Span, style.Tokens, sum, running, style.Kind, _factor));
            }
        }

        if (question == StyleQuestion.Spliced && _segment - first > 1 && tokens.Length >= LeastLineTokens)
        {
            AddLine(own.Span, tokens, odds);
        }
    }

    /// <summary>Takes in the sentences of a block; blocks come in the order of the text.</summary>
    /// <param name="page">The page.</param>
    /// <param name="block">The block that was read last.</param>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="odds">Their log-odds.</param>
    public void Add(SegmentedPage page, int block, ReadOnlySpan<PhraseToken> tokens, ReadOnlySpan<float> odds)
    {
        ReadOnlySpan<Segment> segments = page.Segments;
        ref readonly Block own = ref page.Page.Blocks[block];
        int t = 0;
        int cut = 0;
        int first = _segment;
        for (; _segment < segments.Length && segments[_segment].Block <= block; _segment++)
        {
            if (segments[_segment].Block < block)
            {
                first = _segment + 1;
                continue;
            }

            TextSpan whole = segments[_segment].Span;
            bool running = own.Zone == Zone.Body && !own.IsHidden && segments[_segment].Role == SegmentRole.Sentence;
            for (int start = whole.Start; start < whole.End;)
            {
                while (cut < _cutCount && _cuts[cut] <= start)
                {
                    cut++;
                }

                int end = cut < _cutCount && _cuts[cut] < whole.End && PartsAreLong(tokens, start - own.Span.Start, _cuts[cut] - own.Span.Start, whole.End - own.Span.Start) ? _cuts[cut] : whole.End;
                t = Add(new TextSpan(start, end), own.Span.Start, running, tokens, odds, t);
                start = end;
            }
        }

        if (question == StyleQuestion.Spliced && _segment - first > 1 && tokens.Length >= LeastLineTokens)
        {
            AddLine(own.Span, tokens, odds);
        }
    }

    // Lines as a whole are stated of spliced text alone.
    private void AddLine(TextSpan span, ReadOnlySpan<PhraseToken> tokens, ReadOnlySpan<float> odds)
    {
        float sum = 0;
        foreach (float o in odds)
        {
            sum += o;
        }

        if (_lineCount == _lines.Length)
        {
            Array.Resize(ref _lines, _lineCount * 2);
        }

        _lines[_lineCount++] = new Entry(span, tokens.Length, sum, IsRunning: false, PromoTagger.KindOf(tokens[0].Group), _factor);
    }

    // A part that is too short to be judged stays with the other one.
    private static bool PartsAreLong(ReadOnlySpan<PhraseToken> tokens, int start, int cut, int end)
    {
        int before = 0, behind = 0;
        foreach (ref readonly PhraseToken token in tokens)
        {
            before += token.Start >= start && token.Start < cut ? 1 : 0;
            behind += token.Start >= cut && token.Start < end ? 1 : 0;
        }

        return before >= LeastTokens && behind >= LeastTokens;
    }

    private int Add(TextSpan span, int line, bool running, ReadOnlySpan<PhraseToken> tokens, ReadOnlySpan<float> odds, int t)
    {
        while (t < tokens.Length && tokens[t].Start < span.Start - line)
        {
            t++;
        }

        int first = t;
        float sum = 0;
        for (; t < tokens.Length && tokens[t].Start < span.End - line; t++)
        {
            sum += odds[t];
        }

        if (t - first >= LeastTokens)
        {
            Put(new Entry(span, t - first, sum, running, PromoTagger.KindOf(tokens[first].Group), _factor));
        }

        return t;
    }

    private void Put(in Entry entry)
    {
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _count * 2);
        }

        _entries[_count++] = entry;
    }

    /// <summary>States what stands out, and where anything does, what does not at all.</summary>
    /// <param name="curves">What is stated.</param>
    /// <param name="runs">Whether runs of words were stated before.</param>
    /// <param name="sink">Takes the evidence.</param>
    public void State(in SentenceCurves curves, bool runs, EvidenceSink sink)
    {
        int before = sink.Items.Length;
        long tokens = 0;
        double sum = 0;
        foreach (ref readonly Entry entry in _entries.AsSpan(0, _count))
        {
            tokens += entry.IsRunning ? entry.Tokens : 0;
            sum += entry.IsRunning ? entry.Sum : 0;
        }

        foreach (ref readonly Entry entry in _entries.AsSpan(0, _count))
        {
            float own = MeanOf(entry.Tokens, entry.Sum);
            double otherSum = sum - (entry.IsRunning ? entry.Sum : 0);
            long otherTokens = tokens - (entry.IsRunning ? entry.Tokens : 0);
            float others = (float)((otherSum + (PagePriorTokens * PagePriorOdds)) / (otherTokens + PagePriorTokens));
            float whole = entry.Factor * curves.Own.For(entry.Kind).At(own);
            State(curves.Sentence, whole, curves.SentenceFact, entry.Span, curves.Least, sink);

            // Some sentence stands out on every page: one that reads like anything but advertising says nothing by it.
            if (otherTokens >= LeastOtherTokens && whole >= curves.Least)
            {
                State(curves.StandsOut, entry.Factor * curves.Against.For(entry.Kind).At(own - others), curves.StandsOutFact, entry.Span, curves.Least, sink);
            }
        }

        if (runs || sink.Items.Length > before)
        {
            StatePlain(curves, sink);
        }

        if (curves.Line is { } lines && tokens >= LeastOtherTokens)
        {
            StateLines(lines, (float)((sum + (PagePriorTokens * PagePriorOdds)) / (tokens + PagePriorTokens)), curves, sink);
        }
    }

    private void StatePlain(in SentenceCurves curves, EvidenceSink sink)
    {
        foreach (ref readonly Entry entry in _entries.AsSpan(0, _count))
        {
            float whole = curves.Own.For(entry.Kind).At(MeanOf(entry.Tokens, entry.Sum));
            if (entry.Tokens >= LeastPlainTokens && whole < MostPlain)
            {
                sink.Add(curves.Plain, entry.Span, 1 - (whole / MostPlain), new Fact(curves.PlainFact, (int)(whole * 1000)));
            }
        }
    }

    // A line has to read so by itself and beside the page: on a page that is news all through every line does.
    private void StateLines(Signal signal, float page, in SentenceCurves curves, EvidenceSink sink)
    {
        foreach (ref readonly Entry line in _lines.AsSpan(0, _lineCount))
        {
            float own = MeanOf(line.Tokens, line.Sum);
            float strength = Math.Min(curves.Own.For(line.Kind).At(own), curves.Against.For(line.Kind).At(own - page));
            State(signal, strength, curves.LineFact, line.Span, curves.Least, sink);
        }
    }

    private static void State(Signal signal, float strength, string fact, TextSpan span, float least, EvidenceSink sink)
    {
        if (strength >= least)
        {
            sink.Add(signal, span, strength, new Fact(fact, (int)(strength * 100)));
        }
    }
}
