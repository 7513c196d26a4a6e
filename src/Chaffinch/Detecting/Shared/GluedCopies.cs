using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>A line that stands by itself, sells, and stands again inside another line with a word glued to it.</summary>
/// <remarks>One search of the text for each line that is asked. For scripts that set blanks: elsewhere nothing shows the glue.</remarks>
internal static class GluedCopies
{
    private const int MinLetters = 16;
    private const int MaxChars = 120;
    private const int MaxRead = 80;
    private const int MaxFinds = 32;
    private const float LeastSelling = 0.5f;
    private const float Strength = 0.75f;

    /// <summary>Whether the line is short, no sentence, and reads like what is sold by another site than the page's own: a shop's guarantee stands again in what its links tell readers aloud.</summary>
    public static bool MayBe(SegmentedPage page, in LineFacts line, TextSpan span) =>
        line.Letters >= MinLetters && span.Length <= MaxChars && line.DenseLetters == 0 && line.Gaps > 1
        && (!line.EndsSentence || page.Page.Text.AsSpan(span.Start, span.Length).EndsWith("..", StringComparison.Ordinal) || page.Page.Text[span.End - 1] == '…')
        && AnchorWords.Promotion(page, new TextSpan(span.Start, Math.Min(span.End, span.Start + MaxRead))) >= LeastSelling && !SiteNames.Names(page, span);

    /// <summary>States the line and its copies inside of other lines, where one of them is glued to a word.</summary>
    public static void State(SegmentedPage page, TextSpan own, Signal signal, EvidenceSink sink)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        bool stated = false;
        for (int at = 0, finds = 0; finds < MaxFinds; finds++)
        {
            int next = text[at..].IndexOf(text[own.Start..own.End], StringComparison.Ordinal);
            if (next < 0)
            {
                return;
            }

            var found = new TextSpan(at + next, at + next + own.Length);
            at = found.End;
            if (found.Start == own.Start || !IsGlued(page, found))
            {
                continue;
            }

            if (!stated)
            {
                sink.Add(signal, own, Strength, new Fact("stands again inside another line, glued to a word"));
                stated = true;
            }

            sink.Add(signal, found, Strength, new Fact("a line of the page stands again inside another one, glued to a word"));
        }
    }

    private static bool IsGlued(SegmentedPage page, TextSpan found)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        bool before = found.Start > 0 && CharClasses.IsLetter(classes[found.Start - 1]) && Pieces.IsWord(classes[found.Start]);
        bool behind = found.End < classes.Length && CharClasses.IsLetter(classes[found.End]) && (Pieces.IsWord(classes[found.End - 1]) || classes[found.End - 1] == CharClass.SentenceEnd);
        return before || behind;
    }
}
