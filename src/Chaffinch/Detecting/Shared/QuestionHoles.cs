using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Finds question marks that stand for lost letters, and what Chinese looks like that was read one byte too late.</summary>
internal static class QuestionHoles
{
    private const int MinHoles = 3;
    private const int MinHolesPerThousand = 8;
    private const int MaxShifted = 256;

    /// <summary>States holes, characters read one byte too late, and rows of question marks.</summary>
    public static void Find(SegmentedPage page, Signal holes, Signal shiftedRun, Signal unreadable, EvidenceSink sink)
    {
        if (!page.Page.Text.Contains('?', StringComparison.Ordinal))
        {
            return;
        }

        var found = new SpanList();
        try
        {
            bool shifted = StateShifted(page, shiftedRun, sink);
            LostWords.State(page, holes, sink);
            ReadOnlySpan<Block> blocks = page.Page.Blocks;
            for (int b = 0; b < blocks.Length; b++)
            {
                if ((page.BlockProfiles[b].Mask & CharClasses.Bit(CharClass.SentenceEnd)) != 0)
                {
                    FindHoles(page, blocks[b].Span, unreadable, ref found, sink);
                }
            }

            int marks = found.Count;
            LostMarks.Find(page, ref found);
            if (!shifted && found.Count == marks && (found.Count < MinHoles || found.Count * 1000L < page.Page.Text.Length * (long)MinHolesPerThousand / 4))
            {
                return;
            }

            foreach (TextSpan span in found.Items)
            {
                sink.Add(holes, span, 0.9f, new("{a} words of the page have question marks for letters", found.Count));
            }
        }
        finally
        {
            found.Dispose();
        }
    }

    /// <summary>States the runs of Chinese that were read one byte too late, with what stood there; false where there are too few to tell.</summary>
    private static bool StateShifted(SegmentedPage page, Signal signal, EvidenceSink sink)
    {
        const int MinRuns = 2;
        const int MinChars = 8;
        ReadOnlySpan<char> text = page.Page.Text;
        if ((page.Mask & CharClasses.Bit(CharClass.Han)) == 0)
        {
            return false;
        }

        Span<TextSpan> runs = stackalloc TextSpan[MaxShifted];
        int count = 0;
        int chars = 0;
        for (int pass = 0; pass < 2; pass++)
        {
            count = 0;
            foreach (ref readonly Block block in page.Page.Blocks)
            {
                for (int at = block.Span.Start; at < block.Span.End && count < runs.Length;)
                {
                    int next = text[at..block.Span.End].IndexOf('?');
                    if (next < 0)
                    {
                        break;
                    }

                    at += next;
                    TextSpan run = ShiftedGbk.Read(text, at, block.Span.End, out string? repaired);
                    if (!run.IsEmpty)
                    {
                        chars += run.Length;
                        runs[count++] = run;
                        if (pass > 0)
                        {
                            sink.Add(signal, run, 1f, new("{a} characters read one byte too late", run.Length), repaired);
                        }
                    }

                    at = Math.Max(at + 1, run.End);
                }
            }

            if (count < MinRuns && chars < MinChars)
            {
                return false;
            }
        }

        return true;
    }

    private static void FindHoles(SegmentedPage page, TextSpan block, Signal unreadable, ref SpanList found, EvidenceSink sink)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        int rowStart = -1;
        int rowEnd = 0;
        int rowMarks = 0;
        int rowRuns = 0;
        for (int at = block.Start; at < block.End;)
        {
            int next = text[at..block.End].IndexOf('?');
            if (next < 0)
            {
                break;
            }

            at += next;
            int end = at;
            while (end < block.End && text[end] == '?')
            {
                end++;
            }

            TextSpan hole = HoleAt(page, block, at, end);
            if (!hole.IsEmpty)
            {
                found.Add(hole);
            }

            bool continues = rowStart >= 0 && at - rowEnd <= 1;
            if (!continues)
            {
                StateRow(new(rowStart, rowEnd), rowMarks, rowRuns, unreadable, sink);
                (rowStart, rowMarks, rowRuns) = (at, 0, 0);
            }

            rowMarks += end - at;
            rowRuns++;
            rowEnd = end;
            at = end;
        }

        StateRow(new(rowStart, rowEnd), rowMarks, rowRuns, unreadable, sink);
    }

    /// <summary>Words of question marks one after another: a text in a script that an encoding did not have.</summary>
    private static void StateRow(TextSpan row, int marks, int runs, Signal unreadable, EvidenceSink sink)
    {
        const int MinMarks = 8;
        const int MinRuns = 3;
        if (row.Start >= 0 && marks >= MinMarks && runs >= MinRuns)
        {
            sink.Add(unreadable, row, 0.9f, new("{a} question marks in {b} words", marks, runs));
        }
    }

    /// <summary>The hole that a run of question marks is, empty where it is punctuation.</summary>
    private static TextSpan HoleAt(SegmentedPage page, TextSpan block, int at, int end)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        if (at == block.Start || end >= block.End)
        {
            return default;
        }

        CharClass k = page.Classes[end];

        // A single letter or sign between two: what was left of a mark and of the character behind it.
        if (page.Classes[at - 1] is CharClass.Han or CharClass.Comma or CharClass.SentenceEnd && text[at - 1] > '\x7F' && end == at + 1 && end + 2 < block.End && text[end] is > ' ' and < '~' and not ('?' or '!')
            && text[end + 1] == '?' && page.Classes[end + 2] is CharClass.Han or CharClass.Comma or CharClass.SentenceEnd)
        {
            return new(at, end + 2);
        }

        // Full-width punctuation folded on unaligned bytes: ?!? and ?; with Han on both sides.
        if (page.Classes[at - 1] == CharClass.Han && text[end] is '!' or ';' or '$' or '#' or '.' && (end + 1 < block.End || text[end] == ';'))
        {
            int stop = end + 1;
            while (stop < block.End && text[stop] == '?')
            {
                stop++;
            }

            // Two signs of astonishment are common; three in this order are not.
            bool folded = text[end] is not ('!' or '.') || stop > end + 1;
            return folded && (stop == block.End || page.Classes[stop] == CharClass.Han) ? new(at, stop) : default;
        }

        bool letters = CharClasses.IsLetter(page.Classes[at - 1]) && page.Classes[at - 1] != CharClass.Han && k is CharClass.Latin or CharClass.Cyrillic or CharClass.Greek && char.IsLower(text[end]);
        return letters && end - at <= 2 && !IsAddress(text, block, at) ? new(at, end) : default;
    }

    private static bool IsAddress(ReadOnlySpan<char> text, TextSpan block, int at)
    {
        const int Reach = 40;
        ReadOnlySpan<char> ahead = text[at..Math.Min(block.End, at + Reach)];
        ReadOnlySpan<char> behind = text[Math.Max(block.Start, at - Reach)..at];
        int stop = ahead.IndexOf(' ');
        int start = behind.LastIndexOf(' ');
        return (stop < 0 ? ahead : ahead[..stop]).IndexOfAny('=', '/', '&') >= 0 || behind[(start + 1)..].IndexOfAny('/', '=', '.') >= 0;
    }
}
