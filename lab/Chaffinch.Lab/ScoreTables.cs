using System.Globalization;
using Chaffinch.Model;

namespace Chaffinch.Lab;

/// <summary>Figures over labelled pages by language and by kind, and how far a span's confidence can be believed.</summary>
internal sealed class ScoreTables
{
    private const int Bins = 10;

    private readonly SortedDictionary<string, long[]> _languages = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long[]> _kinds = new(StringComparer.Ordinal);
    private readonly long[] _right = new long[Bins];
    private readonly long[] _all = new long[Bins];
    private readonly double[] _said = new double[Bins];

    /// <summary>Counts the characters of a page.</summary>
    public void Add(GoldCase gold, LabelledPage page)
    {
        (int[] points, int[] offsets) = GoldCase.Flat(page.Page.Text);
        int[] pair = Alignment.Of(gold.Text, points);
        var spans = new LabelledSpan?[page.Page.Text.Length];
        foreach (LabelledSpan span in page.Spans)
        {
            spans.AsSpan(span.Span.Start, span.Span.Length).Fill(span);
        }

        long[] language = Of(_languages, gold.Language);
        for (int i = 0; i < gold.Text.Length; i++)
        {
            Tag right = gold.Tags[i];
            LabelledSpan? got = pair[i] < 0 ? null : spans[offsets[pair[i]]];
            bool planted = right.Label == "injected";
            bool called = got is { Label: Label.Injected };
            language[0] += planted && called ? 1 : 0;
            language[1] += !planted && called ? 1 : 0;
            language[2] += planted && !called ? 1 : 0;
            language[3] += right.Label is not ("injected" or "damaged" or "furniture") ? 1 : 0;
            language[4] += right.Label is not ("injected" or "damaged" or "furniture") && got is { Label: < Label.Furniture } ? 1 : 0;
            if (right.Label is "injected" or "damaged")
            {
                long[] kind = Of(_kinds, $"{right.Label} {right.Kind}");
                kind[0] += got is { } span && span.Label.NameOf() == right.Label ? 1 : 0;
                kind[1] += got is { } own && own.Kind.NameOf() == right.Kind ? 1 : 0;
                kind[2]++;
            }

            if (called)
            {
                int bin = Math.Min(Bins - 1, (int)(got!.Value.Confidence * Bins));
                _all[bin]++;
                _right[bin] += planted ? 1 : 0;
                _said[bin] += got.Value.Confidence;
            }
        }
    }

    /// <summary>Prints the tables as Markdown.</summary>
    public void Print()
    {
        Console.WriteLine("\n| language | precision | recall | F1 | genuine kept | planted characters |\n|---|---|---|---|---|---|");
        foreach ((string language, long[] n) in _languages.Where(l => l.Value[0] + l.Value[2] > 0))
        {
            double p = Share(n[0], n[0] + n[1]), r = Share(n[0], n[0] + n[2]);
            Write($"| {language} | {p:F3} | {r:F3} | {(p + r > 0 ? 2 * p * r / (p + r) : 0):F3} | {Share(n[4], n[3]):F3} | {n[0] + n[2]} |");
        }

        Console.WriteLine("\n| label and kind | found | with the right kind | characters |\n|---|---|---|---|");
        foreach ((string kind, long[] n) in _kinds)
        {
            Write($"| {kind} | {Share(n[0], n[2]):F3} | {Share(n[1], n[2]):F3} | {n[2]} |");
        }

        Console.WriteLine("\n| confidence said | right | characters called planted |\n|---|---|---|");
        for (int b = 0; b < Bins; b++)
        {
            if (_all[b] > 0)
            {
                Write($"| {_said[b] / _all[b]:F2} | {Share(_right[b], _all[b]):F3} | {_all[b]} |");
            }
        }
    }

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static double Share(long part, long whole) => whole == 0 ? 1 : part / (double)whole;

    private static long[] Of(SortedDictionary<string, long[]> table, string key)
    {
        if (!table.TryGetValue(key, out long[]? row))
        {
            row = new long[5];
            table.Add(key, row);
        }

        return row;
    }
}
