using System.Globalization;
using System.IO.Compression;
using System.Text;
using Chaffinch.Detecting;
using Chaffinch.Detecting.Shared;
using Chaffinch.Labelling;
using Chaffinch.Model;
using Chaffinch.Segmenting;

namespace Chaffinch.Lab;

/// <summary><c>lab why FILE [--at TEXT] [--evidence] [--offer]</c>: the score of every state for each piece of a page, to see what a weight did; or its blocks with what is stated over them.</summary>
internal static class WhyCommand
{
    private const int Shown = 4;

    public static int Run(Options options)
    {
        string file = options.Plain.Count == 1 ? options.Plain[0] : throw new UsageException("name one file");
        string? at = options.Text("at");
        Page page = new PageAnalyzer().Read(BytesOf(file));
        SegmentedPage segmented = Segmenter.Segment(page);
        var sink = new EvidenceSink();
        Detectors.Run(Detectors.All, segmented, sink);

        if (options.Has("offer"))
        {
            PrintOffer(segmented, sink.Items, at);
            return 0;
        }

        if (options.Has("evidence"))
        {
            PrintEvidence(page, sink.Items, at);
            return 0;
        }

        var labeller = new ChainLabeller();
        labeller.Label(segmented, sink.Items);
        foreach ((Piece piece, byte state, float[] scores) in labeller.Explain())
        {
            string text = page.Text[piece.Span.Start..piece.Span.End];
            if (at is not null && !text.Contains(at, StringComparison.Ordinal))
            {
                continue;
            }

            Console.WriteLine($"{LabelState.NameOf(state),-12} {text[..Math.Min(60, text.Length)].Replace('\n', ' ')}");
            int[] order = [.. Enumerable.Range(0, LabelState.Count).OrderByDescending(s => scores[s]).Take(Shown)];
            Console.WriteLine("             " + string.Join("  ", order.Select(s => $"{LabelState.NameOf(s)} {scores[s]:F1}")));
        }

        return 0;
    }

    private static byte[] BytesOf(string file)
    {
        using FileStream stream = File.OpenRead(file);
        using Stream bytes = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        using var all = new MemoryStream();
        bytes.CopyTo(all);
        return all.ToArray();
    }

    // Each block of the content with what was made of it, and the facts behind that.
    private static void PrintOffer(SegmentedPage page, ReadOnlySpan<Evidence> evidence, string? at)
    {
        OfferMap map = OfferMap.Of(page, evidence);
        Span<float> facts = stackalloc float[OfferMap.SecondCount];
        for (int b = 0; map.IsJudged && b < map.Count; b++)
        {
            TextSpan span = page.Page.Blocks[b].Span;
            string text = ScoreDiff.Shorten(page.Page.Text[span.Start..span.End], 70);
            if (at is not null && !text.Contains(at, StringComparison.Ordinal))
            {
                continue;
            }

            if (!map.IsContent(b))
            {
                Console.WriteLine($"{b} not of the content ‹{text}›");
                continue;
            }

            map.FirstFacts(page, b, facts);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{b} {(map.IsProse(b) ? "prose" : "line")} {map.ProbabilityOf(b):F2} ‹{text}›"));
            var shown = new StringBuilder("     ");
            for (int f = 0; f < OfferMap.FirstCount; f++)
            {
                shown.Append(facts[f] == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {OfferMap.FactNames[f]} {facts[f]:F2}"));
            }

            Console.WriteLine(shown);
        }

        Console.WriteLine(map.IsJudged ? string.Create(CultureInfo.InvariantCulture, $"of the content {map.OfContent:F2}") : "nothing offers");
    }

    // Each block with what its markup says of it, and each piece of evidence that starts in it.
    private static void PrintEvidence(Page page, ReadOnlySpan<Evidence> evidence, string? at)
    {
        for (int b = 0; b < page.Blocks.Length; b++)
        {
            ref readonly Block block = ref page.Blocks[b];
            string text = page.Text[block.Span.Start..block.Span.End];
            if (at is not null && !text.Contains(at, StringComparison.Ordinal))
            {
                continue;
            }

            Console.WriteLine($"{b} {block.Tag} [{block.Traits}] [{block.AllHints}] {(block.IsHidden ? block.Hidden.ToString() : "")} links {block.LinkCount} ‹{text[..Math.Min(140, text.Length)]}›");
            foreach (ref readonly Evidence e in evidence)
            {
                if (e.Span.Start >= block.Span.Start && e.Span.Start < block.Span.End)
                {
                    Console.WriteLine($"      {e.Signal.Key} {e.Strength:F2} ‹{page.Text[e.Span.Start..Math.Min(e.Span.End, e.Span.Start + 50)]}› {e.Fact.Render(page.Text)}");
                }
            }
        }
    }
}
