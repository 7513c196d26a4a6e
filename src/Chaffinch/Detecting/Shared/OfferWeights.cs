using System.Globalization;

namespace Chaffinch.Detecting.Shared;

/// <summary>What the facts of <see cref="OfferMap"/> weigh, in log-odds: a table of its own (<c>offer.res</c>, made by the lab's <c>train-offer</c>).</summary>
/// <remarks>A line is a fact's name and four weights: of running text and of other lines in the first judgement, then in the second; <c>bias</c> is the first line.</remarks>
internal sealed class OfferWeights
{
    private const int Columns = 4;
    private static readonly Lazy<OfferWeights> Loaded = new(Load);
    private readonly float[][] _weights;

    /// <summary>Weights by columns, each with its bias first.</summary>
    public OfferWeights(float[][] columns) => _weights = columns;

    /// <summary>Those of the package.</summary>
    public static OfferWeights Default => Loaded.Value;

    /// <summary>The probability by a block's own facts.</summary>
    public float First(ReadOnlySpan<float> facts, bool prose) => At(_weights[prose ? 0 : 1], facts);

    /// <summary>The probability by its own facts and by what was made of the others.</summary>
    public float Second(ReadOnlySpan<float> facts, bool prose) => At(_weights[prose ? 2 : 3], facts);

    /// <summary>The table as text.</summary>
    public string Write()
    {
        var lines = new List<string> { "# Made by lab train-offer: fact, then its weight in running text and in other lines, by itself and knowing the blocks around." };
        for (int i = 0; i <= OfferMap.SecondCount; i++)
        {
            string name = i == 0 ? "bias" : OfferMap.FactNames[i - 1];
            int row = i;
            IEnumerable<string> own = _weights.Select(w => row < w.Length ? w[row].ToString("F3", CultureInfo.InvariantCulture) : "0");
            lines.Add(name + " " + string.Join(' ', own));
        }

        return string.Join('\n', lines) + "\n";
    }

    private static float At(float[] weights, ReadOnlySpan<float> facts)
    {
        float sum = weights[0];
        for (int i = 0; i < facts.Length; i++)
        {
            sum += weights[i + 1] * facts[i];
        }

        return 1 / (1 + MathF.Exp(-sum));
    }

    private static OfferWeights Load()
    {
        using Stream stream = typeof(OfferWeights).Assembly.GetManifestResourceStream("offer.res")
            ?? throw new InvalidOperationException("The resource offer.res is missing from the assembly.");
        using var reader = new StreamReader(stream);
        var columns = new float[Columns][];
        for (int c = 0; c < Columns; c++)
        {
            columns[c] = new float[OfferMap.SecondCount + 1];
        }

        for (int row = 0; reader.ReadLine() is { } line;)
        {
            if (line.StartsWith('#') || line.Length == 0)
            {
                continue;
            }

            string[] words = line.Split(' ');
            string expected = row == 0 ? "bias" : OfferMap.FactNames[row - 1];
            if (words[0] != expected || words.Length != Columns + 1)
            {
                throw new InvalidOperationException($"The resource offer.res has \"{words[0]}\" where \"{expected}\" and four weights belong.");
            }

            for (int c = 0; c < Columns; c++)
            {
                columns[c][row] = float.Parse(words[c + 1], CultureInfo.InvariantCulture);
            }

            row++;
        }

        return new OfferWeights(columns);
    }
}
