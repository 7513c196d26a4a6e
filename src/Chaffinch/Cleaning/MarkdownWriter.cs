using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Cleaning;

/// <summary>Writes the article as Markdown (CommonMark with tables) that renders to the same text.</summary>
internal static class MarkdownWriter
{
    private enum Form : byte
    {
        Paragraph,
        Heading,
        Item,
        Code,
        Row,
    }

    public static string Write(
        Page page, ReadOnlySpan<CharClass> classes, ReadOnlySpan<Part> parts, ReadOnlySpan<Line> lines, Tables tables, RepairList repairs, TextBuffer into)
    {
        into.Clear();
        var inlines = new MarkdownInlines(page, classes, parts, repairs, into);
        var list = new ListState(page);
        for (int i = 0; i < lines.Length;)
        {
            ref readonly Block block = ref page.Blocks[lines[i].Block];
            Form form = FormOf(page, lines[i], parts, tables);
            bool quoted = (block.Traits & BlockTraits.Quote) != BlockTraits.None;
            if (form != Form.Item)
            {
                list.Reset();
            }

            switch (form)
            {
                case Form.Code:
                    Separate(into);
                    i = WriteCode(page, classes, parts, lines, i, quoted, repairs, into);
                    break;
                case Form.Row:
                    Separate(into);
                    i = WriteTable(page, lines, i, tables, ref inlines, into);
                    break;
                case Form.Heading:
                    Separate(into);
                    into.Append(quoted ? "> " : "").Append('#', block.HeadingLevel is > 0 and <= 6 ? block.HeadingLevel : 2).Append(' ');
                    inlines.Write(lines[i++], inHeading: true, inTable: false);
                    break;
                case Form.Item:
                    i = WriteItem(page, lines, i, parts, tables, ref list, ref inlines, into);
                    break;
                default:
                    Separate(into);
                    i = WriteParagraph(page, lines, i, parts, tables, quoted ? "> " : "", ref inlines, into);
                    break;
            }
        }

        return into.ToString();
    }

    private static void Separate(TextBuffer into)
    {
        if (into.Length > 0)
        {
            into.Append("\n\n");
        }
    }

    private static Form FormOf(Page page, Line line, ReadOnlySpan<Part> parts, Tables tables)
    {
        ref readonly Block block = ref page.Blocks[line.Block];
        if (Preformatted.Is(page, line.Block))
        {
            return Form.Code;
        }

        if (tables.DataTable(line.Block) >= 0)
        {
            return Form.Row;
        }

        if (parts[line.First].Label == Label.Subhead)
        {
            return Form.Heading;
        }

        return (block.Traits & BlockTraits.ListItem) != BlockTraits.None && block.ListDepth > 0 ? Form.Item : Form.Paragraph;
    }

    private static int WriteParagraph(
        Page page, ReadOnlySpan<Line> lines, int i, ReadOnlySpan<Part> parts, Tables tables, string prefix, ref MarkdownInlines inlines, TextBuffer into)
    {
        Form form = FormOf(page, lines[i], parts, tables);
        into.Append(prefix);
        inlines.Write(lines[i], inHeading: false, inTable: false);
        for (i++; i < lines.Length && Continues(page, lines[i - 1], lines[i]) && FormOf(page, lines[i], parts, tables) == form; i++)
        {
            into.Append("\\\n").Append(prefix);
            inlines.Write(lines[i], inHeading: false, inTable: false);
        }

        return i;
    }

    /// <summary>True when a line is a further line of the paragraph before it (verse, address, hard-wrapped text).</summary>
    private static bool Continues(Page page, Line before, Line line)
    {
        ref readonly Block a = ref page.Blocks[before.Block];
        ref readonly Block b = ref page.Blocks[line.Block];
        return line.Block == before.Block + 1 && a.Container == b.Container && a.Tag == b.Tag && (b.Traits & BlockTraits.ParagraphStart) == BlockTraits.None
            && ((a.Traits ^ b.Traits) & BlockTraits.Quote) == BlockTraits.None;
    }

    private static int WriteItem(
        Page page, ReadOnlySpan<Line> lines, int i, ReadOnlySpan<Part> parts, Tables tables, ref ListState list, ref MarkdownInlines inlines, TextBuffer into)
    {
        bool opens = list.Enter(lines[i].Block, out bool tight, out int indent, out int number);
        if (into.Length > 0)
        {
            into.Append(tight ? "\n" : "\n\n");
        }

        int column = indent + list.MarkerWidth;
        into.Append(' ', opens ? indent : column);
        if (opens && number >= 0)
        {
            into.Append(number).Append(". ");
        }
        else if (opens)
        {
            into.Append("- ");
        }

        inlines.Write(lines[i], inHeading: false, inTable: false);
        for (i++; i < lines.Length && Continues(page, lines[i - 1], lines[i]) && FormOf(page, lines[i], parts, tables) == Form.Item
            && !list.StartsItem(lines[i].Block); i++)
        {
            into.Append("\\\n").Append(' ', column);
            inlines.Write(lines[i], inHeading: false, inTable: false);
        }

        return i;
    }

