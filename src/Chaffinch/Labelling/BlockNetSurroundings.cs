using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Chaffinch.Labelling;

/// <summary>Mean vectors of what stands around each block: two before and behind (the next one, and the three beyond), its containers, its template, the page.</summary>
internal sealed class BlockNetSurroundings
{
    /// <summary>Number of surroundings that a block shares with none: before, after, beyond either.</summary>
    public const int Near = 4;

    private const int Reach = 4;
    private BlockNetInput _input = null!;
    private float[] _weights = [];
    private float[] _containerWeights = [];
    private float[] _templateWeights = [];
    private float[] _containers = [];
    private float[] _templates = [];
    private float[] _page = [];
    private float _pageWeight;

    private readonly SeenContainers _parentsSeen = new();
    private readonly SeenContainers _sectionsSeen = new();

    /// <summary>What stands on the page.</summary>
    public BlockNetInput Input => _input;

    /// <summary>The containers that are the parent of a block's own one.</summary>
    public SeenContainers ParentsSeen => _parentsSeen;

    /// <summary>The containers that are a block's section.</summary>
    public SeenContainers SectionsSeen => _sectionsSeen;

    /// <summary>Means over containers, after <see cref="Sum"/>.</summary>
    public ReadOnlySpan<float> ContainerMeans => _containers;

    /// <summary>Means over templates, after <see cref="Sum"/>.</summary>
    public ReadOnlySpan<float> TemplateMeans => _templates;

    /// <summary>The page's mean, after <see cref="Sum"/>.</summary>
    public ReadOnlySpan<float> PageMean => _page;

    /// <summary>Weighs the blocks of a page: by one and the root of their words.</summary>
    public void Read(BlockNetInput input)
    {
        _input = input;
        Clear(ref _weights, input.Count);
        Clear(ref _containerWeights, input.Containers);
        Clear(ref _templateWeights, input.Templates);
        _parentsSeen.Clear(input.Containers);
        _sectionsSeen.Clear(input.Containers);
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

            _parentsSeen.Add(Up(input.Own[i]));
            _sectionsSeen.Add(input.Section[i]);
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

    /// <summary>Writes what a block shares with none, <see cref="Near"/> vectors, after <see cref="Sum"/>.</summary>
    public void Gather(ReadOnlySpan<float> vectors, int width, int i, Span<float> row)
    {
        ref float to = ref MemoryMarshal.GetReference(row[..(Near * width)]);
        ref float all = ref MemoryMarshal.GetReference(vectors[..(_input.Count * width)]);
        Copy(ref all, i - 1, _input.Count, width, ref to);
        Copy(ref all, i + 1, _input.Count, width, ref Unsafe.Add(ref to, width));
        Beyond(ref all, i, -1, width, ref Unsafe.Add(ref to, 2 * width));
        Beyond(ref all, i, 1, width, ref Unsafe.Add(ref to, 3 * width));
    }

    /// <summary>Writes the means of a container and of the one around it, after <see cref="Sum"/>.</summary>
    public void GatherParent(int container, int width, Span<float> row)
    {
        ref float to = ref MemoryMarshal.GetReference(row[..(2 * width)]);
        ref float containers = ref MemoryMarshal.GetArrayDataReference(_containers);
        Copy(ref containers, container, _input.Containers, width, ref to);
        Copy(ref containers, Up(container), _input.Containers, width, ref Unsafe.Add(ref to, width));
    }

    /// <summary>The container around the own one of block <paramref name="i"/>, -1 where there is none.</summary>
    public int ParentOf(int i) => Up(_input.Own[i]);

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

    /// <summary>The containers that some block sees in one role, each once.</summary>
    internal sealed class SeenContainers
    {
        private int[] _places = [];
        private int[] _containers = [];
        private int _count;

        /// <summary>The containers in the order in which blocks see them.</summary>
        public ReadOnlySpan<int> Containers => _containers.AsSpan(0, _count);

        /// <summary>The place of a container among <see cref="Containers"/>; their number for -1, no container.</summary>
        public int PlaceOf(int container) => container < 0 ? _count : _places[container] - 1;

        /// <summary>Forgets all.</summary>
        /// <param name="containers">How many the page has.</param>
        public void Clear(int containers)
        {
            _count = 0;
            if (_places.Length < containers)
            {
                _places = new int[Math.Max(containers, _places.Length * 2)];
                _containers = new int[_places.Length];
            }

            _places.AsSpan(0, containers).Clear();
        }

        /// <summary>Adds a container that is not there yet; -1 is none.</summary>
        public void Add(int container)
        {
            if (container >= 0 && _places[container] == 0)
            {
                _containers[_count++] = container;
                _places[container] = _count;
            }
        }
    }
}
