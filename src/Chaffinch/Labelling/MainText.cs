using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>Runs the block network over an HTML page and hands its word to the chain.</summary>
internal sealed class MainText(BlockNetModel model)
{
    // How much a natural log-odds of the network counts in the chain, whose own rows were set by hand: it has to outweigh them where it is sure.
    private const float Factor = 3;
    private const float MostLogOdds = 4;

    // The network learned from whole pages of the web. A page of few blocks is seldom one: up to 20 the table decides alone, from 60 on the network
    // has its whole weight.
    private const float Few = 20;
    private const float Whole = 60;

    private readonly BlockNet _net = new(model);
    private float[] _leads = [];

    /// <summary>The page's type; <see cref="PageType.Other"/> where the network did not run.</summary>
    public PageType Type { get; private set; }

    /// <summary>The type's probability.</summary>
    public float TypeConfidence { get; private set; }

    /// <summary>Forgets the last page.</summary>
    public void Clear()
    {
        Type = PageType.Other;
        TypeConfidence = 0;
    }

    /// <summary>Runs over a page; plain text has no markup to read and is left to the chain.</summary>
    /// <returns>False where there is nothing to say.</returns>
    public bool Run(SegmentedPage segmented)
    {
        Page page = segmented.Page;
        Clear();
        if (!page.IsHtml)
        {
            return false;
        }

        _net.Run(page, segmented.PaddedClasses);
        int n = _net.Input.Count;
        if (n == 0)
        {
            return false;
        }

        if (_leads.Length < page.Blocks.Length)
        {
            _leads = new float[Math.Max(page.Blocks.Length, _leads.Length * 2)];
        }

        _leads.AsSpan(0, page.Blocks.Length).Clear();
        float cut = MainTextCut.Of(_net.Main, _net.Input.Words);
        float factor = Factor * Math.Clamp((n - Few) / (Whole - Few), 0, 1);
        for (int i = 0; i < n; i++)
        {
            _leads[_net.Input.Blocks[i]] = Math.Clamp(_net.Main[i] - cut, -MostLogOdds, MostLogOdds) * factor;
        }

        for (int t = 0; t < (int)PageType.Other; t++)
        {
            if (_net.Types[t] > TypeConfidence)
            {
                Type = (PageType)t;
                TypeConfidence = _net.Types[t];
            }
        }

        return true;
    }

    /// <summary>Score by which main text leads over furniture in a block of the page; negative where furniture leads, 0 where nothing is said.</summary>
    public float LeadOf(int block) => _leads[block];
}
