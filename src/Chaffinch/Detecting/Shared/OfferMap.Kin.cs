namespace Chaffinch.Detecting.Shared;

/// <content>Which of a block's words it shares with what surely sells, and which with everything else.</content>
internal sealed partial class OfferMap
{
    private struct KinCounts
    {
        public int Terms;
        public int Names;
        public int Sell;
        public int SellNames;
        public int Own;
        public int OwnNames;
        public int Head;
        public int HeadNames;
        public int Both;
        public int BothNames;
    }

    public int[] KinOf(int b) => [_blocks[b].Kin.Terms, _blocks[b].Kin.Names, _blocks[b].Kin.Sell, _blocks[b].Kin.SellNames, _blocks[b].Kin.Own, _blocks[b].Kin.OwnNames, _blocks[b].Kin.Head, _blocks[b].Kin.HeadNames, _blocks[b].Kin.Both, _blocks[b].Kin.BothNames, _blocks[b].IsSure ? 1 : 0, _sums.SureTerms, _sums.OwnTerms];

    private void AddKin(ref Cell cell, ref Entry entry, int b, bool name)
    {
        if (entry.Last == -(b + 1))
        {
            return;
        }

        bool first = entry.Last >= 0;
        entry.Last = -(b + 1);
        if (first)
        {
            _sums.SureTerms += entry.Sure > 0 ? 1 : 0;
            _sums.OwnTerms += entry.Blocks > entry.Sure || entry.Frame > 0 || entry.Title > 0 ? 1 : 0;
        }

        int one = name ? 1 : 0;
        int sure = entry.Sure - (cell.IsSure ? 1 : 0);
        int rest = entry.Blocks - entry.Sure - (cell.IsSure ? 0 : 1);
        bool head = entry.Frame > 0 || entry.Title > 0;
        ref KinCounts kin = ref cell.Kin;
        kin.Terms++;
        kin.Names += one;
        if (sure > 0 && (rest > 0 || head))
        {
            kin.Both++;
            kin.BothNames += one;
        }
        else if (sure > 0)
        {
            kin.Sell++;
            kin.SellNames += one;
        }
        else if (head)
        {
            kin.Head++;
            kin.HeadNames += one;
        }
        else if (rest > 0)
        {
            kin.Own++;
            kin.OwnNames += one;
        }
    }
}
