namespace Chaffinch.Labelling;

/// <summary>
/// The network that tells the genuine parts of a page apart: what it makes of the facts of a unit and of the units around it adds to the scores of headline, subhead, byline, body, caption and
/// furniture. It stands on the table's scores, which decide where it has nothing to say, and it never says what is planted.
/// </summary>
/// <remarks>
/// The mean of several trainings (<see cref="PartNet"/>), each of them a conditional random field over the chain of pieces with the table's steps (Lafferty, McCallum, Pereira 2001), made by <c>lab train-parts</c>.
/// The file: version, number of slots, number of trainings, then for each training its slots (32 numbers for the hidden layer and six that go to the outputs, signed 8 bits, each with a scale in half
/// precision) and its layers (16 bits with a scale each). A file with another number of slots is refused, as facts were added or moved.
/// </remarks>
internal sealed class PartModel
{
    /// <summary>The genuine states.</summary>
    public const int States = PartNet.States;

    /// <summary>Numbers that are said of a unit: the states, rounded up to a whole vector.</summary>
    public const int Outputs = PartNet.Outputs;

    private const int Version = 2;
    private const int MaxNets = 8;

    private readonly PartNet[] _nets;

    private PartModel(PartNet[] nets) => _nets = nets;

    /// <summary>The package's network.</summary>
    public static PartModel Default => Shipped.Model;

    /// <summary>A network that adds nothing: for training, which stands on the table alone.</summary>
    public static PartModel Nothing => new([PartNet.Nothing]);

    /// <summary>One network whose word is the mean of several trainings' word.</summary>
    public static PartModel Average(IReadOnlyList<PartNet> nets) => new([.. nets.Select(n => n.Times(1f / nets.Count))]);

    /// <summary>Makes room for units.</summary>
    public void Start(PartRoom room, int count) => room.Start(count, _nets.Length);

    /// <summary>Takes the facts of a unit.</summary>
    /// <param name="room">Started for the page's units.</param>
    /// <param name="unit">The number of the unit.</param>
    /// <param name="facts">Slots.</param>
    /// <param name="length">Code units of it.</param>
    public void Take(PartRoom room, int unit, ReadOnlySpan<int> facts, int length)
    {
        room.SetLength(unit, length);
        for (int n = 0; n < _nets.Length; n++)
        {
            _nets[n].Sum(facts, room.SumsOf(unit, n));
        }
    }

    /// <summary>What the network makes of units that stand one behind the other.</summary>
    /// <param name="room">What <see cref="Take"/> took; its outputs take what is said.</param>
    public void Judge(PartRoom room)
    {
        room.Outputs.Clear();
        for (int n = 0; n < _nets.Length; n++)
        {
            _nets[n].Judge(room, n);
        }
    }

    /// <summary>Writes the network in the form that <see cref="Read"/> reads.</summary>
    public byte[] Write()
    {
        using var to = new MemoryStream();
        using var writer = new BinaryWriter(to);
        writer.Write(Version);
        writer.Write(PartFacts.Slots);
        writer.Write(_nets.Length);
        foreach (PartNet net in _nets)
        {
            net.Write(writer);
        }

        writer.Flush();
        return to.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not weights of this version.</exception>
    public static PartModel Read(Stream stream)
    {
        using var reader = new BinaryReader(stream);
        if (reader.ReadInt32() != Version || reader.ReadInt32() != PartFacts.Slots || reader.ReadInt32() is var count && count is < 1 or > MaxNets)
        {
            throw new InvalidDataException("parts.res is not for this version's facts: run lab train-parts.");
        }

        return new PartModel([.. Enumerable.Range(0, count).Select(_ => PartNet.Read(reader))]);
    }

    private static PartModel Load()
    {
        using Stream stream = typeof(PartModel).Assembly.GetManifestResourceStream("parts.res")
            ?? throw new InvalidOperationException("The package lacks its weights of parts.");
        return Read(stream);
    }

    // Read when first asked for, so that they can be trained anew where the facts have changed.
    private static class Shipped
    {
        public static readonly PartModel Model = Load();
    }
}
