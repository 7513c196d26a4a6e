using System.Diagnostics;
using System.Globalization;
using Chaffinch.Text;
using Lingua;

namespace Chaffinch.Lab;

/// <summary>Accuracy of language identification on sentences that training did not see, Lingua beside it where asked.</summary>
internal static class TestLanguageCommand
{
    private static readonly Dictionary<string, Language> Shared = new(StringComparer.Ordinal)
    {
        ["ar"] = Language.Arabic,
        ["de"] = Language.German,
        ["en"] = Language.English,
        ["es"] = Language.Spanish,
        ["fa"] = Language.Persian,
        ["fr"] = Language.French,
        ["hi"] = Language.Hindi,
        ["id"] = Language.Indonesian,
        ["ja"] = Language.Japanese,
        ["ko"] = Language.Korean,
        ["pt"] = Language.Portuguese,
        ["ru"] = Language.Russian,
        ["th"] = Language.Thai,
        ["tr"] = Language.Turkish,
        ["uk"] = Language.Ukrainian,
        ["vi"] = Language.Vietnamese,
        ["zh-hans"] = Language.Chinese,
        ["zh-hant"] = Language.Chinese,
        ["yue"] = Language.Chinese,
    };

    public static int Run(Options options)
    {
        if (options.Plain.Count != 1)
        {
            throw new UsageException("name the folder of texts");
        }

        bool beside = options.Has("lingua");
        int cut = options.Int("chars", int.MaxValue);
        LanguageDetector? lingua = beside ? LanguageDetectorBuilder.FromLanguages([.. Shared.Values.Distinct()]).WithPreloadedLanguageModels().Build() : null;
        var ours = default(Tally);
        var theirs = default(Tally);
        foreach (string file in Directory.EnumerateFiles(options.Plain[0], "*.test.txt").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(file)[..^9];
            if (beside && !Shared.ContainsKey(name))
            {
                continue;
            }

            IEnumerable<string> lines = File.ReadLines(file).Where(l => l.Length > 20 || Shared.ContainsKey(name)).Select(l => l.Length > cut ? l[..cut] : l);
            Row(name, lines, lingua, ref ours, ref theirs);
        }

        Console.WriteLine($"all {ours.Count}: {ours}{(beside ? "; Lingua " + theirs : "")}");
        return 0;
    }

    private static void Row(string name, IEnumerable<string> lines, LanguageDetector? lingua, ref Tally ours, ref Tally theirs)
    {
        string wanted = name is "yue" ? "zh-hant" : name;
        var wrong = new Dictionary<string, int>();
        var here = default(Tally);
        var there = default(Tally);
        foreach (string text in lines)
        {
            long start = Stopwatch.GetTimestamp();
            LanguageGuess guess = LanguageIdentifier.Identify(text);
            here.Time += Stopwatch.GetElapsedTime(start);
            string code = guess.Code == "zh" ? "zh-" + (guess.ChineseScript?.ToLowerInvariant() ?? "?") : guess.Code ?? "-";
            bool right = lingua is null ? code == wanted : guess.Code is { } c && wanted.StartsWith(c, StringComparison.Ordinal);
            here.Count++;
            here.Right += right ? 1 : 0;
            if (!right)
            {
                wrong[code] = wrong.GetValueOrDefault(code) + 1;
            }

            if (lingua is not null)
            {
                start = Stopwatch.GetTimestamp();
                bool good = lingua.DetectLanguageOf(text) == Shared[name];
                there.Time += Stopwatch.GetElapsedTime(start);
                there.Count++;
                there.Right += good ? 1 : 0;
            }
        }

        string misses = string.Join(' ', wrong.OrderByDescending(w => w.Value).Select(w => $"{w.Key}:{w.Value}"));
        Console.WriteLine($"{name,-8} {here.Count,5} {here}{(lingua is null ? "" : "; Lingua " + there)} {misses}");
        ours.Add(here);
        theirs.Add(there);
    }

    private struct Tally
    {
        public int Count;
        public int Right;
        public TimeSpan Time;

        public void Add(Tally other)
        {
            Count += other.Count;
            Right += other.Right;
            Time += other.Time;
        }

        public override readonly string ToString() => string.Create(
            CultureInfo.InvariantCulture, $"{100.0 * Right / Math.Max(1, Count),6:F2} %, {Time.TotalMicroseconds / Math.Max(1, Count):F1} µs a sentence");
    }
}
