using System.Collections.Immutable;
using System.Globalization;
using Chaffinch.Model;

namespace Chaffinch.Cli.Rendering;

/// <summary>A planted or damaged part of a page as people are shown it: neighbouring spans that say the same are one.</summary>
/// <param name="Number">Its number on the page, from 1.</param>
/// <param name="Span">Its range in the page's text.</param>
/// <param name="Label">Injected or damaged.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Theme">Its theme.</param>
/// <param name="Confidence">0 to 1, the mean over its characters.</param>
/// <param name="Evidence">What speaks for it: indexes into the page's evidence, the strongest first, each fact once.</param>
internal sealed record Finding(
    int Number, TextSpan Span, Label Label, Kind Kind, Theme Theme, double Confidence, ImmutableArray<int> Evidence)
{
    /// <summary>Label, kind and theme in words, such as <c>injected keyword · gambling</c>.</summary>
    public string What
    {
        get
        {
            string kind = Kind.NameOf() is string name ? " " + name : "";
            string theme = Theme.NameOf() is string topic ? " · " + topic : "";
            return Label.NameOf() + kind + theme;
        }
    }

    /// <summary>The confidence as a percentage.</summary>
    public string Percent => Findings.Percent(Confidence);
}

/// <summary>The findings of one page.</summary>
internal sealed class Findings
{
    private Findings(ImmutableArray<Finding> items, int[] numberOfSpan, int injectedChars, int damagedChars, int chars)
    {
        Items = items;
        NumberOfSpan = numberOfSpan;
        InjectedChars = injectedChars;
        DamagedChars = damagedChars;
        Chars = chars;
    }

    /// <summary>In order of the text.</summary>
    public ImmutableArray<Finding> Items { get; }

    /// <summary>For each span of the page the number of its finding, 0 where it is none.</summary>
    public int[] NumberOfSpan { get; }

    /// <summary>Characters (white space left out, as in the verdict's reasons) of injected spans.</summary>
    public int InjectedChars { get; }

    /// <summary>Characters (white space left out, as in the verdict's reasons) of damaged spans.</summary>
    public int DamagedChars { get; }

    /// <summary>Characters (white space left out, as in the verdict's reasons) of all spans.</summary>
    public int Chars { get; }

    /// <summary>Reads the findings off a labelled page.</summary>
    public static Findings Of(LabelledPage page)
    {
        var items = ImmutableArray.CreateBuilder<Finding>();
        var numbers = new int[page.Spans.Length];
        var chars = new int[3];
        for (int first = 0; first < page.Spans.Length;)
        {
            LabelledSpan span = page.Spans[first];
            int next = first + 1;
            bool isFinding = span.Label is Label.Injected or Label.Damaged;
            while (isFinding && next < page.Spans.Length && IsSame(span, page.Spans[next]))
            {
                next++;
            }

            if (isFinding)
            {
                Finding finding = Join(page, first, next, items.Count + 1);
                items.Add(finding);
                numbers.AsSpan(first, next - first).Fill(finding.Number);
            }

            for (int i = first; i < next; i++)
            {
                int length = CountChars(page.Page.Text, page.Spans[i].Span);
                chars[0] += span.Label == Label.Injected ? length : 0;
                chars[1] += span.Label == Label.Damaged ? length : 0;
                chars[2] += length;
            }

            first = next;
        }

        return new Findings(items.ToImmutable(), numbers, chars[0], chars[1], chars[2]);
    }

    private static int CountChars(string text, TextSpan span)
    {
        int count = 0;
        for (int i = span.Start; i < span.End; i++)
        {
            count += char.IsWhiteSpace(text[i]) ? 0 : 1;
        }

        return count;
    }

    /// <summary>What was found, in one line for people.</summary>
    public string Summary()
    {
        if (Items.IsEmpty)
        {
            return $"no findings in {Chars:N0} characters";
        }

        string count = Items.Length == 1 ? "1 finding" : $"{Items.Length:N0} findings";
        string injected = InjectedChars > 0 ? $", {InjectedChars:N0} characters injected" : "";
        string damaged = DamagedChars > 0 ? $", {DamagedChars:N0} characters damaged" : "";
        return $"{count}{injected}{damaged}, of {Chars:N0}";
    }

    /// <summary>A share as a percentage.</summary>
    public static string Percent(double share) => Math.Round(share * 100).ToString("0", CultureInfo.InvariantCulture) + " %";

    private static bool IsSame(in LabelledSpan a, in LabelledSpan b) => a.Label == b.Label && a.Kind == b.Kind && a.Theme == b.Theme;

    private static Finding Join(LabelledPage page, int first, int next, int number)
    {
        double sure = 0;
        int length = 0;
        var seen = new HashSet<(Signal, Fact)>();
        var evidence = new List<int>();
        for (int i = first; i < next; i++)
        {
            LabelledSpan span = page.Spans[i];
            sure += span.Confidence * span.Span.Length;
            length += span.Span.Length;
            foreach (int index in span.Evidence)
            {
                if (seen.Add((page.Evidence[index].Signal, page.Evidence[index].Fact)))
                {
                    evidence.Add(index);
                }
            }
        }

        evidence.Sort((a, b) =>
        {
            int byStrength = page.Evidence[b].Strength.CompareTo(page.Evidence[a].Strength);
            return byStrength != 0 ? byStrength : a.CompareTo(b);
        });
        LabelledSpan head = page.Spans[first];
        var range = new TextSpan(head.Span.Start, page.Spans[next - 1].Span.End);
        return new Finding(number, range, head.Label, head.Kind, head.Theme, length == 0 ? 0 : sure / length, [.. evidence]);
    }
}
