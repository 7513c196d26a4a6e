using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting;

/// <summary>Sees runs of words that read like advertising, from a phrase to a page, by a trained model; a weak fact among others, never decisive.</summary>
internal sealed class PromoStyle : Detector
{
    /// <summary>A run that is less likely than this is not stated.</summary>
    private const float LeastStrength = 0.15f;

    private static readonly Signal Promotional = new("promo-style", "promotional", "A run of words is that of search phrases and advertising rather than of articles; a trained estimate.");

    private static readonly Signal Company = new("promo-style", "company", "The line, one beside it or a good part of the page clearly reads like advertising: no accusation, but room for one.");

    private static readonly Signal Sentence = new("promo-style", "sentence", "The words of the sentence, all taken together, are those of advertising; a trained estimate.");

    private static readonly Signal StandsOut = new("promo-style", "stands-out", "The sentence reads more like advertising than the page's other sentences do.");

    /// <summary>Lines on each side that a clear run speaks for.</summary>
    private const int Reach = 2;

    private const float Clear = 0.5f;

    /// <summary>What a site says of its own product counts for so much.</summary>
    private const float OfOwnProduct = 0.5f;

    /// <summary>Phrases with known borders that runs are held against.</summary>
    private const int MaxExact = 64;

    [ThreadStatic]
    private static Work? _work;

    public override string Name => "promo-style";

    public override string What => "Runs of words that are those of search phrases and advertising: offers, calls to act, promises of gain, what people type to find them; inside a sentence too.";

    public override string Why => "Planted text sells something; but so do genuine pages, and news reports on the same trades share their words, so this only adds to other facts.";

    public override string LeavesAlone => "News about the same trades, descriptions of apps, reviews, documentation and the frames of real pages (trained against them).";

    public override string Example => "The recipe needs two eggs and instant withdrawal casino bonus a spoon of flour.";

    public override string Source => "Chain over hashed words and characters, trained by `lab train-promo` on own phrases in 20 languages and public spam corpora, "
        + "grafted into genuine texts, against genuine news, app descriptions, reviews, documents and real pages.";

    public override ImmutableArray<Signal> Signals { get; } = [Promotional, Company, Sentence, StandsOut];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        Work work = _work is { } kept && ReferenceEquals(kept.Tagger, PromoTagger.Default) ? kept : _work = new Work(PromoTagger.Default);
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        if (work.Shares.Length < blocks.Length)
        {
            work.Shares = new float[blocks.Length * 2];
        }

        work.Sentences.Start();
        TakeExact(sink.Items, work.Exact);
        work.Product = OwnProduct.Find(page, PageFacts.Of(page));
        for (int b = 0; b < blocks.Length;)
        {
            int first = b;
            work.Reader.Start();
            while (b < blocks.Length && !work.Reader.IsFull)
            {
                work.Reader.Add(page.Page.Text, page.PaddedClasses, blocks[b].Span.Start, blocks[b].Span.End);
                b++;
            }

            work.Reader.Weigh();
            work.IsFarm = ParagraphsSell(PageFacts.Of(page), work.Reader, first);
            for (int line = 0; line < work.Reader.Lines; line++)
            {
                work.Shares[first + line] = Look(page, blocks[first + line].Span, work, line, sink);
                work.Sentences.Add(page, first + line, work.Reader.TokensOf(line), work.Reader.OddsOf(line));
            }
        }

        work.Sentences.State(Sentence, StandsOut, sink);

