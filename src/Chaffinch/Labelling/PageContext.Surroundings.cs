using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <content>How much of what stands around a piece was called planted.</content>
internal sealed partial class PageContext
{
    // What a piece counts for the one beside it falls by this with each piece between them.
    private const float Fade = 0.85f;

    private Nearby[] _ahead = [];

    // Characters around a piece, fading with distance: those called planted, those over which nothing is stated, all.
    private readonly record struct Nearby(float Planted, float Unaccused, float All);

    // Who plants a whole text plants what stands between its clear sentences too: sums that fade with distance, from both sides. Linear in pieces.
    private void AddSurroundings(SegmentedPage page, PieceChain chain, ReadOnlySpan<byte> states, PageShape shape, PieceScores scores)
    {
        if (_ahead.Length < states.Length)
        {
            _ahead = new Nearby[Math.Max(states.Length, _ahead.Length * 2)];
        }

        (float title, bool headline) = Heads(page, chain, states, shape);
        Nearby sum = default;
        for (int i = states.Length - 1; i >= 0; i--)
        {
            _ahead[i] = sum;
            sum = _posters[i] ? default : Past(page, chain, states, scores, i, sum);
        }

        sum = default;
        for (int i = 0; i < states.Length; i++)
        {
            sum = _posters[i] ? default : sum;
            Nearby ahead = _ahead[i];
            ref ContextFacts fact = ref _facts[i];
            float all = sum.All + ahead.All + 1;
            fact.Around = (sum.Planted + ahead.Planted) / all;
            fact.Unaccused = (sum.Unaccused + ahead.Unaccused) / all;
            fact.Enclosed = Math.Min(sum.Planted / (sum.All + 1), ahead.Planted / (ahead.All + 1));
            fact.Title = title;
            fact.IsHeadlinePlanted = headline;
            sum = Past(page, chain, states, scores, i, sum);
        }
    }

    private static Nearby Past(
        SegmentedPage page, PieceChain chain, ReadOnlySpan<byte> states, PieceScores scores, int i, Nearby sum)
    {
        if (page.BlockOf(chain.Pieces[i].Segment).Zone != Zone.Body)
        {
            return sum;
        }

        int length = chain.Pieces[i].Span.Length;
        bool planted = IsInjected(states[i]);
        return new((sum.Planted * Fade) + (planted ? length : 0), (sum.Unaccused * Fade) + (planted || IsOpen(scores, i) ? 0 : length), (sum.All * Fade) + length);
    }

    private static (float Title, bool Headline) Heads(SegmentedPage page, PieceChain chain, ReadOnlySpan<byte> states, PageShape shape)
    {
        int title = 0, planted = 0, headline = 0, plantedHeadline = 0;
        for (int i = 0; i < states.Length; i++)
        {
            int length = chain.Pieces[i].Span.Length;
            int block = page.Segments[chain.Pieces[i].Segment].Block;
            if (page.Page.Blocks[block].Zone == Zone.Title)
            {
                title += length;
                planted += IsInjected(states[i]) ? length : 0;
            }
            else if (block == shape.HeadlineBlock || page.Page.Blocks[block].HeadingLevel == 1)
            {
                headline += length;
                plantedHeadline += IsInjected(states[i]) ? length : 0;
            }
        }

        return (planted / (float)Math.Max(1, title), plantedHeadline * 2 > headline);
    }
}
