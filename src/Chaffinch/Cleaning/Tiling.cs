using System.Collections.Immutable;
using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>Lists what was kept and what was cut, so that the two tile the page's text.</summary>
internal static class Tiling
{
    public static (ImmutableArray<TextSpan> Kept, ImmutableArray<Cut> Cuts) Of(
        Page page, ImmutableArray<LabelledSpan> spans, ReadOnlySpan<Evidence> evidence, ReadOnlySpan<Part> parts, RepairList repairs)
    {
        var kept = ImmutableArray.CreateBuilder<TextSpan>();
        var cuts = ImmutableArray.CreateBuilder<Cut>();
        bool open = false;
        for (int i = 0; i < parts.Length; i++)
        {
            ref readonly Part part = ref parts[i];
            if (repairs.IsWritten(part))
            {
                // What stood there is gone from the article, whatever stands for it now.
                open = false;
                cuts.Add(new Cut(part.Whole, part.Label, part.Kind, Reasons.Repaired(spans[part.Span], part.Whole, page.Text, evidence[repairs.EvidenceOf(part)], repairs.TextOf(part))));
                continue;
            }

            if (!part.IsKept)
            {
                open = false;
                AddCut(cuts, part.Whole, part, i > 0 && !parts[i - 1].IsKept && !repairs.IsWritten(parts[i - 1]) && parts[i - 1].Span == part.Span && parts[i - 1].Role == part.Role, spans, evidence, page);
                continue;
            }

            if (part.Whole.Start < part.Kept.Start)
            {
                open = false;
                AddRest(cuts, page, new(part.Whole.Start, part.Kept.Start), part);
            }

            if (open)
            {
                kept[^1] = new(kept[^1].Start, part.Kept.End);
            }
            else
            {
                kept.Add(part.Kept);
            }

            open = part.Kept.End == part.Whole.End;
            if (!open)
            {
                AddRest(cuts, page, new(part.Kept.End, part.Whole.End), part);
            }
        }

        return (kept.DrainToImmutable(), cuts.DrainToImmutable());
    }

    // A labelled span that runs over several blocks is one cut, not one a line.
    private static void AddCut(
        ImmutableArray<Cut>.Builder cuts, TextSpan whole, in Part part, bool continues, ImmutableArray<LabelledSpan> spans, ReadOnlySpan<Evidence> evidence, Page page)
    {
        if (continues && cuts.Count > 0)
        {
            cuts[^1] = cuts[^1] with { Span = new(cuts[^1].Span.Start, whole.End) };
            return;
        }

        cuts.Add(new Cut(whole, part.Label, part.Kind, Reasons.For(spans[part.Span], part.Role, page.Text, evidence)));
    }

    private static void AddRest(ImmutableArray<Cut>.Builder cuts, Page page, TextSpan rest, in Part part)
    {
        TextSpan span = PartList.Trim(page.Text, rest);
        if (!span.IsEmpty)
        {
            cuts.Add(new Cut(span, part.Label, part.Kind, part.Role == PartRole.Author ? Reasons.BesideAuthor : Reasons.LeftOver));
        }
    }
}
