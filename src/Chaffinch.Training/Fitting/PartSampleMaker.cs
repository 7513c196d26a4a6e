using Chaffinch.Labelling;
using Chaffinch.Model;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Fitting;

/// <summary>Prepares pages for the training of parts.</summary>
internal sealed class PartSampleMaker
{
    private const uint Genuine = (1u << LabelState.FirstInjected) - 1;
    private const uint All = (1u << LabelState.Count) - 1;

    // Without a network of parts, as it is what is trained.
    private readonly ChainLabeller _labeller = new(WeightTable.Default, PlantedNet.Default, parts: PartModel.Nothing);

    public PartSample Make(PreparedPage page)
    {
        var facts = new List<int[]>();
        var lengths = new List<int>();
        (Piece[] pieces, float[] scores, bool[] same, int[] units) = _labeller.PrepareParts(page.Page, page.Evidence, p => IsPlanted(p.Span, page), (slots, length) =>
        {
            facts.Add(slots.ToArray());
            lengths.Add(length);
        });
        return new PartSample
        {
            Name = page.Name,
            Weight = page.Weight,
            Scores = scores,
            SameBlock = same,
            Right = [.. pieces.Select(p => RightOf(p.Span, page))],
            Chars = [.. pieces.Select(p => p.Span.Length)],
            Units = units,
            Facts = [.. facts],
            Lengths = [.. lengths],
        };
    }

    private static bool IsPlanted(TextSpan span, PreparedPage page)
    {
        int planted = 0, all = 0;
        for (int i = span.Start; i < span.End; i++)
        {
            bool counts = !char.IsWhiteSpace(page.Page.Page.Text[i]);
            all += counts ? 1 : 0;
            planted += counts && page.Gold[i] is { Label: >= Label.Injected } ? 1 : 0;
        }

        return planted * 2 > all;
    }

    // What most genuine characters of the piece are; any genuine state where that is no clear majority or where it is not known.
    private static uint RightOf(TextSpan span, PreparedPage page)
    {
        if (IsPlanted(span, page))
        {
            return All;
        }

        Span<int> votes = stackalloc int[LabelState.FirstInjected];
        votes.Clear();
        int all = 0;
        for (int i = span.Start; i < span.End; i++)
        {
            if (page.Gold[i] is { Label: < Label.Injected } gold)
            {
                votes[(int)gold.Label]++;
                all++;
            }
        }

        for (int s = 0; s < votes.Length; s++)
        {
            if (votes[s] * 10 >= all * 8 && all > 0)
            {
                return 1u << s;
            }
        }

        return Genuine;
    }
}
