using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Chaffinch.Labelling;

/// <summary>One training of <see cref="PartModel"/>.</summary>
/// <remarks>Each fact has a row; a unit's rows are added up and rectified, and two layers (<see cref="PartRound"/>) see it with its surroundings. All three add to the outputs, and a part of each row does so straight.</remarks>
internal sealed class PartNet
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

    private readonly float[] _rows;
    private readonly PartRound _first;
    private readonly PartRound _second;
    private readonly float[] _top;
    private readonly BlockNetLayer[] _toOutputs;

    /// <param name="rows"><see cref="Row"/> numbers for each slot of <see cref="PartFacts"/>.</param>
    /// <param name="first">The first layer of surroundings.</param>
    /// <param name="second">The second one.</param>
    /// <param name="top">For each layer and number of it <see cref="Outputs"/> numbers.</param>
    public PartNet(float[] rows, PartRound first, PartRound second, float[] top)
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

    /// <summary>A network that adds nothing.</summary>
    public static PartNet Nothing => new(new float[PartFacts.Slots * Row], new PartRound(new float[PartRound.Size]), new PartRound(new float[PartRound.Size]), new float[Tops]);

    /// <summary>The same network, whose word counts less or more.</summary>
    public PartNet Times(float factor)
    {
        float[] rows = [.. _rows];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] *= i % Row < Hidden ? 1 : factor;
        }

        return new PartNet(rows, _first, _second, [.. _top.Select(t => t * factor)]);
    }

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

    /// <summary>Adds to the outputs what the network makes of units that stand one behind the other.</summary>
    /// <param name="room">Their sums and outputs.</param>
    /// <param name="net">Which of the room's sums are this network's.</param>
    public void Judge(PartRoom room, int net)
    {
        int count = room.Count;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> sums = room.SumsOf(i, net);
            sums[..Hidden].CopyTo(room.Below[(i * Hidden)..]);
            Span<float> outputs = room.Outputs.Slice(i * Outputs, Outputs);
            (Vector256.Create<float>(outputs) + Vector256.Create(sums[Hidden..])).CopyTo(outputs);
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
    public void Write(BinaryWriter writer)
    {
        for (int slot = 0; slot < PartFacts.Slots; slot++)
        {
            WriteRow(writer, _rows.AsSpan(slot * Row, Hidden));
            WriteRow(writer, _rows.AsSpan((slot * Row) + Hidden, States));
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
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static PartNet Read(BinaryReader reader)
    {
        var rows = new float[PartFacts.Slots * Row];
        for (int slot = 0; slot < PartFacts.Slots; slot++)
        {
            ReadRow(reader, rows.AsSpan(slot * Row, Hidden));
            ReadRow(reader, rows.AsSpan((slot * Row) + Hidden, States));
        }

        return new PartNet(rows, new PartRound(Layer(reader, PartRound.Size)), new PartRound(Layer(reader, PartRound.Size)), Layer(reader, Tops));
    }

    // Numbers of a row with the scale that is right for them.
    private static void WriteRow(BinaryWriter writer, ReadOnlySpan<float> row)
    {
        var scale = (Half)(Largest(row) / sbyte.MaxValue);
        writer.Write(scale);
        foreach (float number in row)
        {
            writer.Write((sbyte)Math.Clamp(MathF.Round(number / Math.Max((float)scale, 1e-9f)), -sbyte.MaxValue, sbyte.MaxValue));
        }
    }

    private static void ReadRow(BinaryReader reader, Span<float> row)
    {
        var scale = (float)reader.ReadHalf();
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = reader.ReadSByte() * scale;
        }
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
}
