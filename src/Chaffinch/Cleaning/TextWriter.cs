using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Cleaning;

/// <summary>Writes the article as plain text: a block a line, the cells of a row on one line, preformatted text as it stands.</summary>
internal static class TextWriter
{
    /// <summary>Writes the text, and into <paramref name="starts"/> where each line begins.</summary>
    public static string Write(Page page, ReadOnlySpan<CharClass> classes, ReadOnlySpan<Part> parts, ReadOnlySpan<Line> lines, Span<int> starts, Tables tables, RepairList repairs, TextBuffer into)
    {
        into.Clear();
        for (int i = 0; i < lines.Length; i++)
        {
            if (i > 0)
            {
                AppendBreak(page, lines[i - 1].Block, lines[i].Block, tables, into);
            }

            starts[i] = into.Length;
            into.Append(Preformatted.Indent(page, lines[i].Block, parts[lines[i].First].Kept.Start));
            AppendLine(page, classes, parts, lines[i], repairs, into);
        }

        return into.ToString();
    }

    /// <summary>Writes what stands between two lines.</summary>
    public static void AppendBreak(Page page, int before, int block, Tables tables, TextBuffer into)
    {
        if (tables.SameRow(before, block))
        {
            into.Append('\t');
            return;
        }

        into.Append('\n', Preformatted.Breaks(page, before, block));
    }

    /// <summary>Writes one line's kept parts.</summary>
    public static void AppendLine(Page page, ReadOnlySpan<CharClass> classes, ReadOnlySpan<Part> parts, Line line, RepairList repairs, TextBuffer into)
    {
        bool asItStands = Preformatted.Is(page, line.Block);
        int before = -1;
        for (int i = line.First; i <= line.Last; i++)
        {
            if (parts[i].Role != PartRole.Keep)
            {
                continue;
            }

            if (before >= 0)
            {
                into.AppendText(Joint.Between(page, classes, parts, repairs, before, i));
            }

            before = i;
            if (parts[i].IsRepaired)
            {
                repairs.Write(parts[i], inTitle: false, into);
                continue;
            }

            ReadOnlySpan<char> text = page.Text.AsSpan(parts[i].Kept.Start, parts[i].Kept.Length);
            _ = asItStands ? into.AppendText(text) : into.AppendSqueezed(text);
        }
    }
}
