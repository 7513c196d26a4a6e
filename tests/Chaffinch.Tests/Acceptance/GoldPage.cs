using System.Text;
using System.Text.Json;
using Chaffinch.Model;

namespace Chaffinch.Tests.Acceptance;

/// <summary>A labelled page: runs of text without white space, each with its label, in page order.</summary>
/// <param name="Text">The page's characters without white space.</param>
/// <param name="Labels">The label of each code unit of <paramref name="Text"/>.</param>
internal sealed record GoldPage(string Text, Label[] Labels)
{
    /// <summary>Reads the case form (<c>NAME.gold.json</c>).</summary>
    public static GoldPage Load(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var gold = new GoldBuilder();
        foreach (JsonElement run in document.RootElement.GetProperty("gold").EnumerateArray())
        {
            gold.Add(run.GetProperty("text").GetString()!, LabelOf(run.GetProperty("label").GetString()!));
        }

        return gold.Build();
    }

    public static Label LabelOf(string name) => Enum.GetValues<Label>().Single(l => l.NameOf() == name);
}

/// <summary>Collects labelled runs.</summary>
internal sealed class GoldBuilder
{
    private readonly StringBuilder _text = new();
    private readonly List<Label> _labels = [];

    public void Add(string text, Label label)
    {
        foreach (char c in text)
        {
            if (!char.IsWhiteSpace(c))
            {
                _text.Append(c);
                _labels.Add(label);
            }
        }
    }

    public GoldPage Build() => new(_text.ToString(), [.. _labels]);
}

/// <summary>How well a labelled page agrees with gold, over characters that are not white space. The page's text has to be the gold's.</summary>
/// <param name="Hit">Planted characters that were called injected.</param>
/// <param name="Wrong">Other characters that were called injected.</param>
/// <param name="Missed">Planted characters that were not called injected.</param>
/// <param name="Genuine">Characters of the article.</param>
/// <param name="Kept">Those of them that were given a label of the article.</param>
/// <param name="Leak">The share of the planted 4-grams that still stand in the article given back.</param>
internal readonly record struct Score(int Hit, int Wrong, int Missed, int Genuine, int Kept, double Leak)
{
    /// <summary>F1 of the injected characters, 1 where there are none and none were called so.</summary>
    public double InjectedF1 => Hit == 0 ? (Wrong + Missed == 0 ? 1 : 0) : 2.0 * Hit / ((2.0 * Hit) + Wrong + Missed);

    /// <summary>The share of the article's characters that were kept.</summary>
    public double GenuineKept => Genuine == 0 ? 1 : Kept / (double)Genuine;

    public static Score Of(LabelledPage page, GoldPage gold)
    {
        var text = new StringBuilder();
        var labels = new List<Label?>();
        int span = 0;
        for (int i = 0; i < page.Page.Text.Length; i++)
        {
            while (span < page.Spans.Length && page.Spans[span].Span.End <= i)
            {
                span++;
            }

            if (!char.IsWhiteSpace(page.Page.Text[i]))
            {
                text.Append(page.Page.Text[i]);
                labels.Add(span < page.Spans.Length && page.Spans[span].Span.Start <= i ? page.Spans[span].Label : null);
            }
        }

        Xunit.Assert.Equal(gold.Text, text.ToString());
        int hit = 0, wrong = 0, missed = 0, genuine = 0, kept = 0;
        for (int i = 0; i < gold.Labels.Length; i++)
        {
            bool injected = gold.Labels[i] == Label.Injected;
            bool called = labels[i] == Label.Injected;
            hit += injected && called ? 1 : 0;
            wrong += !injected && called ? 1 : 0;
            missed += injected && !called ? 1 : 0;
            genuine += gold.Labels[i].IsArticle() ? 1 : 0;
            kept += gold.Labels[i].IsArticle() && labels[i] is { } l && l.IsArticle() ? 1 : 0;
        }

        return new Score(hit, wrong, missed, genuine, kept, LeakOf(page, gold));
    }

    // The share of the planted text's 4-grams (that genuine text does not have) that still stand in the article.
    private static double LeakOf(LabelledPage page, GoldPage gold)
    {
        var genuine = new HashSet<string>(StringComparer.Ordinal);
        var injected = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < gold.Text.Length;)
        {
            int end = i;
            while (end < gold.Text.Length && gold.Labels[end] == gold.Labels[i])
            {
                end++;
            }

            HashSet<string>? into = gold.Labels[i].IsArticle() ? genuine : gold.Labels[i] == Label.Injected ? injected : null;
            for (int g = i; into is not null && g + 4 <= end; g++)
            {
                into.Add(gold.Text.Substring(g, 4));
            }

            i = end;
        }

        injected.ExceptWith(genuine);
        string article = string.Concat(page.Article.Text.Where(c => !char.IsWhiteSpace(c)));
        int leaked = injected.Count(g => article.Contains(g, StringComparison.Ordinal));
        return injected.Count == 0 ? 0 : leaked / (double)injected.Count;
    }
}
