using System.Globalization;
using Chaffinch.Detecting;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Segmenting;

namespace Chaffinch.Lab;

/// <summary><c>lab signals DIR…</c>: what each signal lies on in labelled pages, before any weight or label: characters that gold calls planted, damaged and genuine.</summary>
internal static class SignalsCommand
{
    private const int ShownChars = 110;
    private const int Around = 30;

    public static int Run(Options options)
    {
        if (options.Plain.Count == 0)
        {
            throw new UsageException("name the folders of labelled pages");
        }

        float least = (float)options.Number("least", 0.5);
        string? shown = options.Text("show");
        string? bare = options.Text("bare");
        bool genuineOnly = !options.Has("planted");
        var tallies = new Dictionary<string, Tally>(StringComparer.Ordinal);
        var kinds = new SortedDictionary<string, (long Covered, long All)>(StringComparer.Ordinal);
        var sink = new EvidenceSink();
        int pages = 0, clean = 0;
        PromoTagger[] taggers = options.Has("folds") ? [.. Enumerable.Range(0, PromoLines.Folds).Select(f => PromoTagger.Read(File.ReadAllBytes(PromoLines.FileOf(f))))] : [];
        foreach (GoldPages gold in options.Plain.SelectMany(GoldPages.ReadAll))
        {
            sink.Clear();
            if (taggers.Length > 0)
            {
                PromoTagger.Use(taggers[gold.FoldOf(taggers.Length)]);
            }

            SegmentedPage page = Segmenter.Segment(gold.Page);
            Detectors.Run(Detectors.All, page, sink);

            pages++;
            bool isClean = gold.Case.Verdict == "clean";
            clean += isClean ? 1 : 0;
            Count(gold, isClean, sink.Items, least, tallies);
            CountKinds(gold, sink.Items, least, bare, kinds);
            if (shown is not null)
            {
                Show(gold, sink.Items, shown, least, genuineOnly);
            }
        }

        PromoTagger.Use(null);
        Print(tallies, kinds, least, pages, clean);
        return 0;
    }

    private static void Count(GoldPages gold, bool clean, ReadOnlySpan<Evidence> evidence, float least, Dictionary<string, Tally> tallies)
    {
        var covered = new Dictionary<string, bool[]>(StringComparer.Ordinal);
        foreach (ref readonly Evidence e in evidence)
        {
            if (e.Strength >= least)
            {
                if (!covered.TryGetValue(e.Signal.Key, out bool[]? at))
                {
                    covered[e.Signal.Key] = at = new bool[gold.Gold.Length];
                }

                at.AsSpan(e.Span.Start, e.Span.Length).Fill(true);
            }
        }

        foreach ((string key, bool[] at) in covered)
        {
            Tally tally = tallies.GetValueOrDefault(key);
            for (int i = 0; i < at.Length; i++)
            {
                if (at[i] && gold.Gold[i] is { } tag)
                {
                    tally.Planted += tag.Label == Label.Injected ? 1 : 0;
                    tally.Damaged += tag.Label == Label.Damaged ? 1 : 0;
                    tally.Genuine += tag.Label is not (Label.Injected or Label.Damaged) ? 1 : 0;
                }
            }

            tally.Pages++;
            tally.Clean += clean ? 1 : 0;
            tallies[key] = tally;
        }
    }

    // Evidence that accuses nothing, as a supporting share of words or a headline's part, covers nothing either.
    private static void CountKinds(GoldPages gold, ReadOnlySpan<Evidence> evidence, float least, string? bare, SortedDictionary<string, (long Covered, long All)> kinds)
    {
        var covered = new bool[gold.Gold.Length];
        foreach (ref readonly Evidence e in evidence)
        {
            if (e.Strength >= least && e.Signal.Key is not ("coherence/supported" or "split-sentence/own-part" or "title-fusion/headline-part" or "title-fusion/site-suffix" or "credit-stamp/byline-form"))
            {
                covered.AsSpan(e.Span.Start, e.Span.Length).Fill(true);
            }
        }

        for (int i = 0; i < covered.Length; i++)
        {
            if (gold.Gold[i] is { Label: Label.Injected or Label.Damaged } tag)
            {
                string key = $"{tag.Label.NameOf()} {tag.Kind.NameOf()}";
                (long on, long all) = kinds.GetValueOrDefault(key);
                kinds[key] = (on + (covered[i] ? 1 : 0), all + 1);
                int end = i + 1;
                while (bare is not null && end < covered.Length && !covered[i] && !covered[end] && (gold.Gold[end] == tag || (gold.Gold[end] is null && gold.Page.Text[end] != '\n')))
                {
                    end++;
                }

                if (bare == tag.Kind.NameOf() && !covered[i])
                {
                    string text = gold.Page.Text[Math.Max(0, i - Around)..i] + "⟦" + gold.Page.Text[i..end] + "⟧" + gold.Page.Text[end..Math.Min(covered.Length, end + Around)];
                    Console.WriteLine($"{gold.Case.Name} {text.Replace('\n', '⏎')}");
                    kinds[key] = (on, all + end - i);
                    i = end - 1;
                }
            }
        }
    }

    private static void Show(GoldPages gold, ReadOnlySpan<Evidence> evidence, string signal, float least, bool genuineOnly)
    {
        foreach (ref readonly Evidence e in evidence)
        {
            if (e.Signal.Key != signal || e.Strength < least)
            {
                continue;
            }

            int planted = 0;
            for (int i = e.Span.Start; i < e.Span.End; i++)
            {
                planted += gold.Gold[i] is { Label: Label.Injected or Label.Damaged } ? 1 : 0;
            }

            if (planted * 2 < e.Span.Length == genuineOnly)
            {
                string text = gold.Page.Text.Substring(e.Span.Start, Math.Min(ShownChars, e.Span.Length)).Replace('\n', ' ');
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{gold.Case.Name} {e.Strength:F2} {text}"));
            }
        }
    }

    private static void Print(
        Dictionary<string, Tally> tallies, SortedDictionary<string, (long Covered, long All)> kinds, float least, int pages, int clean)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pages} pages, {clean} of them clean; evidence of strength {least:F2} and more\n"));
        Console.WriteLine("| signal | planted or damaged share | planted | damaged | genuine | pages | clean pages |\n|---|---|---|---|---|---|---|");
        foreach ((string key, Tally t) in tallies.OrderBy(static t => t.Key, StringComparer.Ordinal))
        {
            double share = (double)(t.Planted + t.Damaged) / Math.Max(1, t.Planted + t.Damaged + t.Genuine);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {key} | {share:F3} | {t.Planted} | {t.Damaged} | {t.Genuine} | {t.Pages} | {t.Clean} |"));
        }

        Console.WriteLine("\n| gold | under any such evidence | characters |\n|---|---|---|");
        foreach ((string key, (long on, long all)) in kinds)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {key} | {(double)on / all:F3} | {all} |"));
        }
    }

    private record struct Tally(long Planted, long Damaged, long Genuine, int Pages, int Clean);
}
