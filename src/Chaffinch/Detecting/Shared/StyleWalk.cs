using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>A stretch of one line that reads like what a tagger was trained on.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Strength">How likely it is that, 0 to 1.</param>
internal readonly record struct StyleRun(TextSpan Span, float Strength);

/// <summary>One walk over a page's words for the detectors that tell how it reads: advertising, and what kits splice in.</summary>
/// <remarks>Kept for a page by thread, since the detectors ask one after the other. Linear; buffers are reused.</remarks>
internal sealed class StyleWalk
{
    /// <summary>A run of this strength is clear.</summary>
    private const float Clear = 0.5f;

    [ThreadStatic]
    private static StyleWalk? _current;

    private readonly PromoTagger _tagger;
    private readonly PromoReader _reader;
    private readonly PromoRuns _finder = new();
    private readonly List<PromoRun> _runs = [];
    private readonly List<StyleRun> _advertising = [];
    private readonly List<StyleRun> _spliced = [];
    private float[] _shares = [];
    private SegmentedPage? _page;

    private StyleWalk(PromoTagger tagger)
    {
        _tagger = tagger;
        _reader = new PromoReader(tagger);
    }

    /// <summary>Runs of advertising, in the order of the text.</summary>
    public IReadOnlyList<StyleRun> Advertising => _advertising;

    /// <summary>Runs of spliced text, in the order of the text.</summary>
    public IReadOnlyList<StyleRun> Spliced => _spliced;

    /// <summary>Of each block, the share of its tokens that lies in clear runs of advertising.</summary>
    public ReadOnlySpan<float> ClearShares => _shares;

    /// <summary>How each sentence reads for advertising.</summary>
    public PromoSentences AdvertisingSentences { get; } = new();

    /// <summary>How each sentence reads for spliced text.</summary>
    public PromoSentences SplicedSentences { get; } = new();

    /// <summary>The walk over a page.</summary>
    public static StyleWalk Of(SegmentedPage page)
    {
        PromoTagger tagger = PromoTagger.Default;
        StyleWalk walk = _current is { } kept && ReferenceEquals(kept._tagger, tagger) ? kept : _current = new StyleWalk(tagger);
        if (!ReferenceEquals(walk._page, page))
        {
            walk.Read(page);
            walk._page = page;
        }

        return walk;
    }

    /// <summary>The probability that a run of this score is what was looked for; fitted on held-out pages (<c>lab train-promo</c> prints the curve).</summary>
    public static float StrengthOf(in PromoRun run) => 1f / (1f + MathF.Exp(-((0.55f * run.Score) - 0.8f)));

    private void Read(SegmentedPage page)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        if (_shares.Length < blocks.Length)
        {
            _shares = new float[blocks.Length * 2];
        }

        _advertising.Clear();
        _spliced.Clear();
        AdvertisingSentences.Start();
        SplicedSentences.Start();
        for (int b = 0; b < blocks.Length;)
        {
            int first = b;
            _reader.Start();
            while (b < blocks.Length && !_reader.IsFull)
            {
                _reader.Add(page.Page.Text, page.PaddedClasses, blocks[b].Span.Start, blocks[b].Span.End);
                b++;
            }

            _reader.Weigh();
            for (int line = 0; line < _reader.Lines; line++)
            {
                ReadOnlySpan<PhraseToken> tokens = _reader.TokensOf(line);
                TextSpan span = blocks[first + line].Span;
                _shares[first + line] = FindRuns(page, span, tokens, _reader.OddsOf(line), _advertising);
                FindRuns(page, span, tokens, _reader.SplicedOddsOf(line), _spliced);
                AdvertisingSentences.Add(page, first + line, tokens, _reader.OddsOf(line));
                SplicedSentences.Add(page, first + line, tokens, _reader.SplicedOddsOf(line));
            }
        }
    }

    /// <summary>Finds the runs of one line.</summary>
    /// <returns>The share of its tokens that lie in clear runs.</returns>
    private float FindRuns(SegmentedPage page, TextSpan line, ReadOnlySpan<PhraseToken> tokens, ReadOnlySpan<float> odds, List<StyleRun> found)
    {
        _finder.Find(_tagger.Step, tokens, odds, _runs);
        int clear = 0;
        foreach (PromoRun run in _runs)
        {
            if (IsFormula(tokens, run))
            {
                continue;
            }

            float strength = StrengthOf(run);
            clear += strength >= Clear ? run.End - run.First : 0;
            TextSpan own = SpanOf(tokens, run, page.Page.Text.AsSpan(line.Start, line.Length), page.Classes.Slice(line.Start, line.Length));
            found.Add(new StyleRun(new TextSpan(line.Start + own.Start, line.Start + own.End), strength));
        }

        return tokens.IsEmpty ? 0 : clear / (float)tokens.Length;
    }

    // Single letters one by one are a formula, a row of initials or a legend; of words the model knows.
    private static bool IsFormula(ReadOnlySpan<PhraseToken> tokens, in PromoRun run)
    {
        int single = 0;
        for (int i = run.First; i < run.End; i++)
        {
            single += tokens[i].Group is not (3 or 4 or 7) && tokens[i].End - tokens[i].Start == 1 ? 1 : 0;
        }

        return single >= 4 && single * 2 > run.End - run.First;
    }

    /// <summary>The run with the marks that belong to it: at the text's ends all, else what joins it to the words around.</summary>
    private static TextSpan SpanOf(ReadOnlySpan<PhraseToken> tokens, in PromoRun run, ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes)
    {
        int start = run.First == 0 ? 0 : tokens[run.First].Start;
        if (run.First > 0 && run.End == tokens.Length && tokens[run.First].Gap == 3)
        {
            // What joins a phrase to the headline before it goes with the phrase.
            int floor = tokens[run.First - 1].End;
            while (start > floor && (CharClasses.IsSpace(classes[start - 1]) || classes[start - 1] == CharClass.Separator))
            {
                start--;
            }
        }

        int end = tokens[run.End - 1].End;
        int limit = run.End == tokens.Length ? text.Length : tokens[run.End].Start;
        if (run.End == tokens.Length)
        {
            end = limit;
        }
        else
        {
            while (end < limit && classes[end] is CharClass.Separator or CharClass.SentenceEnd or CharClass.CloseBracket or CharClass.Emoji or CharClass.Symbol)
            {
                end++;
            }
        }

        // Tokens of scripts whose words stand without blanks are letters: a run of them may begin and end inside of a word.
        int first = run.First == 0 ? start : RunningLetters.Start(text, classes, start, end);
        int last = run.End == tokens.Length ? end : RunningLetters.End(text, classes, start, end);
        return first < last ? new TextSpan(first, last) : new TextSpan(start, end);
    }
}
