using System.Globalization;
using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>
/// The visible table of weights: for each feature (a detector's signal or a fact of form and place) what it adds to each state,
/// and for each pair of neighbouring states what the step from one to the other costs.
/// </summary>
/// <remarks>
/// Read once from the embedded <c>weights.res</c>, whose head explains the format. Weights are in natural log-odds: +2.3 makes a state ten
/// times as likely against the others.
/// </remarks>
internal sealed class WeightTable
{
    private readonly Dictionary<string, int> _rows;
    private readonly float[] _weights;

    private WeightTable(Dictionary<string, int> rows, float[] weights, float[] inside, float[] across, float[] start)
    {
        _rows = rows;
        _weights = weights;
        Inside = inside;
        Across = across;
        Start = start;
    }

    /// <summary>The table of the package.</summary>
    public static WeightTable Default { get; } = Load();

    /// <summary>Steps between pieces of one block: [from * Width + to].</summary>
    public float[] Inside { get; }

    /// <summary>Steps between pieces of different blocks: [from * Width + to].</summary>
    public float[] Across { get; }

    /// <summary>Scores of the first piece's states.</summary>
    public float[] Start { get; }

    /// <summary>Names of all rows.</summary>
    public IReadOnlyCollection<string> Names => _rows.Keys;

    /// <summary>The row of a feature, -1 where the table has none.</summary>
    public int RowOf(string feature) => _rows.TryGetValue(feature, out int row) ? row : -1;

    /// <summary>What row <paramref name="row"/> adds to each state; <see cref="LabelState.Width"/> numbers.</summary>
    public ReadOnlySpan<float> Weights(int row) => _weights.AsSpan(row * LabelState.Width, LabelState.Width);

    /// <summary>Reads a table.</summary>
    /// <exception cref="FormatException">A line is not of the format; the message names it.</exception>
    public static WeightTable Parse(TextReader reader)
    {
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        var weights = new List<float>();
        var inside = new float[LabelState.Width * LabelState.Width];
        var across = new float[LabelState.Width * LabelState.Width];
        var start = new float[LabelState.Width];
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            ReadOnlySpan<char> rest = line.AsSpan();
            int hash = rest.IndexOf('#');
            rest = (hash < 0 ? rest : rest[..hash]).Trim();
            if (rest.IsEmpty)
            {
                continue;
            }

            ReadOnlySpan<char> name = NextWord(ref rest);
            switch (name)
            {
                case "step-inside":
                    ReadStep(ref rest, inside, number);
                    break;
                case "step-across":
                    ReadStep(ref rest, across, number);
                    break;
                case "start":
                    ReadRow(rest, start, number);
                    break;
                default:
                    if (!rows.TryAdd(name.ToString(), rows.Count))
                    {
                        throw new FormatException($"weights, line {number}: '{name}' stands twice");
                    }

                    var row = new float[LabelState.Width];
                    ReadRow(rest, row, number);
                    weights.AddRange(row);
                    break;
            }
        }

        return new WeightTable(rows, weights.ToArray(), inside, across, start);
    }

    private static WeightTable Load()
    {
        using Stream stream = typeof(WeightTable).Assembly.GetManifestResourceStream("weights.res")
            ?? throw new InvalidOperationException("The package lacks its weight table.");
        using var reader = new StreamReader(stream);
        return Parse(reader);
    }

    private static void ReadRow(ReadOnlySpan<char> rest, Span<float> row, int number)
    {
        while (!rest.IsEmpty)
        {
            ReadOnlySpan<char> word = NextWord(ref rest);
            int equals = word.IndexOf('=');
            Range states = LabelState.StatesOf(equals < 0 ? word : word[..equals]);
            (int first, int count) = states.GetOffsetAndLength(LabelState.Count);
            if (equals < 0 || count == 0
                || !float.TryParse(word[(equals + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out float weight))
            {
                throw new FormatException($"weights, line {number}: '{word}' is not state=weight");
            }

            for (int s = first; s < first + count; s++)
            {
                row[s] += weight;
            }
        }
    }

    // "step-inside FROM TO WEIGHT": sets, so that later lines refine earlier ones; TO "same" is each state's own.
    private static void ReadStep(ref ReadOnlySpan<char> rest, float[] steps, int number)
    {
        ReadOnlySpan<char> from = NextWord(ref rest);
        ReadOnlySpan<char> to = NextWord(ref rest);
        (int fromFirst, int fromCount) = LabelState.StatesOf(from).GetOffsetAndLength(LabelState.Count);
        bool same = to is "same";
        (int toFirst, int toCount) = same ? (0, 1) : LabelState.StatesOf(to).GetOffsetAndLength(LabelState.Count);
        if (fromCount == 0 || toCount == 0
            || !float.TryParse(rest, NumberStyles.Float, CultureInfo.InvariantCulture, out float weight))
        {
            throw new FormatException($"weights, line {number}: not 'FROM TO WEIGHT'");
        }

        for (int f = fromFirst; f < fromFirst + fromCount; f++)
        {
            if (same)
            {
                steps[(f * LabelState.Width) + f] = weight;
                continue;
            }

            for (int t = toFirst; t < toFirst + toCount; t++)
            {
                steps[(f * LabelState.Width) + t] = weight;
            }
        }
    }

    private static ReadOnlySpan<char> NextWord(ref ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart();
        int end = rest.IndexOfAny(' ', '\t');
        ReadOnlySpan<char> word = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[end..].TrimStart();
        return word;
    }
}
