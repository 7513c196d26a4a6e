using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>Adds to the scores of pieces what the weights of parts make of their blocks.</summary>
internal sealed class PartScores(PartModel model)
{
    private readonly PartFacts _facts = new();

    /// <summary>Adds them to all pieces but those that only a planted or damaged state is left to.</summary>
    /// <param name="page">The page.</param>
    /// <param name="chain">Its pieces.</param>
    /// <param name="shape">Where its prose lies.</param>
    /// <param name="scores">The scores, to add to.</param>
    /// <param name="factor">How much they count.</param>
    public void Add(SegmentedPage page, PieceChain chain, PageShape shape, PieceScores scores, float factor)
    {
        Span<float> sums = stackalloc float[PartModel.States];
        int last = -1;
        for (int i = 0; i < chain.Count; i++)
        {
            Span<float> own = scores.Of(i)[..PartModel.States];
            int block = page.Segments[chain.Pieces[i].Segment].Block;
            if (own[LabelState.Body] <= PieceScores.Never / 2)
            {
                continue;
            }

            if (block != last)
            {
                model.Sum(_facts.Of(page, shape, block, own), sums);
                if (_facts.IsWay)
                {
                    // Whatever its words are like, it says where to go. Labelled pages show too few of them for weights to be sure of it.
                    sums[LabelState.Body] = Math.Min(sums[LabelState.Body], sums[LabelState.Furniture]);
                }

                last = block;
            }

            for (int s = 0; s < PartModel.States; s++)
            {
                own[s] += sums[s] * factor;
            }
        }
    }

    /// <summary>Hands on the facts of each block that has pieces which may be genuine: for training.</summary>
    public void Record(SegmentedPage page, PieceChain chain, PageShape shape, PieceScores scores, Action<int, ReadOnlySpan<int>> record)
    {
        int last = -1;
        for (int i = 0; i < chain.Count; i++)
        {
            ReadOnlySpan<float> own = scores.Of(i)[..PartModel.States];
            int block = page.Segments[chain.Pieces[i].Segment].Block;
            if (block != last && own[LabelState.Body] > PieceScores.Never / 2)
            {
                record(block, _facts.Of(page, shape, block, own));
                last = block;
            }
        }
    }
}