    private static int WriteCode(
        Page page, ReadOnlySpan<CharClass> classes, ReadOnlySpan<Part> parts, ReadOnlySpan<Line> lines, int i, bool quoted, RepairList repairs, TextBuffer into)
    {
        string prefix = quoted ? "> " : "";
        int end = i + 1;
        while (end < lines.Length && lines[end].Block > lines[end - 1].Block && Preformatted.Same(page, lines[end - 1].Block, lines[end].Block))
        {
            end++;
        }

        int ticks = 3;
        for (int k = i; k < end; k++)
        {
            ticks = Math.Max(ticks, 1 + LongestRun(page.Text.AsSpan(page.Blocks[lines[k].Block].Span.Start, page.Blocks[lines[k].Block].Span.Length), '`') + TicksOfRepairs(parts, lines[k], repairs));
        }

        into.Append(prefix).Append('`', ticks);
        for (int k = i; k < end; k++)
        {
            int breaks = k == i ? 1 : Preformatted.Breaks(page, lines[k - 1].Block, lines[k].Block);
            for (int b = 0; b < breaks; b++)
            {
                into.Append('\n').Append(prefix);
            }

            into.Append(Preformatted.Indent(page, lines[k].Block, parts[lines[k].First].Kept.Start));
            TextWriter.AppendLine(page, classes, parts, lines[k], repairs, into);
        }

        into.Append('\n').Append(prefix).Append('`', ticks);
        return end;
    }

    // Beside backticks of the line those of a repair may make a longer run; no more than all of them.
    private static int TicksOfRepairs(ReadOnlySpan<Part> parts, Line line, RepairList repairs)
    {
        int ticks = 0;
        for (int i = line.First; i <= line.Last && repairs.Count > 0; i++)
        {
            ticks += parts[i].IsRepaired ? repairs.TextOf(parts[i]).AsSpan().Count('`') : 0;
        }

        return ticks;
    }

    internal static int LongestRun(ReadOnlySpan<char> text, char c)
    {
        int longest = 0;
        for (int at = 0; (at = Next(text, c, at)) < text.Length;)
        {
            int start = at;
            while (at < text.Length && text[at] == c)
            {
                at++;
            }

            longest = Math.Max(longest, at - start);
        }

        return longest;
    }

    private static int Next(ReadOnlySpan<char> text, char c, int from)
    {
        int at = text[from..].IndexOf(c);
        return at < 0 ? text.Length : from + at;
    }

    private static int WriteTable(Page page, ReadOnlySpan<Line> lines, int i, Tables tables, ref MarkdownInlines inlines, TextBuffer into)
    {
        int table = tables.DataTable(lines[i].Block);
        int end = i;
        int columns = 0;
        int width = 0;
        int row = -1;
        bool headed = true;
        int firstRow = tables.Row(lines[i].Block);
        for (; end < lines.Length && tables.DataTable(lines[end].Block) == table; end++)
        {
            int thisRow = tables.Row(lines[end].Block);
            width = thisRow == row ? width + 1 : 1;
            columns = Math.Max(columns, width);
            row = thisRow;
            headed &= thisRow != firstRow || tables.IsHeading(lines[end].Block);
        }

        if (!headed)
        {
            into.Append('|');
            AppendCells(into, " |", columns);
            AppendRule(into, columns);
        }

        row = -1;
        width = 0;
        for (int k = i; k < end; k++)
        {
            int thisRow = tables.Row(lines[k].Block);
            if (thisRow != row)
            {
                EndRow(into, row, width, columns, headed && row == firstRow);
                into.Append(row < 0 && headed ? "|" : "\n|");
                row = thisRow;
                width = 0;
            }

            into.Append(' ');
            inlines.Write(lines[k], inHeading: false, inTable: true);
            into.Append(" |");
            width++;
        }

        EndRow(into, row, width, columns, headed && row == firstRow);
        return end;
    }

    private static void EndRow(TextBuffer into, int row, int width, int columns, bool ruled)
    {
        if (row < 0)
        {
            return;
        }

        AppendCells(into, " |", columns - width);
        if (ruled)
        {
            AppendRule(into, columns);
        }
    }

    private static void AppendRule(TextBuffer into, int columns)
    {
        into.Append("\n|");
        AppendCells(into, " --- |", columns);
    }

    private static void AppendCells(TextBuffer into, string cell, int count)
    {
        for (int c = 0; c < count; c++)
        {
            into.Append(cell);
        }
    }
}
