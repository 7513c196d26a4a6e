using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Finds Chinese prose all of whose marks became question marks: the text has no other mark left.</summary>
internal static class LostMarks
{
    private const int MinRuns = 8;
    private const int MinHan = 120;

    /// <summary>Other marks behind a Han character, for each such run: one in so many may be left.</summary>
    private const int RunsPerMark = 8;

    /// <summary>Adds the runs of question marks behind and before Han characters, where the prose has hardly another mark.</summary>
    public static void Find(SegmentedPage page, ref SpanList found)
    {
        if ((page.Mask & CharClasses.Bit(CharClass.Han)) == 0)
        {
            return;
        }

        (int runs, int marks, int han) = Walk(page, true, ref found);
        if (runs >= MinRuns && han >= MinHan && marks * RunsPerMark <= runs)
        {
            Walk(page, false, ref found);
        }
    }

    private static (int Runs, int Marks, int Han) Walk(SegmentedPage page, bool counts, ref SpanList found)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        ReadOnlySpan<CharClass> classes = page.Classes;
        int runs = 0, marks = 0, han = 0;
        foreach (ref readonly Block block in page.Page.Blocks)
        {
            for (int at = block.Span.Start; at < block.Span.End;)
            {
                if (text[at] != '?')
                {
                    han += classes[at] == CharClass.Han ? 1 : 0;
                    marks += classes[at] is CharClass.Comma or CharClass.SentenceEnd && at > block.Span.Start && classes[at - 1] == CharClass.Han ? 1 : 0;
                    at++;
                    continue;
                }

                int end = at + 1;
                while (end < block.Span.End && text[end] is '?' or '!' or ';')
                {
                    end++;
                }

                bool behind = at > block.Span.Start && classes[at - 1] == CharClass.Han;
                bool before = end < block.Span.End && classes[end] == CharClass.Han;

                // One mark alone is a question; a question has no mark of another kind behind it.
                if ((behind || before) && end > at + 1)
                {
                    runs++;
                    if (!counts)
                    {
                        found.Add(new(at, end));
                    }
                }

                at = end;
            }
        }

        return (runs, marks, han);
    }
}
