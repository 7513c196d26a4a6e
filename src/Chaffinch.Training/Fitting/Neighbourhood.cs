using Chaffinch.Labelling;

namespace Chaffinch.Training.Fitting;

/// <summary>What stands around the blocks of one page, for sharing vectors between them: neighbours in reading order, blocks of the same containers and templates, the page.</summary>
internal sealed class Neighbourhood
{
    /// <summary>Number of surroundings a block has.</summary>
    public const int Kinds = 9;

    // The block before and the block after have a vector each, the three beyond share one.
    private const int Reach = 4;
    private const int Prev = 0;
    private const int Next = 1;
    private const int Before = 2;
    private const int After = 3;
    private const int Parent = 4;
    private const int Grand = 5;
    private const int Section = 6;
    private const int Template = 7;
    private const int Page = 8;

    private readonly int _count;
    private readonly int[] _own;
    private readonly int[] _parents;
    private readonly int[][] _containers;
    private readonly int[] _template;
    private readonly float[] _weights;
    private readonly float[] _containerWeights;
    private readonly float[] _templateWeights;
    private readonly float _pageWeight;

    public Neighbourhood(BlockNetInput input)
    {
        _count = input.Count;
        _own = input.Own.ToArray();
        _parents = input.Parents.ToArray();
        _template = input.Template.ToArray();
        var parent = new int[_count];
        var grand = new int[_count];
        _weights = new float[_count];
        _containerWeights = new float[_parents.Length];
        _templateWeights = new float[input.Templates];
        for (int i = 0; i < _count; i++)
        {
            parent[i] = Up(_own[i]);
            grand[i] = Up(parent[i]);
            _weights[i] = 1 + MathF.Sqrt(input.Words[i]);
            _pageWeight += _weights[i];
            _templateWeights[_template[i]] += _weights[i];
            if (_own[i] >= 0)
            {
                _containerWeights[_own[i]] += _weights[i];
            }
        }

        for (int c = _parents.Length - 1; c >= 0; c--)
        {
            if (_parents[c] >= 0)
            {
                _containerWeights[_parents[c]] += _containerWeights[c];
            }
        }

        _containers = [parent, grand, input.Section.ToArray()];
    }

    private int Up(int container) => container < 0 ? -1 : _parents[container];

    /// <summary>Writes, for each block, the mean vectors of its surroundings.</summary>
    /// <param name="vectors">One vector of <paramref name="width"/> a block.</param>
    /// <param name="width">A multiple of 8.</param>
    /// <param name="into">Rows of <paramref name="stride"/>; the surroundings start at <paramref name="offset"/>, <see cref="Kinds"/> vectors each.</param>
    /// <param name="stride">Row length.</param>
    /// <param name="offset">Where in a row.</param>
    /// <param name="work">Working memory.</param>
    public void Forward(ReadOnlySpan<float> vectors, int width, Span<float> into, int stride, int offset, Workspace work)
    {
        Span<float> containers = work.Take(_parents.Length * width).Span;
        Span<float> templates = work.Take(_templateWeights.Length * width).Span;
        Span<float> page = work.Take(width).Span;
        Sum(vectors, width, containers, templates, page);
        for (int i = 0; i < _count; i++)
        {
            Span<float> row = into.Slice((i * stride) + offset, Kinds * width);
            row.Clear();
            for (int d = 1; d <= Reach; d++)
            {
                float share = d == 1 ? 1 : 1f / (Reach - 1);
                if (i >= d)
                {
                    Kernels.AddScaled(vectors.Slice((i - d) * width, width), share, row.Slice((d == 1 ? Prev : Before) * width, width));
                }

                if (i + d < _count)
                {
                    Kernels.AddScaled(vectors.Slice((i + d) * width, width), share, row.Slice((d == 1 ? Next : After) * width, width));
                }
            }

            for (int k = 0; k < _containers.Length; k++)
            {
                int c = _containers[k][i];
                if (c >= 0)
                {
                    Kernels.AddScaled(containers.Slice(c * width, width), 1 / _containerWeights[c], row.Slice((Parent + k) * width, width));
                }
            }

            int t = _template[i];
            Kernels.AddScaled(templates.Slice(t * width, width), 1 / _templateWeights[t], row.Slice(Template * width, width));
            Kernels.AddScaled(page, 1 / _pageWeight, row.Slice(Page * width, width));
        }
    }

    /// <summary>Adds to the slopes of the vectors what the surroundings' slopes give them.</summary>
    public void Backward(ReadOnlySpan<float> slopes, int width, int stride, int offset, Span<float> vectorSlopes, Workspace work)
    {
        Span<float> containers = work.Take(_parents.Length * width).Span;
        Span<float> templates = work.Take(_templateWeights.Length * width).Span;
        Span<float> page = work.Take(width).Span;
        for (int i = 0; i < _count; i++)
        {
            ReadOnlySpan<float> row = slopes.Slice((i * stride) + offset, Kinds * width);
            for (int d = 1; d <= Reach; d++)
            {
                float share = d == 1 ? 1 : 1f / (Reach - 1);
                if (i >= d)
                {
                    Kernels.AddScaled(row.Slice((d == 1 ? Prev : Before) * width, width), share, vectorSlopes.Slice((i - d) * width, width));
                }

                if (i + d < _count)
                {
                    Kernels.AddScaled(row.Slice((d == 1 ? Next : After) * width, width), share, vectorSlopes.Slice((i + d) * width, width));
                }
            }

            for (int k = 0; k < _containers.Length; k++)
            {
                int c = _containers[k][i];
                if (c >= 0)
                {
                    Kernels.AddScaled(row.Slice((Parent + k) * width, width), 1 / _containerWeights[c], containers.Slice(c * width, width));
                }
            }

            int t = _template[i];
            Kernels.AddScaled(row.Slice(Template * width, width), 1 / _templateWeights[t], templates.Slice(t * width, width));
            Kernels.AddScaled(row.Slice(Page * width, width), 1 / _pageWeight, page);
        }

        for (int c = 0; c < _parents.Length; c++)
        {
            if (_parents[c] >= 0)
            {
                Kernels.Add(containers.Slice(_parents[c] * width, width), containers.Slice(c * width, width));
            }
        }

        for (int i = 0; i < _count; i++)
        {
            Span<float> to = vectorSlopes.Slice(i * width, width);
            if (_own[i] >= 0)
            {
                Kernels.AddScaled(containers.Slice(_own[i] * width, width), _weights[i], to);
            }

            Kernels.AddScaled(templates.Slice(_template[i] * width, width), _weights[i], to);
            Kernels.AddScaled(page, _weights[i], to);
        }
    }

    private void Sum(ReadOnlySpan<float> vectors, int width, Span<float> containers, Span<float> templates, Span<float> page)
    {
        for (int i = 0; i < _count; i++)
        {
            ReadOnlySpan<float> vector = vectors.Slice(i * width, width);
            if (_own[i] >= 0)
            {
                Kernels.AddScaled(vector, _weights[i], containers.Slice(_own[i] * width, width));
            }

            Kernels.AddScaled(vector, _weights[i], templates.Slice(_template[i] * width, width));
            Kernels.AddScaled(vector, _weights[i], page);
        }

        for (int c = _parents.Length - 1; c >= 0; c--)
        {
            if (_parents[c] >= 0)
            {
                Kernels.Add(containers.Slice(c * width, width), containers.Slice(_parents[c] * width, width));
            }
        }
    }
}
