using System.Runtime.InteropServices;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>
/// Lines in a row that each open with a number or a date of their own in the same signs: a chronicle, extracts from old papers, a log. Such entries break off, are short, and stand twice;
/// a kit sets one day before everything.
/// </summary>
internal static class DatedEntries
{
    private const int MinEntries = 4;
    private const int MinDays = 3;
    private const int MaxHead = 24;

    /// <summary>Takes back what was stated about the form of such lines; what sells in them stays.</summary>
    /// <param name="page">The page.</param>
    /// <param name="sink">What was stated.</param>
    public static void Quiet(SegmentedPage page, EvidenceSink sink)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        List<TextSpan>? entries = null;
        for (int b = 0; b < blocks.Length; b++)
        {
            int end = b;
            int days = 0;
            TextSpan first = HeadOf(page, b);
            for (TextSpan head = first, last = default; !head.IsEmpty && IsAlike(page, first, head); head = end < blocks.Length ? HeadOf(page, end) : default)
            {
                days += !page.Page.Text.AsSpan(head.Start, head.Length).SequenceEqual(page.Page.Text.AsSpan(last.Start, last.Length)) ? 1 : 0;
                last = head;
                end++;
            }

            if (end - b >= MinEntries && days >= MinDays)
            {
                (entries ??= []).Add(new TextSpan(blocks[b].Span.Start, blocks[end - 1].Span.End));
            }

            b = Math.Max(b, end - 1);
        }

        if (entries is not null)
        {
            sink.RemoveWithin(CollectionsMarshal.AsSpan(entries), static e => e.Detector is "ragged-edge" or "symbol-run" or "splice-border" or "split-sentence" or "credit-stamp" or "repeated-phrase" || e.Signal.Key is "keyword-row/row" or "keyword-row/foreign-row");
        }
    }

    // The head of an entry: a sign, a date of figures and letters, the same sign again; empty where there is none.
    private static TextSpan HeadOf(SegmentedPage page, int b)
    {
        ref readonly Block block = ref page.Page.Blocks[b];
        if (block.Zone != Zone.Body || block.Span.Length < MaxHead || block.IsHidden)
        {
            return default;
        }

        ReadOnlySpan<char> text = page.Page.Text.AsSpan(block.Span.Start, MaxHead);
        ReadOnlySpan<CharClass> classes = page.Classes.Slice(block.Span.Start, MaxHead);
        bool sign = classes[0] is CharClass.Symbol or CharClass.Emoji or CharClass.Separator or CharClass.OpenBracket;
        int close = classes[0] == CharClass.OpenBracket ? classes.IndexOf(CharClass.CloseBracket) : sign ? text[1..].IndexOf(text[0]) + 1 : -1;
        return close > 1 && classes[1..close].Contains(CharClass.Digit) ? new TextSpan(block.Span.Start, block.Span.Start + close + 1) : default;
    }

    private static bool IsAlike(SegmentedPage page, TextSpan first, TextSpan head) =>
        page.Page.Text[first.Start] == page.Page.Text[head.Start] && page.Page.Text[first.End - 1] == page.Page.Text[head.End - 1];
}
