using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <summary>Adds what the network makes of each open piece to the piece's scores.</summary>
internal sealed partial class PlantedScores
{
    // A single fact that the table gives this much by itself, in log-odds, comes from a detector made for just that shape. The network, which
    // has seen few such, may strengthen what it says and not weaken it.
    private const float Sure = 7;

    // Evidence of this strength needs no more than the measure's own word; none at all has to make up this many log-odds.
    private const float Clear = 0.6f;
    private const float MostWeak = 1.5f;

    // What the words of a phrase that was fused to title or headline gain where they stand again, in log-odds.
    private const float SameAsHead = 6;

    // On a page that speaks of spam.
    private const float Quoted = 5;

    // What the best path can gain by its steps around one piece is less than this (the table's steps lie between -3 and 0.4).
    private const float MostBySteps = 4;

    // Open pieces that see one another: a hostile page has millions.
    private const int MostTogether = 4096;

    private readonly PlantedNet _net;
    private readonly PieceFacts _facts;
    private readonly PieceEvidence _evidence = new();
    private readonly OwnTerms _own = new();
    private readonly SignalWays _ways = new();
    private PieceFact[] _all = [];
    private int[] _open = [];
    private bool[] _sure = [];
    private float[] _weak = [];
    private int[] _ends = [];
    private int[] _lengths = [];
    private float[] _sums = [];
    private readonly PlantedPools _pools = new();
    private long _total;
    private int _count;

    public PlantedScores(PlantedNet net)
    {
        _net = net;
        _facts = new PieceFacts(net);
    }

    /// <summary>Names of all facts that do not stand for signals.</summary>
    public IReadOnlyList<string> Asked => _facts.Asked;

    /// <summary>Number of open pieces found by <see cref="Collect"/>.</summary>
    public int Count => _count;

    /// <summary>True where <see cref="Collect"/> left open pieces out, as no word of the network could make them planted.</summary>
    public bool HasLeftOut { get; private set; }

    /// <summary>Gathers the facts of open pieces: once a page, before any pass, and again where a pass found something and pieces were left out.</summary>
    /// <remarks>
    /// Many pieces of ordinary pages are open by weak facts, and many of those lie so far behind their best genuine state that the network at its
    /// <see cref="PlantedNet.Highest"/> would not change it, or have nothing over them but room for what other pieces are accused of: as long as nothing is planted they need no facts. Beside planted
    /// pieces they do, since a further pass knows more.
    /// </remarks>
    /// <param name="page">The page.</param>
    /// <param name="chain">Its pieces.</param>
    /// <param name="shape">Where its prose lies.</param>
    /// <param name="scores">The scores by the table.</param>
    /// <param name="evidence">All evidence.</param>
    /// <param name="lean">What <see cref="Add"/> will be told.</param>
    /// <param name="reach">How far behind their best genuine state pieces may lie.</param>
    public void Collect(SegmentedPage page, PieceChain chain, PageShape shape, PieceScores scores, ReadOnlySpan<Evidence> evidence, float lean, Reach reach)
    {
        _count = 0;
        HasLeftOut = false;
        _mostLeftOut = float.NegativeInfinity;
        float least = reach switch { Reach.All => float.NegativeInfinity, Reach.Near => Near, _ => -MostBySteps - PlantedNet.Highest - lean };
        int used = 0;
        _evidence.Compute(chain, scores, evidence);
        _facts.Clear();
        PieceFacts.PageSums? sums = null;
        _total = 1;
        for (int i = 0; i < chain.Count; i++)
        {
            _total += chain.Pieces[i].Span.Length;
            if (!_evidence.IsOpen(i))
            {
                continue;
            }

            bool sure = IsSure(scores, i);
            if (reach != Reach.All && !sure && PieceScores.InjectedLead(scores.Of(i)) is var lead && (lead < least || IsRoomAlone(i)))
            {
                HasLeftOut = true;
                _mostLeftOut = Math.Max(_mostLeftOut, lead);
                continue;
            }

            PieceFacts.PageSums own = sums ??= Sum(page, chain, shape, scores);
            ReadOnlySpan<PieceFact> facts = _facts.Of(page, chain, i, shape, scores, own, _evidence);
            Grow(ref _all, used + facts.Length + PieceFacts.ContextCount);
            Grow(ref _open, _count + 1);
            Grow(ref _sure, _count + 1);
            Grow(ref _weak, _count + 1);
            _sure[_count] = sure;
            _weak[_count] = WeaknessOf(i, page.Page.IsHtml, own.SpamTalk);
            Grow(ref _ends, _count + 1);
            facts.CopyTo(_all.AsSpan(used));

            // Room for what a further pass knows besides.
            _all.AsSpan(used + facts.Length, PieceFacts.ContextCount).Fill(new PieceFact(-1, 0));
            used += facts.Length + PieceFacts.ContextCount;
            _open[_count] = i;
            Grow(ref _lengths, _count + 1);
            _lengths[_count] = chain.Pieces[i].Span.Length;
            _ends[_count++] = used;
        }
    }

    /// <summary>Adds what the network makes of the facts.</summary>
    /// <param name="scores">The scores, to add to.</param>
    /// <param name="context">What the pass before believed; null in the first.</param>
    /// <param name="lean">Added to every injected state of an open piece: above 0 finds more, below 0 hurts less.</param>
    public void Add(PieceScores scores, PageContext? context, float lean)
    {
        for (int first = 0; first < _count; first += MostTogether)
        {
            AddTogether(scores, context, lean, first, Math.Min(MostTogether, _count - first));
        }
    }

