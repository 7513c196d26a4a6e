using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Places inside of a line where a sentence starts within the last word of another ("the script is notThis bridge has"), as no writer sets them and no editor lets them stand.</summary>
internal static class GluedSeams
{
    /// <summary>Letters before the capital: of one letter are names of things ("iTunes").</summary>
    private const int LeastBefore = 2;
    private const int MostLetters = 24;

    /// <summary>Words that weigh no more stand in many texts of their language: names with inner capitals seldom go on with one.</summary>
    private const int CommonWeight = 5;

    /// <summary>Running text on both sides: what is shorter is a label before its value, or an entry whose markup was lost.</summary>
    private const int LeastText = 40;

    private const BlockTraits Other = BlockTraits.Code | BlockTraits.Preformatted | BlockTraits.TableCell | BlockTraits.InNav | BlockTraits.InFooter | BlockTraits.InForm | BlockTraits.Caption | BlockTraits.Control;

    private const ulong Cased = (1UL << (int)CharClass.Latin) | (1UL << (int)CharClass.Cyrillic) | (1UL << (int)CharClass.Greek);

    /// <summary>True for blocks of running text in which such a place means something.</summary>
    /// <param name="page">The page.</param>
    /// <param name="b">The block's index.</param>
    public static bool MayStand(SegmentedPage page, int b)
    {
        ref readonly Block block = ref page.Page.Blocks[b];
        return block.Zone == Zone.Body && block.HeadingLevel == 0 && (block.Traits & Other) == BlockTraits.None && block.Span.Length >= 2 * LeastText
            && block.LinkChars * 3 < block.Span.Length && (page.BlockProfiles[b].Mask & Cased) != 0;
    }

    /// <summary>The next such place of a line, or -1.</summary>
    /// <param name="page">The page.</param>
    /// <param name="line">A line for which <see cref="MayStand"/> holds.</param>
    /// <param name="from">Where to begin.</param>
    public static int Next(SegmentedPage page, TextSpan line, int from)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        for (int i = Math.Max(from, line.Start + LeastText); i + 2 < line.End; i++)
        {
            if (char.IsUpper(text[i]) && char.IsLower(text[i - 1]) && char.IsLower(text[i + 1]) && IsSeam(page, line, i))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>True where the glued word stands on the page again: it is the name of a thing then ("careOf"), or of a part of a program. Looks through the whole text.</summary>
    /// <param name="page">The page.</param>
    /// <param name="line">The line.</param>
    /// <param name="at">What <see cref="Next"/> gave.</param>
    public static bool StandsAgain(SegmentedPage page, TextSpan line, int at)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        (int start, int end) = WordAround(text, line, at);
        return text[..start].Contains(text[start..end], StringComparison.Ordinal) || text[end..].Contains(text[start..end], StringComparison.Ordinal);
    }

    private static (int Start, int End) WordAround(ReadOnlySpan<char> text, TextSpan line, int at)
    {
        int start = at;
        while (start > line.Start && at - start < MostLetters && char.IsLower(text[start - 1]))
        {
            start--;
        }

        int end = at + 1;
        while (end < line.End && end - at < MostLetters && char.IsLower(text[end]))
        {
            end++;
        }

        return (start, end);
    }

    private static bool IsSeam(SegmentedPage page, TextSpan line, int at)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        (int start, int end) = WordAround(text, line, at);

        // A small word by itself before, and a word that stands in many texts behind, after which the sentence goes on.
        return at - start >= LeastBefore && start > line.Start && text[start - 1] is ' ' or '\n' && page.Classes[start] == page.Classes[at]
            && end + 1 < line.End && text[end] == ' ' && char.IsLetter(text[end + 1]) && SpliceHabits.IsCommonWord(page, at, end - at, CommonWeight) && at + LeastText / 2 < line.End;
    }
}
