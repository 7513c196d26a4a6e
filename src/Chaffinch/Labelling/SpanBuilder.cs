using System.Collections.Immutable;
using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>Joins pieces of one state into spans, gives them their evidence and their theme.</summary>
internal sealed class SpanBuilder
{
    // A span names at most this many pieces of evidence, the strongest kinds of page have thousands.
    private const int MaxEvidencePerSpan = 16;
    private const int MaxActive = 512;

    private readonly Features _features;
    private readonly WeightTable _table;
    private readonly List<int> _active = [];
    private readonly List<int> _found = [];
    private LabelledSpan[] _spans = new LabelledSpan[256];
    private readonly PageThemes _themes = new(ThemeNet.Default);
    private Theme[] _told = [];
    private int[] _order = [];
    private int[] _starts = [];

    public SpanBuilder(Features features, WeightTable table)
    {
        _features = features;
        _table = table;
    }

    public ImmutableArray<LabelledSpan> Build(
        SegmentedPage page, PieceChain chain, ReadOnlySpan<byte> states, ReadOnlySpan<float> confidence, ReadOnlySpan<Evidence> evidence)
    {
        Reliability reliability = Reliability.Default;
        SortByStart(evidence);
        _active.Clear();
        int next = 0;
        int count = 0;
        for (int i = 0; i < states.Length;)
        {
            int end = i + 1;
            while (end < states.Length && states[end] == states[i] && Joins(page, chain, states[i], end))
            {
                end++;
            }

            var span = new TextSpan(chain.Pieces[i].Span.Start, chain.Pieces[end - 1].Span.End);
            float weakest = 1;
            for (int p = i; p < end; p++)
            {
                weakest = Math.Min(weakest, confidence[p]);
            }

            while (next < evidence.Length && evidence[_order[next]].Span.Start < span.End)
            {
                _active.Add(_order[next++]);
            }

            ImmutableArray<int> own = EvidenceFor(span, states[i], evidence);
            Label label = LabelState.LabelOf(states[i]);
            Kind kind = LabelState.KindOf(states[i]);
            if (count == _spans.Length)
            {
                Array.Resize(ref _spans, count * 2);
            }

            _spans[count++] = new LabelledSpan(span, label, kind, Theme.None, MathF.Round(reliability.Of(label, weakest), 3), own);
            i = end;
        }

        TellThemes(page, _spans.AsSpan(0, count));
        ImmutableArray<LabelledSpan> spans = [.. _spans.AsSpan(0, count)];
        _spans.AsSpan(0, count).Clear();
        return spans;
    }

    private void TellThemes(SegmentedPage page, Span<LabelledSpan> spans)
    {
        _themes.Clear();
        int themed = 0;
        foreach (ref readonly LabelledSpan span in spans)
        {
            if (HasTheme(span))
            {
                _themes.Add(page.Page.Text.AsSpan(span.Span.Start, span.Span.Length));
                themed++;
            }
        }

        if (themed == 0)
        {
            return;
        }

        if (_told.Length < themed)
        {
            _told = new Theme[themed * 2];
        }

        _themes.Tell(_told);
        int next = 0;
        foreach (ref LabelledSpan span in spans)
        {
            if (HasTheme(span))
            {
                span = span with { Theme = _told[next++] };
            }
        }
    }

    private static bool HasTheme(in LabelledSpan span) => span.Label == Label.Injected && span.Kind is not (Kind.Splice or Kind.Camouflage or Kind.FakeCredit);

    // Genuine text keeps its blocks apart (a paragraph a span); planted and damaged runs go on over line ends.
    private static bool Joins(SegmentedPage page, PieceChain chain, byte state, int piece)
    {
        int block = page.Segments[chain.Pieces[piece].Segment].Block;
        int before = page.Segments[chain.Pieces[piece - 1].Segment].Block;
        return block == before || (state >= LabelState.FirstInjected && page.Page.Blocks[block].Zone == page.Page.Blocks[before].Zone);
    }

    private void SortByStart(ReadOnlySpan<Evidence> evidence)
    {
        if (_order.Length < evidence.Length)
        {
            _order = new int[evidence.Length * 2];
            _starts = new int[evidence.Length * 2];
        }

        for (int i = 0; i < evidence.Length; i++)
        {
            _order[i] = i;
            _starts[i] = evidence[i].Span.Start;
        }

        Array.Sort(_starts, _order, 0, evidence.Length);
    }

    private ImmutableArray<int> EvidenceFor(TextSpan span, byte state, ReadOnlySpan<Evidence> evidence)
    {
        if (_active.Count == 0)
        {
            return [];
        }

        int kept = 0;
        for (int a = 0; a < _active.Count; a++)
        {
            if (evidence[_active[a]].Span.End > span.Start)
            {
                _active[kept++] = _active[a];
            }
        }

        _active.RemoveRange(kept, _active.Count - kept);
        if (_active.Count > MaxActive)
        {
            KeepLongest(evidence);
        }

        _found.Clear();
        foreach (int e in _active)
        {
            int row = _features.Row(evidence[e].Signal);
            if (_found.Count < MaxEvidencePerSpan && row >= 0 && _table.Weights(row)[state] > 0 && evidence[e].Span.Overlaps(span))
            {
                _found.Add(e);
            }
        }

        if (_found.Count > 1)
        {
            _found.Sort();
        }

        return [.. _found];
    }

    // Hostile pages stack evidence; what reaches furthest can still matter to later spans.
    private void KeepLongest(ReadOnlySpan<Evidence> evidence)
    {
        var ends = new int[_active.Count];
        int[] items = [.. _active];
        for (int i = 0; i < items.Length; i++)
        {
            ends[i] = -evidence[items[i]].Span.End;
        }

        Array.Sort(ends, items);
        _active.Clear();
        _active.AddRange(items.AsSpan(0, MaxActive));
    }
}
