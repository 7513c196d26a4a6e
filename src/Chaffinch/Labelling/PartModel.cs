using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Chaffinch.Labelling;

/// <summary>
/// A network that tells the genuine parts of a page apart: what it makes of the facts of a unit and of the units around it adds to the scores of headline, subhead, byline, body, caption and
/// furniture. It stands on the table's scores, which decide where it has nothing to say, and it never says what is planted.
/// </summary>
/// <remarks>
/// Each fact has a row; a unit's rows are added up and rectified, and two layers (<see cref="PartRound"/>) see it with its surroundings. All three add to the outputs, and a part of each row does so straight.
/// Trained by <c>lab train-parts</c> as a conditional random field over the chain of pieces with the table's steps (Lafferty, McCallum, Pereira 2001). The file: version, number of slots, for each slot a
/// scale and its signed 8-bit numbers, then the layers in 16 bits with a scale each; a file with another number of slots is refused, as facts were added or moved.
/// </remarks>
internal sealed class PartModel
{
    /// <summary>The genuine states.</summary>
    public const int States = LabelState.FirstInjected;

    /// <summary>Numbers of a unit below the outputs.</summary>
    public const int Hidden = PartRound.Width;

    /// <summary>The states, rounded up to a whole vector.</summary>
    public const int Outputs = 8;

    /// <summary>Numbers of one fact: those for the hidden layer, then those that go straight to the outputs.</summary>
    public const int Row = Hidden + Outputs;

    /// <summary>Layers that add to the outputs: the units' own and two that see what is around.</summary>
    public const int Layers = 3;

    /// <summary>Numbers from the layers to the outputs.</summary>
    public const int Tops = Layers * Hidden * Outputs;

    private const int Version = 2;

    private readonly float[] _rows;
    private readonly PartRound _first;
    private readonly PartRound _second;
    private readonly float[] _top;
    private readonly BlockNetLayer[] _toOutputs;

    /// <param name="rows"><see cref="Row"/> numbers for each slot of <see cref="PartFacts"/>.</param>
    /// <param name="first">The first layer of surroundings.</param>
    /// <param name="second">The second one.</param>
    /// <param name="top">For each layer and number of it <see cref="Outputs"/> numbers.</param>
    public PartModel(float[] rows, PartRound first, PartRound second, float[] top)
    {
        if (rows.Length != PartFacts.Slots * Row || top.Length != Tops)
        {
            throw new ArgumentException("The numbers are not those of the facts and layers.", nameof(rows));
        }

        _rows = rows;
        _first = first;
        _second = second;
        _top = top;
        _toOutputs = [.. Enumerable.Range(0, Layers).Select(l => new BlockNetLayer(Hidden, Outputs, top.AsSpan(l * Hidden * Outputs, Hidden * Outputs).ToArray(), []))];
    }

    /// <summary>The package's network.</summary>
    public static PartModel Default => Shipped.Model;

    /// <summary>A network that adds nothing: for training, which stands on the table alone.</summary>
    public static PartModel Nothing => new(new float[PartFacts.Slots * Row], new PartRound(new float[PartRound.Size]), new PartRound(new float[PartRound.Size]), new float[Tops]);

    /// <summary>Adds up the rows of a unit's facts; those for the hidden layer are rectified.</summary>
    /// <param name="facts">Slots.</param>
    /// <param name="to">Takes <see cref="Row"/> numbers.</param>
    public void Sum(ReadOnlySpan<int> facts, Span<float> to)
    {
        ref float rows = ref MemoryMarshal.GetArrayDataReference(_rows);
        Vector256<float> a = Vector256<float>.Zero, b = a, c = a, d = a, straight = a;
        foreach (int slot in facts)
        {
            ref float row = ref Unsafe.Add(ref rows, (nint)(slot * Row));
            a += Vector256.LoadUnsafe(ref row);
            b += Vector256.LoadUnsafe(ref row, 8);
            c += Vector256.LoadUnsafe(ref row, 16);
            d += Vector256.LoadUnsafe(ref row, 24);
            straight += Vector256.LoadUnsafe(ref row, 32);
        }

        Vector256.Max(a, Vector256<float>.Zero).CopyTo(to);
        Vector256.Max(b, Vector256<float>.Zero).CopyTo(to[8..]);
        Vector256.Max(c, Vector256<float>.Zero).CopyTo(to[16..]);
        Vector256.Max(d, Vector256<float>.Zero).CopyTo(to[24..]);
        straight.CopyTo(to[Hidden..]);
    }

