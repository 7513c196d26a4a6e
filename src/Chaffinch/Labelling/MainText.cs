using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>Runs the block network over an HTML page and hands its word to the chain.</summary>
internal sealed class MainText(BlockNetModel model)
{
    // How much a natural log-odds of the network counts in the chain, whose own rows were set by hand: it has to outweigh them where it is sure.
    private const float Factor = 3;
    private const float MostLogOdds = 4;

    // Where it is very sure that a block of a whole page is none of the main text, no row of the table is to outweigh it.
    private const float LeastLogOdds = -10;

    // What the table, whose rows were set by hand, takes on a whole page against a network that leaves it out is wrong for five words of six: a no counts two
    // log-odds more (ADR 18). In manuals that loses more than it gains.
    private const float MoreForNo = 2 * Factor;

    // Of posts and of what is said around a product the table knows less still: there a no counts four log-odds more, where the page is of that type with two chances of
    // three (ADR 24).
    private const float StillMoreForNo = 4 * Factor;
    private const float LeastConfidence = 0.65f;

    // The network learned from whole pages of the web. A page of few blocks is seldom one: up to 20 the table decides alone, from 60 on the network
    // has its whole weight.
    private const float Few = 20;
    private const float Whole = 60;

    private readonly BlockNet _net = new(model);
    private readonly MainTextOrder _order = new();
    private readonly MainTextCopies _copies = new();
    private float[] _overCut = [];
    private float _cut;
    private float[] _leads = [];

    /// <summary>The page's type; <see cref="PageType.Other"/> where the network did not run.</summary>
    public PageType Type { get; private set; }

    /// <summary>The type's probability.</summary>
    public float TypeConfidence { get; private set; }

    /// <summary>How much the network has to say of the page: 0 of plain text and of pages of few blocks, 1 of pages of the web at large.</summary>
    public float Weight { get; private set; }

    /// <summary>Forgets the last page.</summary>
    public void Clear()
    {
        Type = PageType.Other;
        TypeConfidence = 0;
        Weight = 0;
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
        return ReadPage();
    }

    /// <summary>Runs over a page for the network's word alone, and settles it; the first main heading counts as the headline.</summary>
    /// <returns>False where the network has not its whole weight: in plain text and on pages of few blocks.</returns>
    public bool RunAlone(Page page)
    {
        Clear();
        if (!page.IsHtml || page.Blocks.Length < Whole)
        {
            return false;
        }

        _net.Run(page);
        if (_net.Input.Count < Whole || !ReadPage())
        {
            return false;
        }

        int headline = 0;
        ReadOnlySpan<Block> blocks = page.Blocks;
        while (headline < blocks.Length && (blocks[headline].HeadingLevel != 1 || blocks[headline].Zone != Zone.Body || blocks[headline].IsHidden))
        {
            headline++;
        }

        Settle(page, headline < blocks.Length ? headline : -1);
        return true;
    }

    // What the network says of the page as a whole: its type, what its word is worth, and where the page is cut.
    private bool ReadPage()
    {
        if (_net.Input.Count == 0)
        {
            return false;
        }

        Weight = Math.Clamp((_net.Input.Count - Few) / (Whole - Few), 0, 1);
        for (int t = 0; t < (int)PageType.Other; t++)
        {
            if (_net.Types[t] > TypeConfidence)
            {
                Type = (PageType)t;
                TypeConfidence = _net.Types[t];
            }
        }

        _cut = MainTextCut.Of(_net.Main, _net.Input.Words);
        return true;
    }

    /// <summary>Decides what the network's word counts for each block, after <see cref="Run"/>.</summary>
    /// <param name="page">The page that it ran over.</param>
    /// <param name="headline">Index of the block with the headline, -1 where there is none.</param>
    public void Settle(Page page, int headline)
    {
        BlockNetInput input = _net.Input;
        int n = input.Count;
        Grow(ref _overCut, n);
        Grow(ref _leads, page.Blocks.Length);
        for (int i = 0; i < n; i++)
        {
            _overCut[i] = _net.Main[i] - _cut;
        }

        _order.Settle(page, input, Type, headline, n >= Whole, _overCut.AsSpan(0, n));

        if (Type != PageType.Documentation)
        {
            // Manuals say the same of many things, and mean it.
            _copies.LeaveOut(page, input, _overCut.AsSpan(0, n));
        }

        _leads.AsSpan(0, page.Blocks.Length).Clear();
        float factor = Factor * Weight;
        float least = n >= Whole ? LeastLogOdds : -MostLogOdds;
        float no = n >= Whole ? ForNo() : 0;
        for (int i = 0; i < n; i++)
        {
            _leads[input.Blocks[i]] = (Math.Clamp(_overCut[i], least, MostLogOdds) * factor) - (_overCut[i] > 0 ? 0 : no);
        }
    }

    /// <summary>How far the network's word lies over the page's cut for each block, after <see cref="Run"/> and before <see cref="Settle"/>; not a number where nothing is said.</summary>
    public ReadOnlySpan<float> ReadLeads(Page page)
    {
        BlockNetInput input = _net.Input;
        Grow(ref _leads, page.Blocks.Length);
        Span<float> leads = _leads.AsSpan(0, page.Blocks.Length);
        leads.Fill(float.NaN);
        for (int i = 0; i < input.Count; i++)
        {
            leads[input.Blocks[i]] = _net.Main[i] - _cut;
        }

        return leads;
    }

    // What a no of the network counts more, by the page's type.
    private float ForNo() => Type switch
    {
        PageType.Documentation => 0,
        PageType.Forum or PageType.Product when TypeConfidence >= LeastConfidence => StillMoreForNo,
        _ => MoreForNo,
    };

    /// <summary>Score by which main text leads over furniture in a block of the page; negative where furniture leads, 0 where nothing is said.</summary>
    public float LeadOf(int block) => _leads[block];

    private static void Grow(ref float[] array, int length)
    {
        if (array.Length < length)
        {
            array = new float[Math.Max(length, array.Length * 2)];
        }
    }
}
