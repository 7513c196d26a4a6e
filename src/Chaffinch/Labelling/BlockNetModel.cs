using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <summary>A full layer of the block network: weights stand input by input.</summary>
/// <param name="Inputs">Inputs.</param>
/// <param name="Outputs">Outputs, a multiple of 8.</param>
/// <param name="Matrix">Inputs times outputs weights.</param>
/// <param name="Constants">One an output.</param>
internal sealed record BlockNetLayer(int Inputs, int Outputs, float[] Matrix, float[] Constants)
{
    /// <summary>The layer over some of its inputs alone, without its constants: what the parts make of theirs adds up to what the layer makes of all.</summary>
    public BlockNetLayer Part(int first, int count) => new(count, Outputs, Matrix.AsSpan(first * Outputs, count * Outputs).ToArray(), new float[Outputs]);
}

/// <summary>The weights of the block network. Format and training are told in <c>docs/model.md</c>.</summary>
internal sealed class BlockNetModel
{
    /// <summary>Width of a fact's row.</summary>
    public const int Width = 32;

    /// <summary>Number of layers.</summary>
    public const int LayerCount = 7;

    /// <summary>The format's version; a file of another one is refused.</summary>
    public const int Version = 1;

    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("CHFNET\r\n");

    // For each 32 slots which of them have a row (lower half), and how many rows stand before (upper half): an eighth of the room that a row number a slot takes.
    private readonly ulong[] _index;

    /// <param name="rowOfSlot">For each slot its row plus one, 0 where it has none; rows stand in the order of their slots.</param>
    /// <param name="rows">Rows of <see cref="Width"/> weights in steps of <paramref name="step"/>.</param>
    /// <param name="step">What one step of a row's weights is.</param>
    /// <param name="constants">Added to every sum of rows.</param>
    /// <param name="layers">To message, to inner, to second message, to last, to outputs, to the type's inner, to the type.</param>
    public BlockNetModel(ushort[] rowOfSlot, sbyte[] rows, float step, float[] constants, BlockNetLayer[] layers)
    {
        _index = IndexOf(rowOfSlot, rows.Length / Width);
        SlotCount = rowOfSlot.Length;
        Rows = new AlignedTable<sbyte>(Width + rows.Length);
        rows.CopyTo(Rows.Span[Width..]);
        Step = step;
        Constants = constants;
        Layers = layers;
    }

    /// <summary>The model of the package.</summary>
    public static BlockNetModel Default => Shipped.Model;

    /// <summary>Number of slots.</summary>
    public int SlotCount { get; }

    /// <summary>A row of zeros, for slots without weights, then the rows in the order of their slots.</summary>
    public AlignedTable<sbyte> Rows { get; }

    public float Step { get; }

    public float[] Constants { get; }

    public BlockNetLayer[] Layers { get; }

    /// <summary>The row of a slot plus one, 0 where it has none: its place among <see cref="Rows"/>. Nothing branches, since nobody can guess which words the network knows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int RowOf(int slot)
    {
        ulong part = _index[slot >> 5];
        uint bits = (uint)part << (31 - (slot & 31));
        return ((int)(part >> 32) + BitOperations.PopCount(bits)) & ((int)bits >> 31);
    }

