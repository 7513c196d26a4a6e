using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <content>What was believed of the other pieces of a line, and of the other places of the page where a text was cut.</content>
internal sealed partial class PageContext
{
    private const int FullSplices = 4;

    // A cut of this strength counts as one; pieces of evidence together visit at most so many pieces for each there is.
    private const float LeastCut = 0.4f;
    private const int CutVisitsPerPiece = 8;

    // One cut that was found says less than several.
    private const float CutPrior = 1;

    private bool[] _cut = [];

    // Who strings fragments into a page cuts all of them off: where the pass before found one, the other cuts of the page are less likely an accident.
    private void AddCuts(SegmentedPage page, PieceChain chain, ReadOnlySpan<byte> states, ReadOnlySpan<Evidence> evidence)
    {
        FindCuts(chain, states.Length, evidence);
        (int cuts, int planted, int splices) = (0, 0, 0);
        for (int i = 0; i < states.Length;)
        {
            Line line = LineAt(page, chain, states, i);
            cuts += line.IsCut ? 1 : 0;
            planted += line.IsCutPlanted ? 1 : 0;
            splices += line.IsSpliced ? 1 : 0;
            i = line.End;
        }

        for (int i = 0; i < states.Length;)
        {
            Line line = LineAt(page, chain, states, i);
            float others = Math.Min(1, (splices - (line.IsSpliced ? 1 : 0)) / (float)FullSplices);
            float alike = (planted - (line.IsCutPlanted ? 1 : 0)) / (cuts - (line.IsCut ? 1 : 0) + CutPrior);
            for (; i < line.End; i++)
            {
                int length = chain.Pieces[i].Span.Length;
                int rest = line.All - length;
                ref ContextFacts fact = ref _facts[i];
                fact.OfLine = rest == 0 ? 0 : (line.Planted - (IsInjected(states[i]) ? length : 0)) / (float)rest;
                fact.Splices = others;
                fact.CutAlike = _cut[i] ? alike : 0;
            }
        }
    }

    private void FindCuts(PieceChain chain, int count, ReadOnlySpan<Evidence> evidence)
    {
        if (_cut.Length < count)
        {
            _cut = new bool[Math.Max(count, _cut.Length * 2)];
        }

        _cut.AsSpan(0, count).Clear();
        long visits = (long)count * CutVisitsPerPiece;
        foreach (ref readonly Evidence e in evidence)
        {
            if (e.Strength >= LeastCut && IsCut(e.Signal))
            {
                (int first, int end) = chain.Inside(e.Span);
                for (int i = first; i < end && visits > 0; i++, visits--)
                {
                    _cut[i] = true;
                }
            }
        }
    }

    private static bool IsCut(Signal signal) => signal.Detector switch
    {
        "ragged-edge" => signal.Name != "beside",
        "splice-border" => true,
        "split-sentence" => signal.Name == "breaks-off",
        _ => false,
    };

    private Line LineAt(SegmentedPage page, PieceChain chain, ReadOnlySpan<byte> states, int first)
    {
        int block = page.Segments[chain.Pieces[first].Segment].Block;
        var line = default(Line);
        int i = first;
        for (; i < states.Length && page.Segments[chain.Pieces[i].Segment].Block == block; i++)
        {
            bool planted = IsInjected(states[i]);
            int length = chain.Pieces[i].Span.Length;
            line.All += length;
            line.Planted += planted ? length : 0;
            line.IsSpliced |= states[i] == Splice;
            line.IsCut |= _cut[i];
            line.IsCutPlanted |= _cut[i] && planted;
        }

        line.End = i;
        return line;
    }

    // The pieces of one block up to End.
    private struct Line
    {
        public int End;
        public int All;
        public int Planted;
        public bool IsSpliced;
        public bool IsCut;
        public bool IsCutPlanted;
    }
}
