using System.Collections.Immutable;
using System.Text;
using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>The damaged runs of one page that are given back as they were, in order; reused from page to page.</summary>
/// <remarks>
/// A run counts where what bears on it says what stood there, most of it is labelled as damaged and none of it as planted or as the site's machinery. Of two that
/// overlap the larger one counts, so that nothing is undone twice. Linear in evidence and parts but for the sorting of repairs.
/// </remarks>
internal sealed class RepairList
{
    // What detectors write for a character that cannot come back.
    private const char Lost = '□';
    private const char Replacement = '\uFFFD';
    private const char ByteOrderMark = '\uFEFF';

    private Item[] _items = [];

    /// <summary>Number of repairs.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets all, and lets go of their texts.</summary>
    public void Clear()
    {
        _items.AsSpan(0, Count).Clear();
        Count = 0;
    }

    /// <summary>The damaged run of a repair.</summary>
    public TextSpan SpanOf(int index) => _items[index].Span;

    /// <summary>What a repaired part reads.</summary>
    public string TextOf(in Part part) => _items[part.Repair - 1].Text;

    /// <summary>Index of the evidence that a part's repair follows from.</summary>
    public int EvidenceOf(in Part part) => _items[part.Repair - 1].Evidence;

    /// <summary>True when the title or the text holds the part's repair.</summary>
    public bool IsWritten(in Part part) => part.IsRepaired && _items[part.Repair - 1].IsWritten;

    /// <summary>Gathers the repairs of a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="evidence">What the detectors stated.</param>
    /// <param name="parts">The page's parts as labelled.</param>
    /// <returns>True when there are any.</returns>
    public bool Collect(Page page, ReadOnlySpan<Evidence> evidence, ReadOnlySpan<Part> parts)
    {
        Clear();
        for (int i = 0; i < evidence.Length; i++)
        {
            if (evidence[i].Repair is { } repair)
            {
                Add(new Item { Span = PartList.Trim(page.Text, evidence[i].Span), Text = repair, Evidence = i });
            }
        }

        if (Count == 0)
        {
            return false;
        }

        Span<Item> all = _items.AsSpan(0, Count);
        all.Sort(static (a, b) => a.Span.Start != b.Span.Start ? a.Span.Start.CompareTo(b.Span.Start)
            : a.Span.End != b.Span.End ? b.Span.End.CompareTo(a.Span.End) : a.Evidence.CompareTo(b.Evidence));
        int kept = 0;
        int part = 0;
        foreach (Item item in all)
        {
            while (part < parts.Length && parts[part].Whole.End <= item.Span.Start)
            {
                part++;
            }

            if (item.Span.IsEmpty || !IsDamage(parts[part..], item.Span) || Written(page, parts[part].Block, item, evidence[item.Evidence].Span) is not { } text)
            {
                continue;
            }

            Item repaired = item with { Text = text };
            if (kept == 0 || !all[kept - 1].Span.Overlaps(item.Span))
            {
                all[kept++] = repaired;
            }
            else if (item.Span.Length > all[kept - 1].Span.Length)
            {
                all[kept - 1] = repaired;
            }
        }

        all[kept..].Clear();
        Count = kept;
        return kept > 0;
    }

    /// <summary>Writes what a part reads, and remembers where. What was written before (the Markdown comes after the text) stays remembered.</summary>
    public void Write(in Part part, bool inTitle, TextBuffer into)
    {
        ref Item item = ref _items[part.Repair - 1];
        if (!item.IsWritten)
        {
            (item.IsWritten, item.InTitle, item.Start) = (true, inTitle, into.Length);
        }

        into.Append(item.Text);
    }

    /// <summary>The repairs that title or text hold.</summary>
    public ImmutableArray<Repair> ToArray()
    {
        if (Count == 0)
        {
            return [];
        }

        var repairs = ImmutableArray.CreateBuilder<Repair>(Count);
        foreach (ref readonly Item item in _items.AsSpan(0, Count))
        {
            if (item.IsWritten)
            {
                repairs.Add(new Repair(item.Span, item.Text, item.Evidence, item.InTitle, item.Start));
            }
        }

        return repairs.DrainToImmutable();
    }

    private void Add(in Item item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Math.Max(16, Count * 2));
        }

        _items[Count++] = item;
    }

    // A border of some other evidence may have cut the run into pieces with labels of their own.
    private static bool IsDamage(ReadOnlySpan<Part> parts, TextSpan span)
    {
        int damaged = 0;
        int other = 0;
        for (int i = 0; i < parts.Length && parts[i].Whole.Start < span.End; i++)
        {
            if (parts[i].Block < 0 || parts[i].Block != parts[0].Block)
            {
                return false;
            }

            int length = parts[i].Whole.Intersect(span).Length;
            switch (parts[i].Label)
            {
                case Label.Damaged:
                    damaged += length;
                    break;
                case Label.Headline or Label.Subhead or Label.Body or Label.Caption:
                    other += length;
                    break;
                default:
                    return false;
            }
        }

        return damaged > 0 && damaged >= other;
    }

    // One line without blanks where blanks stand already; null where nothing comes back that can be read.
    private static string? Written(Page page, int block, in Item item, TextSpan stated)
    {
        TextSpan line = page.Blocks[block].Span;
        bool blankBefore = item.Span.Start <= line.Start || char.IsWhiteSpace(page.Text[item.Span.Start - 1]) || stated.Start < item.Span.Start;
        bool blankAfter = item.Span.End >= line.End || char.IsWhiteSpace(page.Text[item.Span.End]) || stated.End > item.Span.End;
        ReadOnlySpan<char> text = item.Text;
        text = blankBefore ? text.TrimStart() : text;
        text = blankAfter ? text.TrimEnd() : text;
        bool lost = false;
        bool there = false;
        bool plain = true;
        foreach (char c in text)
        {
            bool isLost = c is Lost or Replacement;
            lost |= isLost;
            there |= !isLost && !char.IsWhiteSpace(c) && c != ByteOrderMark;
            plain &= c == ' ' || !(char.IsControl(c) || char.IsWhiteSpace(c) || c == ByteOrderMark);
        }

        if (text.IsEmpty || (lost && !there))
        {
            return null;
        }

        return plain ? text.Length == item.Text.Length ? item.Text : text.ToString() : OneLine(text);
    }

    private static string? OneLine(ReadOnlySpan<char> text)
    {
        var line = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (c != ByteOrderMark)
            {
                line.Append(char.IsControl(c) || char.IsWhiteSpace(c) ? ' ' : c);
            }
        }

        return line.Length == 0 ? null : line.ToString();
    }

    private record struct Item
    {
        public TextSpan Span;
        public string Text;
        public int Evidence;
        public int Start;
        public bool InTitle;
        public bool IsWritten;
    }
}
