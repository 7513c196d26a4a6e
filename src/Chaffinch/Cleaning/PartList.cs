using System.Collections.Immutable;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Cleaning;

/// <summary>The parts of one page in order, each with what becomes of it; reused from page to page.</summary>
internal sealed partial class PartList
{
    // Keeps the search for the part before a long row of cuts linear.
    private const int MaxLookBack = 64;

    private Part[] _parts = new Part[64];

    /// <summary>Number of parts.</summary>
    public int Count { get; private set; }

    /// <summary>The parts in order; they tile all of the page's text that is not white space.</summary>
    public Span<Part> Items => _parts.AsSpan(0, Count);

    /// <summary>Cuts the labelled spans at the borders of blocks.</summary>
    public void Fill(Page page, ImmutableArray<LabelledSpan> spans)
    {
        Count = 0;
        HasDamage = false;
        ReadOnlySpan<Block> blocks = page.Blocks;
        int block = 0;
        for (int s = 0; s < spans.Length; s++)
        {
            TextSpan rest = spans[s].Span;
            HasDamage |= spans[s].Label == Label.Damaged;
            while (!rest.IsEmpty)
            {
                while (block < blocks.Length && blocks[block].Span.End <= rest.Start)
                {
                    block++;
                }

                // Text outside all blocks is no line of the page; it cannot be in the article and is listed as cut.
                bool inside = block < blocks.Length && blocks[block].Span.Start <= rest.Start;
                int end = inside ? Math.Min(rest.End, blocks[block].Span.End)
                    : block < blocks.Length ? Math.Min(rest.End, blocks[block].Span.Start) : rest.End;
                Add(page, Trim(page.Text, new(rest.Start, end)), s, inside ? block : -1, spans[s]);
                rest = new(end, rest.End);
            }
        }
    }

    private void Add(Page page, TextSpan span, int index, int block, in LabelledSpan from)
    {
        if (span.IsEmpty)
        {
            return;
        }

        if (Count == _parts.Length)
        {
            Array.Resize(ref _parts, Count * 2);
        }

        _parts[Count++] = new Part
        {
            Whole = span,
            Kept = span,
            Span = index,
            Block = block,
            Label = from.Label,
            Kind = from.Kind,
            Role = block < 0 ? PartRole.Cut : RoleOf(from, page.Blocks[block].Zone),
        };
    }

    private static PartRole RoleOf(in LabelledSpan span, Zone zone) => span.Label switch
    {
        Label.Headline => PartRole.Headline,
        Label.Byline => PartRole.Byline,
        Label.Subhead or Label.Body or Label.Caption => zone == Zone.Body ? PartRole.Keep : PartRole.Cut,
        // Rewritten text is still the author's; every other damage is noise in it.
        Label.Damaged => span.Kind == Kind.Rewrite && zone == Zone.Body ? PartRole.Keep : PartRole.Cut,
        _ => PartRole.Cut,
    };

    /// <summary>Parts of <paramref name="role"/> of which one is furniture by its label have lent their words and go with the rest of it.</summary>
    /// <returns>True when there were any.</returns>
    public bool GiveBack(PartRole role)
    {
        bool any = false;
        foreach (ref readonly Part part in Items)
        {
            any |= part.Role == role && part.Label == Label.Furniture;
        }

        foreach (ref Part part in Items)
        {
            if (any && part.Role == role)
            {
                (part.Role, part.Kept) = (PartRole.Cut, part.Whole);
            }
        }

        return any;
    }

    /// <summary>Takes separators and lone brackets off the kept parts where what they joined to is gone.</summary>
    public void TrimEdges(Page page, ReadOnlySpan<CharClass> classes)
    {
        Span<Part> parts = Items;
        int opened = -1;
        for (int i = 0; i < parts.Length; i++)
        {
            ref Part part = ref parts[i];
            if (!part.IsKept)
            {
                continue;
            }

            if (part.IsRepaired)
            {
                opened = -1;
                continue;
            }

            bool cutBefore = i > 0 && IsSevering(parts[i - 1], part);
            bool cutAfter = i + 1 < parts.Length && IsSevering(parts[i + 1], part);
            int start = part.Kept.Start;
            int end = part.Kept.End;
            while (cutBefore && start < end && IsJoint(classes[start]))
            {
                start++;
            }

            while (cutAfter && end > start && IsJoint(classes[end - 1]))
            {
                end--;
            }

            if (cutBefore && opened == part.Block && start < end && classes[start] is CharClass.CloseBracket or CharClass.Quote)
            {
                start++;
            }

            opened = -1;
            part.Kept = Trim(page.Text, new(start, end));
            if ((cutBefore || cutAfter) && !HasContent(classes[part.Kept.Start..part.Kept.End]))
            {
                // A bracket or quote that opened what was cut takes its closing one with it.
                opened = classes[part.Whole.End - 1] is CharClass.OpenBracket or CharClass.Quote ? part.Block : -1;
                part.Kept = new(part.Whole.Start, part.Whole.Start);
                part.Role = PartRole.LeftOver;
            }
            else if (cutBefore)
            {
                TrimDoubled(page, classes, i);
            }
        }
    }

    // "one, [cut], two" leaves two commas, "( [cut] )" an empty pair of brackets: the second comma and the pair go.
    private void TrimDoubled(Page page, ReadOnlySpan<CharClass> classes, int index)
    {
        Span<Part> parts = Items;
        int before = index - 1;
        int stopAt = Math.Max(0, index - MaxLookBack);
        while (before >= stopAt && parts[before].Block == parts[index].Block && !parts[before].IsKept)
        {
            before--;
        }

        if (before < stopAt || parts[before].Block != parts[index].Block || parts[before].Kept.IsEmpty || parts[before].IsRepaired || parts[before].Role != parts[index].Role)
        {
            return;
        }

        ref Part left = ref parts[before];
        ref Part right = ref parts[index];
        CharClass a = classes[left.Kept.End - 1];
        CharClass b = classes[right.Kept.Start];
        bool pair = a == CharClass.OpenBracket && b == CharClass.CloseBracket;
        bool comma = (a is CharClass.Comma or CharClass.SentenceEnd) && b == CharClass.Comma;
        bool stop = a == CharClass.SentenceEnd && b == CharClass.SentenceEnd
            && page.Text[left.Kept.End - 1] == page.Text[right.Kept.Start];
        if (pair)
        {
            left.Kept = Trim(page.Text, new(left.Kept.Start, left.Kept.End - 1));
            left.Role = left.Kept.IsEmpty ? PartRole.LeftOver : left.Role;
        }

        if (pair || comma || stop)
        {
            right.Kept = Trim(page.Text, new(right.Kept.Start + 1, right.Kept.End));
            if (right.Kept.IsEmpty)
            {
                right.Role = PartRole.LeftOver;
            }
        }
    }

    private static bool IsSevering(in Part other, in Part part) =>
        other.Block == part.Block && !other.IsKept && other.Label != Label.Damaged;

    private static bool IsJoint(CharClass c) => c == CharClass.Separator || CharClasses.IsSpace(c);

    private static bool HasContent(ReadOnlySpan<CharClass> classes)
    {
        foreach (CharClass c in classes)
        {
            if (!CharClasses.IsSpace(c) && !CharClasses.IsPunctuation(c) && c != CharClass.Format)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><paramref name="span"/> without white space at its ends.</summary>
    public static TextSpan Trim(string text, TextSpan span)
    {
        int start = span.Start;
        int end = span.End;
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return new(start, end);
    }
}
