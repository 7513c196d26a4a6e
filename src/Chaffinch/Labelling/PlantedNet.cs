using System.Runtime.Intrinsics;
using System.Text;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <summary>
/// A small network over the facts of one piece: what it adds to the scores of the injected states. It decides how much the facts are worth
/// together; it never opens a state that no evidence opens.
/// </summary>
/// <remarks>
/// Trained by <c>lab train-planted</c>. Facts are named, so that the file outlives changes of their order: a fact that the file does not know adds
/// nothing. A fact has a row of <see cref="Hidden"/> numbers for the hidden layer and <see cref="Outputs"/> that go straight to the output; the hidden
/// layer is rectified, and a second one (<see cref="PlantedMix"/>) sees it together with that of the pieces around. Numbers are 16-bit with one scale for each part. About fifty rows are added for a piece. Several trainings are one network
/// (<see cref="Average"/>): what one of them believes by chance moves the figures of unseen pages more than most facts do.
/// </remarks>
internal sealed partial class PlantedNet
{
    /// <summary>A file with more units of the hidden layer is refused.</summary>
    private const int MaxHidden = 256;

    /// <summary>The injected states.</summary>
    public const int Outputs = LabelState.FirstDamaged - LabelState.FirstInjected;

    /// <summary>The network can take this much from a state and give it that much; what the table is surer of stands against it (ADR 44).</summary>
    public const float Lowest = -5f;

    /// <summary>See <see cref="Lowest"/>.</summary>
    public const float Highest = 8f;

    // Trainings that one network may be made of.
    private const int MaxMixes = 8;

    private const int Version = 3;

    private static readonly Lazy<PlantedNet> Loaded = new(Load);

    [ThreadStatic]
    private static PlantedNet? _instead;

    private readonly Dictionary<string, int> _names;
    private readonly float[] _rows;
    private readonly float[] _top;
    private readonly BlockNetLayer _toOutputs;

    // The rows as they are added: of each stretch of units by themselves, so that the first training's stand together; and what goes straight to the outputs.
    private readonly AlignedTable<float>[] _stretches;
    private readonly AlignedTable<float> _straight;

    // What the first training alone makes of its units, where there are several.
    private readonly BlockNetLayer? _firstToOutputs;

    /// <summary>A network of trained numbers.</summary>
    /// <param name="names">Names of the facts.</param>
    /// <param name="rows">For each fact its numbers for the hidden layer, then those for the outputs.</param>
    /// <param name="top">For each unit of the hidden layer its numbers for the outputs.</param>
    /// <param name="mixes">For each training that is averaged its layer of surroundings; their units lie one behind the other.</param>
    public PlantedNet(IReadOnlyList<string> names, float[] rows, float[] top, IReadOnlyList<PlantedMix>? mixes = null)
    {
        Mixes = mixes ?? [];
        Hidden = top.Length / Outputs;
        Row = Hidden + Outputs;
        _names = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < names.Count; i++)
        {
            _names.Add(names[i], i);
        }

        Names = names;

