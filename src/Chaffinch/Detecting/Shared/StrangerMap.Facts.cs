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

    private static readonly float[] Logs = LogsUpTo(256);

    // How the page reads but for a block, in log-odds a token.
    private float _promo;
    private float _spliced;
    private float _trade;

    /// <summary>The facts of a segment, after <see cref="Read"/>.</summary>
    /// <param name="page">The page that was read.</param>
    /// <param name="s">The segment.</param>
    /// <param name="f">Takes them; room for <see cref="FactCount"/>.</param>
    public void Facts(SegmentedPage page, int s, Span<float> f)
    {
        AddPage(page, f);
        AddBlock(page, page.Segments[s].Block, f);
        AddUnit(page, s, f);
    }

    // What is the same for all segments of a page.
    private void AddPage(SegmentedPage page, Span<float> f)
    {
        float all = Math.Max(1, _sums.Segments);
        f[16] = Log(_sums.Of.Tokens);
        f[26] = _sums.Of.Supported / (float)(PriorWeight + _sums.Of.Weight);
        f[30] = _sums.Of.NewNames / (float)Math.Max(1, _sums.Content);
        f[34] = _sums.Of.NewCommon / (float)Math.Max(1, _sums.Of.Common);
        f[43] = _sums.Loud / all;
        f[44] = _sums.Open / all;
        f[46] = _sums.Digits / (float)Math.Max(1, _sums.Chars);
        f[50] = page.Page.IsHtml ? 1 : 0;
        f[74] = _sums.Seams < 2 ? 0 : _sums.Seams / (float)(_sums.Texts + 2);
    }

    // What is the same for all segments of a block, and how the page reads without it.
    private void AddBlock(SegmentedPage page, int b, Span<float> f)
    {
        ref readonly Cell cell = ref _cells[b];
        bool counted = _sums.Of.Tokens >= cell.Of.Tokens;
        float others = PriorTokens + (counted ? _sums.Of.Tokens - cell.Of.Tokens : _sums.Of.Tokens);
        float promo = _promo = ((PriorTokens * PriorPromo) + _sums.Of.Promo - (counted ? cell.Of.Promo : 0)) / others;
        float spliced = _spliced = ((PriorTokens * PriorSpliced) + _sums.Of.Spliced - (counted ? cell.Of.Spliced : 0)) / others;
        (f[4], f[6]) = Beside(b, -1, page.Page.Blocks.Length, promo, spliced);
        (f[5], f[7]) = Beside(b, 1, page.Page.Blocks.Length, promo, spliced);
        f[8] = Clamp(promo);
        f[9] = Clamp(spliced);
        f[10] = Mean(cell.Of.Tokens, cell.Of.Promo, promo);
        f[11] = Mean(cell.Of.Tokens, cell.Of.Spliced, spliced);
        f[15] = Log(cell.Of.Tokens);
        f[19] = Clear(cell.Of.Tokens, cell.Of.Promo, promo);
        f[20] = Clear(cell.Of.Tokens, cell.Of.Spliced, spliced);
        f[25] = cell.Of.Supported / (float)Math.Max(1, cell.Of.Weight);
        f[29] = cell.Of.NewNames / (float)Math.Max(1, cell.Of.Names + cell.Of.Common);
        f[31] = Math.Min(1, cell.OwnNames / 3f);
        f[33] = cell.Of.NewCommon / (float)Math.Max(1, cell.Of.Common);
        f[36] = cell.Of.Titled > 0 ? 1 : 0;
        AddPlace(page, b, f[50..]);
        AddSeams(page, b, cell, f[68..]);

        // How the page reads for the trades that are planted for: the same words say nothing on a page that is about them.
        float trade = _trade = ((PriorTokens * PriorTrade) + _sums.Of.Trade - (counted ? cell.Of.Trade : 0)) / (PriorTokens + _sums.Of.Tokens - (counted ? cell.Of.Tokens : 0));
        f[78] = Clamp(trade);
        f[80] = Clear(cell.Of.Tokens, cell.Of.Trade, trade);
    }

    private void AddPlace(SegmentedPage page, int b, Span<float> f)
    {
        const BlockTraits Listed = BlockTraits.ListItem | BlockTraits.TableCell;
        const BlockTraits Main = BlockTraits.InMain | BlockTraits.InArticle;
        ref readonly Block block = ref page.Page.Blocks[b];
        PageFacts facts = PageFacts.Of(page);
        f[1] = block.IsHidden ? 1 : 0;
        f[2] = block.HeadingLevel > 0 ? 1 : 0;
        f[3] = block.Zone != Zone.Body ? 1 : 0;
        f[4] = (block.Traits & Listed) != 0 ? 1 : 0;
        f[5] = OfferMap.IsFrame(block) ? 1 : 0;
        f[6] = (block.Traits & Main) != 0 ? 1 : 0;
        f[7] = block.LinkChars / (float)Math.Max(1, block.Span.Length);
        f[8] = block.LinkCount > 0 ? 1 - (_sums.Linked / (float)page.Page.Blocks.Length) : 0;
        f[11] = b < facts.FirstProse ? 1 : 0;
        f[12] = b >= facts.LastProse ? 1 : 0;
    }

    // What is a segment's own, after what is its block's.
    private void AddUnit(SegmentedPage page, int s, Span<float> f)
    {
        ref readonly Unit unit = ref _units[s];
        ref readonly Cell cell = ref _cells[page.Segments[s].Block];
        AddStyles(unit.Of, cell.Of, f);
        f[12] = unit.Kind == TokenKind.Characters ? 1 : 0;
        f[13] = unit.Kind == TokenKind.Letters ? 1 : 0;
        float content = Math.Max(1, unit.Content);
        f[24] = unit.Of.Supported / (float)Math.Max(1, unit.Of.Weight);
        f[27] = Log(unit.Content) / 2;
        f[28] = unit.Of.NewNames / content;
        f[32] = unit.Of.NewCommon / (float)Math.Max(1, unit.Of.Common);
        f[35] = unit.Of.Titled / content;
        f[37] = unit.Of.Framed / content;
        f[38] = unit.Before / content;
        f[39] = unit.Behind / content;
        AddMarks(page.Profiles[s], unit, f[40..]);
        AddLinks(page, s, f[64..]);
        f[59] = s == cell.First ? 1 : 0;
        f[60] = s == cell.Last ? 1 : 0;
        f[63] = page.Segments[s].Role == SegmentRole.Sentence ? 1 : 0;
        f[68] = unit.Seam;
        f[69] = Math.Max(s > 0 ? _units[s - 1].Seam : 0, s + 1 < page.Segments.Length ? _units[s + 1].Seam : 0);
    }

    private void AddStyles(in Counts unit, in Counts block, Span<float> f)
    {
        int rest = block.Tokens - unit.Tokens;
        f[0] = Mean(unit.Tokens, unit.Promo, _promo);
        f[1] = Mean(unit.Tokens, unit.Spliced, _spliced);
        f[2] = Mean(rest, block.Promo - unit.Promo, _promo);
        f[3] = Mean(rest, block.Spliced - unit.Spliced, _spliced);
        f[14] = Log(unit.Tokens);
        f[17] = Clear(unit.Tokens, unit.Promo, _promo);
        f[18] = Clear(unit.Tokens, unit.Spliced, _spliced);
        f[21] = f[0] - f[2];
        f[22] = f[1] - f[3];
        f[23] = Math.Min(1, rest / 10f);
        f[76] = Mean(unit.Tokens, unit.Trade, _trade);
        f[77] = Mean(rest, block.Trade - unit.Trade, _trade);
        f[79] = Clear(unit.Tokens, unit.Trade, _trade);
        f[81] = f[76] - f[78];
    }

    private void AddMarks(in SegmentProfile profile, in Unit unit, Span<float> f)
    {
        float all = Math.Max(1, _sums.Segments);
        f[0] = unit.End is '!' or '！' ? 1 : 0;
        f[1] = unit.End is '?' or '？' ? 1 : 0;
        f[2] = unit.End == ' ' ? 1 : 0;
        f[5] = profile.Digits / (float)Math.Max(1, profile.Chars);
        f[7] = unit.StartsLow ? 1 - (_sums.Low / all) : 0;
        f[8] = Math.Clamp(MathF.Log2((1 + profile.Chars) * all / (1 + _sums.Chars)) / 3, -1, 1);
        f[9] = profile.Letters == 0 ? 0 : Math.Abs((profile.Latin / (float)profile.Letters) - (_sums.Latin / (float)Math.Max(1, _sums.Letters)));
    }

    private void AddLinks(SegmentedPage page, int s, Span<float> f)
    {
        ref readonly Block block = ref page.BlockOf(s);
        bool leaves = block.LinkCount > 0 && Leaves(page, PageFacts.Of(page), block, page.Segments[s].Span);
        f[0] = leaves ? 1 : 0;
        f[1] = leaves ? 1 - (_sums.Leaving / (float)Math.Max(1, _sums.Links)) : 0;
        f[2] = page.Profiles[s].LinkChars / (float)Math.Max(1, page.Profiles[s].Chars);
        f[3] = leaves && IsSparse(page) ? 1 : 0;
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

    private static float Log(int count) => (uint)count < (uint)Logs.Length ? Logs[count] : MathF.Log2(1 + count) / 6;

    private static float[] LogsUpTo(int count)
    {
        float[] logs = new float[count];
        for (int i = 0; i < count; i++)
        {
            logs[i] = MathF.Log2(1 + i) / 6;
        }

        return logs;
    }
}
