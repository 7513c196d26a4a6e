using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Chaffinch.Labelling;
using Chaffinch.Model;

namespace Chaffinch.Lab;

/// <summary>Where the block network's time goes: taking facts, adding their rows, the layers with what stands around; as shares of inflating the pages in the same rounds.</summary>
internal static class NetStagesCommand
{
    private static readonly string[] Names = ["inflate", "facts", "rows", "facts, rows, layers, type", "the same with cut and order"];

    public static int Run(Options options)
    {
        int rounds = options.Int("rounds", 15);
        double warmSeconds = options.Number("warm", 6);
        string[] files = [.. LabData.Files("wcxb-dev", "*.html.gz", options.Int("every", 10))];
        byte[][] packed = [.. files.Select(File.ReadAllBytes)];
        var analyzer = new PageAnalyzer();
        Page[] pages = [.. files.Select(f => analyzer.Read(LabData.Read(f)))];
        long chars = pages.Sum(p => (long)p.Text.Length);
        double[][] best = [.. Names.Select(_ => Enumerable.Repeat(double.MaxValue, pages.Length).ToArray())];
        Action<int>[] stages = Stages(packed, pages);
        long until = Stopwatch.GetTimestamp() + (long)(warmSeconds * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() < until)
        {
            Round(stages, [.. Names.Select(_ => new double[pages.Length])], pages.Length);
        }

        for (int r = 0; r < rounds; r++)
        {
            Round(stages, best, pages.Length);
        }

        Console.WriteLine($"{pages.Length} pages, {chars:N0} UTF-16 code units of page text; the best of {rounds} times of each page, summed");
        for (int n = 0; n < Names.Length; n++)
        {
            double sum = best[n].Sum();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Names[n],-28}{sum / chars,8:F2} ns a character{sum / best[0].Sum(),9:F3} times inflating"));
        }

        return 0;
    }

    private static Action<int>[] Stages(byte[][] packed, Page[] pages)
    {
        var buffer = new byte[128 << 10];
        var input = new BlockNetInput();
        var sums = new BlockNetSums(BlockNetModel.Default);
        var net = new BlockNet();
        var main = new MainText(BlockNetModel.Default);
        float[] hidden = [];
        var whole = new float[BlockNetModel.Width];
        return
        [
            i =>
            {
                using var inflate = new GZipStream(new MemoryStream(packed[i]), CompressionMode.Decompress);
                while (inflate.Read(buffer) > 0)
                {
                }
            },
            i => input.Read(pages[i]),
            i =>
            {
                hidden = hidden.Length < input.Count * BlockNetModel.Width ? new float[input.Count * BlockNetModel.Width] : hidden;
                sums.Compute(input, hidden, whole);
            },
            i => net.Run(pages[i]),
            i => main.RunAlone(pages[i]),
        ];
    }

    // The stages of a page one after the other: rows are added for the facts that were taken just before.
    private static void Round(Action<int>[] stages, double[][] best, int pages)
    {
        for (int i = 0; i < pages; i++)
        {
            for (int n = 0; n < stages.Length; n++)
            {
                long start = ThreadClock.Now;
                stages[n](i);
                best[n][i] = Math.Min(best[n][i], ThreadClock.Now - start);
            }
        }
    }
}
