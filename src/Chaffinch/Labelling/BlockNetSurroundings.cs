using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Chaffinch.Labelling;

/// <summary>Mean vectors of what stands around each block: two before and behind (the next one, and the three beyond), its containers, its template, the page.</summary>
internal sealed class BlockNetSurroundings
{
    /// <summary>Number of surroundings a block has.</summary>
    public const int Kinds = 9;

    private const int Reach = 4;
    private BlockNetInput _input = null!;
    private float[] _weights = [];
    private float[] _containerWeights = [];
    private float[] _templateWeights = [];
    private float[] _containers = [];
    private float[] _templates = [];
    private float[] _page = [];
    private float _pageWeight;

    /// <summary>Weighs the blocks of a page: by one and the root of their words.</summary>
    public void Read(BlockNetInput input)
    {
        _input = input;
        Clear(ref _weights, input.Count);
        Clear(ref _containerWeights, input.Containers);
        Clear(ref _templateWeights, input.Templates);
        _pageWeight = 0;
        for (int i = 0; i < input.Count; i++)
        {
            float weight = _weights[i] = 1 + MathF.Sqrt(input.Words[i]);
            _pageWeight += weight;
            _templateWeights[input.Template[i]] += weight;
            if (input.Own[i] >= 0)
            {
                _containerWeights[input.Own[i]] += weight;
            }
        }

        for (int c = input.Containers - 1; c >= 0; c--)
        {
            if (input.Parents[c] >= 0)
            {
                _containerWeights[input.Parents[c]] += _containerWeights[c];
            }
        }
    }

    /// <summary>Means of the blocks' vectors over their containers, templates and the page.</summary>
    public void Sum(ReadOnlySpan<float> vectors, int width)
    {
        Clear(ref _containers, _input.Containers * width);
        Clear(ref _templates, _input.Templates * width);
        Clear(ref _page, width);
        for (int i = 0; i < _input.Count; i++)
        {
            ReadOnlySpan<float> vector = vectors.Slice(i * width, width);
            if (_input.Own[i] >= 0)
            {
                BlockNet.AddScaled(vector, _weights[i], _containers.AsSpan(_input.Own[i] * width, width));
            }

            BlockNet.AddScaled(vector, _weights[i], _templates.AsSpan(_input.Template[i] * width, width));
            BlockNet.AddScaled(vector, _weights[i], _page.AsSpan(0, width));
        }

        // A container's sum is whole when it is reached: those inside it come after it.
        for (int c = _input.Containers - 1; c >= 0; c--)
        {
            if (_containerWeights[c] > 0)
            {
                Span<float> own = _containers.AsSpan(c * width, width);
                if (_input.Parents[c] >= 0)
                {
                    BlockNet.AddScaled(own, 1, _containers.AsSpan(_input.Parents[c] * width, width));
                }

                Scale(own, 1 / _containerWeights[c]);
            }
        }

        for (int t = 0; t < _input.Templates; t++)
        {
            Scale(_templates.AsSpan(t * width, width), 1 / _templateWeights[t]);
        }

        Scale(_page.AsSpan(0, width), 1 / _pageWeight);
    }

    /// <summary>Writes the surroundings of block <paramref name="i"/>, <see cref="Kinds"/> vectors, after <see cref="Sum"/>.</summary>
    public void Gather(ReadOnlySpan<float> vectors, int width, int i, Span<float> row)
    {
        Copy(vectors, i - 1, width, row);
        Copy(vectors, i + 1, width, row[width..]);
        Beyond(vectors, i, -1, width, row.Slice(2 * width, width));
        Beyond(vectors, i, 1, width, row.Slice(3 * width, width));
        int parent = Up(_input.Own[i]);
        Copy(_containers, parent, width, row[(4 * width)..]);
        Copy(_containers, Up(parent), width, row[(5 * width)..]);
        Copy(_containers, _input.Section[i], width, row[(6 * width)..]);
        Copy(_templates, _input.Template[i], width, row[(7 * width)..]);
        Copy(_page, 0, width, row[(8 * width)..]);
    }

    private int Up(int container) => container < 0 ? -1 : _input.Parents[container];

    // A vector of a list, nothing where the index is none of its own.
    private static void Copy(ReadOnlySpan<float> vectors, int index, int width, Span<float> to)
    {
        if (index >= 0 && (index + 1) * width <= vectors.Length)
        {
            vectors.Slice(index * width, width).CopyTo(to);
        }
        else
        {
            to[..width].Clear();
        }
    }

    // The mean of those beyond the next one.
    private void Beyond(ReadOnlySpan<float> vectors, int i, int direction, int width, Span<float> to)
    {
        to.Clear();
        for (int d = 2; d <= Reach; d++)
        {
            int other = i + (d * direction);
            if (other >= 0 && other < _input.Count)
            {
                BlockNet.AddScaled(vectors.Slice(other * width, width), 1f / (Reach - 1), to);
            }
        }
    }

    private static void Scale(Span<float> vector, float factor)
    {
        ref float x = ref MemoryMarshal.GetReference(vector);
        for (int i = 0; i < vector.Length; i += Vector256<float>.Count)
        {
            (Vector256.LoadUnsafe(ref x, (nuint)i) * factor).StoreUnsafe(ref x, (nuint)i);
        }
    }

    private static void Clear(ref float[] array, int length)
    {
        if (array.Length < length)
        {
            array = new float[Math.Max(length, array.Length * 2)];
        }

        array.AsSpan(0, length).Clear();
    }
}
