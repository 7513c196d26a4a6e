using Chaffinch.Model;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Grafting;

/// <summary>Puts lines at places that only HTML has: hidden blocks, menus, footers, lists, tables, comments, meta elements.</summary>
/// <remarks>Each gives null where the host has no such place.</remarks>
internal static class TransplantFramePlaces
{
    private static readonly string[] Bars = ["", " ", " | ", " · ", " "];

    /// <summary>A block that no reader sees: in the content, around the body's ends, behind the document.</summary>
    public static Insertion? Hidden(HostView host, DonorRun run, Dice dice)
    {
        ReadOnlySpan<byte> source = host.Page.Source.Span;
        int way = dice.Next(10);
        int at = way switch
        {
            < 3 when host.Content.Count > 0 => MarkupSlots.After(host.Page, host.Page.Blocks[dice.Of(host.Content)]).Position,
            < 5 => AfterBody(source),
            < 9 => LastOf(source, "</body>"u8),
            _ => source.Length,
        };
        if (at < 0)
        {
            return null;
        }

        var to = new Insertion(at, way == 9 ? "after-end" : "hidden");
        (string open, string close, bool holds) = way == 9 && dice.Chance(0.7) ? ("<div>", "</div>", true) : Concealment.One(dice);
        string between = holds && dice.Chance(0.4) ? "p" : dice.Of(["", "br"]);
        to.Raw("\n" + open);
        for (int i = 0; i < run.Lines.Count; i++)
        {
            to.Raw(between == "p" ? "<p>" : i == 0 ? "" : between == "br" ? "<br>" : " ");
            TransplantPlaces.Write(to, run.Lines[i], html: true, linked: true);
            to.Raw(between == "p" ? "</p>" : "");
        }

        to.Raw(close + "\n");
        return to;
    }

    /// <summary>A row in the footer, in the form of a block there.</summary>
    public static Insertion? FooterRow(HostView host, DonorRun run, Dice dice)
    {
        List<int> feet = host.Where(static b => !b.IsHidden && ((b.Traits & BlockTraits.InFooter) != 0 || (b.AllHints & (Hints.Footer | Hints.Legal)) != 0));
        if (feet.Count == 0)
        {
            return null;
        }

        Slot slot = MarkupSlots.After(host.Page, host.Page.Blocks[dice.Of(feet)]);
        var to = new Insertion(slot.Position, "footer-row");
        to.Raw(slot.Open);
        Row(to, run, dice.Of(Bars));
        to.Raw(slot.Close);
        return to;
    }

    /// <summary>Between the entries of a menu, as a further one.</summary>
    public static Insertion? Menu(HostView host, DonorRun run, Dice dice)
    {
        List<int> entries = host.Where(static b => !b.IsHidden && b.LinkCount > 0 && b.LinkChars * 10 >= b.Span.Length * 8
            && ((b.Traits & BlockTraits.InNav) != 0 || (b.AllHints & Hints.Navigation) != 0));
        if (entries.Count < 2)
        {
            return null;
        }

        Block entry = host.Page.Blocks[dice.Of(entries)];
        Link last = host.Page.Links[entry.FirstLink + (entry.LinkCount > 2 ? dice.Next(entry.LinkCount) : entry.LinkCount - 1)];
        int end = host.Page.ToSource(last.Span).End;
        int close = host.Page.Source.Span[end..].IndexOf("</a>"u8);
        if (close is < 0 or > 300)
        {
            return null;
        }

        Slot slot = entry.LinkCount == 1 && entry.Tag == HtmlTag.Li ? MarkupSlots.After(host.Page, entry) : new Slot(end + close + 4, " ", "");
        var to = new Insertion(slot.Position, "menu");
        foreach (DonorPart part in run.Lines.SelectMany(l => l.Parts).Where(p => p.Text.Trim().Length > 1 && p.Text.Length < 60).Take(3))
        {
            to.Raw(slot.Open + $"<a href=\"{part.Href ?? "/go/" + dice.Next(999)}\">");
            to.Text(part.Text.Trim(), part.Gold, html: true);
            to.Raw("</a>" + slot.Close);
        }

        return to.Chars == 0 ? null : to;
    }

    /// <summary>Items of a list in or beside the content.</summary>
    public static Insertion? ListItem(HostView host, DonorRun run, Dice dice)
    {
        List<int> items = host.Where(static b => !b.IsHidden && b.Tag == HtmlTag.Li && b.Span.Length >= 8 && (b.Traits & (BlockTraits.InNav | BlockTraits.InHeader | BlockTraits.InFooter)) == 0);
        return items.Count < 2 ? null : TransplantPlaces.Lines(host, run, MarkupSlots.After(host.Page, host.Page.Blocks[dice.Of(items)]), "list-item", dice);
    }

