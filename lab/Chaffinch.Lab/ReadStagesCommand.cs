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

        Console.WriteLine($"{pages.Length} pages, {megabytes:F1} MB; medians of {rounds} alternating rounds on one thread");
        for (int n = 0; n < names.Length; n++)
        {
            double[] ratios = [.. seconds[n].Select((s, r) => seconds[0][r] / s)];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{names[n],-16}{megabytes / BenchCommand.Median(seconds[n]),8:F0} MB/s{BenchCommand.Median(ratios),9:F3} of inflate"));
        }

        return 0;
    }

    private sealed class Work(byte[][] packed, byte[][] pages)
    {
        private readonly HtmlParser _parser = new();
        private readonly Markup _markup = new();
        private readonly byte[] _buffer = new byte[128 << 10];
        private PageBuilder? _builder;

        public void Round(double[] seconds)
        {
            _builder ??= new PageBuilder(ReadLimits.Default, _parser.Parse);
            long start = Stopwatch.GetTimestamp();
            foreach (byte[] page in packed)
            {
                using var inflate = new GZipStream(new MemoryStream(page), CompressionMode.Decompress);
                while (inflate.Read(_buffer) > 0)
                {
                }
            }

            seconds[0] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            foreach (byte[] page in pages)
            {
                long a = Stopwatch.GetTimestamp();
                DecodedSource source = SourceReader.Read(page, new InputHints(Format: InputFormat.Html), ReadLimits.Default);
                long b = Stopwatch.GetTimestamp();
                _parser.Parse(source.Utf8.Span, ReadLimits.Default, _markup);
                long c = Stopwatch.GetTimestamp();
                _builder.Build(source.Utf8, _markup, new PageFacts(source.Encoding, null, source.Defects));
                long d = Stopwatch.GetTimestamp();
                seconds[1] += Stopwatch.GetElapsedTime(a, b).TotalSeconds;
                seconds[2] += Stopwatch.GetElapsedTime(b, c).TotalSeconds;
                seconds[3] += Stopwatch.GetElapsedTime(c, d).TotalSeconds;
                seconds[4] += Stopwatch.GetElapsedTime(a, d).TotalSeconds;
            }
        }
    }
}
