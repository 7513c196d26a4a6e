using Chaffinch.Model;

namespace Chaffinch.Detecting.Shared;

/// <summary>How much each sentence of a page reads like advertising on the whole, by itself and against the page's other sentences.</summary>
/// <remarks>
/// A run has to be clear to be found; a fluent sentence that sells something is so only all through: its mean tells where no run does. Linear; buffers are reused; one thread.
/// </remarks>
internal sealed class PromoSentences
{
    /// <summary>A sentence of fewer tokens is too short to be judged as a whole.</summary>
    private const int LeastTokens = 5;

    /// <summary>Tokens of nothing in particular that are added to each sentence, so that short ones are judged carefully, and what such a token weighs, in log-odds.</summary>
    private const float PriorTokens = 5;
    private const float PriorOdds = -1.5f;

    /// <summary>The same for all other sentences of a page, of which a short page has too few to stand out from: they weigh what genuine sentences do on the average.</summary>
    private const float PagePriorTokens = 40;
    private const float PagePriorOdds = -0.9f;
    private const int LeastOtherTokens = 40;

    /// <summary>What is less likely than this is not stated.</summary>
    private const float LeastStrength = 0.3f;

    // Single characters, the tokens of scripts without blanks, say less each than words do: the estimates are fitted for both apart.
    private Entry[] _entries = new Entry[64];
    private int _count;
    private int _segment;

    // Where runs of the line that is read were cut: the parts of a sentence there are judged each by itself.
    private int[] _cuts = new int[8];
    private int _cutCount;
    private float _factor = 1;

    private record struct Entry(TextSpan Span, int Tokens, float Sum, bool IsRunning, bool IsDense, float Factor);

    /// <summary>Begins a page.</summary>
    public void Start() => (_count, _segment) = (0, 0);

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
        for (; _segment < segments.Length && segments[_segment].Block <= block; _segment++)
        {
            if (segments[_segment].Block < block)
            {
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
            if (_count == _entries.Length)
            {
                Array.Resize(ref _entries, _count * 2);
            }

            _entries[_count++] = new Entry(span, t - first, sum, running, PromoTagger.IsDense(tokens[first].Group), _factor);
        }

        return t;
    }

    /// <summary>States what stands out.</summary>
    /// <param name="sentence">The signal of a sentence by itself.</param>
    /// <param name="standsOut">The signal of a sentence against the others.</param>
    /// <param name="sink">Takes the evidence.</param>
    public void State(Signal sentence, Signal standsOut, EvidenceSink sink)
    {
        long tokens = 0;
        double sum = 0;
        foreach (ref readonly Entry entry in _entries.AsSpan(0, _count))
        {
            tokens += entry.IsRunning ? entry.Tokens : 0;
            sum += entry.IsRunning ? entry.Sum : 0;
        }

        foreach (ref readonly Entry entry in _entries.AsSpan(0, _count))
        {
            float own = (entry.Sum + (PriorTokens * PriorOdds)) / (entry.Tokens + PriorTokens);
            double otherSum = sum - (entry.IsRunning ? entry.Sum : 0);
            long otherTokens = tokens - (entry.IsRunning ? entry.Tokens : 0);
            float others = (float)((otherSum + (PagePriorTokens * PagePriorOdds)) / (otherTokens + PagePriorTokens));
            float whole = entry.Factor * Logistic(entry.IsDense ? (7f * own) + 1.9f : (4.6f * own) + 1.4f);
            State(sentence, whole, "the sentence reads like advertising on the whole, estimated at {a} percent", entry.Span, sink);

            // Some sentence stands out on every page: one that reads like anything but advertising says nothing by it.
            if (otherTokens >= LeastOtherTokens && whole >= LeastStrength)
            {
                State(standsOut, entry.Factor * Logistic(entry.IsDense ? (4.9f * (own - others)) - 1.4f : (3.8f * (own - others)) - 0.8f), "reads more like advertising than the page's other sentences, estimated at {a} percent", entry.Span, sink);
            }
        }
    }

    private static void State(Signal signal, float strength, string fact, TextSpan span, EvidenceSink sink)
    {
        if (strength >= LeastStrength)
        {
            sink.Add(signal, span, strength, new Fact(fact, (int)(strength * 100)));
        }
    }

    private static float Logistic(float x) => 1f / (1f + MathF.Exp(-x));
}
