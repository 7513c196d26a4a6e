using Chaffinch.Model;

namespace Chaffinch.Detecting.Shared;

/// <summary>A run of words of the trades that are planted for.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Strength">How clearly it is one, 0 to 1.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="Sum">Their log-odds together.</param>
internal readonly record struct TradeRun(TextSpan Span, float Strength, int Tokens, float Sum);

/// <summary>The runs of words of the trades that are planted for on one page, and how the page's words read for those on the whole.</summary>
/// <remarks>What such words say depends on the page: on that of a bank loans are its matter, on that of a school nobody asks for them. So a run is held against all other words.</remarks>
internal sealed class TradeRuns
{
    // Tokens of nothing in particular that are added to a run and to the page, and what such a token weighs, in log-odds.
    private const float PriorTokens = 3;
    private const float PriorOdds = -1.5f;
    private const float PagePriorTokens = 40;
    private const float PagePriorOdds = -0.9f;

    private readonly List<TradeRun> _runs = [];
    private double _sum;
    private long _tokens;
    private int _advertising;

    /// <summary>The runs, in the order of the text.</summary>
    public IReadOnlyList<TradeRun> Runs => _runs;

    private static readonly LogisticCurve Clear = new(0.8f, -1.8f);

    /// <summary>How clearly a run is one: 0.2 from a score on that one in a hundred words of real pages reaches, 0.6 from one that one in five hundred does.</summary>
    public static float StrengthOf(in PromoRun run) => Clear.At(run.Score);

    /// <summary>Begins a page.</summary>
    public void Start()
    {
        _runs.Clear();
        (_sum, _tokens, _advertising) = (0, 0, 0);
    }

    /// <summary>Takes in the words of a line.</summary>
    /// <param name="odds">Their log-odds.</param>
    public void AddLine(ReadOnlySpan<float> odds)
    {
        foreach (float o in odds)
        {
            _sum += o;
        }

        _tokens += odds.Length;
    }

    /// <summary>Takes in a run; runs come in the order of the text.</summary>
    /// <param name="span">Where it stands.</param>
    /// <param name="strength">How clear it is.</param>
    /// <param name="odds">The log-odds of its tokens.</param>
    /// <param name="advertising">Runs of advertising up to its line: where one of them is nearly the same, its borders are taken, since those were trimmed with care and two borders side by side would leave a word between.</param>
    public void Add(TextSpan span, float strength, ReadOnlySpan<float> odds, List<StyleRun> advertising)
    {
        float sum = 0;
        foreach (float o in odds)
        {
            sum += o;
        }

        while (_advertising < advertising.Count && advertising[_advertising].Span.End <= span.Start)
        {
            _advertising++;
        }

        if (_advertising < advertising.Count)
        {
            TextSpan other = advertising[_advertising].Span;
            int common = Math.Min(span.End, other.End) - Math.Max(span.Start, other.Start);
            int all = Math.Max(span.End, other.End) - Math.Min(span.Start, other.Start);
            span = common * 2 > all ? other : span;
        }

        _runs.Add(new TradeRun(span, strength, odds.Length, sum));
    }

    /// <summary>By how much a run reads more like these trades than the page's other words do, in log-odds a token.</summary>
    public float Against(in TradeRun run)
    {
        float own = (run.Sum + (PriorTokens * PriorOdds)) / (run.Tokens + PriorTokens);
        float others = (float)((_sum - run.Sum + (PagePriorTokens * PagePriorOdds)) / (_tokens - run.Tokens + PagePriorTokens));
        return own - others;
    }
}
