using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Chaffinch.Model;

namespace Chaffinch.Lab;

/// <summary>Runs the analysis over genuine pages, where everything flagged is a false alarm, and shows the worst with the evidence that led to it.</summary>
internal static class AlarmsCommand
{
    public static int Run(Options options)
    {
        int sample = options.Int("sample", 60);
        int worst = options.Int("worst", 12);
        string? only = options.Text("source");
        var analyzer = new PageAnalyzer();
        var alarms = new List<Alarm>();
        var signals = new Dictionary<string, (int Pages, int Runs)>(StringComparer.Ordinal);
        Console.WriteLine($"{"source",-22}{"pages",6}{"flagged",9}{"injected chars",16}{"damaged chars",15}{"furniture",11}{"no body",9}{"seconds",9}");
        foreach ((string name, Func<int, IEnumerable<(string, byte[])>> pages) in Sources(options.Has("unseen")))
        {
            if (only is null || name.Contains(only, StringComparison.OrdinalIgnoreCase))
            {
                Source(name, pages(sample), analyzer, alarms, signals, options.Text("show"), options.Text("stated"));
            }
        }

        PrintSignals(signals);
        Console.WriteLine();
        foreach (Alarm alarm in alarms.OrderByDescending(a => a.Flagged).ThenByDescending(a => a.Injected).Take(worst))
        {
            Console.Write(alarm.Words);
        }

        return 0;
    }

