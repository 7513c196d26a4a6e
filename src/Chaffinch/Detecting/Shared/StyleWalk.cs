using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>A stretch of one line that reads like what a tagger was trained on.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Strength">How likely it is that, 0 to 1.</param>
internal readonly record struct StyleRun(TextSpan Span, float Strength);

/// <summary>How a line reads on the whole.</summary>
/// <param name="Tokens">Its tokens.</param>
/// <param name="Sum">Their log-odds together.</param>
/// <param name="Kind">What its tokens are.</param>
internal readonly record struct LineStyle(int Tokens, float Sum, TokenKind Kind)
{
    /// <summary>The style of a line's tokens.</summary>
    public static LineStyle Of(ReadOnlySpan<PhraseToken> tokens, ReadOnlySpan<float> odds)
    {
        float sum = 0;
        foreach (float o in odds)
        {
            sum += o;
        }

        return new LineStyle(tokens.Length, sum, tokens.IsEmpty ? TokenKind.Words : PromoTagger.KindOf(tokens[0].Group));
    }
}

/// <summary>How a segment reads: its tokens, and their log-odds of advertising, of spliced text and of the trades that are planted for together.</summary>
/// <param name="Tokens">Its tokens.</param>
/// <param name="Promo">Log-odds of advertising.</param>
/// <param name="Spliced">Log-odds of spliced text.</param>
/// <param name="Trade">Log-odds of trades.</param>
/// <param name="Kind">What its tokens are.</param>
internal readonly record struct SegmentStyle(int Tokens, float Promo, float Spliced, float Trade, TokenKind Kind);

/// <summary>One walk over a page's words for the detectors that tell how it reads: advertising, what kits splice in, and the trades that are planted for.</summary>
/// <remarks>Kept for a page by thread, since the detectors ask one after the other. Linear; buffers are reused.</remarks>
internal sealed partial class StyleWalk
{
    /// <summary>A run that is less likely than this is not kept.</summary>
    private const float LeastStrength = 0.15f;

    /// <summary>
    /// Runs of trade words are looked for with cheaper borders and less in favour of each token than those of advertising: of such words in mid-sentence of real pages two thirds are found then,
    /// where a five-hundredth of genuine words is, and a sixth with the borders of advertising.
    /// </summary>
    private const float TradeStep = 1;
    private const float TradeLean = 0.3f;

    /// <summary>A run of this strength is clear.</summary>
    private const float Clear = 0.5f;

    /// <summary>What a site says of its own product counts for so much.</summary>
    private const float OfOwnProduct = 0.5f;

    /// <summary>Phrases with known borders that runs are held against.</summary>
    private const int MaxExact = 64;

    [ThreadStatic]
    private static StyleWalk? _current;

    private readonly PromoTagger _tagger;
    private readonly PromoReader _reader;
    private readonly PromoRuns _finder = new();
    private readonly PromoRuns _tradeFinder = new();
    private readonly List<PromoRun> _runs = [];
    private readonly List<StyleRun> _advertising = [];
    private readonly List<StyleRun> _spliced = [];
    private readonly List<TextSpan> _exact = [];
    private readonly List<TextSpan> _printed = [];
    private float[] _shares = [];
    private LineStyle[] _lines = [];
    private SegmentStyle[] _segments = [];
    private int _segment;
    private SegmentedPage? _page;
    private TextSpan _product;
    private bool _isFarm;

    private StyleWalk(PromoTagger tagger)
    {
        _tagger = tagger;
        _reader = new PromoReader(tagger);
    }

    /// <summary>Runs of advertising, in the order of the text.</summary>
    public IReadOnlyList<StyleRun> Advertising => _advertising;

    /// <summary>Runs of spliced text, in the order of the text.</summary>
    public IReadOnlyList<StyleRun> Spliced => _spliced;

    /// <summary>Runs of words of the trades that are planted for.</summary>
    public TradeRuns Trade { get; } = new();

    /// <summary>Of each block, the share of its tokens that lies in clear runs of advertising.</summary>
    public ReadOnlySpan<float> ClearShares => _shares;

    /// <summary>How each block reads for advertising on the whole.</summary>
    public ReadOnlySpan<LineStyle> Lines => _lines;

    /// <summary>How each segment reads.</summary>
    public ReadOnlySpan<SegmentStyle> Segments => _segments;

    /// <summary>How each sentence reads for advertising.</summary>
    public PromoSentences AdvertisingSentences { get; } = new(StyleQuestion.Advertising);

