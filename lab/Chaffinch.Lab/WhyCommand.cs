using Chaffinch.Detecting;
using Chaffinch.Labelling;
using Chaffinch.Model;
using Chaffinch.Segmenting;

namespace Chaffinch.Lab;

/// <summary><c>lab why FILE [--at TEXT]</c>: the score of every state for each piece of a page, to see what a weight did.</summary>
internal static class WhyCommand
{
    private const int Shown = 4;

    public static int Run(Options options)
    {
        string file = options.Plain.Count == 1 ? options.Plain[0] : throw new UsageException("name one file");
        string? at = options.Text("at");
        Page page = new PageAnalyzer().Read(File.ReadAllBytes(file));
        SegmentedPage segmented = Segmenter.Segment(page);
        var sink = new EvidenceSink();
        foreach (Detector detector in Detectors.All)
        {
            detector.Detect(segmented, sink);
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
}
