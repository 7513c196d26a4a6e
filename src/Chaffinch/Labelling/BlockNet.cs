using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>The block network: says of every block of an HTML page how likely it is main text, and of the page of what type it is.</summary>
/// <remarks>
/// A block's facts are summed (an embedding bag in 8-bit steps), then blocks share what they hold with their surroundings twice: neighbours in reading
/// order, blocks of the same container and of the same template, the page. Linear in blocks and containers. Multiplication and addition stay apart, so
/// that every processor gives the same figures. Holds buffers; not for several threads at once.
/// </remarks>
internal sealed class BlockNet(BlockNetModel model)
{
    private const int Width = BlockNetModel.Width;
    private const int Roles = 4;

    private readonly BlockNetInput _input = new();
    private readonly BlockNetSurroundings _around = new();
    private readonly float[] _type = new float[8];
    private short[] _containerSums = [];
    private float[] _hidden = [];
    private float[] _messages = [];
    private float[] _rows = [];
    private float[] _inner = [];
    private float[] _last = [];
    private float[] _outs = [];
    private float[] _main = [];

    public BlockNet()
        : this(BlockNetModel.Default)
    {
    }

    /// <summary>What the network saw, after <see cref="Run"/>.</summary>
    public BlockNetInput Input => _input;

    /// <summary>The log-odds of each body block (in the order of <see cref="BlockNetInput.Blocks"/>) to be main text.</summary>
    public ReadOnlySpan<float> Main => _main.AsSpan(0, _input.Count);

    /// <summary>The probability of each <see cref="PageType"/>.</summary>
    public ReadOnlySpan<float> Types => _type;

    /// <summary>Reads a page and computes <see cref="Main"/> and <see cref="Types"/>.</summary>
    public void Run(Page page)
    {
        _input.Read(page);
        int n = _input.Count;
        (BlockNetLayer toMessage, BlockNetLayer toInner, BlockNetLayer toMessage2) = (model.Layers[0], model.Layers[1], model.Layers[2]);
        (BlockNetLayer toLast, BlockNetLayer toOut) = (model.Layers[3], model.Layers[4]);
        Grow(ref _hidden, n * Width);
        Grow(ref _messages, n * Math.Max(toMessage.Outputs, toMessage2.Outputs));
        Grow(ref _inner, n * toInner.Outputs);
        Grow(ref _rows, Math.Max(toInner.Inputs, toLast.Inputs));
        Grow(ref _last, toLast.Outputs);
        Grow(ref _outs, n * toOut.Outputs);
        Grow(ref _main, n);
        Span<float> whole = stackalloc float[Width];
        SumFacts(whole);
        _around.Read(_input);
        Layer(toMessage, _hidden, Width, _messages, n, rectify: true);
        _around.Sum(_messages, toMessage.Outputs);
        for (int i = 0; i < n; i++)
        {
            Span<float> row = _rows.AsSpan(0, toInner.Inputs);
            _hidden.AsSpan(i * Width, Width).CopyTo(row);
            _around.Gather(_messages, toMessage.Outputs, i, row[Width..]);
            Layer(toInner, row, toInner.Inputs, _inner.AsSpan(i * toInner.Outputs), 1, rectify: true);
        }

        Layer(toMessage2, _inner, toInner.Outputs, _messages, n, rectify: true);
        _around.Sum(_messages, toMessage2.Outputs);
        for (int i = 0; i < n; i++)
        {
            Span<float> row = _rows.AsSpan(0, toLast.Inputs);
            _inner.AsSpan(i * toInner.Outputs, toInner.Outputs).CopyTo(row);
            _around.Gather(_messages, toMessage2.Outputs, i, row[toInner.Outputs..]);
            Layer(toLast, row, toLast.Inputs, _last, 1, rectify: true);
            Layer(toOut, _last, toLast.Outputs, _outs.AsSpan(i * toOut.Outputs), 1, rectify: false);
        }

        TellType(whole, n);
        Mix(n, toOut.Outputs);
    }