    /// <summary>How each sentence reads for spliced text.</summary>
    public PromoSentences SplicedSentences { get; } = new(StyleQuestion.Spliced);

    /// <summary>How each sentence reads for the trades that are planted for.</summary>
    public PromoSentences TradeSentences { get; } = new(StyleQuestion.Trade);

    /// <summary>Places inside of sentences at which spliced text may end or start.</summary>
    public SentenceSeams Seams { get; } = new();

    /// <summary>The walk over a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="evidence">What other detectors stated of it: phrases whose borders they know.</param>
    public static StyleWalk Of(SegmentedPage page, ReadOnlySpan<Evidence> evidence)
    {
        PromoTagger tagger = PromoTagger.Default;
        StyleWalk walk = _current is { } kept && ReferenceEquals(kept._tagger, tagger) ? kept : _current = new StyleWalk(tagger);
        if (!ReferenceEquals(walk._page, page))
        {
            walk.TakeExact(evidence);
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
            _lines = new LineStyle[blocks.Length * 2];
        }

        if (_segments.Length < page.Segments.Length)
        {
            _segments = new SegmentStyle[page.Segments.Length * 2];
        }

        _segment = 0;
        _advertising.Clear();
        _spliced.Clear();
        _product = OwnProduct.Find(page, PageFacts.Of(page));
        Trade.Start();
        AdvertisingSentences.Start();
        TradeSentences.Start();
        SplicedSentences.Start();
        Seams.Start();
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
                _lines[first + line] = BlockStyle.Of(page, first + line, _reader.TokensOf(line), _reader.OddsOf(line));
            }