    /// <summary>What the network makes of units that stand one behind the other.</summary>
    /// <param name="room">Their sums; its outputs take what is said.</param>
    public void Judge(PartRoom room)
    {
        int count = room.Count;
        for (int i = 0; i < count; i++)
        {
            room.Sums.Slice((i * Row) + Hidden, Outputs).CopyTo(room.Outputs[(i * Outputs)..]);
            room.Sums.Slice(i * Row, Hidden).CopyTo(room.Below[(i * Hidden)..]);
        }

        BlockNetLayers.Add(_toOutputs[0], room.Below, room.Outputs, count);
        room.Pools.Fill(room.Below, Hidden, Hidden, room.Places, room.Weights, room.Total);
        _first.Run(room.Below, Hidden, count, room.Pools, room.Above);
        BlockNetLayers.Add(_toOutputs[1], room.Above, room.Outputs, count);
        room.Pools.Fill(room.Above, Hidden, Hidden, room.Places, room.Weights, room.Total);
        _second.Run(room.Above, Hidden, count, room.Pools, room.Below);
        BlockNetLayers.Add(_toOutputs[2], room.Below, room.Outputs, count);
    }

    /// <summary>Writes the network in the form that <see cref="Read"/> reads.</summary>
    public byte[] Write()
    {
        using var to = new MemoryStream();
        using var writer = new BinaryWriter(to);
        writer.Write(Version);
        writer.Write(PartFacts.Slots);
        for (int slot = 0; slot < PartFacts.Slots; slot++)
        {
            ReadOnlySpan<float> row = _rows.AsSpan(slot * Row, Hidden + States);
            var scale = (Half)(Largest(row) / sbyte.MaxValue);
            writer.Write(scale);
            foreach (float number in row)
            {
                writer.Write((sbyte)Math.Clamp(MathF.Round(number / Math.Max((float)scale, 1e-9f)), -sbyte.MaxValue, sbyte.MaxValue));
            }
        }

        foreach (float[] layer in (float[][])[_first.Rows, _second.Rows, _top])
        {
            float scale = Largest(layer) / short.MaxValue;
            writer.Write(scale);
            foreach (float number in layer)
            {
                writer.Write((short)MathF.Round(number / Math.Max(scale, 1e-12f)));
            }
        }

        writer.Flush();
        return to.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not weights of this version.</exception>
    public static PartModel Read(Stream stream)
    {
        using var reader = new BinaryReader(stream);
        if (reader.ReadInt32() != Version || reader.ReadInt32() != PartFacts.Slots)
        {
            throw new InvalidDataException("parts.res is not for this version's facts: run lab train-parts.");
        }

        var rows = new float[PartFacts.Slots * Row];
        for (int slot = 0; slot < PartFacts.Slots; slot++)
        {
            var scale = (float)reader.ReadHalf();
            for (int i = 0; i < Hidden + States; i++)
            {
                rows[(slot * Row) + i] = reader.ReadSByte() * scale;
            }
        }

        return new PartModel(rows, new PartRound(Layer(reader, PartRound.Size)), new PartRound(Layer(reader, PartRound.Size)), Layer(reader, Tops));
    }

    private static float[] Layer(BinaryReader reader, int count)
    {
        float scale = reader.ReadSingle();
        var layer = new float[count];
        for (int i = 0; i < count; i++)
        {
            layer[i] = reader.ReadInt16() * scale;
        }

        return layer;
    }

    private static float Largest(ReadOnlySpan<float> numbers)
    {
        float largest = 0;
        foreach (float number in numbers)
        {
            largest = Math.Max(largest, Math.Abs(number));
        }

        return largest;
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
