using System.Globalization;
using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>
/// Turns how far a label leads over all others into how often such a label is right: a rising line through a few points for genuine, for injected and for damaged text.
/// </summary>
/// <remarks>
/// Fitted by <c>lab calibrate</c> on labelled pages that the weights were not trained on, by isotonic regression (Zadrozny and Elkan, "Transforming classifier scores into accurate
/// multiclass probability estimates", 2002). The file <c>reliability.res</c> has a line for each point: which text, what is said, how often it is right.
/// </remarks>
internal sealed class Reliability
{
    /// <summary>What points are kept for: the sorts of labels.</summary>
    public static readonly string[] Sorts = ["genuine", "injected", "damaged"];

    [ThreadStatic]
    private static Reliability? _instead;

    private readonly float[][] _said;
    private readonly float[][] _right;

    /// <param name="points">For each of <see cref="Sorts"/> its points, ascending in both figures; none to leave the figures as they are.</param>
    public Reliability(IReadOnlyList<IReadOnlyList<(float Said, float Right)>> points)
    {
        _said = [.. points.Select(p => p.Select(x => x.Said).ToArray())];
        _right = [.. points.Select(p => p.Select(x => x.Right).ToArray())];
        for (int sort = 0; sort < Sorts.Length; sort++)
        {
            for (int i = 1; i < _said[sort].Length; i++)
            {
                if (_said[sort][i] <= _said[sort][i - 1] || _right[sort][i] < _right[sort][i - 1])
                {
                    throw new ArgumentException($"The points for {Sorts[sort]} text do not rise at {_said[sort][i]}.", nameof(points));
                }
            }
        }
    }

    /// <summary>The points of the package, or what <see cref="Use"/> put in their place.</summary>
    public static Reliability Default => _instead ?? Shipped.Points;

    /// <summary>One that changes nothing.</summary>
    public static Reliability None { get; } = new([[], [], []]);

    /// <summary>Puts other points in the place of the package's, on this thread: to measure what they are made from.</summary>
    /// <param name="points">The points; null for the package's.</param>
    public static void Use(Reliability? points) => _instead = points;

    /// <summary>The sort of a label, an index into <see cref="Sorts"/>.</summary>
    public static int SortOf(Label label) => label switch { Label.Injected => 1, Label.Damaged => 2, _ => 0 };

    /// <summary>How often a label said so surely is right, 0 to 1.</summary>
    public float Of(Label label, float said)
    {
        float[] x = _said[SortOf(label)];
        float[] y = _right[SortOf(label)];
        if (x.Length == 0 || said <= x[0])
        {
            return x.Length == 0 ? said : y[0];
        }

        int i = 1;
        while (i < x.Length && x[i] < said)
        {
            i++;
        }

        return i == x.Length ? y[^1] : y[i - 1] + ((y[i] - y[i - 1]) * ((said - x[i - 1]) / (x[i] - x[i - 1])));
    }

    /// <summary>Reads points.</summary>
    /// <exception cref="FormatException">A line is not "sort said right".</exception>
    public static Reliability Read(TextReader from)
    {
        var points = new List<(float, float)>[] { [], [], [] };
        while (from.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            string[] words = line.Split(' ');
            int sort = Array.IndexOf(Sorts, words[0]);
            if (words.Length != 3 || sort < 0)
            {
                throw new FormatException($"'{line}' is no point of reliability.");
            }

            points[sort].Add((float.Parse(words[1], CultureInfo.InvariantCulture), float.Parse(words[2], CultureInfo.InvariantCulture)));
        }

        return new Reliability(points);
    }

    private static class Shipped
    {
        public static readonly Reliability Points = Load();

        private static Reliability Load()
        {
            using Stream stream = typeof(Reliability).Assembly.GetManifestResourceStream("reliability.res")
                ?? throw new InvalidOperationException("The package lacks its points of reliability.");
            using var reader = new StreamReader(stream);
            return Read(reader);
        }
    }
}
