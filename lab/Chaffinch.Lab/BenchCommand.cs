using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using AngleSharp.Html.Parser;

namespace Chaffinch.Lab;

/// <summary>
/// Speed on one thread in one process: after a warm-up, rounds in which the contestants take turns over the same pages, the median of the rounds,
/// in processor time of the thread where the system tells it. "fastest" is the same ratio from the fastest round of each page: on a busy machine
/// it says more, since what other processes push out of the caches slows the contestants unequally.
/// What counts is the ratio to bare inflating in the same run, since machines differ and their clocks drift.
/// </summary>
internal static class BenchCommand
{
    public static int Run(Options options)
    {
        int every = options.Int("every", 10);
        int rounds = options.Int("rounds", 7);
        double warmSeconds = options.Number("warm", 10);
        var packed = new List<byte[]>();
        var pages = new List<byte[]>();
        foreach (string file in LabData.Files("wcxb-dev", "*.html.gz", every))
        {
            packed.Add(File.ReadAllBytes(file));
            pages.Add(LabData.Read(file));
        }

        long total = pages.Sum(p => (long)p.Length);
        Console.WriteLine($"{pages.Count} pages (every {every}. of wcxb-dev), {total / 1e6:F1} MB of HTML; {rounds} alternating rounds on one thread after {warmSeconds:F0} s of warm-up each;"
            + $" .NET {Environment.Version}, tiered PGO {(Environment.GetEnvironmentVariable("DOTNET_TieredPGO") == "0" ? "off" : "on")}");
        if (options.Has("profile"))
        {
            return BenchProfile.Run(pages, rounds, warmSeconds, options.Has("markdown"));
        }

        var analyzer = new PageAnalyzer();
        var angle = new HtmlParser();
        byte[] buffer = new byte[128 << 10];
        (string Name, Func<int, long> Run)[] contestants =
        [
            ("GZipStream inflate", i => Inflate(packed[i], buffer)),
            ("AngleSharp parse", i => AngleLength(angle, pages[i])),
            ("Chaffinch bytes to Page", i => analyzer.Read(pages[i]).Text.Length),
            ("Chaffinch to main text", i => analyzer.ReadMainText(pages[i]).Text.Length),
            ("Chaffinch whole analysis", i => analyzer.Analyze(pages[i]).Spans.Length),
        ];
        Measure(contestants, pages.Count, total, rounds, warmSeconds);
        return 0;
    }

    private static void Measure((string Name, Func<int, long> Run)[] contestants, int pages, long total, int rounds, double warmSeconds)
    {
        foreach ((_, Func<int, long> run) in contestants)
        {
            long until = Stopwatch.GetTimestamp() + (long)(warmSeconds * Stopwatch.Frequency);
            do
            {
                for (int i = 0; i < pages; i++)
                {
                    run(i);
                }
            }
            while (Stopwatch.GetTimestamp() < until);
        }

        double[][] seconds = [.. contestants.Select(_ => new double[rounds])];
        double[][] fastest = [.. contestants.Select(_ => Enumerable.Repeat(double.MaxValue, pages).ToArray())];
        long[] allocated = new long[contestants.Length];
        for (int r = 0; r < rounds; r++)
        {
            for (int c = 0; c < contestants.Length; c++)
            {
                GC.Collect();
                long bytes = GC.GetAllocatedBytesForCurrentThread();
                long start = ThreadClock.Now;
                for (int i = 0; i < pages; i++)
                {
                    long before = ThreadClock.Now;
                    contestants[c].Run(i);
                    fastest[c][i] = Math.Min(fastest[c][i], ThreadClock.Now - before);
                }

                seconds[c][r] = (ThreadClock.Now - start) / 1e9;
                allocated[c] = (GC.GetAllocatedBytesForCurrentThread() - bytes) / pages;
            }
        }

        Console.WriteLine($"{"",-26}{"MB/s",8}{"of inflate",12}{"min-max of inflate",22}{"fastest",10}{"KB/page",10}");
        for (int c = 0; c < contestants.Length; c++)
        {
            double[] ratios = [.. seconds[c].Select((s, r) => seconds[0][r] / s).Order()];
            double speed = total / 1e6 / Median(seconds[c]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{contestants[c].Name,-26}{speed,8:F0}{ratios[ratios.Length / 2],12:F3}{ratios[0],15:F3} - {ratios[^1]:F3}{fastest[0].Sum() / fastest[c].Sum(),10:F3}{allocated[c] / 1024.0,10:F0}"));
        }
    }

    internal static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static long Inflate(byte[] packed, byte[] buffer)
    {
        using var inflate = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        long total = 0;
        for (int n; (n = inflate.Read(buffer)) > 0;)
        {
            total += n;
        }

        return total;
    }

    private static long AngleLength(HtmlParser parser, byte[] page)
    {
        using var stream = new MemoryStream(page);
        using var document = parser.ParseDocument(stream);
        return document.DocumentElement.ChildElementCount;
    }
}