    /// <summary>Reads a model file.</summary>
    /// <exception cref="FormatException">It is not one, or one of another version.</exception>
    public static BlockNetModel Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 24 || !bytes.StartsWith(Magic))
        {
            throw new FormatException("This is no block network.");
        }

        bytes = bytes[Magic.Length..];
        int version = TakeInt(ref bytes);
        int slots = TakeInt(ref bytes);
        int rows = TakeInt(ref bytes);
        if (version != Version || slots != BlockNetSlots.Count || rows is < 0 or > ushort.MaxValue - 1)
        {
            throw new FormatException($"The block network has version {version}, {slots} slots and {rows} rows; wanted are version {Version} and {BlockNetSlots.Count} slots.");
        }

        var rowOfSlot = new ushort[slots];
        int slot = -1;
        for (int row = 0; row < rows; row++)
        {
            slot += TakeGap(ref bytes);
            rowOfSlot[slot] = (ushort)(row + 1);
        }

        float step = TakeFloats(ref bytes, 1)[0];
        float[] constants = TakeFloats(ref bytes, Width);
        var layers = new BlockNetLayer[LayerCount];
        for (int l = 0; l < LayerCount; l++)
        {
            int inputs = TakeInt(ref bytes);
            int outputs = TakeInt(ref bytes);
            layers[l] = new BlockNetLayer(inputs, outputs, TakeFloats(ref bytes, inputs * outputs), TakeFloats(ref bytes, outputs));
        }

        if (bytes.Length != rows * Width)
        {
            throw new FormatException($"The block network has {bytes.Length} bytes of rows; wanted are {rows * Width}.");
        }

        return new BlockNetModel(rowOfSlot, MemoryMarshal.Cast<byte, sbyte>(bytes).ToArray(), step, constants, layers);
    }

    /// <summary>Writes the model as a file.</summary>
    public void Write(Stream to)
    {
        to.Write(Magic);
        PutInt(to, Version);
        PutInt(to, SlotCount);
        PutInt(to, (Rows.Length / Width) - 1);
        int last = -1;
        for (int slot = 0; slot < SlotCount; slot++)
        {
            if (RowOf(slot) > 0)
            {
                PutGap(to, slot - last);
                last = slot;
            }
        }

        PutFloats(to, [Step]);
        PutFloats(to, Constants);
        foreach (BlockNetLayer layer in Layers)
        {
            PutInt(to, layer.Inputs);
            PutInt(to, layer.Outputs);
            PutFloats(to, layer.Matrix);
            PutFloats(to, layer.Constants);
        }

        to.Write(MemoryMarshal.AsBytes(Rows.Span[Width..]));
    }

    // Read when first asked for, so that training can run before there is a model.
    private static class Shipped
    {
        public static readonly BlockNetModel Model = Load();
    }

    private static BlockNetModel Load()
    {
        using Stream stream = typeof(BlockNetModel).Assembly.GetManifestResourceStream("labelling.model.res")
            ?? throw new InvalidOperationException("The package lacks its block network.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Parse(bytes);
    }

    private static ulong[] IndexOf(ushort[] rowOfSlot, int rows)
    {
        var index = new ulong[(rowOfSlot.Length + 31) / 32];
        uint row = 0;
        for (int slot = 0; slot < rowOfSlot.Length; slot++)
        {
            ref ulong part = ref index[slot >> 5];
            part = (slot & 31) == 0 ? (ulong)row << 32 : part;
            if (rowOfSlot[slot] != 0)
            {
                part |= 1UL << (slot & 31);
                if (rowOfSlot[slot] != ++row)
                {
                    throw new ArgumentException($"Row {rowOfSlot[slot] - 1} does not stand in the order of slots.", nameof(rowOfSlot));
                }
            }
        }

        return row == rows ? index : throw new ArgumentException($"There are {rows} rows for {row} slots.", nameof(rowOfSlot));
    }

    private static int TakeInt(ref ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4)
        {
            throw new FormatException("The block network is cut short.");
        }

        int value = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        bytes = bytes[4..];
        return value;
    }

    private static float[] TakeFloats(ref ReadOnlySpan<byte> bytes, int count)
    {
        if (count < 0 || bytes.Length / 4 < count)
        {
            throw new FormatException("The block network is cut short.");
        }

        var values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
        }

        bytes = bytes[(4 * count)..];
        return values;
    }

    // Seven bits a byte, the lowest first; the highest bit says that more follow.
    private static int TakeGap(ref ReadOnlySpan<byte> bytes)
    {
        int value = 0;
        for (int shift = 0; shift < 28; shift += 7)
        {
            if (bytes.IsEmpty)
            {
                break;
            }

            byte b = bytes[0];
            bytes = bytes[1..];
            value |= (b & 127) << shift;
            if (b < 128)
            {
                return value;
            }
        }

        throw new FormatException("The block network's list of slots is broken.");
    }

    private static void PutInt(Stream to, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        to.Write(bytes);
    }

    private static void PutGap(Stream to, int value)
    {
        for (; value >= 128; value >>= 7)
        {
            to.WriteByte((byte)(value | 128));
        }

        to.WriteByte((byte)value);
    }

    private static void PutFloats(Stream to, ReadOnlySpan<float> values)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
            to.Write(bytes);
        }
    }
}
