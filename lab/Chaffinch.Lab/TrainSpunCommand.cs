using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;
using Chaffinch.Training.Fitting;
using Chaffinch.Training.Grafting;
using Chaffinch.Training.Model;

namespace Chaffinch.Lab;

/// <summary>Trains the model of rewritten text: genuine text against the same text with words swapped by a thesaurus, and labelled pages that spinners wrote.</summary>
internal static class TrainSpunCommand
{
    private const int Folds = 2;

    /// <summary>Real pages: they keep the words of news and trade from standing for a spinner, and are not what labelled pages are like.</summary>
    private const float RealWeight = 0.3f;

    private const int LeastChars = 40;

    /// <summary>Without a thesaurus a language is judged where so many labelled pages taught it.</summary>
    private const int LeastLabelled = 8;

    /// <summary>Words of one stretch.</summary>
    private const int Stretch = 20;

    /// <summary>Spinners that people copied by hand are few beside those of the thesauri.</summary>
    private const float LabelledWeight = 25;

    private const int Copies = 2;

    private const int Rounds = 2;

    /// <summary>What a genuine page counts more for each standard deviation above ordinary ones, and at most.</summary>
    private const float MoreForHard = 4;
    private const float Ordinary = 0.5f;
    private const float MostForHard = 10;

    /// <summary>Lines that are no page's.</summary>
    private const float MoreWeight = 0.5f;

    /// <summary>Share of words that are swapped, at least, and what may come to it.</summary>
    private const double LeastSwapped = 0.1;
    private const double MoreSwapped = 0.4;

    public static int Run(Options options)
    {
        string folder = options.Text("thesauri") ?? "/usr/share/mythes";
        Dictionary<string, Spinner> spinners = SpinnersOf(folder);
        List<SpunPage> pages = [.. GoldPages.ForSpun().Select(SpunPage.Of), .. Real()];
        HashSet<string> taught = [.. spinners.Keys, .. pages.Where(p => p.IsRewritten).GroupBy(p => p.Language).Where(g => g.Count() >= LeastLabelled).Select(g => g.Key)];
        var trained = new SpunFitter[Folds];
        var measure = new SpunMeasure();
        Dictionary<string, SpunLevel> levels = [];

        // Genuine pages that a first training, without further lines, takes for rewritten ones (old and legal language, dialects) count more in the second.
        for (int round = 0; round < Rounds; round++)
        {
            Dictionary<string, float> counts = round == 0 ? [] : measure.Above(Folds, f => trained[f].ToModel().With(levels), pages);
            measure = new SpunMeasure();
            for (int fold = 0; fold < Folds; fold++)
            {
                trained[fold] = Fit(spinners, pages.Where(p => p.FoldOf(Folds) != fold), fold, round == 0 ? null : options.Text("more"), counts);
                measure.Gather(trained[fold].ToModel(), pages.Where(p => p.FoldOf(Folds) == fold));
            }

            levels = measure.Levels(taught);
        }

        for (int fold = 0; fold < Folds; fold++)
        {
            measure.Measure(trained[fold].ToModel().With(levels), pages.Where(p => p.FoldOf(Folds) == fold));
        }

        measure.Print();
        measure.RemoveWeak(levels);
        SpunModel final = trained[0].MeanWith(trained[1]).With(levels);
        if (options.Has("folds"))
        {
            return 0;
        }

        File.WriteAllBytes(options.Text("out") ?? Path.Combine(LabData.Root, "src/Chaffinch/Detecting/Shared/spun.res"), final.Write());
        measure.PrintReal(final);
        return 0;
    }

