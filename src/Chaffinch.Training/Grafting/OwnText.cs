using Chaffinch.Model;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Grafting;

/// <summary>Repeats text of a page's own in it, as real pages do: a summary, a caption, a quotation, a folded copy, a menu for small screens.</summary>
internal static class OwnText
{
    private const int MostChars = 400;

    /// <summary>One or two repetitions.</summary>
    public static List<Insertion> Repeat(HostView host, Dice dice)
    {
        var put = new List<Insertion>();
        for (int i = host.Content.Count == 0 ? 0 : dice.Between(1, 2); i > 0; i--)
        {
            Insertion? one = dice.Next(6) switch
            {
                0 => Beside(host, "own-summary", host.Content[0], before: true, "<p class=\"summary\">", "</p>", dice),
                1 => Beside(host, "own-quote", dice.Of(host.Content), before: false, "<blockquote><p>", "</p></blockquote>", dice),
                2 => Beside(host, "own-caption", dice.Of(host.Content), before: false, "<figure><img src=\"/i.jpg\" alt=\"\"><figcaption>", "</figcaption></figure>", dice),
                3 => Beside(host, "own-tail", host.Content[^1], before: false, "<p>", "</p>", dice),
                4 when host.Page.IsHtml => Folded(host, dice),
                _ => host.Page.IsHtml ? Menu(host, dice) : null,
            };
            if (one is not null && put.TrueForAll(p => p.Position != one.Position))
            {
                put.Add(one);
            }
        }

        return put;
    }

    private static Insertion? Beside(HostView host, string place, int block, bool before, string open, string close, Dice dice)
    {
        Slot? slot = before ? TransplantPlaces.SlotBefore(host, host.Page.Blocks[block]) : TransplantPlaces.SlotAfter(host, host.Page.Blocks[block]);
        if (slot is not { } at)
        {
            return null;
        }

        var to = new Insertion(at.Position, place);
        bool own = !host.Page.IsHtml || dice.Chance(0.3);
        to.Raw(own ? at.Open : open);
        to.Text(Words(host, dice), Gold.Body, host.Page.IsHtml);
        to.Raw(own ? at.Close : close);
        return to;
    }

    // The same text for another screen, or an answer that is opened.
    private static Insertion Folded(HostView host, Dice dice)
    {
        Slot slot = MarkupSlots.After(host.Page, host.Page.Blocks[dice.Of(host.Content)]);
        var to = new Insertion(slot.Position, "own-folded");
        to.Raw(dice.Of(["<div class=\"mobile-only\" style=\"display:none\">", "<div class=\"tab-pane\" hidden>", "<div class=\"print\" style=\"display:none\">", "<div class=\"more\" style=\"display:none\">"]));
        to.Text(Words(host, dice), Gold.Body, html: true);
        to.Raw("</div>");
        return to;
    }

    private static Insertion? Menu(HostView host, Dice dice)
    {
        List<int> entries = host.Where(static b => !b.IsHidden && b.LinkCount > 0 && (b.Traits & BlockTraits.InNav) != 0 && b.Span.Length < 60);
        if (entries.Count < 3)
        {
            return null;
        }

        int body = host.Page.Source.Span.LastIndexOf("</body>"u8);
        var to = new Insertion(body < 0 ? host.Page.Source.Length : body, "own-menu");
        to.Raw(dice.Of(["<ul class=\"mobile-menu\" style=\"display:none\">", "<ul class=\"off-canvas\" style=\"position:absolute;left:-9999px\">", "<ul class=\"bottom-nav\">"]));
        foreach (int entry in entries.Take(8))
        {
            to.Raw("<li><a href=\"/\">");
            to.Text(host.TextOf(host.Page.Blocks[entry]), Gold.Furniture, html: true);
            to.Raw("</a></li>");
        }

        to.Raw("</ul>");
        return to;
    }

    // A paragraph, or its first sentences.
    private static string Words(HostView host, Dice dice)
    {
        Block block = host.Page.Blocks[dice.Of(host.Content)];
        List<int> borders = host.SentenceBorders(block);
        int end = borders.Count > 0 && dice.Chance(0.6) ? dice.Of(borders) : block.Span.End;
        end = Math.Min(end, block.Span.Start + MostChars);
        end -= char.IsHighSurrogate(host.Page.Text[end - 1]) ? 1 : 0;
        return host.Page.Text[block.Span.Start..end].Trim();
    }
}
