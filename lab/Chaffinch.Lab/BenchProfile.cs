using System.Collections.Immutable;
using System.Diagnostics;
using Chaffinch.Cleaning;
using Chaffinch.Detecting;
using Chaffinch.Judging;
using Chaffinch.Labelling;
using Chaffinch.Model;
using Chaffinch.Segmenting;

namespace Chaffinch.Lab;

/// <summary>Where the time of an analysis goes: room by room and detector by detector, by the best time of each page, which other work on the machine disturbs least.</summary>
internal static class BenchProfile
{
    public static int Run(List<byte[]> bytes, int rounds, double warmSeconds, bool markdown)
    {
        string[] names = ["read", "segment", "page facts", .. Detectors.All.Select(d => "detect " + d.Name), "label", "judge", "clean"];
        var stages = new Stage[names.Length * bytes.Count];

        // One of each for all rounds, as a run has them: what they grow to is not charged to the pages.
        var analyzer = new PageAnalyzer();
        var labeller = new ChainLabeller();
        long until = Stopwatch.GetTimestamp() + (long)(warmSeconds * 2 * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() < until)
        {
            OneRound(analyzer, labeller, bytes, new Stage[names.Length * bytes.Count]);
        }

        double[][] ticks = [.. names.Select(_ => Enumerable.Repeat(double.MaxValue, bytes.Count).ToArray())];
        long chars = 0;
        for (int r = 0; r < rounds; r++)
        {
            Array.Clear(stages);
            GC.Collect();
            chars = OneRound(analyzer, labeller, bytes, stages);
            for (int i = 0; i < stages.Length; i++)
            {
                ref double best = ref ticks[i % names.Length][i / names.Length];
                best = Math.Min(best, stages[i].Ticks);
            }
        }

        double all = ticks.Sum(Enumerable.Sum);
        Console.WriteLine($"{chars:N0} UTF-16 code units of page text; the best of {rounds} times of each page, summed");
        if (markdown)
        {
            PrintMarkdown(names, ticks, chars);
            return 0;
        }

        Console.WriteLine($"{"",-34}{"ns/char",10}{"share",8}{"KB/page",10}{"MB/s of text",14}");
        for (int i = 0; i < names.Length; i++)
        {
            double t = ticks[i].Sum();
            double allocated = Enumerable.Range(0, bytes.Count).Average(p => stages[(p * names.Length) + i].Bytes / 1024.0);
            Console.WriteLine($"{names[i],-34}{t / chars,10:F2}{t / all,8:P1}{allocated,10:F1}{chars / t * 1000,14:F0}");
        }

        Console.WriteLine($"{"all",-34}{all / chars,10:F2}");
        return 0;
    }

    /// <summary>The table that docs/detectors takes: what each detector costs, the facts that several share apart.</summary>
    private static void PrintMarkdown(string[] names, double[][] ticks, long chars)
    {
        double all = ticks.Sum(Enumerable.Sum);
        Console.WriteLine();
        Console.WriteLine("| stage | ns a character | share of the analysis |");
        Console.WriteLine("|---|---:|---:|");
        for (int i = 0; i < names.Length; i++)
        {
            double t = ticks[i].Sum();
            string name = names[i].StartsWith("detect ", StringComparison.Ordinal) ? $"`{names[i][7..]}`" : names[i];
            Console.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"| {name} | {t / chars:F2} | {100 * t / all:F1} % |"));
        }
    }

    private static long OneRound(PageAnalyzer analyzer, ChainLabeller labeller, List<byte[]> all, Stage[] stages)
    {
        var sink = new EvidenceSink();
        long chars = 0;
        int stage = 0;
        foreach (byte[] bytes in all)
        {
            var clock = new Clock();
            Page page = analyzer.Read(bytes);
            clock.Lap(ref stages[stage++]);
            SegmentedPage segmented = Segmenter.Segment(page);
            clock.Lap(ref stages[stage++]);
            sink.Clear();

            // Several detectors ask for them; here they are not charged to the first that does.
            Detecting.Shared.PageFacts.Of(segmented);
            clock.Lap(ref stages[stage++]);
            foreach (Detector detector in Detectors.All)
            {
                detector.Detect(segmented, sink);
                clock.Lap(ref stages[stage++]);
            }

            ShownLines.Quiet(segmented, sink);
            ImmutableArray<LabelledSpan> spans = labeller.Label(segmented, sink.Items);
            clock.Lap(ref stages[stage++]);
            Judge.Of(segmented, spans, sink.Items);
            clock.Lap(ref stages[stage++]);
            Cleaner.Clean(segmented, spans, sink.Items);
            clock.Lap(ref stages[stage++]);
            chars += page.Text.Length;
            segmented.Release();
        }

        return chars;
    }

    private struct Stage
    {
        public long Ticks;
        public long Bytes;
    }

    private struct Clock
    {
        private long _ticks = ThreadClock.Now;
        private long _bytes = GC.GetAllocatedBytesForCurrentThread();

        public Clock()
        {
        }

        public void Lap(ref Stage stage)
        {
            long ticks = ThreadClock.Now;
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            stage.Ticks += ticks - _ticks;
            stage.Bytes += bytes - _bytes;
            _bytes = GC.GetAllocatedBytesForCurrentThread();
            _ticks = ThreadClock.Now;
        }
    }
}
