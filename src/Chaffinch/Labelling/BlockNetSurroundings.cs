using System.Runtime.CompilerServices;
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
        ref float to = ref MemoryMarshal.GetReference(row[..(Kinds * width)]);
        ref float all = ref MemoryMarshal.GetReference(vectors[..(_input.Count * width)]);
        Copy(ref all, i - 1, _input.Count, width, ref to);
        Copy(ref all, i + 1, _input.Count, width, ref Unsafe.Add(ref to, width));
        Beyond(ref all, i, -1, width, ref Unsafe.Add(ref to, 2 * width));
        Beyond(ref all, i, 1, width, ref Unsafe.Add(ref to, 3 * width));
        ref float containers = ref MemoryMarshal.GetArrayDataReference(_containers);
        int parent = Up(_input.Own[i]);
        Copy(ref containers, parent, _input.Containers, width, ref Unsafe.Add(ref to, 4 * width));
        Copy(ref containers, Up(parent), _input.Containers, width, ref Unsafe.Add(ref to, 5 * width));
        Copy(ref containers, _input.Section[i], _input.Containers, width, ref Unsafe.Add(ref to, 6 * width));
        Copy(ref MemoryMarshal.GetArrayDataReference(_templates), _input.Template[i], _input.Templates, width, ref Unsafe.Add(ref to, 7 * width));
        Copy(ref MemoryMarshal.GetArrayDataReference(_page), 0, 1, width, ref Unsafe.Add(ref to, 8 * width));
    }

    private int Up(int container) => container < 0 ? -1 : _input.Parents[container];

    // A vector of a list; zeros where the index is none of its own.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(ref float vectors, int index, int count, int width, ref float to)
    {
        if ((uint)index < (uint)count)
        {
            ref float from = ref Unsafe.Add(ref vectors, index * width);
            for (int w = 0; w < width; w += Vector256<float>.Count)
            {
                Vector256.LoadUnsafe(ref from, (nuint)w).StoreUnsafe(ref to, (nuint)w);
            }

            return;
        }

        for (int w = 0; w < width; w += Vector256<float>.Count)
        {
            Vector256<float>.Zero.StoreUnsafe(ref to, (nuint)w);
        }
    }

    // The mean of those beyond the next one, as far as there are any.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Beyond(ref float vectors, int i, int direction, int width, ref float to)
    {
        int near = i + (2 * direction);
        int far = i + (Reach * direction);
        for (int w = 0; w < width; w += Vector256<float>.Count)
        {
            Vector256<float> sum = Vector256<float>.Zero;
            for (int other = near; other != far + direction && (uint)other < (uint)_input.Count; other += direction)
            {
                sum += Vector256.LoadUnsafe(ref vectors, (nuint)((other * width) + w)) * (1f / (Reach - 1));
            }

            sum.StoreUnsafe(ref to, (nuint)w);
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
