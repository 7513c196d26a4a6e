using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Chaffinch.Model;
using Chaffinch.Parsing;
using Chaffinch.Reading;
using Chaffinch.Segmenting;

namespace Chaffinch.Lab;

/// <summary>Where the time from bytes to a page goes: decoding, parsing, page building, each as a ratio to bare inflate in alternating rounds.</summary>
internal static class ReadStagesCommand
{
    public static int Run(Options options)
    {
        int rounds = options.Int("rounds", 7);
        double warmSeconds = options.Number("warm", 6);
        string[] files = [.. LabData.Files("wcxb-dev", "*.html.gz", options.Int("every", 10))];
        byte[][] packed = [.. files.Select(File.ReadAllBytes)];
        byte[][] pages = [.. files.Select(LabData.Read)];
        double megabytes = pages.Sum(p => (long)p.Length) / 1e6;
        string[] names = ["inflate", "decode", "parse", "build", "bytes to Page"];
        double[][] seconds = [.. names.Select(_ => new double[rounds])];
        var work = new Work(packed, pages);
        long until = Stopwatch.GetTimestamp() + (long)(warmSeconds * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() < until)
        {
            work.Round(new double[names.Length]);
        }

        for (int r = 0; r < rounds; r++)
        {
            double[] round = new double[names.Length];
            work.Round(round);
            for (int n = 0; n < names.Length; n++)
            {
                seconds[n][r] = round[n];
            }
        }

        Console.WriteLine($"{pages.Length} pages, {megabytes:F1} MB; {rounds} alternating rounds on one thread: medians of the rounds, and the sum of each page's best time, which a busy machine disturbs less");
        for (int n = 0; n < names.Length; n++)
        {
            double[] ratios = [.. seconds[n].Select((s, r) => seconds[0][r] / s)];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{names[n],-16}{megabytes / BenchCommand.Median(seconds[n]),8:F0} MB/s{BenchCommand.Median(ratios),9:F3} of inflate   best {megabytes / work.Best(n),8:F0} MB/s{work.Best(0) / work.Best(n),9:F3} of inflate"));
        }

        return 0;
    }

    private sealed class Work(byte[][] packed, byte[][] pages)
    {
        private readonly HtmlParser _parser = new();
        private readonly Markup _markup = new();
        private readonly byte[] _buffer = new byte[128 << 10];
        private readonly double[][] _best = [.. Enumerable.Range(0, 5).Select(_ => Enumerable.Repeat(double.MaxValue, pages.Length).ToArray())];
        private PageBuilder? _builder;

        /// <summary>Seconds: the best time of each page, summed.</summary>
        public double Best(int stage) => _best[stage].Sum();

        public void Round(double[] seconds)
        {
            _builder ??= new PageBuilder(ReadLimits.Default, _parser.Parse);
            for (int i = 0; i < packed.Length; i++)
            {
                long start = Stopwatch.GetTimestamp();
                using var inflate = new GZipStream(new MemoryStream(packed[i]), CompressionMode.Decompress);
                while (inflate.Read(_buffer) > 0)
                {
                }

                Take(0, i, start, Stopwatch.GetTimestamp(), seconds);
            }

            for (int i = 0; i < pages.Length; i++)
            {
                byte[] page = pages[i];
                long a = Stopwatch.GetTimestamp();
                DecodedSource source = SourceReader.Read(page, new InputHints(Format: InputFormat.Html), ReadLimits.Default);
                long b = Stopwatch.GetTimestamp();
                _parser.Parse(source.Utf8.Span, ReadLimits.Default, _markup);
                long c = Stopwatch.GetTimestamp();
                _builder.Build(source.Utf8, _markup, new PageFacts(source.Encoding, null, source.Defects));
                long d = Stopwatch.GetTimestamp();
                Take(1, i, a, b, seconds);
                Take(2, i, b, c, seconds);
                Take(3, i, c, d, seconds);
                Take(4, i, a, d, seconds);
            }
        }

        private void Take(int stage, int page, long from, long to, double[] seconds)
        {
            double taken = Stopwatch.GetElapsedTime(from, to).TotalSeconds;
            seconds[stage] += taken;
            _best[stage][page] = Math.Min(_best[stage][page], taken);
        }
    }
}