        _rows = rows;
        _top = top;
        _toOutputs = new BlockNetLayer(Hidden, Outputs, top, []);
        _stretches = [.. Enumerable.Range(0, (Hidden + Together - 1) / Together).Select(s => Stretch(s * Together, Together, Hidden))];
        _straight = Stretch(Hidden, Outputs, Row);
        if (Mixes.Count > 1 && Mixes[0].Hidden is > 0 and <= Together)
        {
            // The outputs are the trainings' mean: one of them by itself counts as often as there are.
            _firstToOutputs = new BlockNetLayer(Mixes[0].Hidden, Outputs, [.. top.Take(Mixes[0].Hidden * Outputs).Select(t => t * Mixes.Count)], []);
        }
    }

    /// <summary>The network of the package, or what <see cref="Use"/> put in its place.</summary>
    public static PlantedNet Default => _instead ?? Loaded.Value;

    /// <summary>Puts another network in the place of the package's, on this thread: figures on a fold of pages are those of a network that has not seen them.</summary>
    /// <param name="net">The network; null for the package's.</param>
    public static void Use(PlantedNet? net) => _instead = net;

    /// <summary>Units of the hidden layer.</summary>
    public int Hidden { get; }

    /// <summary>Numbers of one fact.</summary>
    public int Row { get; }

    /// <summary>The layers of surroundings, one for each training; none where the network judges each piece by itself.</summary>
    public IReadOnlyList<PlantedMix> Mixes { get; }

    /// <summary>One network whose word is the mean of several networks' word; they know the same facts.</summary>
    /// <param name="nets">The networks, at least one.</param>
    public static PlantedNet Average(IReadOnlyList<PlantedNet> nets)
    {
        int hidden = nets.Sum(n => n.Hidden);
        int width = hidden + Outputs;
        float share = 1f / nets.Count;
        var rows = new float[nets[0].Names.Count * width];
        var top = new float[hidden * Outputs];
        int first = 0;
        foreach (PlantedNet net in nets)
        {
            for (int r = 0; r < net.Names.Count; r++)
            {
                net._rows.AsSpan(r * net.Row, net.Hidden).CopyTo(rows.AsSpan((r * width) + first));
                for (int k = 0; k < Outputs; k++)
                {
                    rows[(r * width) + hidden + k] += net._rows[(r * net.Row) + net.Hidden + k] * share;
                }
            }

            for (int i = 0; i < net._top.Length; i++)
            {
                top[(first * Outputs) + i] = net._top[i] * share;
            }

            first += net.Hidden;
        }

        return new PlantedNet(nets[0].Names, rows, top, [.. nets.SelectMany(n => n.Mixes)]);
    }

    /// <summary>Names of the facts, by row.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The row of a fact, -1 where the network does not know it.</summary>
    public int IdOf(string name) => _names.GetValueOrDefault(name, -1);

    /// <summary>Writes the network in the form that <see cref="Read"/> reads.</summary>
    public byte[] Write()
    {
        using var to = new MemoryStream();
        using var writer = new BinaryWriter(to, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(Hidden);
        writer.Write(Names.Count);
        foreach (string name in Names)
        {
            writer.Write(name);
        }

        Quantise(_rows, writer);
        Quantise(_top, writer);
        writer.Write(Mixes.Count);
        foreach (PlantedMix mix in Mixes)
        {
            writer.Write(mix.Hidden);
            Quantise(mix.Rows, writer);
            Quantise(mix.Top, writer);
        }

        writer.Flush();
        return to.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not a network of this version.</exception>
    public static PlantedNet Read(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        if (reader.ReadInt32() != Version)
        {
            throw new InvalidDataException("planted.res is not a network of this version: run lab train-planted.");
        }

        int hidden = reader.ReadInt32();
        if (hidden is < 0 or > MaxHidden || hidden % Vector256<float>.Count != 0)
        {
            throw new InvalidDataException($"planted.res has {hidden} hidden units, which is not a multiple of 8 up to {MaxHidden}.");
        }

        var names = new string[reader.ReadInt32()];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = reader.ReadString();
        }

        float[] rows = Numbers(reader, names.Length * (hidden + Outputs));
        float[] top = Numbers(reader, hidden * Outputs);
        return new PlantedNet(names, rows, top, ReadMixes(reader, hidden));
    }

    private static PlantedMix[] ReadMixes(BinaryReader reader, int hidden)
    {
        int count = reader.ReadInt32();
        var mixes = new PlantedMix[count is < 0 or > MaxMixes ? throw new InvalidDataException($"planted.res has {count} layers of surroundings, which are at most {MaxMixes}.") : count];
        int left = hidden;
        for (int m = 0; m < count; m++)
        {
            int own = reader.ReadInt32();
            left -= own;
            if (own <= 0 || own % Vector256<float>.Count != 0 || left < 0)
            {
                throw new InvalidDataException($"planted.res has a layer over {own} of {hidden} units.");
            }

            mixes[m] = new PlantedMix(Numbers(reader, ((own * PlantedPools.Parts) + 1) * PlantedMix.Units), Numbers(reader, PlantedMix.Units * Outputs));
        }

        return mixes;
    }

    private static void Quantise(ReadOnlySpan<float> numbers, BinaryWriter writer)
    {
        float limit = 1e-6f;
        foreach (float number in numbers)
        {
            limit = Math.Max(limit, Math.Abs(number));
        }

        float scale = limit / short.MaxValue;
        writer.Write(scale);
        foreach (float number in numbers)
        {
            writer.Write((short)MathF.Round(number / scale));
        }
    }

    private static float[] Numbers(BinaryReader reader, int count)
    {
        float scale = reader.ReadSingle();
        var numbers = new float[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = reader.ReadInt16() * scale;
        }

        return numbers;
    }

    private static PlantedNet Load()
    {
        using Stream stream = typeof(PlantedNet).Assembly.GetManifestResourceStream("planted.res")
            ?? throw new InvalidOperationException("The package lacks its network of planted text.");
        return Read(stream);
    }
}

/// <summary>One fact of a piece.</summary>
/// <param name="Id">Its row in the network, -1 where it has none.</param>
/// <param name="Value">Its value, 1 for facts that hold or do not.</param>
internal readonly record struct PieceFact(int Id, float Value);
