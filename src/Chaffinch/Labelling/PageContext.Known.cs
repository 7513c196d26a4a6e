using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <content>Text that was called planted in the page's title or headline.</content>
internal sealed partial class PageContext
{
    /// <summary>Letters and digits of a text that is known again; ideographs and kana count twice.</summary>
    private const int LeastKnown = 8;

    private readonly HashSet<ulong> _heads = [];

    // A phrase fused to title or headline is the same phrase as a line of its own: parts of segments are remembered as whole ones are.
    private void RememberHead(SegmentedPage page, Piece piece, PageShape shape)
    {
        ulong fold = IsHead(page, piece, shape) ? FoldOf(page, piece.Span) : 0;
        if (fold != 0)
        {
            _heads.Add(fold);
        }
    }

    // Asked only of open pieces: all others cannot be planted.
    private bool IsPlantedInHead(SegmentedPage page, Piece piece, PageShape shape)
    {
        ulong fold = _heads.Count == 0 || IsHead(page, piece, shape) ? 0 : FoldOf(page, piece.Span);
        return fold != 0 && _heads.Contains(fold);
    }

    private static bool IsHead(SegmentedPage page, Piece piece, PageShape shape)
    {
        ref readonly Block block = ref page.BlockOf(piece.Segment);
        return block.Zone == Zone.Title || block.HeadingLevel == 1 || page.Segments[piece.Segment].Block == shape.HeadlineBlock;
    }

    // Letters and digits without case, whatever stands between them; 0 where there are too few.
    private static ulong FoldOf(SegmentedPage page, TextSpan span)
    {
        const ulong Start = 0xCBF29CE484222325;
        const ulong Factor = 0x100000001B3;
        ulong hash = Start;
        int letters = 0;
        for (int i = span.Start; i < span.End; i++)
        {
            CharClass c = page.Classes[i];
            if (CharClasses.IsLetter(c) || c == CharClass.Digit)
            {
                hash = (hash ^ CharFold.Fold(page.Page.Text[i])) * Factor;
                letters += c is CharClass.Han or CharClass.Hiragana or CharClass.Katakana or CharClass.Hangul ? 2 : 1;
            }
        }

        return letters < LeastKnown ? 0 : hash | 1;
    }
}
