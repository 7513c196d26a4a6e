using System.Globalization;
using Chaffinch.Detecting;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Training.Fitting;
using Chaffinch.Training.Grafting;
using Chaffinch.Training.Model;

namespace Chaffinch.Lab;

/// <summary>Trains the promotional tagger on grafted pages, phrases, and genuine text and pages; the same file every time.</summary>
internal static class TrainPromoCommand
{
    private const int Seed = 101;

    public static int Run(Options options)
    {
        Grafter grafter = GraftCommand.NewGrafter(options);
        if (options.Has("curves"))
        {
            Report(grafter, new PageAnalyzer(), PromoTagger.Default);
            return 0;
        }

        int pages = options.Int("n", 3000);
        var lines = new List<TokenLine>();
        var analyzer = new PageAnalyzer();
        AddGrafts(grafter, analyzer, pages, lines, options.Has("all"));
        AddPhrases(grafter, lines, options.Has("all"));
        foreach (CorpusText text in PromoCorpus.Read().Where(t => (t.IsPromo ? Stable.Hash(t.Text[..Math.Min(12, t.Text.Length)]) % 5 != 0 || options.Has("all") : t.Source.Contains(' ', StringComparison.Ordinal) && t.Source[3..] is "comments" or "messages" || t.Source == "ru/en chat" || Stable.Hash(t.Text) % 4 == 0)))
        {
            lines.Add(TokenLine.Of(text.Text, text.IsPromo ? (byte)1 : (byte)0, text.IsPromo ? 0.3f : 0.7f));
        }

        AddRealPages(analyzer, lines, heldOut: false);
        Console.WriteLine($"{lines.Count} lines, {lines.Sum(l => (long)l.Tokens.Length)} tokens, {lines.Sum(l => (long)l.Labels.Count(b => b == 1))} promotional");
        PromoTagger tagger = new PromoFitter().Fit(lines);
        Report(grafter, analyzer, tagger);
        if (!options.Has("dry"))
        {
            File.WriteAllBytes(Path.Combine(LabData.Root, "src/Chaffinch/Detecting/Shared/promo.res"), tagger.Write());
        }

        return 0;
    }

    private static void AddGrafts(Grafter grafter, PageAnalyzer analyzer, int count, List<TokenLine> lines, bool all)
    {
        for (int n = 0; n < count; n++)
        {
            TrainingPage page = grafter.Make(Seed, n, all && n % 4 == 0);
            lines.AddRange(TokenLine.Of(page, analyzer.Read(page.Source, GraftCommand.HintsOf(page))));
        }
    }

    private static void AddPhrases(Grafter grafter, List<TokenLine> lines, bool all)
    {
        foreach (PromoText text in grafter.Promo.All.Where(t => all || !t.IsHeldOut))
        {
            byte label = text.Kind.StartsWith("genuine", StringComparison.Ordinal) ? (byte)0 : (byte)1;
            lines.Add(TokenLine.Of(text.Text, label, 2));
        }
    }

    /// <summary>Lines of real pages, frames and all: hardly any of them is planted.</summary>
    private static void AddRealPages(PageAnalyzer analyzer, List<TokenLine> lines, bool heldOut)
    {
        foreach ((string folder, string pattern) in new[] { ("trafilatura-eval/html", "*"), ("wcxb-dev", "*.html.gz"), ("readability/pages", "source.html.gz") })
        {
            List<string> files = LabData.Files(folder, pattern);
            for (int i = 0; i < files.Count; i++)
            {
                if (i % 12 == (heldOut ? 3 : 0) || (!heldOut && i % 12 == 6))
                {
                    Page page = analyzer.Read(LabData.Read(files[i]));
                    foreach (ref readonly Block block in page.Blocks[..Math.Min(page.Blocks.Length, 80)])
                    {
                        if (block.Span.Length is > 3 and < 2000)
                        {
                            lines.Add(TokenLine.Of(page.Text.Substring(block.Span.Start, block.Span.Length), 0, 0.7f));
                        }
                    }
                }
            }
        }
    }

    // On held-out phrases and texts: how much of what is promotional lies in runs of each strength, and how much of those runs is promotional.
    private static void Report(Grafter grafter, PageAnalyzer analyzer, PromoTagger tagger)
    {
        var held = new List<TokenLine>();
        for (int n = 0; n < 600; n++)
        {
            TrainingPage page = grafter.Make(Seed + 1, n, heldOut: true);
            held.AddRange(TokenLine.Of(page, analyzer.Read(page.Source, GraftCommand.HintsOf(page))));
        }

        var real = new List<TokenLine>();
        AddRealPages(analyzer, real, heldOut: true);
        foreach (float lean in new[] { 0.3f, PromoRuns.Lean, 1.7f })
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"leaning {lean:F1}"));
            Curve("held-out grafts", held, tagger, lean);
            Curve("held-out real pages", real, tagger, lean);
        }
    }

    private static void Curve(string name, List<TokenLine> lines, PromoTagger tagger, float lean)
    {
        const int Bins = 9;
        var inBin = new long[Bins + 1];
        var right = new long[Bins + 1];
        long promo = lines.Sum(l => (long)l.Labels.Count(b => b == 1));
        long all = lines.Sum(l => (long)l.Tokens.Length);
        var finder = new PromoRuns();
        var runs = new List<PromoRun>();
        foreach (TokenLine line in lines)
        {
            finder.Find(tagger, line.Tokens, runs, lean);
            foreach (PromoRun run in runs)
            {
                int bin = Math.Clamp((int)(PromoStyle.StrengthOf(run) * Bins), 0, Bins - 1);
                inBin[bin] += line.Labels[run.First..run.End].Count(b => b != TokenLine.Unknown);
                right[bin] += line.Labels[run.First..run.End].Count(b => b == 1);
            }
        }

        Console.WriteLine($" {name}: {all} tokens, {promo} promotional");
        for (int b = 0; b < Bins; b++)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  strength {b / (double)Bins:F2}: right {right[b] / (double)Math.Max(1, inBin[b]):F3} of {inBin[b]}; recall from here {right[b..].Sum() / (double)Math.Max(1, promo):F3}, wrong from here {(inBin[b..].Sum() - right[b..].Sum()) / (double)(all - promo):P3} of genuine"));
        }
    }
}
