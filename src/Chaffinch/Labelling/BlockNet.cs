using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Chaffinch.Model;
using Chaffinch.Text;

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

    private readonly BlockNetInput _input = new();
    private readonly BlockNetSums _sums = new(model);
    private readonly BlockNetSurroundings _around = new();
    private readonly BlockNetSharing _first = new(model.Layers[1], model.Layers[0].Outputs);
    private readonly BlockNetSharing _second = new(model.Layers[3], model.Layers[2].Outputs);
    private readonly float[] _type = new float[8];
    private float[] _hidden = [];
    private float[] _messages = [];
    private float[] _inner = [];
    private float[] _last = [];
    private float[] _outs = [];
    private float[] _main = [];

    public BlockNet()
        : this(BlockNetModel.Default)
    {
    }

    /// <summary>What the network saw, after <see cref="Run(Page)"/>.</summary>
    public BlockNetInput Input => _input;

    /// <summary>The log-odds of each body block (in the order of <see cref="BlockNetInput.Blocks"/>) to be main text.</summary>
    public ReadOnlySpan<float> Main => _main.AsSpan(0, _input.Count);

    /// <summary>The probability of each <see cref="PageType"/>.</summary>
    public ReadOnlySpan<float> Types => _type;

    /// <summary>Reads a page and computes <see cref="Main"/> and <see cref="Types"/>.</summary>
    public void Run(Page page)
    {
        _input.Read(page);
        Run();
    }

    /// <summary>The same for a page whose code units have been classified, as <see cref="BlockNetInput.Read(Page, ReadOnlySpan{CharClass})"/> takes them.</summary>
    public void Run(Page page, ReadOnlySpan<CharClass> classes)
    {
        _input.Read(page, classes);
        Run();
    }

    private void Run()
    {
        int n = _input.Count;
        (BlockNetLayer toMessage, BlockNetLayer toInner, BlockNetLayer toMessage2) = (model.Layers[0], model.Layers[1], model.Layers[2]);
        (BlockNetLayer toLast, BlockNetLayer toOut) = (model.Layers[3], model.Layers[4]);
        Grow(ref _hidden, n * Width);
        Grow(ref _messages, n * Math.Max(toMessage.Outputs, toMessage2.Outputs));
        Grow(ref _inner, n * toInner.Outputs);
        Grow(ref _last, n * toLast.Outputs);
        Grow(ref _outs, n * toOut.Outputs);
        Grow(ref _main, n);
        Span<float> whole = stackalloc float[Width];
        _sums.Compute(_input, _hidden, whole);
        _around.Read(_input);
        BlockNetLayers.Run(toMessage, _hidden, _messages, n, rectify: true);
        _first.Run(_around, _messages, _hidden, _inner);
        BlockNetLayers.Run(toMessage2, _inner, _messages, n, rectify: true);
        _second.Run(_around, _messages, _inner, _last);
        BlockNetLayers.Run(toOut, _last, _outs, n, rectify: false);
        TellType(whole, n);
        Mix(n, toOut.Outputs);
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
        BlockNetLayers.Run(toInner, row, inner, 1, rectify: true);
        BlockNetLayers.Run(model.Layers[6], inner, _type, 1, rectify: false);
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
