using System.Numerics;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Words of which nothing is left but a question mark for each letter: they stand where words stand, inside of sentences, and are as long as words are.</summary>
internal static class LostWords
{
    private const int LeastWords = 4;
    private const int LeastMarks = 16;
    private const int LeastLengths = 3;
    private const int MaxWords = 256;

    /// <summary>States them where there are enough of them and they differ in length.</summary>
    public static void State(SegmentedPage page, Signal signal, EvidenceSink sink)
    {
        Span<TextSpan> words = stackalloc TextSpan[MaxWords];
        int count = 0, marks = 0;
        uint lengths = 0;
        ReadOnlySpan<char> text = page.Page.Text;
        foreach (ref readonly Block block in page.Page.Blocks)
        {
            for (int at = block.Span.Start; at < block.Span.End && count < MaxWords;)
            {
                int next = text[at..block.Span.End].IndexOf("??", StringComparison.Ordinal);
                if (next < 0)
                {
                    break;
                }

                at += next;
                int end = at;
                while (end < block.Span.End && text[end] == '?')
                {
                    end++;
                }

                if (IsWord(page, block.Span, at, end))
                {
                    words[count++] = new(at, end);
                    marks += end - at;
                    lengths |= 1u << Math.Min(31, end - at);
                }

                at = end;
            }
        }

        if (count < LeastWords || marks < LeastMarks || BitOperations.PopCount(lengths) < LeastLengths)
        {
            return;
        }

        foreach (TextSpan word in words[..count])
        {
            sink.Add(signal, word, 0.9f, new("{a} words of the page have a question mark for each letter", count));
        }
    }

    // Marks that ask stand behind a word; these have a blank before them, or the line's start, and the sentence goes on or ends behind them by marks of its own.
    private static bool IsWord(SegmentedPage page, TextSpan block, int start, int end)
    {
        bool before = start == block.Start || CharClasses.IsSpace(page.Classes[start - 1]) || page.Classes[start - 1] is CharClass.OpenBracket or CharClass.Quote;
        if (!before || end == block.End)
        {
            return false;
        }

        CharClass behind = page.Classes[end];
        return behind is CharClass.Comma or CharClass.SentenceEnd or CharClass.CloseBracket or CharClass.Quote
            || (CharClasses.IsSpace(behind) && end + 1 < block.End && GoesOn(page.Page.Text[end + 1]));
    }

    private static bool GoesOn(char next) => next == '?' || (char.IsLetter(next) && !char.IsUpper(next));
}
