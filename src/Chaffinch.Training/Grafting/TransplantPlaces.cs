using Chaffinch.Model;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Grafting;

/// <summary>Puts lines at places that text and HTML share: between paragraphs, at head and tail, inside a paragraph, fused to a title.</summary>
/// <remarks>Each gives null where the host has no such place.</remarks>
internal static class TransplantPlaces
{
    private static readonly string[] Joints = ["", "", "", "_", "-", " ", " | ", " - ", "，", ","];

    // Fragments longer than this are not dropped into the middle of somebody's sentence.
    private const int MostInline = 260;

    public static Insertion? Between(HostView host, DonorRun run, Dice dice) =>
        host.Content.Count < 3 ? null : AfterBlock(host, run, host.Content[dice.Next(host.Content.Count - 1)], "between", dice);

    public static Insertion? Tail(HostView host, DonorRun run, Dice dice) =>
        host.Content.Count == 0 ? null : AfterBlock(host, run, host.Content[^1], "tail", dice);

    public static Insertion? Head(HostView host, DonorRun run, Dice dice)
    {
        if (host.Content.Count == 0)
        {
            return null;
        }

        Block first = host.Page.Blocks[host.Content[0]];
        return SlotBefore(host, first) is { } slot ? Lines(host, run, slot, "head", dice) : null;
    }

    /// <summary>Between two sentences of a paragraph.</summary>
    public static Insertion? MidParagraph(HostView host, DonorRun run, Dice dice) =>
        Inside(host, run, "mid-paragraph", dice, static (h, b) => h.SentenceBorders(b), int.MaxValue);

    /// <summary>In the middle of a sentence.</summary>
    public static Insertion? MidSentence(HostView host, DonorRun run, Dice dice) =>
        Inside(host, run, "mid-sentence", dice, static (h, b) => h.WordBorders(b), MostInline);

    /// <summary>Behind the last word of a paragraph, in its line.</summary>
    public static Insertion? ParagraphEnd(HostView host, DonorRun run, Dice dice)
    {
        if (host.Content.Count == 0)
        {
            return null;
        }

        Block block = host.Page.Blocks[dice.Of(host.Content)];
        int at = host.Page.IsHtml ? MarkupSlots.PastInlineEnds(host.Page.Source.Span, block.Source.End) : block.Source.End;
        var to = new Insertion(at, "paragraph-end");
        to.Raw(host.IsUnspaced || dice.Chance(0.2) ? "" : " ");
        Write(to, dice.Of(run.Lines), host.Page.IsHtml, dice.Chance(0.5));
        return to;
    }

    /// <summary>Fused to the page's title, or to the first line of a text.</summary>
    public static Insertion? Title(HostView host, DonorRun run, Dice dice)
    {
        List<int> titles = host.Page.IsHtml ? host.Where(static b => b.Zone == Zone.Title) : host.Page.Blocks.Length > 0 ? [0] : [];
        return titles.Count == 0 ? null : Fused(host, run, titles[0], "title", dice);
    }

    /// <summary>Fused to a heading of the content.</summary>
    public static Insertion? Heading(HostView host, DonorRun run, Dice dice)
    {
        if (host.Content.Count == 0)
        {
            return null;
        }

        int first = host.Content[0] - 12;
        int last = host.Content[^1];
        List<int> all = host.Where(static b => b.HeadingLevel is > 0 and < 4 && !b.IsHidden && b.Zone == Zone.Body);
        List<int> headings = all.FindAll(b => b >= first && b <= last);
        return headings.Count == 0 ? null : Fused(host, run, dice.Chance(0.6) ? headings[0] : dice.Of(headings), "heading", dice);
    }

    /// <summary>The lines of a run, each in the form of the slot.</summary>
    public static Insertion Lines(HostView host, DonorRun run, Slot slot, string place, Dice dice)
    {
        var to = new Insertion(slot.Position, place);
        bool linked = dice.Chance(0.85);
        foreach (DonorLine line in run.Lines)
        {
            bool heading = line.IsHeading && host.Page.IsHtml && slot.Open.Contains('<', StringComparison.Ordinal) && !slot.Open.Contains("<br", StringComparison.Ordinal) && dice.Chance(0.6);
            to.Raw(heading ? "<h3>" : slot.Open);
            Write(to, line, host.Page.IsHtml, linked);
            to.Raw(heading ? "</h3>\n" : slot.Close);
        }

        return to;
    }

    /// <summary>One line's parts, links with their targets where wanted.</summary>
    public static void Write(Insertion to, DonorLine line, bool html, bool linked)
    {
        for (int i = 0; i < line.Parts.Count; i++)
        {
            DonorPart part = line.Parts[i];
            string text = i + 1 == line.Parts.Count ? part.Text.TrimEnd() : part.Text;
            bool link = html && linked && part.Href is not null;
            to.Raw(link ? $"<a href=\"{part.Href}\">" : "");
            to.Text(text, part.Gold, html);
            to.Raw(link ? "</a>" : "");
        }
    }

    public static Slot? SlotBefore(HostView host, in Block block) =>
        host.Page.IsHtml ? MarkupSlots.Before(host.Page, block) : new Slot(block.Source.Start, "", NewLine(host));

    public static Slot SlotAfter(HostView host, in Block block) =>
        host.Page.IsHtml ? MarkupSlots.After(host.Page, block) : new Slot(block.Source.End, NewLine(host), "");

    private static Insertion AfterBlock(HostView host, DonorRun run, int block, string place, Dice dice) =>
        Lines(host, run, SlotAfter(host, host.Page.Blocks[block]), place, dice);

    // As the text parts its own paragraphs.
    private static string NewLine(HostView host) => host.Page.Source.Span.IndexOf("\n\n"u8) >= 0 ? "\n\n" : "\n";

    private static Insertion? Inside(HostView host, DonorRun run, string place, Dice dice, Func<HostView, Block, List<int>> bordersOf, int most)
    {
        List<DonorLine> lines = run.Lines.FindAll(l => l.Length <= most);
        for (int tries = 0; tries < 6 && lines.Count > 0 && host.Content.Count > 0; tries++)
        {
            Block block = host.Page.Blocks[dice.Of(host.Content)];
            List<int> borders = bordersOf(host, block);
            if (borders.Count == 0)
            {
                continue;
            }

            int at = dice.Of(borders);
            var to = new Insertion(host.Page.ToSource(new TextSpan(at, at + 1)).Start, place);
            Write(to, dice.Of(lines), host.Page.IsHtml, dice.Chance(0.6));
            to.Raw(host.IsUnspaced ? "" : " ");
            return to;
        }

        return null;
    }

    private static Insertion Fused(HostView host, DonorRun run, int at, string place, Dice dice)
    {
        Block block = host.Page.Blocks[at];
        bool before = dice.Chance(0.55);
        var to = new Insertion(before ? block.Source.Start : block.Source.End, place);
        DonorLine line = run.Lines[0];
        string joint = dice.Of(Joints);
        bool joined = line.Parts[^1].Text.TrimEnd() is [.., '_' or '-' or '|' or ',' or '，'];
        if (!before && joint.Length > 0)
        {
            to.Text(joint, line.Parts[0].Gold, host.Page.IsHtml);
        }

        Write(to, line, host.Page.IsHtml, linked: false);
        if (before && joint.Length > 0 && !joined)
        {
            to.Text(joint, line.Parts[^1].Gold, host.Page.IsHtml);
        }

        return to;
    }
}
