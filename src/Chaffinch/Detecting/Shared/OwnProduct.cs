using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>The name under which a site speaks of its own product: the first entry of its menu, in the headline and in several paragraphs. There advertising is what the page is for.</summary>
/// <remarks>
/// A planted row above the headline and the phrases from it stand in the same places, but the row reads like advertising as a whole, and a menu does not. Plain text only, where the menu is a line. Linear.
/// </remarks>
internal static class OwnProduct
{
    private const int MaxLine = 2;
    private const int MinSeparators = 2;
    private const int MinDense = 2;
    private const int MaxDense = 8;
    private const int MinLetters = 4;
    private const int MaxLetters = 24;
    private const int MinParagraphs = 2;
    private const float MenuSells = 0.5f;

    /// <summary>The beginning of the name where it stands first; empty where the page has none.</summary>
    /// <param name="page">The page.</param>
    /// <param name="facts">Its facts.</param>
    public static TextSpan Find(SegmentedPage page, PageFacts facts)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        for (int b = 0; b < Math.Min(blocks.Length, Math.Min(MaxLine, facts.FirstProse)) && !page.Page.IsHtml; b++)
        {
            TextSpan stem = facts.Lines[b].Separators >= MinSeparators ? StemOf(page, blocks[b].Span) : default;
            if (!stem.IsEmpty && AnchorWords.PromotionOfText(page, blocks[b].Span) < MenuSells && IsSpokenOf(page, facts, b, stem))
            {
                return stem;
            }
        }

        return default;
    }

    /// <summary>True where a line holds the name, or opens with that of the site's host.</summary>
    public static bool Names(SegmentedPage page, TextSpan stem, TextSpan line)
    {
        ReadOnlySpan<char> text = page.Page.Text.AsSpan(line.Start, line.Length);
        ReadOnlySpan<char> host = Hosts.NameOf(Hosts.Of(page.Page.Url));
        int hyphen = host.IndexOf('-');
        host = hyphen > 0 ? host[..hyphen] : host;
        return text.Contains(page.Page.Text.AsSpan(stem.Start, stem.Length), StringComparison.Ordinal) || (host.Length >= MinLetters && text.StartsWith(host, StringComparison.OrdinalIgnoreCase));
    }

    private static TextSpan StemOf(SegmentedPage page, TextSpan line)
    {
        int end = line.Start;
        while (end < line.End && Pieces.IsWord(page.Classes[end]))
        {
            end++;
        }

        int length = end - line.Start;
        bool dense = length > 0 && page.Classes[line.Start] == CharClass.Han;
        return dense ? (length is >= MinDense and <= MaxDense ? new TextSpan(line.Start, line.Start + MinDense) : default)
            : length is >= MinLetters and <= MaxLetters ? new TextSpan(line.Start, end) : default;
    }

    // In a line between menu and text, and in so many paragraphs.
    private static bool IsSpokenOf(SegmentedPage page, PageFacts facts, int menu, TextSpan stem)
    {
        ReadOnlySpan<char> name = page.Page.Text.AsSpan(stem.Start, stem.Length);
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        bool headline = false;
        int paragraphs = 0;
        for (int b = menu + 1; b < blocks.Length && paragraphs < MinParagraphs; b++)
        {
            bool names = (b <= facts.FirstProse || facts.Lines[b].HasSentences) && page.Page.Text.AsSpan(blocks[b].Span.Start, blocks[b].Span.Length).Contains(name, StringComparison.Ordinal);
            headline |= names && b < facts.FirstProse;
            paragraphs += names && facts.Lines[b].HasSentences ? 1 : 0;
        }

        return headline && paragraphs >= MinParagraphs;
    }
}
