namespace Chaffinch.Detecting.Shared;

/// <content>What a block shares with all that is not sold: names that stand in titles, in the frame and in other blocks, but in none that surely sells.</content>
/// <remarks>
/// The second judgement knows how the blocks around read, so that one offer on a short page takes the owner's paragraphs beside it along. What the owner speaks of takes them back: on labelled pages
/// 0.71 of such paragraphs without a name of the owner's are planted, 0.40 of those with three. The figures here are set by hand, under what the labelled pages say.
/// </remarks>
internal sealed partial class OfferMap
{
    /// <summary>From which probability on a block surely sells.</summary>
    private const float Surely = 0.62f;

    /// <summary>More names of the owner's do not say more.</summary>
    private const int MostNames = 4;

    /// <summary>What a name of the owner's takes off, in log-odds: in running text and in other lines, and in running text that surely sells.</summary>
    private const float OfProse = 0.5f;
    private const float OfLine = 0.25f;
    private const float OfSure = 0.12f;

    /// <summary>Where offers are less of the content, the neighbours have hardly taken anything along; from the second on all of it counts.</summary>
    private const float LeastContentSold = 0.1f;
    private const float MuchContentSold = 0.25f;

    // The block's terms are seen for the second time here; each counts once.
    private void AddKin(ref Cell cell, ref Entry entry, int b)
    {
        if (entry.Last == -(b + 1))
        {
            return;
        }

        entry.Last = -(b + 1);
        int rest = entry.Blocks - entry.Sure - (cell.IsSure ? 0 : 1);
        bool isOwners = entry.Sure == (cell.IsSure ? 1 : 0) && (rest > 0 || entry.Frame > 0 || entry.Title > 0);
        cell.OwnerNames += isOwners ? 1 : 0;
    }

    // What the owner speaks of takes blocks back from an offer that is a good part of the content. Nothing is taken back where nothing surely sells: then there is no offer to tell the owner from.
    private void TakeBack()
    {
        float much = Math.Clamp((OfContent - LeastContentSold) / (MuchContentSold - LeastContentSold), 0, 1);
        if (_sums.Sure == 0 || much == 0)
        {
            return;
        }

        foreach (ref Cell cell in _blocks.AsSpan(0, _count))
        {
            if (cell.Part == Part.Content)
            {
                float each = cell.IsSure ? (cell.IsProse ? OfSure : 0) : cell.IsProse ? OfProse : OfLine;
                cell.Second = Less(cell.Second, much * each * Math.Min(MostNames, cell.OwnerNames));
            }
        }

        SumContent();
    }

    // How much of the content is offers.
    private void SumContent()
    {
        double sum = 0, all = 0;
        foreach (ref readonly Cell cell in _blocks.AsSpan(0, _count))
        {
            if (cell.Part == Part.Content)
            {
                sum += (double)cell.Second * cell.Tokens;
                all += cell.Tokens;
            }
        }

        OfContent = all == 0 ? 0 : (float)(sum / all);
    }

    private static float Less(float probability, float odds) => odds == 0 ? probability : probability / (probability + ((1 - probability) * MathF.Exp(odds)));
}