            _isFarm = ParagraphsSell(PageFacts.Of(page), _lines.AsSpan(0, b), first);
            for (int line = 0; line < _reader.Lines; line++)
            {
                ReadOnlySpan<PhraseToken> tokens = _reader.TokensOf(line);
                TextSpan span = blocks[first + line].Span;
                bool tiled = AddSegments(page, first + line, tokens, _reader.OddsOf(line), _reader.SplicedOddsOf(line), _reader.TradeOddsOf(line));
                _shares[first + line] = FindAdvertising(page, span, tokens, _reader.OddsOf(line));
                AddSentences(AdvertisingSentences, page, first + line, tokens, _reader.OddsOf(line), tiled);
                FindTrade(page, span, tokens, _reader.TradeOddsOf(line));
                AddSentences(TradeSentences, page, first + line, tokens, _reader.TradeOddsOf(line), tiled);
                if (!IsPrinted(span))
                {
                    FindSpliced(page, span, tokens, _reader.SplicedOddsOf(line));
                    Seams.Add(page, first + line, tokens, _reader.SplicedOddsOf(line));
                    SplicedSentences.CutAt(Seams);
                    AddSentences(SplicedSentences, page, first + line, tokens, _reader.SplicedOddsOf(line), tiled);
                }
            }
        }
    }

    // Of the lines that are read together: where their paragraphs read like advertising themselves, nothing in a title is the headline of something else.
    private static bool ParagraphsSell(PageFacts facts, ReadOnlySpan<LineStyle> lines, int first)
    {
        const float LeastMean = -0.18f;
        float sum = 0;
        int paragraphs = 0;
        for (int line = first; line < lines.Length; line++)
        {
            if (facts.Lines[line].Prose && lines[line].Tokens > 0)
            {
                sum += lines[line].Sum / lines[line].Tokens;
                paragraphs++;
            }
        }

        return paragraphs > 0 && sum >= LeastMean * paragraphs;
    }

    /// <summary>Finds the runs of advertising of one line.</summary>
    /// <returns>The share of its tokens that lie in clear runs.</returns>
    private float FindAdvertising(SegmentedPage page, TextSpan span, ReadOnlySpan<PhraseToken> tokens, ReadOnlySpan<float> odds)
    {
        ReadOnlySpan<char> text = page.Page.Text.AsSpan(span.Start, span.Length);
        ReadOnlySpan<CharClass> classes = page.Classes.Slice(span.Start, span.Length);
        _finder.Find(_tagger.Step, tokens, odds, _runs);
        int clear = 0;
        float product = !_product.IsEmpty && OwnProduct.Names(page, _product, span) ? OfOwnProduct : 1;
        AdvertisingSentences.StartLine(product);
        SplicedSentences.StartLine(1);
        TradeSentences.StartLine(product);
        foreach (PromoRun found in _runs)
        {
            PromoRun run = StrengthOf(found) >= LeastStrength && !_isFarm ? PromoEdges.Trim(found, tokens, odds, text, classes, _tagger.Step) : found;
            run = ToPhrase(run, tokens, odds, span);
            int first = run.First > found.First ? span.Start + StartOf(tokens, run.First, classes) : 0;
            int end = run.End < found.End ? span.Start + tokens[run.End].Start : 0;
            AdvertisingSentences.Cut(first, end);
            SplicedSentences.Cut(first, end);
            TradeSentences.Cut(first, end);
            float strength = IsFormula(tokens, run) ? 0 : product * StrengthOf(run);
            clear += strength >= Clear ? run.End - run.First : 0;
            Keep(_advertising, run, tokens, page, span, strength);
        }

        return tokens.IsEmpty ? 0 : clear / (float)tokens.Length;
    }

    // The words of a printed tag are of no text at all, and what stands beside it in the line is what the site put there.
    private bool IsPrinted(TextSpan line)
    {
        foreach (TextSpan tag in _printed)
        {
            if (tag.Start < line.End && tag.End > line.Start)
            {
                return true;
            }
        }

        return false;
    }

    private static void Keep(List<StyleRun> runs, in PromoRun run, ReadOnlySpan<PhraseToken> tokens, SegmentedPage page, TextSpan line, float strength)
    {
        if (strength >= LeastStrength)
        {
            TextSpan own = SpanOf(tokens, run, page.Page.Text.AsSpan(line.Start, line.Length), page.Classes.Slice(line.Start, line.Length));
            runs.Add(new StyleRun(new TextSpan(line.Start + own.Start, line.Start + own.End), strength));
        }
    }

    // Copies, items of rows and what is fused to the title are found with their borders; the run is theirs alone.
    private PromoRun ToPhrase(in PromoRun run, ReadOnlySpan<PhraseToken> tokens, ReadOnlySpan<float> odds, TextSpan span)
    {
        int from = span.Start + tokens[run.First].Start;
        int to = span.Start + tokens[run.End - 1].End;
        foreach (TextSpan phrase in _exact)
        {
            if (phrase.Start >= span.Start && phrase.End <= span.End && phrase.Start < to && phrase.End > from && (phrase.Start > from || phrase.End < to))
            {
                return PromoEdges.TrimTo(run, tokens, odds, new TextSpan(phrase.Start - span.Start, phrase.End - span.Start), _tagger.Step);
            }
        }

        return run;
    }

    private void TakeExact(ReadOnlySpan<Evidence> evidence)
    {
        const float Least = 0.5f;
        _exact.Clear();
        _printed.Clear();
        foreach (ref readonly Evidence e in evidence)
        {
            if (e.Strength >= Least && _exact.Count < MaxExact && e.Signal.Key is "repeated-phrase/repeated-line" or "keyword-row/items-again" or "title-fusion/fused-phrase")
            {
                _exact.Add(e.Span);
            }
            else if (_printed.Count < MaxExact && e.Signal.Key == "markup-residue/printed-tag")
            {
                _printed.Add(e.Span);
            }
        }
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

    // An open bracket goes with what stands in it.
    private static int StartOf(ReadOnlySpan<PhraseToken> tokens, int first, ReadOnlySpan<CharClass> classes)
    {
        int start = first == 0 ? 0 : tokens[first].Start;
        return start > 0 && classes[start - 1] == CharClass.OpenBracket ? start - 1 : start;
    }

    /// <summary>The run with the marks that belong to it: at the text's ends all, else what joins it to the words around.</summary>
    private static TextSpan SpanOf(ReadOnlySpan<PhraseToken> tokens, in PromoRun run, ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes)
    {
        int start = StartOf(tokens, run.First, classes);
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

            // A version goes on behind its dots.
            for (int i = run.End; i < tokens.Length && tokens[i].Start == end && tokens[i].Gap == 4 && classes[end] == CharClass.Digit; i++)
            {
                end = tokens[i].End;
            }
        }

        // Tokens of scripts whose words stand without blanks are letters: a run of them may begin and end inside of a word.
        int first = run.First == 0 ? start : RunningLetters.Start(text, classes, start, end);
        int last = run.End == tokens.Length ? end : RunningLetters.End(text, classes, start, end);
        return first < last ? new TextSpan(first, last) : new TextSpan(start, end);
    }
}
