using System.Collections.Immutable;
using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>Reads the article off the labelled spans.</summary>
internal static class Cleaner
{
    public static Article Clean(SegmentedPage page, ImmutableArray<LabelledSpan> spans, ReadOnlySpan<Evidence> evidence) =>
        new() { Text = page.Page.Text, Markdown = page.Page.Text, Kept = [], Cuts = [] };
}
