using System.Globalization;
using System.Text;
using Chaffinch.Labelling;
using Chaffinch.Model;
using Chaffinch.Training.Fitting;

namespace Chaffinch.Lab;

/// <summary>Fits how often a label is right to what the labelling says of it, over labelled pages that the weights were not trained on.</summary>
internal static class CalibrateCommand
{
    // A span counts by its characters up to so many, so that one long mistake is not the whole curve.
    private const int MostOfSpan = 400;

    public static int Run(Options options)
    {
        if (options.Plain.Count == 0)
        {
            throw new UsageException("name the folders of labelled pages");
        }

        var said = new List<(float Said, double Right, double All)>[] { [], [], [] };
        Reliability.Use(Reliability.None);
        var analyzer = new PageAnalyzer();
        foreach (GoldCase gold in options.Plain.SelectMany(GoldCase.ReadAll))
        {
            Count(gold, analyzer.Analyze(gold.Page), said);
        }

        Reliability.Use(null);
        var file = new StringBuilder("# How often a label is right, by what is said of it; written by lab calibrate.\n");
        for (int sort = 0; sort < said.Length; sort++)
        {
            Console.WriteLine($"{Reliability.Sorts[sort]}: {said[sort].Count} spans");
            foreach ((double x, double y) in IsotonicFit.Of(said[sort]))
            {
                file.Append(CultureInfo.InvariantCulture, $"{Reliability.Sorts[sort]} {x:F3} {y:F3}\n");
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  said {x:F3}, right {y:F3}"));
            }
        }

        if (options.Has("write"))
        {
            File.WriteAllText(Path.Combine(LabData.Root, "src", "Chaffinch", "Labelling", "reliability.res"), file.ToString());
        }

        return 0;
    }

    private static void Count(GoldCase gold, LabelledPage page, List<(float Said, double Right, double All)>[] said)
    {
        (int[] points, int[] offsets) = GoldCase.Flat(page.Page.Text);
        var goldAt = new int[page.Page.Text.Length];
        Array.Fill(goldAt, -1);
        int[] pair = Alignment.Of(gold.Text, points);
        for (int i = 0; i < pair.Length; i++)
        {
            if (pair[i] >= 0)
            {
                goldAt[offsets[pair[i]]] = i;
            }
        }

        foreach (LabelledSpan span in page.Spans)
        {
            int right = 0, all = 0;
            for (int at = span.Span.Start; at < span.Span.End; at++)
            {
                if (goldAt[at] >= 0)
                {
                    all++;
                    right += gold.Tags[goldAt[at]].Label == span.Label.NameOf() ? 1 : 0;
                }
            }

            if (all > 0)
            {
                double weight = Math.Min(all, MostOfSpan);
                said[Reliability.SortOf(span.Label)].Add((span.Confidence, weight * right / all, weight));
            }
        }
    }
}
