using Chaffinch.Model;

namespace Chaffinch.Training.Model;

/// <summary>A page whose labels are known, wholly or in part.</summary>
internal sealed class TrainingPage
{
    public required string Name { get; init; }

    /// <summary>ISO 639-1, with <c>zh-hant</c> for traditional Chinese.</summary>
    public required string Language { get; init; }

    /// <summary>The bytes as they would be fetched, UTF-8.</summary>
    public required byte[] Source { get; init; }

    public required bool IsHtml { get; init; }

    public required PageVerdict Verdict { get; init; }

    /// <summary>What the bytes are, in order; bytes in no range are genuine, but nothing says which genuine label they have.</summary>
    public required GoldRange[] Gold { get; init; }

    /// <summary>The shapes that the page shows, for tables.</summary>
    public required string[] Shapes { get; init; }

    /// <summary>True where the page is made of held-out phrases and sources.</summary>
    public required bool IsHeldOut { get; init; }

    /// <summary>How it is to be read: its bytes are UTF-8, whatever a meta element says.</summary>
    public InputHints Hints => new(ContentType: IsHtml ? "text/html; charset=utf-8" : null, Format: IsHtml ? InputFormat.Html : InputFormat.Text);

    /// <summary>The gold of each code unit of the page's text; null where nothing is known but that it is genuine.</summary>
    /// <remarks>Goes through the engine's own map from text to source, so that no alignment can go wrong.</remarks>
    public Gold?[] GoldOf(Page page)
    {
        int[] ranges = RangesOf(page);
        var gold = new Gold?[ranges.Length];
        for (int i = 0; i < gold.Length; i++)
        {
            gold[i] = ranges[i] < 0 ? null : Gold[ranges[i]].Gold;
        }

        return gold;
    }

    /// <summary>For each code unit of the page's text the range of <see cref="Gold"/> that it lies in, -1 where it lies in none or is white space.</summary>
    public int[] RangesOf(Page page)
    {
        int[] ranges = new int[page.Text.Length];
        Array.Fill(ranges, -1);
        int range = 0;
        for (int i = 0; i < ranges.Length; i++)
        {
            if (char.IsWhiteSpace(page.Text[i]))
            {
                continue;
            }

            int unit = char.IsHighSurrogate(page.Text[i]) && i + 1 < ranges.Length ? 2 : 1;
            SourceSpan at = page.ToSource(new TextSpan(i, i + unit));
            range = Find(at.Start, range);
            if (range < Gold.Length && Gold[range].Start <= at.Start && at.Start < Gold[range].End)
            {
                ranges[i] = range;
                ranges[i + unit - 1] = range;
            }

            i += unit - 1;
        }

        return ranges;
    }

    // Text mostly follows the source; where it does not (misnested tables), the search starts anew.
    private int Find(int position, int from)
    {
        if (from >= Gold.Length || (from > 0 && Gold[from - 1].End > position))
        {
            from = 0;
        }

        while (from < Gold.Length && Gold[from].End <= position)
        {
            from++;
        }

        return from;
    }
}
