using System.Globalization;
using System.Text;
using Chaffinch.Model;

namespace Chaffinch.Lab;

/// <summary>Shows a page line by line, wrong runs with the right label, the given one, and the evidence there.</summary>
internal static class ScoreDiff
{
    private const int MaxShown = 160;

    public static void Print(GoldCase gold, LabelledPage page)
    {
        (int[] text, Tag[] tags, int[] offsets) = GoldCase.Predicted(page);
        int[] pair = Alignment.Of(gold.Text, text);
        var right = new Tag[text.Length];
        for (int i = 0; i < pair.Length; i++)
        {
            if (pair[i] >= 0)
            {
                right[pair[i]] = gold.Tags[i];
            }
        }

        Console.WriteLine($"{gold.Name}: {gold.Verdict} > {page.Judgement.Value.NameOf()}; language {page.Language}; title: {page.Article.Title}; byline: {page.Article.Byline}; published: {page.Article.Published}");
        foreach (string reason in page.Judgement.Reasons)
        {
            Console.WriteLine("  " + reason);
        }

        int at = 0;
        for (int b = 0; b < page.Page.Blocks.Length; b++)
        {
            Block block = page.Page.Blocks[b];
            int end = at;
            while (end < offsets.Length && offsets[end] < block.Span.End)
            {
                end++;
            }

            PrintBlock(page, b, block, right, tags, offsets, at, end);
            at = end;
        }

        int missing = pair.Count(p => p < 0);
        if (missing > 0)
        {
            Console.WriteLine($"{missing} gold characters are not in the page's text: " + Shorten(string.Concat(
                Enumerable.Range(0, pair.Length).Where(i => pair[i] < 0).Select(i => char.ConvertFromUtf32(Scalar(gold.Text[i]))))));
        }
    }

    /// <summary>Shows only what is genuine and was not kept, each run with the evidence over it.</summary>
    public static void PrintLost(GoldCase gold, LabelledPage page)
    {
        (int[] text, Tag[] tags, int[] offsets) = GoldCase.Predicted(page);
        int[] pair = Alignment.Of(gold.Text, text);
        for (int i = 0; i < pair.Length; i++)
        {
            int first = i;
            while (i < pair.Length && pair[i] >= 0 && ScoreCommand.IsGenuine(gold.Tags[i].Label) && !ScoreCommand.IsGenuine(tags[pair[i]].Label) && tags[pair[i]].Equals(tags[pair[first]]))
            {
                i++;
            }

            if (i > first)
            {
                i--;
                var span = new TextSpan(offsets[pair[first]], offsets[pair[i]] + 1);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{gold.Name} {gold.Verdict}>{page.Judgement.Value.NameOf()} {i - first + 1} {gold.Tags[first].Label} > {tags[pair[first]]}: {Shorten(page.Page.Text[span.Start..span.End].Trim())}"));
                Console.WriteLine("       " + EvidenceAt(page, span, 8));
            }
        }
    }

    private static int Scalar(int point) => point is >= 0xD800 and < 0xE000 ? 0xFFFD : point;

    private static void PrintBlock(LabelledPage page, int index, Block block, Tag[] right, Tag[] got, int[] offsets, int at, int end)
    {
        string facts = $"{block.Zone}{(block.Tag == HtmlTag.None ? "" : " " + block.Tag)}{(block.IsHidden ? " hidden:" + block.Hidden : "")}{(block.AllHints == Hints.None ? "" : " " + block.AllHints)}";
        Console.WriteLine($"{index,4} [{facts}]");
        while (at < end)
        {
            int stop = at + 1;
            while (stop < end && right[stop] == right[at] && got[stop] == got[at])
            {
                stop++;
            }

            var span = new TextSpan(offsets[at], stop < offsets.Length ? Math.Min(offsets[stop], block.Span.End) : block.Span.End);
            string words = Shorten(page.Page.Text[span.Start..span.End].Trim());
            bool wrong = right[at].Label != got[at].Label || right[at].Kind != got[at].Kind;
            string gold = right[at].Label is null ? "(not in gold)" : right[at].ToString();
            Console.WriteLine(wrong ? $"   ✗ {gold} > {got[at]}: {words}" : $"     {got[at]}: {words}");
            if (wrong || got[at].Label is "injected" or "damaged")
            {
                Console.WriteLine("       " + EvidenceAt(page, span, 6));
            }

            at = stop;
        }
    }

    /// <summary>The strongest pieces of evidence that touch a span.</summary>
    public static string EvidenceAt(LabelledPage page, TextSpan span, int most)
    {
        var found = page.Evidence.Where(e => e.Span.Overlaps(span)).OrderByDescending(e => e.Strength).ToList();
        var words = new StringBuilder();
        foreach (Evidence e in found.Take(most))
        {
            words.Append(words.Length == 0 ? "" : "; ").Append(CultureInfo.InvariantCulture, $"{e.Signal.Key} {e.Strength:F2} “{Shorten(e.Fact.Render(page.Page.Text), 70)}”");
        }

        return words.Length == 0 ? "(no evidence)" : words + (found.Count > most ? $"; {found.Count - most} more" : "");
    }

    public static string Shorten(string text, int most = MaxShown)
    {
        text = text.ReplaceLineEndings(" ");
        if (text.Length <= most)
        {
            return text;
        }

        int head = most * 2 / 3;
        head -= char.IsHighSurrogate(text[head - 1]) ? 1 : 0;
        int tail = text.Length - (most - head - 1);
        tail += char.IsLowSurrogate(text[tail]) ? 1 : 0;
        return text[..head] + "…" + text[tail..];
    }
}
