using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <content>Damaged runs that come back become parts of their own, with the role that their line has.</content>
internal sealed partial class PartList
{
    // A damaged line that stands by itself, in no element for text, has at least this many code units when it is text.
    private const int LeastLineChars = 40;

    private Part[] _spare = [];

    /// <summary>True when some part is labelled as damaged.</summary>
    public bool HasDamage { get; private set; }

    /// <summary>Makes each repaired run one part, and gives it the role of its line.</summary>
    public void Repair(Page page, RepairList repairs)
    {
        Part[] from = _parts;
        int count = Count;
        if (_spare.Length < count)
        {
            _spare = new Part[from.Length];
        }

        (_parts, _spare) = (_spare, from);
        Count = 0;
        int r = 0;
        for (int i = 0; i < count; i++)
        {
            TextSpan rest = from[i].Whole;
            while (!rest.IsEmpty)
            {
                while (r < repairs.Count && repairs.SpanOf(r).End <= rest.Start)
                {
                    r++;
                }

                TextSpan run = r < repairs.Count ? repairs.SpanOf(r) : new(int.MaxValue, int.MaxValue);
                bool inside = run.Start <= rest.Start;
                int end = Math.Min(rest.End, inside ? run.End : run.Start);
                AddPiece(page, from[i], new(rest.Start, end), inside ? r + 1 : 0);
                rest = new(end, rest.End);
            }
        }

        SettleRoles(page, repairs);
    }

    private void AddPiece(Page page, in Part of, TextSpan span, int repair)
    {
        span = Trim(page.Text, span);
        if (span.IsEmpty)
        {
            return;
        }

        if (repair > 0 && Count > 0 && _parts[Count - 1].Repair == repair)
        {
            // Its reason is that of a damaged span, though one of its pieces may have passed for text.
            ref Part whole = ref _parts[Count - 1];
            bool keepsSpan = whole.Label == Label.Damaged || of.Label != Label.Damaged;
            (whole.Label, whole.Kind, whole.Span) = keepsSpan ? (whole.Label, whole.Kind, whole.Span) : (of.Label, of.Kind, of.Span);
            whole.Whole = new(whole.Whole.Start, span.End);
            whole.Kept = whole.Whole;
            return;
        }

        if (Count == _parts.Length)
        {
            Array.Resize(ref _parts, Count * 2);
        }

        _parts[Count++] = of with { Whole = span, Kept = span, Repair = repair };
    }

    private void SettleRoles(Page page, RepairList repairs)
    {
        for (int first = 0; first < Count;)
        {
            int block = _parts[first].Block;
            int next = first;
            bool repaired = false;
            while (next < Count && _parts[next].Block == block)
            {
                repaired |= _parts[next++].IsRepaired;
            }

            PartRole role = repaired ? RoleOf(page, _parts.AsSpan(first, next - first), repairs) : PartRole.Cut;
            for (int i = repaired ? first : next; i < next; i++)
            {
                _parts[i].Role = _parts[i].IsRepaired ? role : _parts[i].Role;
            }

            first = next;
        }
    }

    // What the rest of the line is; a line that is damaged all through is the title where titles stand, and text where text does.
    private static PartRole RoleOf(Page page, ReadOnlySpan<Part> line, RepairList repairs)
    {
        bool headline = false;
        bool text = false;
        bool machinery = false;
        int chars = 0;
        Kind kind = Kind.None;
        foreach (ref readonly Part part in line)
        {
            headline |= !part.IsRepaired && part.Label == Label.Headline;
            text |= !part.IsRepaired && part.Label is Label.Subhead or Label.Body or Label.Caption;
            machinery |= !part.IsRepaired && part.Label is Label.Furniture or Label.Byline;
            chars += part.IsRepaired ? repairs.TextOf(part).Length : 0;
            kind = part.IsRepaired ? part.Kind : kind;
        }

        ref readonly Block block = ref page.Blocks[line[0].Block];
        if (block.Zone == Zone.Title || headline)
        {
            return PartRole.Headline;
        }

        if (block.Zone != Zone.Body || (machinery && !text))
        {
            return PartRole.Cut;
        }

        return text ? PartRole.Keep
            : !page.IsHtml ? PartRole.Keep
            : !IsText(block, chars, kind) ? PartRole.Cut
            : block.HeadingLevel == 1 ? PartRole.Headline : PartRole.Keep;
    }

    // Nobody has said of a line that is damaged all through whether it is text or a menu: it must stand where text does.
    private static bool IsText(in Block block, int chars, Kind kind)
    {
        const BlockTraits Frame = BlockTraits.InNav | BlockTraits.InHeader | BlockTraits.InFooter | BlockTraits.InAside | BlockTraits.InForm | BlockTraits.Control;
        const Hints Others = Hints.Navigation | Hints.Header | Hints.Footer | Hints.Sidebar | Hints.Breadcrumb | Hints.Share | Hints.Related | Hints.Tags | Hints.Comments | Hints.Advert
            | Hints.Notice | Hints.Account | Hints.Search | Hints.Pagination | Hints.Byline | Hints.Date | Hints.Meta | Hints.Legal | Hints.ScreenReader | Hints.Partners;

        // What is encoded against readers without a subscription is mostly hidden from them, too.
        bool shown = !block.IsHidden || kind == Kind.Cipher;
        return shown && (block.Traits & Frame) == BlockTraits.None && (block.AllHints & Others) == Hints.None && block.LinkChars * 2 <= block.Span.Length
            && (chars >= LeastLineChars || block.HeadingLevel > 0 || block.Tag == HtmlTag.P || (block.Traits & (BlockTraits.InArticle | BlockTraits.InMain)) != BlockTraits.None);
    }
}
