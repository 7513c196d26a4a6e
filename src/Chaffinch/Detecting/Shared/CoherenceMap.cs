using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>How well each segment of a page is supported by the rest of it, in sums that make any range cheap to ask.</summary>
/// <remarks>
/// All weights are in units of <see cref="TermWeights.Max"/>: a rare term counts one unit. Furniture, rows of links and repeats do not
/// count. Linear in the number of terms; memory is kept for the next page of the thread.
/// </remarks>
internal sealed class CoherenceMap
{
    /// <summary>Neighbours on each side that do not count as the rest of the page: they may come from the same foreign text.</summary>
    public const int Margin = 2;

    private const int MinLine = 70;
    private const int MinIdeographicLine = 28;

    [ThreadStatic]
    private static CoherenceMap? _current;

    private int[] _weight = [];
    private int[] _supported = [];
    private int[] _backed = [];
    private int[] _cover = [];
    private SegmentedPage? _page;

    private CoherenceMap()
    {
    }

    /// <summary>Number of segments.</summary>
    public int Count { get; private set; }

    /// <summary>The map of <paramref name="page"/>, made at the first call for it on this thread.</summary>
    public static CoherenceMap Of(SegmentedPage page)
    {
        CoherenceMap map = _current ??= new CoherenceMap();
        if (!ReferenceEquals(map._page, page))
        {
            map._page = page;
            map.Reset(page.Segments.Length);
            map.Measure(page);
        }

        return map;
    }

    /// <summary>Weight of the terms in a range of segments, half-open.</summary>
    public int Weight(int first, int end) => _weight[end] - _weight[first];

    /// <summary>Weight of those terms in the range that stand elsewhere in the page, near neighbours left out.</summary>
    public int Supported(int first, int end) => _supported[end] - _supported[first];

    /// <summary>Weight of those terms in the range that stood before.</summary>
    public int Backed(int first, int end) => _backed[end] - _backed[first];

    /// <summary>Weight of those terms from segment <paramref name="at"/> on that stand before it.</summary>
    public int CoverOfTail(int at) => _cover[at];

    /// <summary>True when segment <paramref name="s"/> is taken for the page's running text.</summary>
    public static bool IsRunningText(SegmentedPage page, int s)
    {
        const Hints Machinery = Hints.Navigation | Hints.Header | Hints.Footer | Hints.Sidebar | Hints.Breadcrumb | Hints.Share | Hints.Related
            | Hints.Tags | Hints.Comments | Hints.Advert | Hints.Notice | Hints.Account | Hints.Search | Hints.Pagination | Hints.Legal | Hints.Partners;
        const BlockTraits Aside = BlockTraits.InNav | BlockTraits.InFooter | BlockTraits.InAside | BlockTraits.InForm | BlockTraits.Control
            | BlockTraits.Code | BlockTraits.Preformatted;

        // In plain text a cell is a row of a table that was set by hand; in HTML whole pages stand in tables.
        BlockTraits other = page.Page.IsHtml ? Aside : Aside | BlockTraits.TableCell;
        ref readonly Block block = ref page.BlockOf(s);
        ref readonly SegmentProfile p = ref page.Profiles[s];
        return page.Segments[s].Role != SegmentRole.Item && block.Zone == Zone.Body && (block.Traits & other) == BlockTraits.None && (block.AllHints & Machinery) == Hints.None
            && !IsHeading(block) && IsLine(block, p) && p.LinkChars * 2 < p.Chars && p.Letters * 2 > p.Chars && page.Ngrams.FirstSame(s) == s;
    }

    /// <summary>Short lines are headings, items and menus: they are not expected to share words.</summary>
    private static bool IsLine(in Block block, in SegmentProfile p) =>
        block.Span.Length >= ((p.Han + p.Kana + p.Hangul) * 2 > p.Letters ? MinIdeographicLine : MinLine);

    // In HTML a heading is one however long it is: names of goods, titles of other articles.
    private static bool IsHeading(in Block block) => block.Tag is HtmlTag.H1 or HtmlTag.H2 or HtmlTag.H3 or HtmlTag.H4 or HtmlTag.H5 or HtmlTag.H6;

    private void Reset(int count)
    {
        Count = count;
        if (_weight.Length < count + 2)
        {
            _weight = new int[(count * 2) + 2];
            _supported = new int[(count * 2) + 2];
            _backed = new int[(count * 2) + 2];
            _cover = new int[(count * 2) + 2];
        }

        _cover.AsSpan(0, count + 2).Clear();
    }

    private void Measure(SegmentedPage page)
    {
        NgramIndex index = page.Ngrams;
        _weight[0] = _supported[0] = _backed[0] = 0;
        for (int s = 0; s < Count; s++)
        {
            int weight = 0;
            int supported = 0;
            int backed = 0;
            if (IsRunningText(page, s))
            {
                foreach (int term in index.TermsOf(s))
                {
                    int w = index.WeightOf(term);
                    int first = index.FirstOf(term);
                    bool before = first < s - Margin;
                    bool backs = first < s;
                    weight += w;
                    backed += backs ? w : 0;
                    supported += before || index.LastOf(term) > s + Margin ? w : 0;
                    if (first < s)
                    {
                        _cover[first + 1] += w;
                        _cover[s + 1] -= w;
                    }
                }
            }

            _weight[s + 1] = _weight[s] + weight;
            _supported[s + 1] = _supported[s] + supported;
            _backed[s + 1] = _backed[s] + backed;
        }

        for (int s = 1; s <= Count; s++)
        {
            _cover[s] += _cover[s - 1];
        }
    }
}
