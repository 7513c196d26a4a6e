using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <content>The numbers that the network sees of a segment.</content>
internal sealed partial class StrangerMap
{
    /// <summary>Facts of a segment.</summary>
    public const int FactCount = 82;

    /// <summary>The same and what was made of the others.</summary>
    public const int AllCount = FactCount + StrangerAround.FactCount;

    // What a page's other sentences weigh where it has too few, in log-odds a token.
    private const float PriorTokens = 40;
    private const float PriorPromo = -0.9f;
    private const float PriorSpliced = -0.7f;
    private const float PriorTrade = -0.9f;
    private const int PriorWeight = 60;

    /// <summary>The facts of a segment, after <see cref="Read"/>.</summary>
    /// <param name="page">The page that was read.</param>
    /// <param name="s">The segment.</param>
    /// <param name="f">Takes them; room for <see cref="FactCount"/>.</param>
    public void Facts(SegmentedPage page, int s, Span<float> f)
    {
        f.Clear();
        ref readonly Unit unit = ref _units[s];
        int b = page.Segments[s].Block;
        ref readonly Cell cell = ref _cells[b];
        AddStyles(unit, cell, b, page.Page.Blocks.Length, f);
        AddWords(unit, cell, f[24..]);
        AddMarks(page, s, unit, f[40..]);
        AddPlace(page, s, b, cell, f[50..]);
        AddSeams(page, s, b, cell, f[68..]);
        AddTrade(unit, cell, f[76..]);
    }

    private void AddStyles(in Unit unit, in Cell cell, int b, int blocks, Span<float> f)
    {
        Counts rest = cell.Of;
        rest.Tokens -= unit.Of.Tokens;
        rest.Promo -= unit.Of.Promo;
        rest.Spliced -= unit.Of.Spliced;
        bool counted = _sums.Of.Tokens >= cell.Of.Tokens;
        float others = PriorTokens + (counted ? _sums.Of.Tokens - cell.Of.Tokens : _sums.Of.Tokens);
        float promo = ((PriorTokens * PriorPromo) + _sums.Of.Promo - (counted ? cell.Of.Promo : 0)) / others;
        float spliced = ((PriorTokens * PriorSpliced) + _sums.Of.Spliced - (counted ? cell.Of.Spliced : 0)) / others;
        (float promoBefore, float splicedBefore) = Beside(b, -1, blocks, promo, spliced);
        (float promoBehind, float splicedBehind) = Beside(b, 1, blocks, promo, spliced);
        f[0] = Mean(unit.Of.Tokens, unit.Of.Promo, promo);
        f[1] = Mean(unit.Of.Tokens, unit.Of.Spliced, spliced);
        f[2] = Mean(rest.Tokens, rest.Promo, promo);
        f[3] = Mean(rest.Tokens, rest.Spliced, spliced);
        f[4] = promoBefore;
        f[5] = promoBehind;
        f[6] = splicedBefore;
        f[7] = splicedBehind;
        f[8] = Clamp(promo);
        f[9] = Clamp(spliced);
        f[10] = Mean(cell.Of.Tokens, cell.Of.Promo, promo);
        f[11] = Mean(cell.Of.Tokens, cell.Of.Spliced, spliced);
        f[12] = unit.Kind == TokenKind.Characters ? 1 : 0;
        f[13] = unit.Kind == TokenKind.Letters ? 1 : 0;
        f[14] = Log(unit.Of.Tokens);
        f[15] = Log(cell.Of.Tokens);
        f[16] = Log(_sums.Of.Tokens);
        f[17] = Clear(unit.Of.Tokens, unit.Of.Promo, promo);
        f[18] = Clear(unit.Of.Tokens, unit.Of.Spliced, spliced);
        f[19] = Clear(cell.Of.Tokens, cell.Of.Promo, promo);
        f[20] = Clear(cell.Of.Tokens, cell.Of.Spliced, spliced);
        f[21] = f[0] - f[2];
        f[22] = f[1] - f[3];
        f[23] = Math.Min(1, rest.Tokens / 10f);
    }

    // How the segment, its block and the page read for the trades that are planted for: the same words say nothing on a page that is about them.
    private void AddTrade(in Unit unit, in Cell cell, Span<float> f)
    {
        bool counted = _sums.Of.Tokens >= cell.Of.Tokens;
        float page = ((PriorTokens * PriorTrade) + _sums.Of.Trade - (counted ? cell.Of.Trade : 0)) / (PriorTokens + _sums.Of.Tokens - (counted ? cell.Of.Tokens : 0));
        f[0] = Mean(unit.Of.Tokens, unit.Of.Trade, page);
        f[1] = Mean(cell.Of.Tokens - unit.Of.Tokens, cell.Of.Trade - unit.Of.Trade, page);
        f[2] = Clamp(page);
        f[3] = Clear(unit.Of.Tokens, unit.Of.Trade, page);
        f[4] = Clear(cell.Of.Tokens, cell.Of.Trade, page);
        f[5] = f[0] - f[2];
    }

    private void AddWords(in Unit unit, in Cell cell, Span<float> f)
    {
        f[0] = unit.Of.Supported / (float)Math.Max(1, unit.Of.Weight);
        f[1] = cell.Of.Supported / (float)Math.Max(1, cell.Of.Weight);
        f[2] = _sums.Of.Supported / (float)(PriorWeight + _sums.Of.Weight);
        f[3] = Log(unit.Content) / 2;
        f[4] = unit.Of.NewNames / (float)Math.Max(1, unit.Content);
        f[5] = cell.Of.NewNames / (float)Math.Max(1, cell.Of.Names + cell.Of.Common);
        f[6] = _sums.Of.NewNames / (float)Math.Max(1, _sums.Content);
        f[7] = Math.Min(1, cell.OwnNames / 3f);
        f[8] = unit.Of.NewCommon / (float)Math.Max(1, unit.Of.Common);
        f[9] = cell.Of.NewCommon / (float)Math.Max(1, cell.Of.Common);
        f[10] = _sums.Of.NewCommon / (float)Math.Max(1, _sums.Of.Common);
        f[11] = unit.Of.Titled / (float)Math.Max(1, unit.Content);
        f[12] = cell.Of.Titled > 0 ? 1 : 0;
        f[13] = unit.Of.Framed / (float)Math.Max(1, unit.Content);
        f[14] = unit.Before / (float)Math.Max(1, unit.Content);
        f[15] = unit.Behind / (float)Math.Max(1, unit.Content);
    }

