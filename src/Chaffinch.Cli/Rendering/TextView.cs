using Chaffinch.Model;

namespace Chaffinch.Cli.Rendering;

/// <summary>Prints the text of a page, a block a line, each run in the look of its label, with numbers that lead to the findings.</summary>
internal sealed class TextView(TextWriter output, ViewOptions options)
{
    private const int GutterColumns = 12;
    private const int MinWidthForGutter = 64;

    // Folding: runs of genuine lines longer than this keep their first and last lines.
    private const int MaxQuietLines = 9;
    private const int KeptBefore = 4;
    private const int KeptAfter = 2;

    // Longer runs in one look keep their head and tail.
    private const int MaxRunChars = 1200;
    private const int KeptRunChars = 400;

    private LabelledPage _page = null!;
    private Findings _findings = null!;
    private int _inline;

    /// <summary>Prints the text of a page.</summary>
    public void Print(LabelledPage page, Findings findings)
    {
        _page = page;
        _findings = findings;
        _inline = 0;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        int firstSpan = 0;
        for (int b = 0; b < blocks.Length;)
        {
            int quiet = options.All ? 0 : QuietRun(blocks[b..], firstSpan);
            if (quiet > MaxQuietLines)
            {
                PrintBlocks(blocks.Slice(b, KeptBefore), ref firstSpan);
                ReadOnlySpan<Block> folded = blocks[(b + KeptBefore)..(b + quiet - KeptAfter)];
                PrintFold(folded);
                PrintBlocks(blocks.Slice(b + quiet - KeptAfter, KeptAfter), ref firstSpan);
                b += quiet;
            }
            else
            {
                int count = Math.Max(1, quiet);
                PrintBlocks(blocks.Slice(b, count), ref firstSpan);
                b += count;
            }
        }
    }

    // Number of blocks from the first one on that hold body, furniture and captions only.
    private int QuietRun(ReadOnlySpan<Block> blocks, int span)
    {
        int count = 0;
        foreach (Block block in blocks)
        {
            span = Skip(span, block.Span.Start);
            for (int i = span; i < _page.Spans.Length && _page.Spans[i].Span.Start < block.Span.End; i++)
            {
                if (_page.Spans[i].Label is not (Label.Body or Label.Furniture or Label.Caption or Label.Subhead))
                {
                    return count;
                }
            }

            count++;
        }

        return count;
    }

    private int Skip(int span, int start)
    {
        while (span < _page.Spans.Length && _page.Spans[span].Span.End <= start)
        {
            span++;
        }

        return span;
    }

    private void PrintFold(ReadOnlySpan<Block> blocks)
    {
        int chars = 0;
        foreach (Block block in blocks)
        {
            chars += block.Span.Length;
        }

        string text = $"… {blocks.Length:N0} lines, {chars:N0} characters without findings; --all shows them";
        (string first, int columns) = Gutter("", default);
        new StyledLine().Add(text, Palette.Faint).Print(output, columns, options.Colour, first, first);
    }

    private void PrintBlocks(ReadOnlySpan<Block> blocks, ref int firstSpan)
    {
        foreach (Block block in blocks)
        {
            firstSpan = Skip(firstSpan, block.Span.Start);
            PrintBlock(block, firstSpan);
        }
    }

    private void PrintBlock(in Block block, int firstSpan)
    {
        string text = _page.Page.Text;
        var line = new StyledLine();
        if (block.IsHidden)
        {
            line.Add($"[hidden: {HiddenWords.Of(block.Hidden)}] ", Palette.Faint);
        }

        int at = block.Span.Start;
        LabelledSpan? lead = null;
        for (int i = firstSpan; i < _page.Spans.Length && _page.Spans[i].Span.Start < block.Span.End; i++)
        {
            LabelledSpan span = _page.Spans[i];
            TextSpan part = span.Span.Intersect(block.Span);
            if (part.Start > at)
            {
                line.Add(text.AsSpan(at, part.Start - at));
            }

            int number = _findings.NumberOfSpan[i];
            bool opens = number > 0 && (i == firstSpan || _findings.NumberOfSpan[i - 1] != number || part.Start == block.Span.Start);
            bool closes = number > 0 && (i + 1 == _page.Spans.Length || _findings.NumberOfSpan[i + 1] != number
                || _page.Spans[i + 1].Span.Start >= block.Span.End);
            AddRun(line, part, span, number, opens, closes);
            at = part.End;
            lead = lead is null || IsBetterLead(lead.Value, span) ? span : lead;
        }

        if (at < block.Span.End)
        {
            line.Add(text.AsSpan(at, block.Span.End - at));
        }

        string name = lead is null || lead.Value.Label == Label.Body ? "" : lead.Value.Kind.NameOf() ?? lead.Value.Label.NameOf();
        (string first, int columns) = Gutter(name, lead is null ? default : Palette.Of(lead.Value.Label, lead.Value.Kind));
        line.Print(output, columns, options.Colour, first, Gutter("", default).First);
    }

    // The gutter names the genuine part of a mixed line: the findings in it carry numbers anyway.
    private static bool IsBetterLead(in LabelledSpan old, in LabelledSpan next) =>
        old.Label is Label.Injected or Label.Damaged && next.Label is not (Label.Injected or Label.Damaged);

    private void AddRun(StyledLine line, TextSpan part, in LabelledSpan span, int number, bool opens, bool closes)
    {
        Look look = Palette.Of(span.Label, span.Kind);
        if (opens && !options.Colour)
        {
            line.Add($"⟦{number}: ");
        }

        ReadOnlySpan<char> text = _page.Page.Text.AsSpan(part.Start, part.Length);
        AddHiddenMark(line, part);
        if (text.Length > MaxRunChars && !options.All)
        {
            int head = char.IsLowSurrogate(text[KeptRunChars]) ? KeptRunChars + 1 : KeptRunChars;
            int tail = text.Length - (char.IsLowSurrogate(text[^KeptRunChars]) ? KeptRunChars + 1 : KeptRunChars);
            line.Add(text[..head], look).Add($" … {tail - head:N0} characters … ", Palette.Faint).Add(text[tail..], look);
        }
        else
        {
            line.Add(text, look);
        }

        if (closes)
        {
            line.Add(options.Colour ? $"[{number}]" : "⟧", options.Colour ? Palette.Faint : default);
        }
    }

    // A hidden run inside a block that is seen.
    private void AddHiddenMark(StyledLine line, TextSpan part)
    {
        ReadOnlySpan<InlineRun> inlines = _page.Page.Inlines;
        while (_inline < inlines.Length && inlines[_inline].Span.Start < part.End)
        {
            InlineRun run = inlines[_inline++];
            if (run.Kind == InlineKind.Hidden && run.Span.End > part.Start)
            {
                line.Add($"[hidden: {HiddenWords.Of(run.Hidden)}] ", Palette.Faint);
            }
        }
    }

    private (string First, int Columns) Gutter(string name, Look look)
    {
        if (options.Width < MinWidthForGutter)
        {
            return ("", options.Width);
        }

        string padded = name.PadLeft(GutterColumns);
        string bar = " │ ";
        Look plain = look with { Underline = false, Bold = false };
        if (options.Colour)
        {
            padded = name.Length == 0 ? padded : plain.Sequence + padded + "\u001b[0m";
            bar = Palette.Faint.Sequence + bar + "\u001b[0m";
        }

        return (padded + bar, options.Width - GutterColumns - 3);
    }
}
