using Chaffinch.Detecting;
using Chaffinch.Detecting.Shared;
using Chaffinch.Labelling;
using Chaffinch.Model;
using Chaffinch.Segmenting;
using Chaffinch.Text;
using Chaffinch.Training.Model;

namespace Chaffinch.Lab;

/// <summary>What the detector of rewritten text finds with a model, on pages that the model has not learned.</summary>
internal sealed class SpunMeasure
{
    private const int LeastWords = 60;
    private const int LeastPages = 40;

    /// <summary>Share of labelled genuine pages that may lie above the bound of their language: most of them are look-alikes, as old and legal language, and far more than the web has.</summary>
    private const float WrongLabelled = 0.01f;

    /// <summary>Share of real pages that may lie there, and of how many it is asked.</summary>
    private const float WrongReal = 0.003f;
    private const int LeastReal = 100;

    /// <summary>The least that a bound is, and what is added to one that was measured.</summary>
    private const float LeastAbove = 2.4f;
    private const float Margin = 0.2f;

    /// <summary>Bounds that real pages, single paragraphs of news and look-alikes of labelled sets asked for beyond what the shares above give (ADR 49, 57).</summary>
    private static readonly Dictionary<string, float> Raised = new(StringComparer.Ordinal) { ["en"] = 2.75f, ["ru"] = 3.3f, ["zh"] = 3.8f };

    /// <summary>A language is judged where at least one in so many of its rewritten pages is found.</summary>
    private const int LeastFound = 8;

    /// <summary>And where at least so many times as many of these are found as genuine ones, most of which are look-alikes: patents and old language have called up to half of what was stated in Japanese.</summary>
    private const int LeastRight = 3;

    private readonly BrokenBytes _before = new();
    private readonly SpunText _detector = new();
    private readonly EvidenceSink _sink = new();
    private readonly List<Evidence> _found = [];
    private readonly SortedDictionary<string, Count> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(double Mean, int Words, bool IsReal)>> _means = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (double Squares, int Lines)> _within = new(StringComparer.Ordinal);

    /// <summary>Takes down how the genuine prose of pages lies for a model that has not learned them.</summary>
    public void Gather(SpunModel model, IEnumerable<SpunPage> pages)
    {
        foreach (SpunPage page in pages.Where(p => !p.IsRewritten))
        {
            SegmentedPage segmented = Segmenter.Segment(page.Page);
            if (segmented.Language is not { } language)
            {
                continue;
            }

            SpunWalk walk = SpunWalk.Current;
            walk.Read(segmented, model, new SpunLevel(-1000, 1, 1, 0), []);
            double sum = 0;
            int words = 0;
            var lines = new List<(float Sum, int Words)>();
            for (int b = 0; b < page.Page.Blocks.Length; b++)
            {
                TextSpan span = page.Page.Blocks[b].Span;
                if (walk.Words[b] > 0 && !page.Gold.AsSpan(span.Start, span.Length).ContainsAnyExcept((Gold?)null, Gold.Body))
                {
                    lines.Add((walk.Sums[b], walk.Words[b]));
                    sum += walk.Sums[b];
                    words += walk.Words[b];
                }
            }

            if (words < LeastWords)
            {
                continue;
            }

            double mean = sum / words;
            (double squares, int count) = _within.GetValueOrDefault(language);
            foreach ((float own, int length) in lines)
            {
                double off = (own / length) - mean;
                (squares, count) = (squares + (off * off * length), count + 1);
            }

            // Deviations from a mean of the same lines are too small by one line.
            _within[language] = (squares, count - 1);
            if (!_means.TryGetValue(language, out List<(double, int, bool)>? list))
            {
                _means.Add(language, list = []);
            }

            list.Add((mean, words, page.IsReal));
        }
    }