        StateCompany(blocks, work.Shares, sink);
    }

    // Where the paragraphs read like advertising themselves, nothing in a title is the headline of something else.
    private static bool ParagraphsSell(PageFacts facts, PromoReader reader, int first)
    {
        const float LeastMean = -0.18f;
        float sum = 0;
        int paragraphs = 0;
        for (int line = 0; line < reader.Lines; line++)
        {
            ReadOnlySpan<float> odds = reader.OddsOf(line);
            if (facts.Lines[first + line].Prose && !odds.IsEmpty)
            {
                float own = 0;
                foreach (float o in odds)
                {
                    own += o;
                }

                sum += own / odds.Length;
                paragraphs++;
            }
        }

        return paragraphs > 0 && sum >= LeastMean * paragraphs;
    }

    /// <summary>States the runs of one line.</summary>
    /// <returns>The share of its tokens that lie in clear runs.</returns>
    private static float Look(SegmentedPage page, TextSpan span, Work work, int line, EvidenceSink sink)
    {
        ReadOnlySpan<char> text = page.Page.Text.AsSpan(span.Start, span.Length);
        ReadOnlySpan<CharClass> classes = page.Classes.Slice(span.Start, span.Length);
        ReadOnlySpan<PhraseToken> tokens = work.Reader.TokensOf(line);
        work.Finder.Find(work.Tagger.Step, tokens, work.Reader.OddsOf(line), work.Runs);
        int clear = 0;
        float product = !work.Product.IsEmpty && OwnProduct.Names(page, work.Product, span) ? OfOwnProduct : 1;
        work.Sentences.StartLine(product);
        foreach (PromoRun found in work.Runs)
        {
            PromoRun run = StrengthOf(found) >= LeastStrength && !work.IsFarm ? PromoEdges.Trim(found, tokens, work.Reader.OddsOf(line), text, classes, work.Tagger.Step) : found;
            run = ToPhrase(run, tokens, work, line, span);
            work.Sentences.Cut(run.First > found.First ? span.Start + StartOf(tokens, run.First, classes) : 0, run.End < found.End ? span.Start + tokens[run.End].Start : 0);
            float strength = IsFormula(tokens, run) ? 0 : product * StrengthOf(run);
            clear += strength >= Clear ? run.End - run.First : 0;
            if (strength >= LeastStrength)
            {
                TextSpan own = SpanOf(tokens, run, text, classes);
                sink.Add(Promotional, new TextSpan(span.Start + own.Start, span.Start + own.End), strength, new("reads like advertising, estimated at {a} percent", (int)(strength * 100)));
            }
        }

        return tokens.IsEmpty ? 0 : clear / (float)tokens.Length;
    }

    // Copies, items of rows and what is fused to the title are found with their borders; the run is theirs alone.
    private static PromoRun ToPhrase(in PromoRun run, ReadOnlySpan<PhraseToken> tokens, Work work, int line, TextSpan span)
    {
        int from = span.Start + tokens[run.First].Start;
        int to = span.Start + tokens[run.End - 1].End;
        foreach (TextSpan phrase in work.Exact)
        {
            if (phrase.Start > span.Start - 1 && phrase.End <= span.End && phrase.Start < to && phrase.End > from && (phrase.Start > from || phrase.End < to))
            {
                return PromoEdges.TrimTo(run, tokens, work.Reader.OddsOf(line), new TextSpan(phrase.Start - span.Start, phrase.End - span.Start), work.Tagger.Step);
            }
        }

        return run;
    }

    private static void TakeExact(ReadOnlySpan<Evidence> evidence, List<TextSpan> exact)
    {
        const float Least = 0.5f;
        exact.Clear();
        foreach (ref readonly Evidence e in evidence)
        {
            if (e.Strength >= Least && exact.Count < MaxExact && e.Signal.Key is "repeated-phrase/repeated-line" or "keyword-row/items-again" or "title-fusion/fused-phrase")
            {
                exact.Add(e.Span);
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

    private static void StateCompany(ReadOnlySpan<Block> blocks, float[] shares, EvidenceSink sink)
    {
        // Where a good part of the whole body is clear, any line of it may belong to it. What no reader sees says nothing of the lines that are
        // seen, and the other way round: hidden text is planted beside genuine text.
        long clear = 0, all = 1;
        for (int b = 0; b < blocks.Length; b++)
        {
            if (blocks[b].IsHidden)
            {
                continue;
            }

            clear += (long)(shares[b] * blocks[b].Span.Length);
            all += blocks[b].Span.Length;
        }

        float page = clear / (float)all;
        page = page > 0.12f ? Math.Min(0.9f, page * 2) : 0;
        for (int b = 0; b < blocks.Length; b++)
        {
            float most = Math.Max(page, shares[b] * 1.5f);
            for (int d = 1; d <= Reach; d++)
            {
                most = Math.Max(most, b >= d && blocks[b - d].IsHidden == blocks[b].IsHidden ? shares[b - d] / d : 0);
                most = Math.Max(most, b + d < blocks.Length && blocks[b + d].IsHidden == blocks[b].IsHidden ? shares[b + d] / d : 0);
            }

            if (most > 0.1f)
            {
                sink.Add(Company, blocks[b].Span, Math.Min(0.6f, 0.3f + (0.3f * most)), new("this line, one beside it or much of the page clearly reads like advertising ({a} percent)", (int)(Math.Min(1, most) * 100)));
            }
        }
    }

    /// <summary>The probability that a run of this score is advertising; fitted on held-out pages (<c>lab train-promo</c> prints the curve).</summary>
    internal static float StrengthOf(in PromoRun run) => 1f / (1f + MathF.Exp(-((0.55f * run.Score) - 0.8f)));

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

    private sealed class Work(PromoTagger tagger)
    {
        /// <summary>Another one may stand in the package's place while the network is trained.</summary>
        public PromoTagger Tagger { get; } = tagger;

        public float[] Shares = [];

        public PromoReader Reader { get; } = new(tagger);

        public PromoSentences Sentences { get; } = new();

        public PromoRuns Finder { get; } = new();

        public bool IsFarm { get; set; }

        public TextSpan Product { get; set; }

        public List<TextSpan> Exact { get; } = [];

        public List<PromoRun> Runs { get; } = [];
    }
}
