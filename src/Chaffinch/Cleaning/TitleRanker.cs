using System.Globalization;
using System.Text;
using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>Scores candidates for a page's title by their facts; trained by <c>lab train-titles</c>.</summary>
/// <remarks>
/// A score is a sum: a fact has a weight for all candidates, one more for the type of the page, and one more for where the candidate stands.
/// The weights stand in <c>titles.res</c>, a line a fact; the candidate with the highest score is the title.
/// </remarks>
internal sealed class TitleRanker
{
    /// <summary>Numbers of a fact: for all candidates, for each page type, for each place.</summary>
    public const int Width = 1 + Types + Places;

    private const int Types = (int)PageType.Other + 1;

    // In the title element, in a heading, in both.
    private const int Places = 3;

    private readonly float[] _weights;

    /// <summary>A ranker with <see cref="Width"/> weights for each fact.</summary>
    public TitleRanker(float[] weights) => _weights = weights;

    /// <summary>The ranker of the package.</summary>
    public static TitleRanker Default { get; } = Load();

    /// <summary>The candidate with the highest score, the first of equal ones.</summary>
    public int Best(TitleCandidates candidates, PageType type)
    {
        int best = 0;
        float most = float.NegativeInfinity;
        for (int i = 0; i < candidates.Count; i++)
        {
            float score = Score(candidates.FactsOf(i), type);
            if (score > most && !IsSlogan(candidates.FactsOf(i)))
            {
                (best, most) = (i, score);
            }
        }

        return best;
    }

    /// <summary>
    /// True for a short heading of which the title element says nothing, nor what machines are told: "Welcome aboard" is no title, whatever the weights.
    /// The title element is a candidate then.
    /// </summary>
    public static bool IsSlogan(ReadOnlySpan<bool> facts) =>
        facts[(int)TitleFact.ShortStranger] && !facts[(int)TitleFact.EqualsOpenGraph] && !facts[(int)TitleFact.EqualsHeadline];

    /// <summary>The score of a candidate.</summary>
    /// <param name="facts">Its facts, by <see cref="TitleFact"/>.</param>
    /// <param name="type">The type of the page.</param>
    public float Score(ReadOnlySpan<bool> facts, PageType type)
    {
        float score = 0;
        int place = 1 + Types + PlaceOf(facts);
        for (int fact = 0; fact < facts.Length; fact++)
        {
            if (facts[fact])
            {
                ReadOnlySpan<float> row = _weights.AsSpan(fact * Width, Width);
                score += row[0] + row[1 + (int)type] + row[place];
            }
        }

        return score;
    }

    /// <summary>Adds <paramref name="amount"/> to every number of <paramref name="to"/> that stands where a weight of the candidate's score stands.</summary>
    public static void Spread(ReadOnlySpan<bool> facts, PageType type, float amount, Span<float> to)
    {
        int place = 1 + Types + PlaceOf(facts);
        for (int fact = 0; fact < facts.Length; fact++)
        {
            if (facts[fact])
            {
                Span<float> row = to.Slice(fact * Width, Width);
                row[0] += amount;
                row[1 + (int)type] += amount;
                row[place] += amount;
            }
        }
    }

    /// <summary>Writes the table that <see cref="Parse"/> reads.</summary>
    public string Write()
    {
        var text = new StringBuilder(Head);
        for (int fact = 0; fact < TitleCandidates.FactCount; fact++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(TitleFact)fact,-20}");
            for (int i = 0; i < Width; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $" {_weights[(fact * Width) + i],6:F2}");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Reads a table; a fact without a line weighs nothing.</summary>
    /// <exception cref="FormatException">A line is not of the format.</exception>
    public static TitleRanker Parse(TextReader reader)
    {
        var weights = new float[TitleCandidates.FactCount * Width];
        while (reader.ReadLine() is { } line)
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || words[0] == "#")
            {
                continue;
            }

            if (words.Length != Width + 1 || !Enum.TryParse(words[0], out TitleFact fact))
            {
                throw new FormatException($"titles.res has a line that is no fact with {Width} weights: {line}");
            }

            for (int i = 0; i < Width; i++)
            {
                weights[((int)fact * Width) + i] = float.Parse(words[i + 1], CultureInfo.InvariantCulture);
            }
        }

        return new TitleRanker(weights);
    }

    private static int PlaceOf(ReadOnlySpan<bool> facts)
    {
        bool heading = facts[(int)TitleFact.HeadingCut] || facts[..(int)TitleFact.Headline].Contains(true);
        bool element = facts[(int)TitleFact.Element..(int)TitleFact.HeadingCut].Contains(true);
        return heading && element ? 2 : heading ? 1 : 0;
    }

    private static TitleRanker Load()
    {
        using Stream stream = typeof(TitleRanker).Assembly.GetManifestResourceStream("titles.res")
            ?? throw new InvalidOperationException("The package lacks its weights of titles.");
        using var reader = new StreamReader(stream);
        return Parse(reader);
    }

    private const string Head =
        """
        # Weights of the facts about a candidate for a page's title, made by lab train-titles.
        # A line is a fact (TitleFact) and its weights: for all; more on a page of the type article, forum, product, collection, listing,
        # documentation, service, other; more where the candidate stands in the title element, in a heading, in both.

        """;
}
