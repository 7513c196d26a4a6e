using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Chaffinch.Model;
using Chaffinch.Parsing;

namespace Chaffinch.Lab;

/// <summary>Speed of the HTML reader alone: MB/s over a tenth of the pages, and its ratio to inflating the same bytes in the same run.</summary>
internal static class ParseSpeedCommand
{
    public static int Run(Options options)
    {
        int rounds = options.Int("rounds", 15);
        double warmSeconds = options.Number("warm", 8);
        var packed = new List<byte[]>();
        var pages = new List<byte[]>();
        foreach (string file in LabData.Files("wcxb-dev", "*.html.gz", options.Int("every", 10)))
        {
            packed.Add(File.ReadAllBytes(file));
            pages.Add(LabData.Read(file));
        }

        double megabytes = pages.Sum(p => (double)p.Length) / 1e6;
        var parser = new HtmlParser();
        var markup = new Markup();
        byte[] buffer = new byte[128 << 10];
        (string Name, Action<int> Run)[] contestants =
        [
            ("GZipStream inflate", i => Inflate(packed[i], buffer)),
            ("tokens only", i => Tokens(pages[i], markup)),
            ("markup", i => parser.Parse(pages[i], ReadLimits.Default, markup)),
        ];
        if (options.Text("only") is { } only)
        {
            contestants = Array.FindAll(contestants, c => c.Name == only); // For profilers.
        }

        foreach ((_, Action<int> run) in contestants)
        {
            for (long until = Stopwatch.GetTimestamp() + (long)(warmSeconds * Stopwatch.Frequency); Stopwatch.GetTimestamp() < until;)
            {
                Round(run, pages.Count);
            }
        }

        double[][] seconds = [.. contestants.Select(_ => new double[rounds])];
        for (int r = 0; r < rounds; r++)
        {
            for (int c = 0; c < contestants.Length; c++)
            {
                seconds[c][r] = Round(contestants[c].Run, pages.Count);
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pages.Count} pages, {megabytes:F1} MB; medians of {rounds} alternating rounds, one thread, {warmSeconds:F0} s of warm-up each, tiered PGO as set"));
        for (int c = 0; c < contestants.Length; c++)
        {
            double[] ratios = [.. seconds[c].Select((s, r) => seconds[0][r] / s).Order()];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{contestants[c].Name,-22}{megabytes / BenchCommand.Median(seconds[c]),8:F0} MB/s{ratios[rounds / 2],8:F2} of inflate"));
        }

        Count(pages, parser, markup);
        return 0;
    }

    private static double Round(Action<int> run, int pages)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < pages; i++)
        {
            run(i);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Inflate(byte[] packed, byte[] buffer)
    {
        using var inflate = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        while (inflate.Read(buffer) > 0)
        {
        }
    }

    private static readonly HtmlTokenizer Tokenizer = new();

    /// <summary>The tokenizer with no tree behind it; raw text is entered by name alone.</summary>
    private static unsafe void Tokens(byte[] page, Markup markup)
    {
        markup.AttributeCount = 0;
        fixed (byte* p = page)
        {
            Tokenizer.Start(p, page.Length, ReadLimits.Default, markup);
            for (TokenKind kind; (kind = Tokenizer.Next()) != TokenKind.EndOfFile;)
            {
                if (kind == TokenKind.StartTag && Tokenizer.Tag is HtmlTag.Script or HtmlTag.Style)
                {
                    Tokenizer.EnterRaw(Tokenizer.Tag == HtmlTag.Script ? ContentModel.ScriptData : ContentModel.Rawtext, TagNames.BytesOf(Tokenizer.Tag));
                }
            }

            Tokenizer.Stop();
        }
    }

    private static void Count(List<byte[]> pages, HtmlParser parser, Markup markup)
    {
        long bytes = 0;
        long nodes = 0;
        long attributes = 0;
        long raw = 0;
        int linked = 0;
        foreach (byte[] page in pages)
        {
            parser.Parse(page, ReadLimits.Default, markup);
            bytes += page.Length;
            nodes += markup.NodeCount;
            attributes += markup.AttributeCount;
            bool moved = false;
            foreach (MarkupNode n in markup.AllNodes)
            {
                raw += n.Kind == MarkupKind.Text && (n.Flags & MarkupFlags.NotText) != 0 ? n.End - n.Start : 0;
                moved |= (n.Flags & (MarkupFlags.Fostered | MarkupFlags.Repeated)) != 0;
            }

            linked += moved ? 1 : 0;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"one entry for {bytes / (double)nodes:F0} bytes, one attribute for {bytes / (double)attributes:F0}, {raw / (double)bytes:P0} raw text; {linked} pages with repeated or moved entries"));
    }
}
