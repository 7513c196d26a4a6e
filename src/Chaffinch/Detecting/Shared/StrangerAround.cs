namespace Chaffinch.Detecting.Shared;

/// <summary>What the first judgement made of the segments around one, of the rest of its block, of the blocks beside it and of the rest of the page.</summary>
internal sealed class StrangerAround
{
    /// <summary>Facts of a segment.</summary>
    public const int FactCount = 16;

    // A text of which nothing is known counts as so many tokens of the page's own.
    private const float PageTokens = 20;

    // So far a neighbour is looked for.
    private const int SegmentReach = 3;

    private First[] _segments = [];
    private int[] _blockOf = [];
    private First[] _blocks = [];
    private First _page;
    private int _segmentCount;
    private int _blockCount;

    // What was made of a text, times its tokens.
    private readonly record struct First(float Offer, float Fragment, int Tokens)
    {
        public First With(in First other) => new(Offer + other.Offer, Fragment + other.Fragment, Tokens + other.Tokens);

        public First Without(in First other) => new(Offer - other.Offer, Fragment - other.Fragment, Tokens - other.Tokens);
    }

    /// <summary>Begins a page.</summary>
    /// <param name="segments">Its segments.</param>
    /// <param name="blocks">Its blocks.</param>
    public void Start(int segments, int blocks)
    {
        if (_segments.Length < segments)
        {
            _segments = new First[segments * 2];
            _blockOf = new int[segments * 2];
        }

        if (_blocks.Length < blocks)
        {
            _blocks = new First[blocks * 2];
        }

        (_segmentCount, _blockCount, _page) = (segments, blocks, default);
        _segments.AsSpan(0, segments).Clear();
        _blocks.AsSpan(0, blocks).Clear();
    }

    /// <summary>Notes what was made of a segment.</summary>
    public void Put(int segment, int block, int tokens, float offer, float fragment)
    {
        var made = new First(offer * tokens, fragment * tokens, tokens);
        _segments[segment] = made;
        _blockOf[segment] = block;
        _blocks[block] = _blocks[block].With(made);
        _page = _page.With(made);
    }

    /// <summary>The facts of a segment that was noted, after all were.</summary>
    /// <param name="s">The segment.</param>
    /// <param name="f">Takes them.</param>
    public void Facts(int s, Span<float> f)
    {
        int b = _blockOf[s];
        First own = _segments[s];
        First all = _page.Without(_blocks[b]);
        f[0] = LogOdds(own.Offer / own.Tokens);
        f[1] = LogOdds(own.Fragment / own.Tokens);
        (f[2], f[4]) = Shares(NextTo(s, -1));
        (f[3], f[5]) = Shares(NextTo(s, 1));
        (f[6], f[7]) = Shares(_blocks[b].Without(own));
        (f[8], f[10]) = Shares(Beside(b, -1));
        (f[9], f[11]) = Shares(Beside(b, 1));
        f[12] = Math.Max(0, all.Offer) / (all.Tokens + PageTokens);
        f[13] = Math.Max(0, all.Fragment) / (all.Tokens + PageTokens);
        f[14] = MathF.Sqrt(f[12]);
        f[15] = MathF.Sqrt(f[13]);
    }

    /// <summary>True where something beside a segment was likely an offer or a fragment.</summary>
    public bool HasLikely(int s)
    {
        int b = _blockOf[s];
        return IsLikely(_blocks[b]) || IsLikely(NextTo(s, -1)) || IsLikely(NextTo(s, 1)) || IsLikely(Beside(b, -1)) || IsLikely(Beside(b, 1));
    }

    private static bool IsLikely(in First made)
    {
        const float Least = 0.2f;
        return Math.Max(made.Offer, made.Fragment) >= Least * made.Tokens && made.Tokens > 0;
    }

    private First NextTo(int s, int side)
    {
        for (int d = 1, o = s + side; d <= SegmentReach && o >= 0 && o < _segmentCount; d++, o += side)
        {
            if (_segments[o].Tokens > 0)
            {
                return _segments[o];
            }
        }

        return default;
    }

    private First Beside(int b, int side)
    {
        for (int d = 1, o = b + side; d <= StrangerMap.Reach && o >= 0 && o < _blockCount; d++, o += side)
        {
            if (_blocks[o].Tokens >= StrangerMap.LeastBeside)
            {
                return _blocks[o];
            }
        }

        return default;
    }

    private static (float Offer, float Fragment) Shares(in First made) => made.Tokens <= 0 ? (0, 0) : (Math.Max(0, made.Offer) / made.Tokens, Math.Max(0, made.Fragment) / made.Tokens);

    private static float LogOdds(float p) => Math.Clamp(MathF.Log((p + 1e-3f) / (1 - p + 1e-3f)) / 4, -1.5f, 1.5f);
}