    private void AddTogether(PieceScores scores, PageContext? context, float lean, int first, int count)
    {
        int row = _net.Row;
        Grow(ref _sums, count * row);
        Span<float> sums = _sums.AsSpan(0, count * row);
        for (int o = 0; o < count; o++)
        {
            // In the first pass the places for what a further one knows are empty.
            ReadOnlySpan<PieceFact> facts = FactsOf(first + o, context);
            _net.Sum(context is null ? facts[..^PieceFacts.ContextCount] : facts, sums.Slice(o * row, row));
        }

        if (_net.Mixes.Count > 0)
        {
            _pools.Fill(sums, row, _net.Hidden, _open.AsSpan(first, count), _lengths.AsSpan(first, count), _total);
        }

        _net.Judge(sums, _pools, count);
        for (int o = 0; o < count; o++)
        {
            // Nor may it doubt what is planted word for word in the page's title or headline.
            bool same = context is not null && context.Of(_open[first + o]).IsPlantedInHead;
            Give(scores.Of(_open[first + o]), sums.Slice((o * row) + _net.Hidden, PlantedNet.Outputs), lean, first + o, same);
        }
    }

    private void Give(Span<float> scores, ReadOnlySpan<float> given, float lean, int open, bool same)
    {
        Span<float> target = scores[LabelState.FirstInjected..LabelState.FirstDamaged];
        bool held = same || _sure[open];
        for (int s = 0; s < target.Length; s++)
        {
            float score = target[s] + given[s] + lean;
            target[s] = held ? Math.Max(score, target[s]) + (same ? SameAsHead : 0) : score - _weak[open];
        }
    }

    /// <summary>The piece of an open place.</summary>
    public int PieceOf(int open) => _open[open];

    /// <summary>The facts of an open piece, empty places among them.</summary>
    public ReadOnlySpan<PieceFact> FactsOf(int open, PageContext? context)
    {
        int start = open == 0 ? 0 : _ends[open - 1];
        Span<PieceFact> facts = _all.AsSpan(start, _ends[open] - start);
        if (context is not null)
        {
            _facts.Context(context.Of(_open[open]), facts[^PieceFacts.ContextCount..]);
        }

        return facts;
    }

    // The less is stated over a piece itself, the surer the network has to be: what its page looks like speaks for genuine pieces too.
    // A page that speaks of spam quotes it: there style and the form of a row are no evidence of planting.
    private float WeaknessOf(int piece, bool html, float spamTalk)
    {
        float most = 0;
        bool quotable = true;
        foreach ((Signal signal, float strength) in _evidence.Of(piece))
        {
            ref readonly SignalWays.Way way = ref _ways.Of(signal);
            most = Math.Max(most, strength * (html ? way.ClarityInHtml : way.ClarityInText));
            quotable &= way.IsQuotable;
        }

        return (MostWeak * Math.Max(0, 1 - (most / Clear))) + (quotable ? Quoted * spamTalk : 0);
    }

    private bool IsRoomAlone(int piece)
    {
        foreach ((Signal signal, _) in _evidence.Of(piece))
        {
            if (_ways.Of(signal).ClarityInText > 0)
            {
                return false;
            }
        }

        return true;
    }

    private bool IsSure(PieceScores scores, int piece)
    {
        foreach ((Signal signal, float strength) in _evidence.Of(piece))
        {
            // How a text reads is never decisive, however clearly it does: a page may quote it.
            if (scores.MostOf(signal, strength) >= Sure && !_ways.Of(signal).IsQuotable)
            {
                return true;
            }
        }

        return false;
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            Array.Resize(ref array, Math.Max(length, array.Length * 2));
        }
    }

    private PieceFacts.PageSums Sum(SegmentedPage page, PieceChain chain, PageShape shape, PieceScores scores)
    {
        long open = 0, all = 1;
        int strong = 0;
        for (int i = 0; i < chain.Count; i++)
        {
            int length = chain.Pieces[i].Span.Length;
            all += length;
            if (_evidence.IsOpen(i))
            {
                open += length;

                // By the table alone it would be planted.
                strong += PieceScores.InjectedLead(scores.Of(i)) > 0 ? 1 : 0;
            }
        }

        _own.Compute(page, chain, shape, _evidence);
        long prose = 0;
        for (int b = 0; b < page.Page.Blocks.Length; b++)
        {
            prose += shape.IsProse(b) ? shape.ColumnsOf(b) : 0;
        }

        return new PieceFacts.PageSums
        {
            OpenBin = (int)Math.Min(5, open * 6 / all),
            StrongBin = strong > 7 ? 4 : strong > 3 ? 3 : Math.Min(2, strong),
            ProseBin = prose == 0 ? 0 : prose < 200 ? 1 : prose < 600 ? 2 : prose < 1500 ? 3 : prose < 5000 ? 4 : 5,
            MainScript = MainScript(page),
            Own = _own,
            SpamTalk = SpamTalk.Of(page),
        };
    }

    private static CharClass MainScript(SegmentedPage page)
    {
        Span<int> sums = stackalloc int[8];
        sums.Clear();
        foreach (ref readonly SegmentProfile p in page.Profiles)
        {
            sums[0] += p.Latin;
            sums[1] += p.Han + p.Kana;
            sums[2] += p.Hangul;
            sums[3] += p.Cyrillic;
            sums[4] += p.RightToLeft;
            sums[5] += p.SouthEastAsian;
        }

        int best = 0;
        for (int i = 1; i < 6; i++)
        {
            best = sums[i] > sums[best] ? i : best;
        }

        return best switch
        {
            1 => CharClass.Han,
            2 => CharClass.Hangul,
            3 => CharClass.Cyrillic,
            4 => CharClass.Arabic,
            5 => CharClass.Thai,
            _ => CharClass.Latin,
        };
    }
}