    /// <summary>The levels of languages of which enough pages were taken down.</summary>
    /// <param name="languages">Which languages the model was taught rewritten text of.</param>
    public Dictionary<string, SpunLevel> Levels(HashSet<string> languages)
    {
        var levels = new Dictionary<string, SpunLevel>(StringComparer.Ordinal);
        foreach ((string language, List<(double Mean, int Words, bool IsReal)> list) in _means.Where(m => m.Value.Count >= LeastPages && languages.Contains(m.Key)))
        {
            double within = _within[language].Squares / Math.Max(1, _within[language].Lines);
            double mean = list.Average(l => l.Mean);
            double variance = list.Average(l => (l.Mean - mean) * (l.Mean - mean));
            double between = Math.Max(variance / 4, variance - (within * list.Average(l => 1.0 / l.Words)));
            var level = new SpunLevel((float)mean, (float)between, (float)within, 0);
            levels.Add(language, level with { Least = Math.Max(Math.Max(LeastAbove, Raised.GetValueOrDefault(language)), Math.Max(BoundOf(level, list, false), BoundOf(level, list, true)) + Margin) });
        }

        return levels;
    }

    private static float BoundOf(in SpunLevel level, List<(double Mean, int Words, bool IsReal)> list, bool real)
    {
        SpunLevel own = level;
        float[] above = [.. list.Where(l => l.IsReal == real).Select(l => own.Above((float)(l.Mean * l.Words), l.Words)).OrderDescending()];
        return real && above.Length < LeastReal ? 0 : above.Length == 0 ? 0 : above[(int)Math.Ceiling(above.Length * (real ? WrongReal : WrongLabelled))];
    }

    /// <summary>Counts what the detector states of labelled pages.</summary>
    public void Measure(SpunModel model, IEnumerable<SpunPage> pages)
    {
        SpunModel.Use(model);
        foreach (SpunPage page in pages)
        {
            SegmentedPage segmented = Segmenter.Segment(page.Page);
            Detect(segmented);
            Count count = CountOf(page.Language);
            bool rewritten = page.IsRewritten;
            count.Pages[rewritten ? 1 : 0]++;
            count.Flagged[rewritten ? 1 : 0] += _found.Count > 0 ? 1 : 0;
            if (_found.Count > 0 && !rewritten)
            {
                count.Wrong.Add(page.Name);
            }

            var stated = new bool[page.Page.Text.Length];
            foreach (Evidence item in _found)
            {
                stated.AsSpan(item.Span.Start, item.Span.Length).Fill(true);
            }

            for (int i = 0; i < stated.Length; i++)
            {
                bool gold = IsRewritten(page.Gold[i]);
                count.Right += stated[i] && gold ? 1 : 0;
                count.Gold += gold ? 1 : 0;
                count.Stated += stated[i] ? 1 : 0;
            }
        }

        SpunModel.Use(null);
    }

    /// <summary>How far the genuine pages lie above those of their language, each by the model that has not learned it.</summary>
    /// <param name="folds">So many models.</param>
    /// <param name="modelOf">The model that has not seen a fold.</param>
    /// <param name="pages">The pages.</param>
    public Dictionary<string, float> Above(int folds, Func<int, SpunModel> modelOf, List<SpunPage> pages)
    {
        var above = new Dictionary<string, float>(StringComparer.Ordinal);
        for (int fold = 0; fold < folds; fold++)
        {
            SpunModel model = modelOf(fold);
            foreach (SpunPage page in pages.Where(p => !p.IsRewritten && p.FoldOf(folds) == fold))
            {
                if (TryAbove(model, page, out float own))
                {
                    above[page.Name] = own;
                }
            }
        }

        return above;
    }

    private bool TryAbove(SpunModel model, SpunPage page, out float above)
    {
        SegmentedPage segmented = Segmenter.Segment(page.Page);
        above = 0;
        if (!model.TryLevel(segmented.Language ?? "", out SpunLevel level))
        {
            return false;
        }

        _sink.Clear();
        _before.Detect(segmented, _sink);
        SpunWalk walk = SpunWalk.Current;
        walk.Read(segmented, model, level with { Mean = -1000 }, _sink.Items);
        float sum = 0;
        int words = 0;
        for (int b = 0; b < page.Page.Blocks.Length; b++)
        {
            sum += walk.Sums[b];
            words += walk.Words[b];
        }

        above = words >= LeastWords ? level.Above(sum, words) : 0;
        return words >= LeastWords;
    }