    // The sums of facts: of the page, of each container in each role that blocks see it in, of each block with all around it.
    private void SumFacts(Span<float> whole)
    {
        int containers = _input.Containers;
        int need = containers * Roles * Width;
        if (_containerSums.Length < need)
        {
            _containerSums = new short[Math.Max(need, _containerSums.Length * 2)];
        }

        _containerSums.AsSpan(0, need).Clear();
        Span<short> page = stackalloc short[Width];
        page.Clear();
        AddRows(_input.PageSlots[0], 0, page);
        ReadOnlySpan<int> parents = _input.Parents;
        ReadOnlySpan<byte> roles = _input.RolesOf;
        for (int c = 0; c < containers; c++)
        {
            for (int role = 0; role < Roles; role++)
            {
                Span<short> sum = _containerSums.AsSpan(((c * Roles) + role) * Width, Width);
                if ((roles[c] & (1 << role)) != 0)
                {
                    AddRows(_input.ContainerSlots[c], role * BlockNetSlots.RoleStride, sum);
                }

                if (role == Roles - 1 && parents[c] >= 0)
                {
                    Add(_containerSums.AsSpan(((parents[c] * Roles) + role) * Width, Width), sum);
                }
            }
        }

        Span<short> block = stackalloc short[Width];
        for (int i = 0; i < _input.Count; i++)
        {
            page.CopyTo(block);
            AddRows(_input.BlockSlots[i], 0, block);
            int c = _input.Own[i];
            for (int role = 0; role < Roles && c >= 0; role++, c = parents[c])
            {
                Add(_containerSums.AsSpan(((c * Roles) + role) * Width, Width), block);
            }

            for (int w = 0; w < Width; w++)
            {
                _hidden[(i * Width) + w] = Math.Max(0, (block[w] * model.Step) + model.Constants[w]);
            }
        }

        for (int w = 0; w < Width; w++)
        {
            whole[w] = Math.Max(0, page[w] * model.Step);
        }
    }

    private void AddRows(ReadOnlySpan<int> slots, int shift, Span<short> sum)
    {
        ref sbyte rows = ref MemoryMarshal.GetArrayDataReference(model.Rows);
        ref short to = ref MemoryMarshal.GetReference(sum);
        Vector256<short> low = Vector256.LoadUnsafe(ref to);
        Vector256<short> high = Vector256.LoadUnsafe(ref to, 16);
        foreach (int slot in slots)
        {
            int row = model.RowOfSlot[slot + shift] - 1;
            if (row >= 0)
            {
                (Vector256<short> a, Vector256<short> b) = Vector256.Widen(Vector256.LoadUnsafe(ref rows, (nuint)(row * Width)));
                low = Vector256.AddSaturate(low, a);
                high = Vector256.AddSaturate(high, b);
            }
        }

        low.StoreUnsafe(ref to);
        high.StoreUnsafe(ref to, 16);
    }

    // Saturating: a hostile page nests hundreds of containers.
    private static void Add(ReadOnlySpan<short> from, Span<short> to)
    {
        Vector256.AddSaturate(Vector256.Create(from), Vector256.Create<short>(to)).CopyTo(to);
        Vector256.AddSaturate(Vector256.Create(from[16..]), Vector256.Create<short>(to[16..])).CopyTo(to[16..]);
    }