    /// <summary>A further row of a table, or a cell's further words.</summary>
    public static Insertion? TableCell(HostView host, DonorRun run, Dice dice)
    {
        List<int> cells = host.Where(static b => !b.IsHidden && (b.Traits & BlockTraits.TableCell) != 0 && b.Tag == HtmlTag.Td && b.Span.Length < 300);
        if (cells.Count < 4)
        {
            return null;
        }

        Block cell = host.Page.Blocks[dice.Of(cells)];
        ReadOnlySpan<byte> source = host.Page.Source.Span;
        int row = source[cell.Source.End..Math.Min(source.Length, cell.Source.End + 4000)].IndexOf("</tr>"u8);
        if (row < 0 || dice.Chance(0.4))
        {
            var inside = new Insertion(MarkupSlots.PastInlineEnds(source, cell.Source.End), "table-cell");
            inside.Raw(dice.Of(["<br>", " ", "<br/>"]));
            TransplantPlaces.Write(inside, dice.Of(run.Lines), html: true, linked: true);
            return inside;
        }

        return TransplantPlaces.Lines(host, run with { Lines = [.. run.Lines.Select(l => l with { IsHeading = false })] }, new Slot(cell.Source.End + row + 5, "\n<tr><td>", "</td></tr>"), "table-cell", dice);
    }

    /// <summary>A further comment of a list of comments, in the form of its neighbours.</summary>
    public static Insertion? Comment(HostView host, DonorRun run, Dice dice)
    {
        ReadOnlySpan<Container> containers = host.Page.Containers;
        var shapes = new Dictionary<(int, ulong), int>();
        var found = new List<int>();
        for (int c = 0; c < containers.Length; c++)
        {
            if (IsComment(containers, c))
            {
                (int, ulong) key = (containers[c].Parent, containers[c].Shape);
                shapes[key] = shapes.GetValueOrDefault(key) + 1;
                found.Add(c);
            }
        }

        found.RemoveAll(c => shapes[(host.Page.Containers[c].Parent, host.Page.Containers[c].Shape)] < 2);
        if (found.Count == 0)
        {
            return null;
        }

        Container beside = containers[dice.Of(found)];
        string tag = MarkupSlots.NameOf(beside.Tag);
        var to = new Insertion(beside.Source.End, "comment");
        to.Raw("\n" + MarkupSlots.OpenerOf(host.Page, beside));
        foreach (DonorLine line in run.Lines)
        {
            to.Raw("<p>");
            TransplantPlaces.Write(to, line, html: true, linked: true);
            to.Raw("</p>");
        }

        to.Raw($"</{tag}>");
        return to;
    }

    /// <summary>In the description or the keywords.</summary>
    public static Insertion? Meta(HostView host, DonorRun run, Dice dice)
    {
        List<int> metas = host.Where(static b => b.Zone is Zone.Description or Zone.Keywords && b.Source.Length > 0);
        if (metas.Count == 0)
        {
            return null;
        }

        Block meta = host.Page.Blocks[dice.Of(metas)];
        var to = new Insertion(meta.Source.Start, "meta");
        DonorLine line = run.Lines[0];
        TransplantPlaces.Write(to, line, html: true, linked: false);
        to.Text(dice.Of([",", "_", "-", "，", ". "]), line.Parts[^1].Gold, html: true);
        return to;
    }

    private static bool IsComment(ReadOnlySpan<Container> containers, int c)
    {
        bool box = containers[c].Tag is HtmlTag.Li or HtmlTag.Div or HtmlTag.Article;
        int parent = containers[c].Parent;
        Hints own = containers[c].Hints | (parent >= 0 ? containers[parent].Hints : Hints.None);
        return box && (own & Hints.Comments) != 0 && containers[c].Source.Length is > 60 and < 6000;
    }

    private static void Row(Insertion to, DonorRun run, string bar)
    {
        bool first = true;
        foreach (DonorPart part in run.Lines.SelectMany(l => l.Parts))
        {
            to.Raw(first ? "" : bar.Trim().Length == 0 && bar.Length > 0 ? bar : "");
            if (!first && bar.Trim().Length > 0)
            {
                to.Text(bar, part.Gold, html: true);
            }

            to.Raw(part.Href is null ? "" : $"<a href=\"{part.Href}\">");
            to.Text(part.Text.Trim(), part.Gold, html: true);
            to.Raw(part.Href is null ? "" : "</a>");
            first = false;
        }
    }

    private static int AfterBody(ReadOnlySpan<byte> source)
    {
        int body = source.IndexOf("<body"u8);
        int end = body < 0 ? -1 : source[body..].IndexOf((byte)'>');
        return end < 0 ? -1 : body + end + 1;
    }

    private static int LastOf(ReadOnlySpan<byte> source, ReadOnlySpan<byte> tag) => source.LastIndexOf(tag);
}