    /// <summary>Takes out the levels of languages in which nothing shows that rewritten pages are found, or little beside what was wrong: there would be false alarms alone.</summary>
    public void RemoveWeak(Dictionary<string, SpunLevel> levels)
    {
        foreach (string language in levels.Keys.ToArray())
        {
            Count count = CountOf(language);
            if (count.Pages[1] == 0 || count.Flagged[1] * LeastFound < count.Pages[1] || count.Flagged[1] < count.Flagged[0] * LeastRight)
            {
                levels.Remove(language);
            }
        }
    }

    /// <summary>Prints what <see cref="Measure"/> counted, by language and in all.</summary>
    public void Print()
    {
        var all = new Count();
        foreach ((string language, Count count) in _counts)
        {
            Tell(language, count);
            all.Add(count);
        }

        Tell("all", all);
    }

    /// <summary>Prints the real pages and texts from which nothing is learned that the detector states something of.</summary>
    public void PrintReal(SpunModel model)
    {
        SpunModel.Use(model);
        foreach ((string folder, string pattern) in new[] { ("trafilatura-eval/html", "*"), ("wcxb-dev", "*.html.gz"), ("readability/pages", "source.html.gz"), ("clean/docs", "*.md"), ("clean/zh_news", "*.md") })
        {
            List<string> files = LabData.Files(folder, pattern);
            int read = 0;
            var found = new List<string>();
            for (int i = 0; i < files.Count; i += 2)
            {
                Page page = new PageAnalyzer().Read(LabData.Read(files[i]));
                SegmentedPage segmented = Segmenter.Segment(page);
                Detect(segmented);
                read++;
                if (_found.Count > 0)
                {
                    found.Add($"{Path.GetRelativePath(Path.Combine(LabData.Folder, folder), files[i])} ({segmented.Language} {_found[0].Signal.Name} {_found[0].Strength:F2})");
                }
            }

            Console.WriteLine($"{folder}: {found.Count} of {read}: {string.Join(", ", found)}");
        }

        SpunModel.Use(null);
    }

    // With what runs before it: lines that are hurt otherwise are none of its matter.
    private void Detect(SegmentedPage page)
    {
        _sink.Clear();
        _before.Detect(page, _sink);
        int before = _sink.Count;
        _detector.Detect(page, _sink);
        _found.Clear();
        _found.AddRange(_sink.Items[before..]);
    }

    /// <summary>True where the gold says that the text was rewritten.</summary>
    public static bool IsRewritten(Gold? gold) => gold is { Label: Label.Damaged, Kind: Kind.Rewrite };

    private static void Tell(string name, Count count) =>
        Console.WriteLine($"{name,-5} genuine {count.Pages[0],5}, stated {count.Flagged[0],3}; rewritten {count.Pages[1],4}, stated {count.Flagged[1],3}; characters R {count.Right / (double)Math.Max(1, count.Gold):F3} P {count.Right / (double)Math.Max(1, count.Stated):F3}  {string.Join(' ', count.Wrong.Take(12))}");

    private Count CountOf(string language)
    {
        if (!_counts.TryGetValue(language, out Count? count))
        {
            _counts.Add(language, count = new Count());
        }

        return count;
    }

    private sealed class Count
    {
        public int[] Pages { get; } = new int[2];

        public int[] Flagged { get; } = new int[2];

        public List<string> Wrong { get; } = [];

        public long Right { get; set; }

        public long Gold { get; set; }

        public long Stated { get; set; }

        public void Add(Count other)
        {
            for (int i = 0; i < 2; i++)
            {
                Pages[i] += other.Pages[i];
                Flagged[i] += other.Flagged[i];
            }

            (Right, Gold, Stated) = (Right + other.Right, Gold + other.Gold, Stated + other.Stated);
        }
    }
}
