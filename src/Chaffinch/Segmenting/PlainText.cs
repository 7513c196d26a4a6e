using Chaffinch.Model;

namespace Chaffinch.Segmenting;

/// <summary>Makes a page of plain text: the text as it is, one block a line that is not blank.</summary>
internal static class PlainText
{
    /// <param name="source">Valid UTF-8.</param>
    /// <param name="encoding">The encoding it was decoded from.</param>
    /// <param name="url">The page's address, where known.</param>
    /// <param name="defects">What was wrong with the input.</param>
    public static Page Read(ReadOnlyMemory<byte> source, string encoding, string? url, IEnumerable<Defect> defects)
    {
        string text = System.Text.Encoding.UTF8.GetString(source.Span);
        var blocks = new List<Block>();
        bool blank = true;
        int byteAt = 0;
        for (int start = 0; start < text.Length;)
        {
            int end = text.AsSpan(start).IndexOfAny('\n', '\r');
            end = end < 0 ? text.Length : start + end;
            int lineBytes = System.Text.Encoding.UTF8.GetByteCount(text.AsSpan(start, end - start));
            ReadOnlySpan<char> line = text.AsSpan(start, end - start);
            int lead = line.Length - line.TrimStart().Length;
            int length = line.Trim().Length;
            if (length > 0)
            {
                int byteStart = byteAt + System.Text.Encoding.UTF8.GetByteCount(line[..lead]);
                int byteEnd = byteStart + System.Text.Encoding.UTF8.GetByteCount(line.Slice(lead, length));
                blocks.Add(new Block
                {
                    Span = new(start + lead, start + lead + length),
                    Source = new(byteStart, byteEnd),
                    Container = -1,
                    Traits = blank ? BlockTraits.ParagraphStart : BlockTraits.None,
                });
                blank = false;
            }
            else
            {
                blank = true;
            }

            byteAt += lineBytes;
            if (end < text.Length)
            {
                int lineEnd = text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? 2 : 1;
                byteAt += lineEnd;
                end += lineEnd;
            }

            start = end;
        }

        MarkCode(text, blocks);
        MarkTables(text, blocks);
        return new Page(new PageParts
        {
            Source = source,
            Text = text,
            Blocks = blocks.ToArray(),
            Map = new SourceMap(text.Length == 0 ? [] : [new SourceRun(0, 0, source.Length, Verbatim: true)], text.Length),
            Encoding = encoding,
            Url = url,
            Defects = [.. defects],
        });
    }

    // Markdown's fenced code (CommonMark 0.31, 4.5): command trees and listings share no words with prose. A fence that is never closed fences nothing, so that one line cannot
    // shield the rest of a page.
    private static void MarkCode(string text, List<Block> blocks)
    {
        int open = -1;
        char sign = '\0';
        int length = 0;
        for (int b = 0; b < blocks.Count; b++)
        {
            ReadOnlySpan<char> line = text.AsSpan(blocks[b].Span.Start, blocks[b].Span.Length);
            if (line[0] is not ('`' or '~'))
            {
                continue;
            }

            int rest = line.IndexOfAnyExcept(line[0]);
            int fence = rest < 0 ? line.Length : rest;
            if (open < 0)
            {
                bool opens = fence >= 3 && (line[0] == '~' || !line[fence..].Contains('`'));
                (open, sign, length) = opens ? (b, line[0], fence) : (open, sign, length);
            }
            else if (line[0] == sign && rest < 0 && fence >= length)
            {
                for (int c = open; c <= b; c++)
                {
                    blocks[c] = blocks[c] with { Traits = blocks[c].Traits | BlockTraits.Code };
                }

                open = -1;
            }
        }
    }

    // Markdown's tables (GitHub Flavored Markdown 0.29, 4.10): a row of dashes between bars, the head above it and the rows below it, each with a bar.
    private static void MarkTables(string text, List<Block> blocks)
    {
        for (int b = 1; b < blocks.Count; b++)
        {
            if (!IsDelimiterRow(text.AsSpan(blocks[b].Span.Start, blocks[b].Span.Length)) || !HasBar(text, blocks[b - 1]))
            {
                continue;
            }

            int row = b - 1;
            for (; row < blocks.Count && (row <= b || HasBar(text, blocks[row])); row++)
            {
                blocks[row] = blocks[row] with { Traits = blocks[row].Traits | BlockTraits.TableCell };
            }

            b = row - 1;
        }
    }

    private static bool IsDelimiterRow(ReadOnlySpan<char> line) =>
        line.Length >= 5 && line.IndexOfAnyExcept("|-: \t") < 0 && line.Contains('|') && line.Contains("---", StringComparison.Ordinal);

    private static bool HasBar(string text, in Block block) => text.AsSpan(block.Span.Start, block.Span.Length).Contains('|');
}
