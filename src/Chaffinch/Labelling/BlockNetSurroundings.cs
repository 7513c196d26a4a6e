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

    /// <summary>Sums the blocks' vectors for their containers, templates and the page.</summary>
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

        for (int c = _input.Containers - 1; c >= 0; c--)
        {
            if (_input.Parents[c] >= 0)
            {
                BlockNet.AddScaled(_containers.AsSpan(c * width, width), 1, _containers.AsSpan(_input.Parents[c] * width, width));
            }
        }
    }

    /// <summary>Writes the surroundings of block <paramref name="i"/>, <see cref="Kinds"/> vectors, after <see cref="Sum"/>.</summary>
    public void Gather(ReadOnlySpan<float> vectors, int width, int i, Span<float> row)
    {
        row.Clear();
        for (int d = 1; d <= Reach; d++)
        {
            float share = d == 1 ? 1 : 1f / (Reach - 1);
            int kind = d == 1 ? 0 : 2;
            if (i >= d)
            {
                BlockNet.AddScaled(vectors.Slice((i - d) * width, width), share, row.Slice(kind * width, width));
            }

            if (i + d < _input.Count)
            {
                BlockNet.AddScaled(vectors.Slice((i + d) * width, width), share, row.Slice((kind + 1) * width, width));
            }
        }

        int parent = Up(_input.Own[i]);
        Container(parent, width, row.Slice(4 * width, width));
        Container(Up(parent), width, row.Slice(5 * width, width));
        Container(_input.Section[i], width, row.Slice(6 * width, width));
        int t = _input.Template[i];
        BlockNet.AddScaled(_templates.AsSpan(t * width, width), 1 / _templateWeights[t], row.Slice(7 * width, width));
        BlockNet.AddScaled(_page.AsSpan(0, width), 1 / _pageWeight, row.Slice(8 * width, width));
    }

    private int Up(int container) => container < 0 ? -1 : _input.Parents[container];

    private void Container(int c, int width, Span<float> to)
    {
        if (c >= 0)
        {
            BlockNet.AddScaled(_containers.AsSpan(c * width, width), 1 / _containerWeights[c], to);
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