    private static void Source(
        string name, IEnumerable<(string, byte[])> pages, PageAnalyzer analyzer, List<Alarm> alarms, Dictionary<string, (int Pages, int Runs)> signals, string? show, string? stated)
    {
        int count = 0;
        int flagged = 0;
        int bodiless = 0;
        long[] chars = new long[8];
        long all = 0;
        long start = Stopwatch.GetTimestamp();
        foreach ((string page, byte[] bytes) in pages)
        {
            if (show is not null && !page.Contains(show, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            LabelledPage labelled = analyzer.Analyze(bytes);
            bool isFlagged = labelled.Judgement.Value is PageVerdict.Polluted or PageVerdict.Spam;
            count++;
            flagged += isFlagged ? 1 : 0;
            long injected = 0;
            long body = 0;
            PrintStated(name, page, labelled, stated);
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (LabelledSpan span in labelled.Spans)
            {
                chars[(int)span.Label] += span.Span.Length;
                all += span.Span.Length;
                injected += span.Label == Label.Injected ? span.Span.Length : 0;
                body += span.Label == Label.Body ? span.Span.Length : 0;
                if (span.Label == Label.Injected)
                {
                    CountSignals(labelled, span, signals, seen);
                }
            }

            bodiless += body == 0 ? 1 : 0;
            if (isFlagged || injected > 0 || show is not null)
            {
                alarms.Add(new Alarm(isFlagged, injected, Describe(name, page, labelled, injected)));
            }
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-22}{count,6}{flagged,9}{Share(chars[(int)Label.Injected], all),16:P3}{Share(chars[(int)Label.Damaged], all),15:P3}{Share(chars[(int)Label.Furniture], all),11:P1}{bodiless,9}{seconds,9:F1}"));
    }

    // Whatever is stated over a genuine page is a look-alike, whether it led to a label or not.
    private static void PrintStated(string source, string name, LabelledPage page, string? keys)
    {
        foreach (Evidence e in page.Evidence.Where(e => keys is not null && keys.Split(',').Contains(e.Signal.Key)))
        {
            string text = ScoreDiff.Shorten(page.Page.Text[e.Span.Start..e.Span.End], 110);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  stated {source}/{name}: {e.Signal.Key} {e.Strength:F2} ‹{text}›"));
        }
    }

    private static void CountSignals(LabelledPage page, LabelledSpan span, Dictionary<string, (int Pages, int Runs)> signals, HashSet<string> seen)
    {
        foreach (string key in span.Evidence.Select(i => page.Evidence[i].Signal.Key).Distinct())
        {
            (int pages, int runs) = signals.GetValueOrDefault(key);
            signals[key] = (pages + (seen.Add(key) ? 1 : 0), runs + 1);
        }
    }

    private static void PrintSignals(Dictionary<string, (int Pages, int Runs)> signals)
    {
        if (signals.Count > 0)
        {
            Console.WriteLine("signals behind genuine runs called injected (pages, runs):");
            foreach ((string key, (int pages, int runs)) in signals.OrderByDescending(s => s.Value.Pages).Take(20))
            {
                Console.WriteLine($"  {key,-40}{pages,6}{runs,8}");
            }
        }
    }

    private static string Describe(string source, string name, LabelledPage page, long injected)
    {
        var words = new StringBuilder();
        words.Append(CultureInfo.InvariantCulture, $"{source}/{name}: {page.Judgement.Value.NameOf()} {page.Judgement.Confidence:F2}, {injected} of {page.Page.Text.Length} characters injected, language {page.Language}\n");
        foreach (string reason in page.Judgement.Reasons)
        {
            words.Append("   ").Append(reason).Append('\n');
        }

        foreach (LabelledSpan span in page.Spans.Where(s => s.Label == Label.Injected).OrderByDescending(s => s.Span.Length).Take(6))
        {
            string text = ScoreDiff.Shorten(page.Page.Text[span.Span.Start..span.Span.End], 110);
            words.Append(CultureInfo.InvariantCulture, $"   {span.Kind.NameOf()}{(span.Theme == Theme.None ? "" : "/" + span.Theme.NameOf())} {span.Confidence:F2} ‹{text}›\n");
            words.Append("      ").Append(ScoreDiff.EvidenceAt(page, span.Span, 5)).Append('\n');
        }

        return words.ToString();
    }

    private static double Share(long part, long whole) => whole == 0 ? 0 : part / (double)whole;

    internal static IEnumerable<(string Name, Func<int, IEnumerable<(string, byte[])>> Pages)> Sources(bool unseen = false)
    {
        foreach (string language in Directory.GetDirectories(Path.Combine(LabData.Folder, "clean", "docs")).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal))
        {
            yield return ("docs-" + language, n => Files("clean/docs/" + language, "*.md", Math.Max(1, n / 10)));
        }

        yield return ("zh-news", n => Files("clean/zh_news", "*.md", n, unseen));
        yield return ("zh-news-paragraphs", n => Lines("clean/zh_news_paragraphs.txt", n));
        yield return ("zh-app-descriptions", n => Lines("clean/zh_app_descriptions.jsonl", n * 2));
        yield return ("readability", n => Files("readability/pages", "source.html.gz", n * 2, unseen));
        yield return ("zh-pages", n => Files("zh-pages", "*.html.gz", n, unseen));
        yield return ("trafilatura-eval", n => Files("trafilatura-eval/html", "*", n, unseen));
        yield return ("wcxb-dev", n => Files("wcxb-dev", "*.html.gz", n * 2, unseen));
    }

    /// <summary>Genuine texts for training: half-way between those that alarms are counted on.</summary>
    /// <param name="most">Lines of each list of texts; documents are a tenth of that.</param>
    public static IEnumerable<(string Source, byte[] Text)> TextsBetween(int most)
    {
        foreach (string folder in Directory.GetDirectories(Path.Combine(LabData.Folder, "clean", "docs")).Order(StringComparer.Ordinal))
        {
            string[] files = [.. Directory.GetFiles(folder, "*.md").Order(StringComparer.Ordinal)];
            for (int i = 2; i < files.Length; i += 16)
            {
                yield return (files[i], File.ReadAllBytes(files[i]));
            }
        }

        foreach (string list in new[] { "clean/zh_app_descriptions.jsonl", "clean/zh_news_paragraphs.txt" })
        {
            foreach ((string name, byte[] text) in Lines(list, most, half: true))
            {
                yield return ($"{list}:{name}", text);
            }
        }
    }

    // Those at odd places are learned from (RealPages, PromoLines, Transplants); "unseen" takes only the others.
    private static IEnumerable<(string, byte[])> Files(string folder, string pattern, int most, bool unseen = false)
    {
        List<string> all = LabData.Files(folder, pattern);
        all = unseen ? [.. all.Where((_, i) => i % 2 == 0)] : all;
        foreach (int i in Spread(all.Count, most))
        {
            string shown = Path.GetRelativePath(Path.Combine(LabData.Folder, folder), all[i]);
            yield return (shown, LabData.Read(all[i]));
        }
    }

    private static IEnumerable<(string, byte[])> Lines(string file, int most, bool half = false)
    {
        string[] lines = File.ReadAllLines(Path.Combine(LabData.Folder, file));
        foreach (int place in Spread(lines.Length, most))
        {
            int i = half ? Math.Min(lines.Length - 1, place + (lines.Length / Math.Min(lines.Length, most) / 2)) : place;
            string text = lines[i];
            if (file.EndsWith(".jsonl", StringComparison.Ordinal))
            {
                using var json = JsonDocument.Parse(text);
                text = json.RootElement.GetProperty("sentence").GetString()!;
            }

            yield return (i.ToString(CultureInfo.InvariantCulture), Encoding.UTF8.GetBytes(text));
        }
    }

    // Evenly over the whole, so that a small sample sees every part of a source.
    private static IEnumerable<int> Spread(int count, int most)
    {
        int n = Math.Min(count, most);
        for (int i = 0; i < n; i++)
        {
            yield return (int)((long)i * count / n);
        }
    }

    private sealed record Alarm(bool Flagged, long Injected, string Words);
}
