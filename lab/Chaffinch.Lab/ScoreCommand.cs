using System.Globalization;
using System.Runtime.InteropServices;
using Chaffinch.Model;

namespace Chaffinch.Lab;

/// <summary>Scores the analysis against gold cases with the judge's figures (<c>../shared/tools/score.py</c> stays the judge), and shows where a page went wrong.</summary>
internal static class ScoreCommand
{
    public static int Run(Options options)
    {
        string folder = options.Plain.Count > 0 ? options.Plain[0] : Path.Combine(LabData.Folder, "cases");
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"there is no folder {folder}");
        }

        var analyzer = new PageAnalyzer(new AnalyzerOptions { Policy = Enum.Parse<LabellingPolicy>(options.Text("policy") ?? "balanced", ignoreCase: true) });
        List<GoldCase> cases = GoldCase.ReadAll(folder);
        if (options.Text("diff") is string name)
        {
            GoldCase one = cases.Find(c => c.Name == name) ?? throw new UsageException($"there is no case '{name}'");
            ScoreDiff.Print(one, analyzer.Analyze(one.Page));
            return 0;
        }

        var rows = new List<Row>();
        var tables = new ScoreTables();
        foreach (GoldCase one in cases)
        {
            LabelledPage page = analyzer.Analyze(one.Page);
            rows.Add(Score(one, page));
            tables.Add(one, page);
            if (options.Has("lost"))
            {
                ScoreDiff.PrintLost(one, page);
            }

            if (options.Text("reports") is string reports)
            {
                Directory.CreateDirectory(reports);
                File.WriteAllText(Path.Combine(reports, one.Name + ".json"), page.ToJson(one.Name));
            }
        }

        PrintSummary(rows);
        if (options.Has("tables"))
        {
            tables.Print();
            return 0;
        }

        int worst = options.Int("worst", Math.Min(rows.Count, 40));
        foreach (Row r in rows.OrderBy(r => r.Case.Verdict == r.Got).ThenBy(r => r.F1 * r.Kept).Take(worst))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{r.Case.Name,-14} {r.Case.Language,-3} {r.Case.Verdict,9}>{r.Got,-9} injF1={r.F1:F2} P={r.Precision:F2} R={r.Recall:F2} kept={r.Kept:F2} label={Ratio(r.LabelRight, r.All):F2} back={r.Back:F2} leak={r.Leak:F2} {r.Case.Note[..Math.Min(70, r.Case.Note.Length)]}"));
        }

        return 0;
    }

    /// <summary>The seed page's acceptance: injected F1, genuine kept, verdict, title, byline, leaks.</summary>
    public static int RunSeed(Options options)
    {
        GoldCase seed = GoldCase.ReadAll(Path.Combine(LabData.Folder, "seed"))[0];
        LabelledPage page = new PageAnalyzer().Analyze(seed.Page);
        Row row = Score(seed, page);
        bool ok = true;
        void Check(string what, bool holds, string value)
        {
            ok &= holds;
            Console.WriteLine($"{(holds ? "ok  " : "MISS")} {what,-38} {value}");
        }

        Check("injected F1 at least 0.97", row.F1 >= 0.97, string.Create(CultureInfo.InvariantCulture, $"{row.F1:F4} (P {row.Precision:F4}, R {row.Recall:F4})"));
        Check("genuine kept at least 0.995", row.Kept >= 0.995, row.Kept.ToString("F4", CultureInfo.InvariantCulture));
        Check("verdict polluted", row.Got == "polluted", row.Got);
        Check("title", Equal(page.Article.Title, Of(seed, t => t == "headline")), page.Article.Title ?? "(none)");
        Check("byline", Equal(page.Article.Byline, Of(seed, t => t == "byline")), page.Article.Byline ?? "(none)");
        Check("no injected 4-gram in the article", row.Leak == 0, row.Leak.ToString("F4", CultureInfo.InvariantCulture));
        if (options.Has("diff"))
        {
            ScoreDiff.Print(seed, page);
        }

        return ok ? 0 : 1;
    }

    private static bool Equal(string? given, int[] gold) => given is not null && GoldCase.Flat(given).Points.AsSpan().SequenceEqual(gold);

    internal static Row Score(GoldCase gold, LabelledPage page)
    {
        (int[] text, Tag[] tags, _) = GoldCase.Predicted(page);
        int[] pair = Alignment.Of(gold.Text, text);
        var row = new Row { Case = gold, Got = page.Judgement.Value.NameOf() };
        bool[] used = new bool[text.Length];
        for (int i = 0; i < gold.Text.Length; i++)
        {
            Tag right = gold.Tags[i];
            Tag got = pair[i] >= 0 ? tags[pair[i]] : default;
            if (pair[i] >= 0)
            {
                used[pair[i]] = true;
            }

            Count(row, right, got);
        }

        for (int j = 0; j < text.Length; j++)
        {
            row.FalsePositive += !used[j] && tags[j].Label == "injected" ? 1 : 0;
            row.Spurious += used[j] ? 0 : 1;
        }

        Leaks(row, gold, page.Article.Text);
        return row;
    }

    private static void Count(Row row, Tag right, Tag got)
    {
        bool injected = right.Label == "injected";
        bool gotInjected = got.Label == "injected";
        row.TruePositive += injected && gotInjected ? 1 : 0;
        row.FalsePositive += !injected && gotInjected ? 1 : 0;
        row.FalseNegative += injected && !gotInjected ? 1 : 0;
        if (IsGenuine(right.Label))
        {
            row.Genuine++;
            row.GenuineKept += IsGenuine(got.Label) ? 1 : 0;
            row.GenuineInjected += gotInjected ? 1 : 0;
        }

        row.All++;
        row.LabelRight += right.Label == got.Label ? 1 : 0;
        row.KindRight += injected && gotInjected && right.Kind == got.Kind ? 1 : 0;
        bool damaged = right.Label == "damaged";
        bool gotDamaged = got.Label == "damaged";
        row.DamagedRight += damaged && gotDamaged ? 1 : 0;
        row.DamagedWrong += damaged != gotDamaged ? 1 : 0;
        CollectionsMarshal.GetValueRefOrAddDefault(row.Confusion, (right.Label, got.Label ?? "(missing)"), out _)++;
    }

    /// <summary>True for the labels whose text is the article's own.</summary>
    internal static bool IsGenuine(string? label) => label is "headline" or "subhead" or "byline" or "body" or "caption";

    private static void Leaks(Row row, GoldCase gold, string article)
    {
        Dictionary<(int, int, int, int), int> kept = Grams(GoldCase.Flat(article).Points);
        Dictionary<(int, int, int, int), int> body = Grams(Of(gold, t => t == "body"));
        Dictionary<(int, int, int, int), int> genuine = Grams(Of(gold, IsGenuine));
        Dictionary<(int, int, int, int), int> injected = Grams(Of(gold, t => t == "injected"));
        foreach (((int, int, int, int) gram, int count) in genuine)
        {
            ref int left = ref CollectionsMarshal.GetValueRefOrNullRef(injected, gram);
            if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref left))
            {
                left = Math.Max(0, left - count);
            }
        }

        int bodyCount = body.Values.Sum();
        int injectedCount = injected.Values.Sum();
        row.Back = bodyCount == 0 ? 1 : body.Sum(g => Math.Min(g.Value, kept.GetValueOrDefault(g.Key))) / (double)bodyCount;
        row.Leak = injectedCount == 0 ? 0 : injected.Sum(g => Math.Min(g.Value, kept.GetValueOrDefault(g.Key))) / (double)injectedCount;
    }

    private static int[] Of(GoldCase gold, Func<string, bool> wanted)
    {
        var chosen = new List<int>();
        for (int i = 0; i < gold.Text.Length; i++)
        {
            if (wanted(gold.Tags[i].Label))
            {
                chosen.Add(gold.Text[i]);
            }
        }

        return [.. chosen];
    }

    private static Dictionary<(int, int, int, int), int> Grams(int[] text)
    {
        var grams = new Dictionary<(int, int, int, int), int>();
        for (int i = 0; i + 3 < text.Length; i++)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(grams, (text[i], text[i + 1], text[i + 2], text[i + 3]), out _)++;
        }

        return grams;
    }

    internal static void PrintSummary(List<Row> rows)
    {
        List<Row> polluted = rows.FindAll(r => r.Case.Verdict is "polluted" or "spam");
        List<Row> clean = rows.FindAll(r => r.Case.Verdict is not ("polluted" or "spam"));
        var all = new Row { Case = null!, Got = "" };
        foreach (Row r in rows)
        {
            all.Add(r);
        }

        Line("cases", rows.Count);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"injected chars",-32} P={all.Precision:F4} R={all.Recall:F4} F1={all.F1:F4}"));
        Line("injected page mean F1", Mean(polluted, r => r.F1));
        Line("damaged chars F1", 2 * all.DamagedRight + all.DamagedWrong == 0 ? 1 : 2.0 * all.DamagedRight / (2 * all.DamagedRight + all.DamagedWrong));
        Line("genuine kept", all.Kept);
        Line("genuine kept on clean", Ratio(clean.Sum(r => r.GenuineKept), clean.Sum(r => r.Genuine)));
        Line("genuine called injected", Ratio(all.GenuineInjected, all.Genuine));
        Line("label accuracy", Ratio(all.LabelRight, all.All));
        Line("verdict accuracy", Ratio(rows.Count(r => r.Case.Verdict == r.Got), rows.Count));
        Line("pages polluted found", Ratio(polluted.Count(r => r.Flagged), polluted.Count));
        Line("pages clean flagged", Ratio(clean.Count(r => r.Flagged), clean.Count));
        Line("body given back", Mean(rows.FindAll(r => r.Case.Verdict == "polluted"), r => r.Back));
        Line("injected leaked into article", Mean(polluted, r => r.Leak));
        Line("kind accuracy", Ratio(all.KindRight, all.TruePositive));
        Console.WriteLine("labels gold>got (characters) " + string.Join("  ", all.Confusion.Where(c => c.Key.Item1 != c.Key.Item2)
            .OrderByDescending(c => c.Value).Take(14).Select(c => $"{c.Key.Item1}>{c.Key.Item2} {c.Value}")));
    }

    private static void Line(string what, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-32} {value:0.####}"));

    private static double Mean(List<Row> rows, Func<Row, double> of) => rows.Count == 0 ? double.NaN : rows.Average(of);

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : part / (double)whole;

    /// <summary>Counts over one page or all.</summary>
    internal sealed class Row
    {
        public required GoldCase Case { get; init; }

        public required string Got { get; init; }

        public int TruePositive { get; set; }

        public int FalsePositive { get; set; }

        public int FalseNegative { get; set; }

        public int Genuine { get; set; }

        public int GenuineKept { get; set; }

        public int GenuineInjected { get; set; }

        public int All { get; set; }

        public int LabelRight { get; set; }

        public int KindRight { get; set; }

        public int DamagedRight { get; set; }

        public int DamagedWrong { get; set; }

        public int Spurious { get; set; }

        public double Back { get; set; }

        public double Leak { get; set; }

        public Dictionary<(string, string), int> Confusion { get; } = [];

        public bool Flagged => Got is "polluted" or "spam";

        public double Precision => TruePositive + FalsePositive == 0 ? 1 : TruePositive / (double)(TruePositive + FalsePositive);

        public double Recall => TruePositive + FalseNegative == 0 ? 1 : TruePositive / (double)(TruePositive + FalseNegative);

        public double F1 => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);

        public double Kept => Genuine == 0 ? 1 : GenuineKept / (double)Genuine;

        public void Add(Row r)
        {
            TruePositive += r.TruePositive;
            FalsePositive += r.FalsePositive;
            FalseNegative += r.FalseNegative;
            Genuine += r.Genuine;
            GenuineKept += r.GenuineKept;
            GenuineInjected += r.GenuineInjected;
            All += r.All;
            LabelRight += r.LabelRight;
            KindRight += r.KindRight;
            DamagedRight += r.DamagedRight;
            DamagedWrong += r.DamagedWrong;
            foreach (((string, string) key, int count) in r.Confusion)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(Confusion, key, out _) += count;
            }
        }
    }
}