    private void TellType(ReadOnlySpan<float> whole, int n)
    {
        BlockNetLayer toInner = model.Layers[5];
        int width = toInner.Inputs - Width;
        Span<float> row = stackalloc float[toInner.Inputs];
        row.Clear();
        for (int i = 0; i < n; i++)
        {
            AddScaled(_inner.AsSpan(i * width, width), 1f / n, row[..width]);
        }

        whole.CopyTo(row[width..]);
        Span<float> inner = stackalloc float[toInner.Outputs];
        Layer(toInner, row, toInner.Inputs, inner, 1, rectify: true);
        Layer(model.Layers[6], inner, toInner.Outputs, _type, 1, rectify: false);
        float top = float.NegativeInfinity;
        foreach (float t in _type)
        {
            top = Math.Max(top, t);
        }

        float sum = 0;
        for (int t = 0; t < _type.Length; t++)
        {
            sum += _type[t] = MathF.Exp(_type[t] - top);
        }

        for (int t = 0; t < _type.Length; t++)
        {
            _type[t] /= sum;
        }
    }

    // What each page type says of a block, as likely as the type is, and what all types have in common.
    private void Mix(int n, int outputs)
    {
        for (int i = 0; i < n; i++)
        {
            float sum = _outs[(i * outputs) + outputs - 1];
            for (int t = 0; t < outputs - 1; t++)
            {
                sum += _outs[(i * outputs) + t] * _type[t];
            }

            _main[i] = sum;
        }
    }

    private static void Layer(BlockNetLayer layer, ReadOnlySpan<float> inputs, int stride, Span<float> outputs, int rows, bool rectify)
    {
        int width = layer.Outputs;
        for (int r = 0; r < rows; r++)
        {
            ReadOnlySpan<float> x = inputs.Slice(r * stride, layer.Inputs);
            Span<float> y = outputs.Slice(r * width, width);
            if (width == 32)
            {
                Layer32(layer, x, y);
            }
            else
            {
                layer.Constants.CopyTo(y);
                for (int i = 0; i < x.Length; i++)
                {
                    AddScaled(layer.Matrix.AsSpan(i * width, width), x[i], y);
                }
            }

            for (int o = 0; rectify && o < width; o++)
            {
                y[o] = Math.Max(0, y[o]);
            }
        }
    }

    // Four vectors of sums stay in registers.
    private static void Layer32(BlockNetLayer layer, ReadOnlySpan<float> x, Span<float> y)
    {
        ref float matrix = ref MemoryMarshal.GetArrayDataReference(layer.Matrix);
        ref float constants = ref MemoryMarshal.GetArrayDataReference(layer.Constants);
        Vector256<float> a = Vector256.LoadUnsafe(ref constants);
        Vector256<float> b = Vector256.LoadUnsafe(ref constants, 8);
        Vector256<float> c = Vector256.LoadUnsafe(ref constants, 16);
        Vector256<float> d = Vector256.LoadUnsafe(ref constants, 24);
        for (int i = 0; i < x.Length; i++)
        {
            Vector256<float> f = Vector256.Create(x[i]);
            nuint at = (nuint)(i * 32);
            a += Vector256.LoadUnsafe(ref matrix, at) * f;
            b += Vector256.LoadUnsafe(ref matrix, at + 8) * f;
            c += Vector256.LoadUnsafe(ref matrix, at + 16) * f;
            d += Vector256.LoadUnsafe(ref matrix, at + 24) * f;
        }

        a.CopyTo(y);
        b.CopyTo(y[8..]);
        c.CopyTo(y[16..]);
        d.CopyTo(y[24..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void AddScaled(ReadOnlySpan<float> from, float factor, Span<float> to)
    {
        ref float x = ref MemoryMarshal.GetReference(from);
        ref float y = ref MemoryMarshal.GetReference(to);
        Vector256<float> f = Vector256.Create(factor);
        for (int i = 0; i + 8 <= from.Length; i += 8)
        {
            (Vector256.LoadUnsafe(ref y, (nuint)i) + (Vector256.LoadUnsafe(ref x, (nuint)i) * f)).StoreUnsafe(ref y, (nuint)i);
        }
    }

    private static void Grow(ref float[] array, int length)
    {
        if (array.Length < length)
        {
            array = new float[Math.Max(length, array.Length * 2)];
        }
    }
}
