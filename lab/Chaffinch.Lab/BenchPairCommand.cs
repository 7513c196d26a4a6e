using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;

namespace Chaffinch.Lab;

/// <summary>
/// The speed of two builds of the library in one process: they take turns over the same pages, a stretch of pages each, so that what else the machine does meets both alike.
/// Between processes the same build differs by more than most steps gain.
/// </summary>
internal static class BenchPairCommand
{
    // Pages that one build has in a row: enough for it to have its own tables at hand.
    private const int Stretch = 15;

    private static readonly string[] Methods = [nameof(PageAnalyzer.Read), nameof(PageAnalyzer.ReadMainText), nameof(PageAnalyzer.Analyze)];

    public static int Run(Options options)
    {
        if (options.Plain.Count != 2)
        {
            throw new UsageException("bench-pair takes two folders, each with a build of the library.");
        }

        int rounds = options.Int("rounds", 25);
        List<byte[]> pages = [.. LabData.Files("wcxb-dev", "*.html.gz", options.Int("every", 20)).Select(LabData.Read)];
        Func<byte[], object?>[][] builds = [.. options.Plain.Select(CallsOf)];
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < options.Number("warm", 20))
        {
            foreach (byte[] page in pages)
            {
                foreach (Func<byte[], object?> call in builds.SelectMany(b => b))
                {
                    call(page);
                }
            }
        }

        for (int m = 0; m < Methods.Length; m++)
        {
            Measure(Methods[m], builds[0][m], builds[1][m], pages, rounds);
        }

        return 0;
    }

    private static void Measure(string name, Func<byte[], object?> first, Func<byte[], object?> second, List<byte[]> pages, int rounds)
    {
        Func<byte[], object?>[] builds = [first, second];
        long[][] best = [.. builds.Select(_ => Enumerable.Repeat(long.MaxValue, pages.Count).ToArray())];
        double[] ratios = new double[rounds];
        for (int r = 0; r < rounds; r++)
        {
            double[] sums = new double[2];
            for (int from = 0; from < pages.Count; from += Stretch)
            {
                for (int turn = 0; turn < 2; turn++)
                {
                    int build = (turn + r) & 1;
                    for (int i = from; i < Math.Min(pages.Count, from + Stretch); i++)
                    {
                        long before = ThreadClock.Now;
                        builds[build](pages[i]);
                        long took = ThreadClock.Now - before;
                        best[build][i] = Math.Min(best[build][i], took);
                        sums[build] += took;
                    }
                }
            }

            ratios[r] = sums[1] / sums[0];
        }

        Array.Sort(ratios);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-14} second by first: best time of each page {best[1].Sum() / (double)best[0].Sum():F3}, median of {rounds} rounds {ratios[rounds / 2]:F3} (quartiles {ratios[rounds / 4]:F3} and {ratios[rounds * 3 / 4]:F3})"));
    }

    private static Func<byte[], object?>[] CallsOf(string folder)
    {
        Assembly library = new AssemblyLoadContext(folder).LoadFromAssemblyPath(Path.Combine(Path.GetFullPath(folder), "Chaffinch.dll"));
        Type type = library.GetType(typeof(PageAnalyzer).FullName!, throwOnError: true)!;
        object analyzer = Activator.CreateInstance(type, [null])!;
        return
        [
            .. Methods.Select(name =>
            {
                MethodInfo method = type.GetMethod(name)!;
                return (Func<byte[], object?>)(page => method.Invoke(analyzer, [new ReadOnlyMemory<byte>(page), null]));
            }),
        ];
    }
}
