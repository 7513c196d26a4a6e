using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Runtime;
using System.Runtime.InteropServices;
using Chaffinch.Corpora;
using Chaffinch.Corpora.Model;
using Chaffinch.Model;

namespace Chaffinch.Lab;

/// <summary>
/// What a run over a crawl costs, stage on stage, in one process over one WARC file: bare inflate, reading, pages, main text, full labelling with writing; then two threads
/// against one. Single threads are measured by the processor time of the process, which other work on the machine disturbs least; two threads by the clock.
/// </summary>
internal static class CrawlCommand
{
    private const double SnapshotPages = 2.6e9;
    private const double SnapshotBytes = 394.0 * (1L << 40);

    public static int Run(Options options)
    {
        if (options.Has("memory"))
        {
            return CrawlMemory.Run(options);
        }

        int pages = options.Int("pages", 1200);
        if (options.Text("make") is string made)
        {
            (_, long bytes) = CrawlArchive.Write(made, pages, options.Int("seed", 1));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{made}: {pages} pages, {bytes / 1e6:F1} MB"));
            return 0;
        }

        int rounds = options.Int("rounds", 5);
        double warmSeconds = options.Number("warm", 10);
        string folder = Directory.CreateTempSubdirectory("chaffinch-crawl-").FullName;
        try
        {
            string archive = Path.Combine(folder, "crawl.warc.gz");
            (long pageBytes, long allBytes) = CrawlArchive.Write(archive, pages, options.Int("seed", 1));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{pages} pages, {pageBytes / 1e3 / pages:F0} KB a page, {allBytes / 1e6:F1} MB, stored in {new FileInfo(archive).Length / 1e6:F1} MB; .NET {Environment.Version}, tiered PGO {(Environment.GetEnvironmentVariable("DOTNET_TieredPGO") == "0" ? "off" : "on")}, server GC {GCSettings.IsServerGC}, {Environment.ProcessorCount} processors"));
            Console.WriteLine($"{rounds} alternating rounds after {warmSeconds:F0} s of warm-up each; the median of the ratios within a round");
            Measure(new Stages(archive, folder), pages, allBytes, rounds, warmSeconds, options.Text("stage") ?? "");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static void Measure(Stages stages, int pages, long bytes, int rounds, double warmSeconds, string only)
    {
        (string Name, Func<long> Run)[] every =
        [
            ("bare GZipStream", stages.Inflate),
            ("read only", stages.Read),
            ("read + Page", stages.Pages),
            ("read + main text", stages.MainText),
            ("full labelling", stages.Analyze),
            ("full labelling, in groups", stages.AnalyzeInGroups),
            ("full labelling + writing", () => stages.Label(threads: 1)),
        ];
        (string Name, Func<long> Run)[] all = [every[0], .. every[1..].Where(s => s.Name.Contains(only, StringComparison.Ordinal))];
        foreach ((_, Func<long> run) in all)
        {
            long start = Stopwatch.GetTimestamp();
            do
            {
                run();
            }
            while (Stopwatch.GetElapsedTime(start).TotalSeconds < warmSeconds);
        }

        double[][] cpu = [.. all.Select(_ => new double[rounds])];
        double[][] clock = [.. all.Select(_ => new double[rounds])];
        long[] allocated = new long[all.Length];
        double[] two = new double[rounds];
        double[] twoCpu = new double[rounds];
        string[] collections = new string[all.Length];
        string twoCollections = "";
        for (int r = 0; r < rounds; r++)
        {
            for (int s = 0; s < all.Length; s++)
            {
                (cpu[s][r], clock[s][r], allocated[s], collections[s]) = Time(all[s].Run);
            }

            (twoCpu[r], two[r], _, twoCollections) = Time(() => stages.Label(threads: 2));
        }

        Console.WriteLine($"{"",-28}{"MB/s",8}{"of inflate",12}{"min-max",18}{"KB/page",10}{"collections",16}");
        for (int s = 0; s < all.Length; s++)
        {
            double[] ratios = [.. cpu[s].Select((c, r) => cpu[0][r] / c).Order()];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{all[s].Name,-28}{bytes / 1e6 / BenchCommand.Median(cpu[s]),8:F0}{ratios[rounds / 2],12:F3}{ratios[0],11:F3} - {ratios[^1]:F3}{allocated[s] / 1e3 / pages,10:F1}{collections[s],16}"));
        }

        double[] gains = [.. two.Select((t, r) => clock[^1][r] / t).Order()];
        double[] overheads = [.. twoCpu.Select((t, r) => t / cpu[^1][r]).Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"2 threads against 1: {gains[rounds / 2]:F2} times by the clock ({gains[0]:F2} - {gains[^1]:F2}), with {overheads[rounds / 2]:F2} times the processor time; collections {twoCollections}"));
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak memory of this process: {self.PeakWorkingSet64 / 1e6:F0} MB"));
        double seconds = BenchCommand.Median(cpu[^1]);
        double byPages = SnapshotPages / pages * seconds / 3600;
        double byBytes = SnapshotBytes / bytes * seconds / 3600;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"a snapshot (394 TiB, 2.6 G pages): {byBytes:N0} core hours by its bytes, {byPages:N0} by its pages"));
    }

    private static (double Cpu, double Clock, long Allocated, string Collections) Time(Func<long> run)
    {
        GC.Collect();
        int[] before = [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)];
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        run();
        double clock = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return ((Environment.CpuUsage.TotalTime - cpu).TotalSeconds, clock, GC.GetTotalAllocatedBytes(precise: true) - allocated,
            string.Join('/', before.Select((b, generation) => GC.CollectionCount(generation) - b)));
    }

    private sealed class Stages(string archive, string folder)
    {
        private readonly byte[] _buffer = new byte[128 << 10];
        private readonly PageAnalyzer _analyzer = new();
        private int _runs;

        public long Inflate()
        {
            using var file = new FileStream(archive, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            using var inflate = new GZipStream(file, CompressionMode.Decompress);
            long total = 0;
            for (int n; (n = inflate.Read(_buffer)) > 0;)
            {
                total += n;
            }

            return total;
        }

        public long Read()
        {
            using ItemReader reader = ArchiveOpener.Open(archive);
            long total = 0;
            while (reader.TryRead(out CrawlItem? item))
            {
                total += item.Content.Length;
                item.Dispose();
            }

            return total;
        }

        public long Pages() => ForEach(item => _analyzer.Read(item.Content, new InputHints(item.Url, item.ContentType)).Text.Length);

        public long MainText() => ForEach(item => _analyzer.ReadMainText(item.Content, new InputHints(item.Url, item.ContentType)).Text.Length);

        public long Analyze() => ForEach(item => _analyzer.Analyze(item.Content, new InputHints(item.Url, item.ContentType)).Spans.Length);

        // As a run does it (Chaffinch.Corpora's PageWorker).
        public long AnalyzeInGroups()
        {
            using ItemReader reader = ArchiveOpener.Open(archive);
            var items = new List<CrawlItem>();
            var pages = new List<Page>();
            var labelled = new LabelledPage[PageWorker.GroupPages];
            long total = 0;
            long chars = 0;
            bool isMore = true;
            while (isMore)
            {
                isMore = reader.TryRead(out CrawlItem? item);
                if (item is not null)
                {
                    items.Add(item);
                    pages.Add(_analyzer.Read(item.Content, new InputHints(item.Url, item.ContentType)));
                    chars += pages[^1].Text.Length;
                }

                if (!isMore || pages.Count == PageWorker.GroupPages || chars >= PageWorker.GroupChars)
                {
                    _analyzer.LabelAll(CollectionsMarshal.AsSpan(pages), labelled);
                    total += labelled.Take(pages.Count).Sum(p => (long)p.Spans.Length);
                    items.ForEach(i => i.Dispose());
                    items.Clear();
                    pages.Clear();
                    chars = 0;
                }
            }

            return total;
        }

        public long Label(int threads)
        {
            string output = Path.Combine(folder, $"out{_runs++}");
            using (var run = new CorpusRun(new RunOptions { Inputs = [archive], OutputFolder = output, Threads = threads, Output = new OutputOptions { Format = OutputFormat.JsonLines } }))
            {
                RunResult result = run.Run();
                long documents = result.Counts.Documents;
                Directory.Delete(output, recursive: true);
                return documents;
            }
        }

        private long ForEach(Func<CrawlItem, int> work)
        {
            using ItemReader reader = ArchiveOpener.Open(archive);
            long total = 0;
            while (reader.TryRead(out CrawlItem? item))
            {
                total += work(item);
                item.Dispose();
            }

            return total;
        }
    }
}