    private void AddMarks(SegmentedPage page, int s, in Unit unit, Span<float> f)
    {
        ref readonly SegmentProfile profile = ref page.Profiles[s];
        float all = Math.Max(1, _sums.Segments);
        f[0] = unit.End is '!' or '！' ? 1 : 0;
        f[1] = unit.End is '?' or '？' ? 1 : 0;
        f[2] = unit.End == ' ' ? 1 : 0;
        f[3] = _sums.Loud / all;
        f[4] = _sums.Open / all;
        f[5] = profile.Digits / (float)Math.Max(1, profile.Chars);
        f[6] = _sums.Digits / (float)Math.Max(1, _sums.Chars);
        f[7] = unit.StartsLow ? 1 - (_sums.Low / all) : 0;
        f[8] = Math.Clamp(MathF.Log2((1 + profile.Chars) * all / (1 + _sums.Chars)) / 3, -1, 1);
        f[9] = profile.Letters == 0 ? 0 : Math.Abs((profile.Latin / (float)profile.Letters) - (_sums.Latin / (float)Math.Max(1, _sums.Letters)));
    }

    private void AddPlace(SegmentedPage page, int s, int b, in Cell cell, Span<float> f)
    {
        const BlockTraits Listed = BlockTraits.ListItem | BlockTraits.TableCell;
        const BlockTraits Main = BlockTraits.InMain | BlockTraits.InArticle;
        ref readonly Block block = ref page.Page.Blocks[b];
        PageFacts facts = PageFacts.Of(page);
        f[0] = page.Page.IsHtml ? 1 : 0;
        f[1] = block.IsHidden ? 1 : 0;
        f[2] = block.HeadingLevel > 0 ? 1 : 0;
        f[3] = block.Zone != Zone.Body ? 1 : 0;
        f[4] = (block.Traits & Listed) != 0 ? 1 : 0;
        f[5] = OfferMap.IsFrame(block) ? 1 : 0;
        f[6] = (block.Traits & Main) != 0 ? 1 : 0;
        f[7] = block.LinkChars / (float)Math.Max(1, block.Span.Length);
        f[8] = block.LinkCount > 0 ? 1 - (_sums.Linked / (float)page.Page.Blocks.Length) : 0;
        float leaving = _sums.Leaving / (float)Math.Max(1, _sums.Links);
        bool leaves = Leaves(page, facts, block, page.Segments[s].Span);
        f[14] = leaves ? 1 : 0;
        f[15] = leaves ? 1 - leaving : 0;
        f[16] = page.Profiles[s].LinkChars / (float)Math.Max(1, page.Profiles[s].Chars);
        f[17] = leaves && IsSparse(page) ? 1 : 0;
        f[9] = s == cell.First ? 1 : 0;
        f[10] = s == cell.Last ? 1 : 0;
        f[11] = b < facts.FirstProse ? 1 : 0;
        f[12] = b >= facts.LastProse ? 1 : 0;
        f[13] = page.Segments[s].Role == SegmentRole.Sentence ? 1 : 0;
    }

    // Hardly anything else on the page is a link.
    private bool IsSparse(SegmentedPage page) => _sums.Links * 4 < page.Page.Blocks.Length;

    private static bool Leaves(SegmentedPage page, PageFacts facts, in Block block, TextSpan span)
    {
        const int MaxLinks = 16;
        ReadOnlySpan<Link> links = page.Page.Links;
        int end = Math.Min(links.Length, block.FirstLink + Math.Min(block.LinkCount, MaxLinks));
        for (int l = block.FirstLink; l < end; l++)
        {
            if (links[l].Span.Start < span.End && links[l].Span.End > span.Start && facts.LeavesSite(links[l]))
            {
                return true;
            }
        }

        return false;
    }

    // The nearest block on a side that is long enough to read like anything; as the page where there is none.
    private (float Promo, float Spliced) Beside(int b, int side, int blocks, float promo, float spliced)
    {
        for (int d = 1; d <= Reach; d++)
        {
            int o = b + (side * d);
            if (o < 0 || o >= blocks)
            {
                break;
            }

            ref readonly Counts of = ref _cells[o].Of;
            if (of.Tokens >= LeastBeside)
            {
                return (Mean(of.Tokens, of.Promo, promo), Mean(of.Tokens, of.Spliced, spliced));
            }
        }

        return (Clamp(promo), Clamp(spliced));
    }

    // A few tokens of the page's own among them, so that short ones are judged carefully.
    private static float Mean(int tokens, float sum, float page)
    {
        const float Prior = 3;
        return Clamp((sum + (Prior * page)) / (tokens + Prior));
    }

    // How surely the tokens together read otherwise than the page's do.
    private static float Clear(int tokens, float sum, float page) => Math.Clamp((sum - (tokens * page)) / (4 * MathF.Sqrt(tokens + 3)), -2, 3);

    private static float Clamp(float odds) => Math.Clamp(odds, -2.5f, 1.5f);

    private static float Log(int count) => MathF.Log2(1 + count) / 6;
}