    // One thesaurus a language; where there are several variants the first in the order of their names that is the language's own country's.
    private static Dictionary<string, Spinner> SpinnersOf(string folder)
    {
        var spinners = new Dictionary<string, Spinner>(StringComparer.Ordinal);
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"there is no folder {folder}: install thesauri (mythes-en-us and the like of Debian), or name another by --thesauri");
        }

        foreach (string file in Directory.GetFiles(folder, "th_*.dat").Order(StringComparer.Ordinal))
        {
            string[] name = Path.GetFileNameWithoutExtension(file).Split('_');
            bool own = name[1].Equals(name[2], StringComparison.OrdinalIgnoreCase);
            if (!spinners.ContainsKey(name[1]) || own)
            {
                var thesaurus = Thesaurus.Read(file);
                if (thesaurus.Count > 1000)
                {
                    spinners[name[1]] = new Spinner(thesaurus);
                }
            }
        }

        Console.WriteLine($"thesauri: {string.Join(' ', spinners.Keys.Order(StringComparer.Ordinal))}");
        return spinners;
    }

    // Real pages at odd places of their lists: those at even ones are for alarms.
    private static IEnumerable<SpunPage> Real()
    {
        foreach ((string folder, string pattern) in new[] { ("trafilatura-eval/html", "*"), ("wcxb-dev", "*.html.gz"), ("readability/pages", "source.html.gz"), ("clean/docs", "*.md"), ("clean/zh_news", "*.md") })
        {
            List<string> files = LabData.Files(folder, pattern);
            for (int i = 1; i < files.Count; i += 2)
            {
                if (!LabData.IsPollutedInTruth(files[i]))
                {
                    Page page = new PageAnalyzer().Read(LabData.Read(files[i]));
                    yield return new SpunPage(files[i], LanguageIdentifier.Identify(page.Text).Code ?? "", page, new Gold?[page.Text.Length]);
                }
            }
        }
    }

    private static SpunFitter Fit(Dictionary<string, Spinner> spinners, IEnumerable<SpunPage> pages, int fold, string? file, Dictionary<string, float> counts)
    {
        var lines = new List<SpunLine>();
        var random = new Random(31);
        foreach (SpunPage page in pages)
        {
            float more = Math.Clamp(1 + (MoreForHard * (counts.GetValueOrDefault(page.Name) - Ordinary)), 1, MostForHard);
            foreach ((string text, bool spun) in StretchesOf(page))
            {
                Add(lines, text, spun, spun ? LabelledWeight : page.IsReal ? RealWeight * more : more);
                if (!spun && spinners.TryGetValue(page.Language, out Spinner? spinner))
                {
                    AddSpun(lines, text, spinner, random, page.IsReal ? RealWeight : 1);
                }
            }
        }

        foreach (CorpusText text in PromoCorpus.Read().Where(t => !t.IsPromo && (t.Source is "docs" or "web pages" || t.Source.StartsWith("sib200", StringComparison.Ordinal)) && Stable.Hash(t.Text) % 3 == 0))
        {
            string language = LanguageIdentifier.Identify(text.Text).Code ?? "";
            if (spinners.TryGetValue(language, out Spinner? spinner))
            {
                Add(lines, text.Text, false, 1);
                AddSpun(lines, text.Text, spinner, random);
            }
        }

        AddMore(lines, file, spinners, random);
        Console.WriteLine($"fold {fold}: {lines.Count} stretches, {lines.Count(l => l.IsSpun)} of them rewritten");
        return new SpunFitter().Fit(lines);
    }

    // Lines of text that is no page's, each behind its language and a tab.
    private static void AddMore(List<SpunLine> lines, string? file, Dictionary<string, Spinner> spinners, Random random)
    {
        foreach (string line in file is null ? [] : File.ReadLines(file))
        {
            int tab = line.IndexOf('\t', StringComparison.Ordinal);
            if (tab > 0 && spinners.TryGetValue(line[..tab], out Spinner? spinner))
            {
                Add(lines, line[(tab + 1)..], false, MoreWeight);
                AddSpun(lines, line[(tab + 1)..], spinner, random, MoreWeight);
            }
        }
    }

    private static void AddSpun(List<SpunLine> lines, string text, Spinner spinner, Random random, float weight = 1)
    {
        for (int copy = 0; copy < Copies; copy++)
        {
            string spun = spinner.Spin(text, LeastSwapped + (MoreSwapped * random.NextDouble()), random, out int swapped);
            if (swapped * 12 >= text.Count(c => c == ' '))
            {
                Add(lines, spun, true, weight / Copies);
            }
        }
    }

    private static void Add(List<SpunLine> lines, string text, bool spun, float weight)
    {
        PhraseToken[] tokens = TokenLine.Read(text);
        if (tokens.Length > 4)
        {
            lines.Add(new SpunLine(tokens, spun, weight));
        }
    }

    // The prose of a labelled page in stretches, genuine or rewritten; what is planted or damaged otherwise is left out.
    private static IEnumerable<(string Text, bool IsSpun)> StretchesOf(SpunPage page)
    {
        for (int b = 0; b < page.Page.Blocks.Length; b++)
        {
            TextSpan span = page.Page.Blocks[b].Span;
            int spun = 0, own = 0;
            foreach (Gold? gold in page.Gold.AsSpan(span.Start, span.Length))
            {
                spun += SpunMeasure.IsRewritten(gold) ? 1 : 0;
                own += gold is null or { Label: Label.Body } ? 1 : 0;
            }

            bool rewritten = spun * 10 >= span.Length * 9;
            if (span.Length >= LeastChars && (rewritten || own * 10 >= span.Length * 9))
            {
                foreach (string stretch in Cut(page.Page.Text.Substring(span.Start, span.Length)))
                {
                    yield return (stretch, rewritten);
                }
            }
        }
    }

    private static IEnumerable<string> Cut(string text)
    {
        int start = 0, words = 0;
        for (int i = 0; i < text.Length; i++)
        {
            words += text[i] is ' ' or > '\u0E00' ? 1 : 0;
            if (i == text.Length - 1 || (words >= Stretch && text[i] is '.' or '?' or '!' or '\u3002') || words > 2 * Stretch)
            {
                yield return text[start..(i + 1)];
                (start, words) = (i + 1, 0);
            }
        }
    }
}
