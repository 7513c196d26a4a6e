using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>Chooses among the dates that a page states to machines and those that stand in sight.</summary>
internal static class PublishedDate
{
    // A line longer than this is a sentence with a date in it.
    private const int MaxLineChars = 200;

    private const int MaxBlocksFromHeadline = 8;

    // A day's difference is two time zones.
    private const int ZoneDays = 1;

    /// <summary>The date of publication in ISO 8601, null where none is found.</summary>
    /// <param name="page">The page.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="seen">The first date in a byline.</param>
    /// <param name="headline">Block of the title, -1 for none.</param>
    /// <param name="language">Language tag.</param>
    public static string? Choose(Page page, ReadOnlySpan<Part> parts, FoundDate? seen, int headline, string? language)
    {
        FoundDate? meta = Stated(page.Meta.Published, language);
        if (meta is FoundDate stated && stated.Day > 0)
        {
            // The visible date may have a time that the machine-readable one lacks.
            if (seen is FoundDate visible && stated.IsSameDay(visible) && stated.Time.Length < visible.Time.Length)
            {
                return visible.ToIso();
            }

            // Moving a site to other software gives all its articles a new date of publication; the byline keeps the old one.
            bool isOlder = seen is { Day: > 0 } && stated.DayNumber - seen.Value.DayNumber > ZoneDays
                && NearHeadline(page, parts, headline, language) is FoundDate near && near.IsSameDay(seen.Value);
            return isOlder ? seen!.Value.ToIso() : stated.ToIso();
        }

        if (seen is FoundDate read && read.Day > 0)
        {
            return read.ToIso();
        }

        FoundDate? found = Stated(page.Meta.TimeElement, language) ?? FromTimeElement(page, parts, language)
            ?? NearHeadline(page, parts, headline, language) ?? seen ?? Stated(page.Meta.Modified, language);
        return found?.ToIso();
    }

    private static FoundDate? Stated(string? written, string? language) => written is null ? null : DateReader.Find(written, language);

    // A line with a date just before or behind the headline, or one that its class calls a date; no line of prose.
    private static FoundDate? NearHeadline(Page page, ReadOnlySpan<Part> parts, int headline, string? language)
    {
        foreach (ref readonly Part part in parts)
        {
            if (part.Block < 0 || part.Whole.Length > MaxLineChars || part.Label is Label.Injected or Label.Damaged)
            {
                continue;
            }

            ref readonly Block block = ref page.Blocks[part.Block];
            bool near = headline >= 0 && Math.Abs(part.Block - headline) <= MaxBlocksFromHeadline;
            bool marked = (block.OwnHints & Hints.Date) != Hints.None && (block.AllHints & Hints.Comments) == Hints.None;
            if (block.Zone == Zone.Body && (marked || near)
                && DateReader.Find(page.Text.AsSpan(part.Whole.Start, part.Whole.Length), language) is { Day: > 0 } found)
            {
                return found;
            }
        }

        return null;
    }

    // The first time element before the end of the article; what stands after it belongs to comments and related items.
    private static FoundDate? FromTimeElement(Page page, ReadOnlySpan<Part> parts, string? language)
    {
        int end = 0;
        for (int i = parts.Length - 1; i >= 0 && end == 0; i--)
        {
            end = parts[i].Role == PartRole.Keep ? parts[i].Whole.End : 0;
        }

        foreach (ref readonly InlineRun run in page.Inlines)
        {
            if (run.Span.Start >= end)
            {
                break;
            }

            if (run.Kind == InlineKind.Time
                && DateReader.Find(page.Text.AsSpan(run.Span.Start, run.Span.Length), language) is FoundDate found)
            {
                return found;
            }
        }

        return null;
    }
}
