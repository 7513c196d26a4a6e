using Chaffinch.Detecting;
using Chaffinch.Labelling;
using Chaffinch.Model;
using Chaffinch.Segmenting;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Fitting;

/// <summary>One page prepared for the training of the labelling: its chain by the table alone, the facts of its open pieces, what is right.</summary>
internal sealed class PlantedSample
{
    public required string Name { get; init; }

    /// <summary>How often the page counts.</summary>
    public required float Weight { get; init; }

    /// <summary>Scores by the table, <see cref="LabelState.Width"/> a piece.</summary>
    public required float[] Scores { get; init; }

    public required bool[] SameBlock { get; init; }

    /// <summary>The states that are right for each piece, as bits.</summary>
    public required uint[] Right { get; init; }

    /// <summary>Open pieces.</summary>
    public required int[] Open { get; init; }

    /// <summary>Where the facts of each open piece end in <see cref="Facts"/>.</summary>
    public required int[] Ends { get; init; }

    public required PieceFact[] Facts { get; init; }

    /// <summary>Code units of each open piece.</summary>
    public required int[] Lengths { get; init; }

    /// <summary>Code units of all pieces.</summary>
    public required long Total { get; init; }

    public int Count => SameBlock.Length;
}

/// <summary>A page with its evidence, kept for both passes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Page">Its segments; not released.</param>
/// <param name="Gold">What its code units are.</param>
/// <param name="Weight">How often it counts.</param>
/// <param name="Evidence">All evidence.</param>
internal sealed record PreparedPage(string Name, SegmentedPage Page, Gold?[] Gold, float Weight, Evidence[] Evidence);

/// <summary>Prepares pages: runs the engine up to the scores and takes down what the network is given.</summary>
internal sealed class SampleMaker
{
    private const uint Genuine = (1u << LabelState.FirstInjected) - 1;
    private const uint Injected = ((1u << LabelState.FirstDamaged) - 1) & ~Genuine;
    private const uint Damaged = ((1u << LabelState.Count) - 1) & ~Genuine & ~Injected;
    private const uint All = (1u << LabelState.Count) - 1;

    private readonly PageAnalyzer _analyzer = new();
    private readonly EvidenceSink _sink = new();

    public SampleMaker()
    {
        var bare = new ChainLabeller(WeightTable.Default, new PlantedNet([], [], []), parts: PartModel.Nothing);
        Names = [.. bare.FactNames.Concat(Detectors.All.SelectMany(d => d.Signals).SelectMany(PieceFacts.NamesOf)).Distinct()];
    }

    /// <summary>All facts that there are.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Characters that are planted by kind, and those of them that no evidence opens.</summary>
    public Dictionary<Kind, (int All, int Closed)> Reached { get; } = [];

    /// <summary>A network that adds nothing, for the first pass.</summary>
    public PlantedNet Nothing => new(Names, new float[Names.Count * PlantedNet.Outputs], []);

    public PreparedPage Read(TrainingPage training, float weight)
    {
        Page page = _analyzer.Read(training.Source, training.Hints);
        return Read(training.Name, page, training.GoldOf(page), weight);
    }

    /// <summary>Takes the evidence of a page whose gold is known by code unit; null is genuine without saying what.</summary>
    public PreparedPage Read(string name, Page page, Gold?[] gold, float weight)
    {
        SegmentedPage segmented = Segmenter.Segment(page);
        _sink.Clear();
        Detectors.Run(Detectors.All, segmented, _sink);

        return new PreparedPage(name, segmented, gold, weight, [.. _sink.Items]);
    }

    /// <summary>The chain of a page with the facts of its open pieces.</summary>
    /// <param name="page">The page.</param>
    /// <param name="labeller">With a network that knows <see cref="Names"/>.</param>
    /// <param name="again">True for the second pass after a first one by the labeller's network.</param>
    public PlantedSample Make(PreparedPage page, ChainLabeller labeller, bool again)
    {
        var open = new List<int>();
        var ends = new List<int>();
        var facts = new List<PieceFact>();
        (Piece[] pieces, float[] scores, bool[] same) = labeller.Prepare(page.Page, page.Evidence, again, (piece, own) =>
        {
            open.Add(piece);
            foreach (PieceFact fact in own)
            {
                if (fact.Id >= 0 && fact.Value != 0)
                {
                    facts.Add(fact);
                }
            }

            ends.Add(facts.Count);
        });
        string text = page.Page.Page.Text;
        if (!again)
        {
            CountReached(pieces, text, page.Gold, scores);
        }

        return new PlantedSample
        {
            Name = page.Name,
            Weight = page.Weight,
            Scores = scores,
            SameBlock = same,
            Right = [.. pieces.Select((p, i) => RightOf(p.Span, text, page.Gold, scores.AsSpan(i * LabelState.Width, LabelState.Width)))],
            Open = pieces.Length == 0 ? [] : [.. open],
            Ends = [.. ends],
            Facts = [.. facts],
            Lengths = pieces.Length == 0 ? [] : [.. open.Select(o => pieces[o].Span.Length)],
            Total = 1 + pieces.Sum(p => (long)p.Span.Length),
        };
    }

    private void CountReached(Piece[] pieces, string text, Gold?[] gold, float[] scores)
    {
        for (int p = 0; p < pieces.Length; p++)
        {
            bool reached = Reach(Injected, scores.AsSpan(p * LabelState.Width, LabelState.Width)) != All;
            for (int i = pieces[p].Span.Start; i < pieces[p].Span.End; i++)
            {
                if (gold[i] is { IsInjected: true } g && !char.IsWhiteSpace(text[i]))
                {
                    (int all, int closed) = Reached.GetValueOrDefault(g.Kind);
                    Reached[g.Kind] = (all + 1, closed + (reached ? 0 : 1));
                }
            }
        }
    }

    // What most characters of the piece are; where that is no clear majority, nothing is said.
    private static uint RightOf(TextSpan span, string text, Gold?[] gold, ReadOnlySpan<float> scores)
    {
        var votes = new Dictionary<Gold, int>();
        int all = 0;
        int genuine = 0;
        for (int i = span.Start; i < span.End; i++)
        {
            if (!char.IsWhiteSpace(text[i]))
            {
                System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(votes, gold[i] ?? Gold.Body, out _)++;
                genuine += gold[i] is null or { Label: < Label.Injected } ? 1 : 0;
                all++;
            }
        }

        if (genuine * 10 >= all * 8)
        {
            return Genuine;
        }

        (Gold right, int count) = votes.MaxBy(v => v.Value);
        if (count * 10 < all * 7)
        {
            return genuine * 10 < all * 2 ? Reach(Injected | Damaged, scores) : All;
        }

        uint group = right.Label == Label.Injected ? Injected : right.Label == Label.Damaged ? Damaged : Genuine;
        int state = LabelState.FirstInjected + ((int)right.Kind - (int)Kind.Keyword);
        if (group == Genuine || scores[state] > PieceScores.Never / 2)
        {
            return group == Genuine ? Genuine : 1u << state;
        }

        return Reach(group, scores);
    }

    // Where the right kind is out of reach, any of the right label will do; where none is, the chain cannot learn from the piece.
    private static uint Reach(uint group, ReadOnlySpan<float> scores)
    {
        uint reach = 0;
        for (int s = 0; s < LabelState.Count; s++)
        {
            reach |= (group >> s & 1) != 0 && scores[s] > PieceScores.Never / 2 ? 1u << s : 0;
        }

        return reach == 0 ? All : reach;
    }
}
