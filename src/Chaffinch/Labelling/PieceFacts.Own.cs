using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <content>What of a piece is the page's own, and what is known of the page as a whole.</content>
internal sealed partial class PieceFacts
{
    /// <summary>Facts about the page as a whole, taken before its pieces.</summary>
    internal struct PageSums
    {
        public int OpenBin;
        public int StrongBin;
        public int ProseBin;
        public CharClass MainScript;
        public OwnTerms Own;
        public float SpamTalk;
    }

    // How many of its words are the page's own: the title's, the frame's, those of plain running text.
    private void AddOwn(SegmentedPage page, Piece piece, OwnTerms own)
    {
        OwnTerms.Shares shares = own.Of(page, piece);
        AddSupport(shares);
        float terms = Math.Max(1, shares.Terms);
        Single(17, shares.Title / terms);
        Single(18, shares.Frame / terms);
        Single(19, shares.Plain / terms);
        Single(20, shares.Terms >= 3 && shares.Title == 0 ? 1 : 0);
        Single(21, shares.Terms >= 3 && shares.Plain == 0 ? 1 : 0);
        Single(22, own.AdvertisingShare);
        AddBlockOwn(own.OfBlock(page, piece.Segment), own);
        Put(_advert[Math.Min(Bins - 1, (int)(own.AdvertisingShare * 10))], 1);
        Put(_plainBins[shares.Terms == 0 ? 0 : 1 + Math.Min(Bins - 2, (int)(shares.Plain * 8 / terms))], 1);
    }

    // The same of its whole block, and how far the page's text and its frame know of each other: who sells what the site is not about shares no word with it.
    private void AddBlockOwn(in OwnTerms.Shares block, OwnTerms own)
    {
        const int LeastTerms = 6;
        float terms = Math.Max(1, block.Terms);
        Single(24, block.Title / terms);
        Single(25, block.Frame / terms);
        Single(26, block.Plain / terms);
        Single(27, block.Terms >= LeastTerms && block.Plain * 10 < block.Terms ? 1 : 0);
        Single(28, Math.Min(1, own.FramedShare * 8));
        Single(29, own.IsFrameless ? 1 : 0);
    }

    // How many of its content words stand elsewhere, by how many it has.
    private void AddSupport(in OwnTerms.Shares shares)
    {
        int size = shares.Known == 0 ? 0 : shares.Known < 3 ? 1 : shares.Known < 6 ? 2 : shares.Known < 15 ? 3 : 4;
        int share = shares.Known == 0 ? 0 : (int)Math.Min(7, 8L * shares.Supported / shares.Known);
        Put(_support[(size * 8) + share], 1);
    }
}
