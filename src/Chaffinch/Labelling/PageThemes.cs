using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>Names what the planted spans of a page promote: each by its own words, and where those say little by what the page's other spans promote.</summary>
/// <remarks>Linear in the spans' text, of which the first <see cref="ThemeNet.MaxChars"/> are read of each. Buffers are reused; one thread.</remarks>
internal sealed class PageThemes(ThemeNet net)
{
    // A span of fewer terms says less, of itself and of its page.
    private const float WholeTerms = 4;

    // How much the page's other spans count, and what is assumed of a page without any; set by cross-validation (lab train-themes).
    private const float Company = 0.8f;
    private const float Prior = 0.5f;

    // Less sure than this is unsure.
    private const float Least = 0.34f;

    private float[] _shares = [];
    private float[] _weights = [];
    private int _count;

    /// <summary>Forgets the last page.</summary>
    public void Clear() => _count = 0;

    /// <summary>Takes up a span.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        if (_weights.Length == _count)
        {
            Array.Resize(ref _weights, Math.Max(16, _count * 2));
            Array.Resize(ref _shares, _weights.Length * ThemeNet.Classes);
        }

        int terms = net.Of(text, _shares.AsSpan(_count * ThemeNet.Classes, ThemeNet.Classes));
        _weights[_count++] = Math.Min(1, terms / WholeTerms);
    }

    /// <summary>The themes of the spans that were taken up, in their order.</summary>
    /// <param name="themes">Takes one a span.</param>
    public void Tell(Span<Theme> themes)
    {
        Span<float> page = stackalloc float[ThemeNet.Classes];
        page.Clear();
        float all = 0;
        for (int s = 0; s < _count; s++)
        {
            all += _weights[s];
            for (int t = 0; t < ThemeNet.Classes; t++)
            {
                page[t] += _weights[s] * _shares[(s * ThemeNet.Classes) + t];
            }
        }

        Span<float> own = stackalloc float[ThemeNet.Classes];
        for (int s = 0; s < _count; s++)
        {
            for (int t = 0; t < ThemeNet.Classes; t++)
            {
                float share = _shares[(s * ThemeNet.Classes) + t];
                float others = Math.Max(0, page[t] - (_weights[s] * share)) + (Prior / ThemeNet.Classes);
                own[t] = (_weights[s] * MathF.Log(share + 1e-6f)) + (Company * MathF.Log(others / (all - _weights[s] + Prior)));
            }

            ThemeNet.ToShares(own);
            int best = ThemeNet.Classes - 1;
            for (int t = 0; t < ThemeNet.Classes; t++)
            {
                best = own[t] > own[best] ? t : best;
            }

            themes[s] = own[best] >= Least ? (Theme)(best + 1) : Theme.Other;
        }
    }
}
