using System.Globalization;
using Chaffinch.Labelling;
using Chaffinch.Model;
using Chaffinch.Segmenting;

namespace Chaffinch.Lab;

/// <summary><c>lab labels</c>: which genuine labels are taken for which others, block by block, with what markup, form and place say of the block.</summary>
internal static class LabelsCommand
{
    private const int Shown = 110;

    public static int Run(Options options)
    {
        string? only = options.Text("only");
        using TextWriter? list = options.Text("list") is string file ? new StreamWriter(file, append: false, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) : null;
        var analyzer = new PageAnalyzer();
        var shape = new PageShape();
        foreach (string folder in options.Plain)
        {
            var sums = new Dictionary<string, (int Html, int Large, int Text)>(StringComparer.Ordinal);
            foreach (GoldCase one in GoldCase.ReadAll(folder))
            {
                LabelledPage page = analyzer.Analyze(one.Page);
                shape.Compute(Segmenter.Segment(page.Page));
                Tell(one, page, shape, (block, pair, row, chars) =>
                {
                    (int html, int large, int text) = sums.GetValueOrDefault(pair);
                    sums[pair] = !page.Page.IsHtml ? (html, large, text + chars) : page.Page.Blocks.Length < Many ? (html + chars, large, text) : (html, large + chars, text);
                    list?.WriteLine(row);
                    if (only == pair)
                    {
                        Console.WriteLine(row);
                    }
                });
            }

            Console.WriteLine($"{folder}: gold>got, characters in HTML of under {Many} blocks, of more, in plain text");
            foreach ((string pair, (int Html, int Large, int Text) sum) in sums.OrderByDescending(s => s.Value.Html + s.Value.Large + s.Value.Text).Where(s => !IsRight(s.Key)).Take(30))
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pair,-22} {sum.Html,7} {sum.Large,7} {sum.Text,7}"));
            }
        }

        return 0;
    }

    private const int Many = 60;

    private static bool IsRight(string pair) => pair.IndexOf('>', StringComparison.Ordinal) is var at && pair.AsSpan(0, at).SequenceEqual(pair.AsSpan(at + 1));

    private static void Tell(GoldCase one, LabelledPage page, PageShape shape, Action<int, string, string, int> tell)
    {
        (int[] text, Tag[] tags, int[] offsets) = GoldCase.Predicted(page);
        int[] pair = Alignment.Of(one.Text, text);
        var right = new Tag[text.Length];
        for (int i = 0; i < pair.Length; i++)
        {
            if (pair[i] >= 0)
            {
                right[pair[i]] = one.Tags[i];
            }
        }

        int at = 0;
        for (int b = 0; b < page.Page.Blocks.Length; b++)
        {
            int end = page.Page.Blocks[b].Span.End;
            while (at < text.Length && offsets[at] < end)
            {
                int first = at;
                while (at < text.Length && offsets[at] < end && right[at].Label == right[first].Label && tags[at].Label == tags[first].Label)
                {
                    at++;
                }

                string labels = $"{right[first].Label ?? "(none)"}>{tags[first].Label}";
                tell(b, labels, $"{one.Name}\t{one.Language}\t{labels}\t{at - first}\t{Facts(page.Page, shape, b)}\t{ScoreDiff.Shorten(page.Page.Text[offsets[first]..(offsets[at - 1] + 1)], Shown).Replace('\t', ' ')}", at - first);
            }
        }
    }

    private static string Facts(Page page, PageShape shape, int b)
    {
        ref readonly Block block = ref page.Blocks[b];
        int links = block.LinkChars * 10 / Math.Max(1, shape.CharsOf(b));
        return string.Create(CultureInfo.InvariantCulture,
            $"{(page.IsHtml ? "html" : "text")}\t{page.Blocks.Length}\t{b}\t{block.Zone}\t{block.Tag}\t{block.HeadingLevel}\t{block.Hidden}\t{block.Traits}\t{block.OwnHints}\t{block.AllHints & ~block.OwnHints}\t{shape.FormOf(b)}\t{PageShape.PlaceNames[shape.PlaceOf(b)]}\t{(shape.HasMain ? shape.IsInMain(page, b) ? "in" : "out" : "none")}\t{links}\t{shape.ColumnsOf(b)}\t{b - shape.HeadlineBlock}");
    }
}
