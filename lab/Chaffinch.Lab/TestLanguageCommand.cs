using System.Diagnostics;
using System.Globalization;
using Chaffinch.Text;

namespace Chaffinch.Lab;

/// <summary>Accuracy of language identification on sentences that training did not see.</summary>
internal static class TestLanguageCommand
{
    public static int Run(Options options)
    {
        if (options.Plain.Count != 1)
        {
            throw new UsageException("name the folder of texts");
        }

        int cut = options.Int("chars", int.MaxValue);
        int right = 0;
        int all = 0;
        var clock = new Stopwatch();
        foreach (string file in Directory.EnumerateFiles(options.Plain[0], "*.test.txt").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(file)[..^9];
            string wanted = name is "yue" ? "zh-hant" : name;
            var wrong = new Dictionary<string, int>();
            int n = 0;
            int good = 0;
            foreach (string line in File.ReadLines(file).Where(l => l.Length > 20 || wanted.Length > 2 || wanted is "ja" or "ko"))
            {
                string text = line.Length > cut ? line[..cut] : line;
                clock.Start();
                LanguageGuess guess = LanguageIdentifier.Identify(text);
                clock.Stop();
                string code = guess.Code == "zh" ? "zh-" + (guess.ChineseScript?.ToLowerInvariant() ?? "?") : guess.Code ?? "-";
                n++;
                good += code == wanted ? 1 : 0;
                if (code != wanted)
                {
                    wrong[code] = wrong.GetValueOrDefault(code) + 1;
                }
            }

            right += good;
            all += n;
            string misses = string.Join(' ', wrong.OrderByDescending(w => w.Value).Select(w => $"{w.Key}:{w.Value}"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-8} {n,5} {100.0 * good / Math.Max(n, 1),6:F1} % {misses}"));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"all {all}: {100.0 * right / all:F2} %, {clock.Elapsed.TotalMicroseconds / all:F1} µs a sentence"));
        return 0;
    }
}
