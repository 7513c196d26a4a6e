using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Asks whether a segment belongs to its page's matter, in comparison with the page's own level.</summary>
internal readonly ref struct SpliceSupport
{
    private const int MinTerms = 4;
    private const int MinPageTerms = 80;
    private readonly SegmentedPage _page;
    private readonly CoherenceMap _map;
    private readonly double _level;

    public SpliceSupport(SegmentedPage page, CoherenceMap map)
    {
        _page = page;
        _map = map;
        int weight = map.Weight(0, map.Count);
        _level = weight < MinPageTerms * TermWeights.Max ? 0 : (double)map.Supported(0, map.Count) / weight;
    }

    /// <summary>How far the support of segment <paramref name="s"/> falls short of the page's level: 0 (not at all, or it cannot be told) to 1.</summary>
    public float Contrast(int s)
    {
        if (_level < 0.12)
        {
            return 0;
        }

        // Of running text the map has counted the same.
        (int weight, int supported) = _map.Weight(s, s + 1) > 0
            ? (_map.Weight(s, s + 1), _map.Supported(s, s + 1))
            : _page.Ngrams.Support(s, s + 1, CoherenceMap.Margin);
        if (weight < MinTerms * TermWeights.Max || supported >= weight * _level * 0.6)
        {
            return 0;
        }

        return (float)(1 - (supported / (weight * _level)));
    }
}
