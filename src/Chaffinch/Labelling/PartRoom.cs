namespace Chaffinch.Labelling;

/// <summary>Working memory in which <see cref="PartModel"/> judges units that stand one behind the other. Buffers are reused.</summary>
internal sealed class PartRoom
{
    /// <summary>Units that see one another: a longer page is judged stretch by stretch, so that memory stays bounded.</summary>
    public const int Most = 2048;

    private float[] _sums = [];
    private float[] _below = [];
    private float[] _above = [];
    private float[] _outputs = [];
    private int[] _places = [];
    private int[] _weights = [];
    private int _nets;

    /// <summary>How many units are in it.</summary>
    public int Count { get; private set; }

    /// <summary>Of a unit what <see cref="PartNet.Sum"/> of one of the trainings gave.</summary>
    public Span<float> SumsOf(int unit, int net) => _sums.AsSpan(((unit * _nets) + net) * PartNet.Row, PartNet.Row);

    /// <summary>Numbers of the layer below the one that is made.</summary>
    public Span<float> Below => _below.AsSpan(0, Count * PartNet.Hidden);

    /// <summary>Numbers of the layer that is made.</summary>
    public Span<float> Above => _above.AsSpan(0, Count * PartNet.Hidden);

    /// <summary>What is said of each unit: <see cref="PartNet.Outputs"/> log-odds.</summary>
    public Span<float> Outputs => _outputs.AsSpan(0, Count * PartNet.Outputs);

    /// <summary>The number of each unit.</summary>
    public ReadOnlySpan<int> Places => _places.AsSpan(0, Count);

    /// <summary>What each unit counts in the page's mean: the root of its length.</summary>
    public ReadOnlySpan<int> Weights => _weights.AsSpan(0, Count);

    /// <summary>Sum of <see cref="Weights"/>.</summary>
    public long Total { get; private set; }

    /// <summary>The sums over surroundings.</summary>
    public PlantedPools Pools { get; } = new();

    /// <summary>What a unit of a length counts in the mean of its page.</summary>
    public static int WeightOf(int chars) => 1 + (int)(4 * MathF.Sqrt(Math.Max(0, chars)));

    /// <summary>Makes room for units, at most <see cref="Most"/>; the sums of each are then written to <see cref="SumsOf"/>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="nets">Trainings that judge them; the same number each time.</param>
    public void Start(int count, int nets)
    {
        Count = count;
        Total = 0;
        _nets = nets;
        if (_places.Length < count)
        {
            int size = Math.Min(Most, Math.Max(count, 2 * _places.Length));
            _places = new int[size];
            _weights = new int[size];
            _sums = new float[size * nets * PartNet.Row];
            _below = new float[size * PartNet.Hidden];
            _above = new float[size * PartNet.Hidden];
            _outputs = new float[size * PartNet.Outputs];
            for (int i = 0; i < size; i++)
            {
                _places[i] = i;
            }
        }
    }

    /// <summary>Sets the length of a unit.</summary>
    public void SetLength(int unit, int chars)
    {
        _weights[unit] = WeightOf(chars);
        Total += _weights[unit];
    }
}
