namespace Chaffinch.Model;

/// <summary>A half-open range of UTF-16 code units in <see cref="Page.Text"/>.</summary>
/// <remarks>It never converts to a <see cref="SourceSpan"/>: only <see cref="Page.ToSource"/> knows how the two relate.</remarks>
/// <param name="Start">First code unit, from 0.</param>
/// <param name="End">One past the last code unit; at least <paramref name="Start"/>.</param>
public readonly record struct TextSpan(int Start, int End)
{
    /// <summary>Number of UTF-16 code units.</summary>
    public int Length => End - Start;

    /// <summary>True when the span covers nothing.</summary>
    public bool IsEmpty => End <= Start;

    /// <summary>True when <paramref name="other"/> lies wholly inside this span.</summary>
    public bool Contains(TextSpan other) => other.Start >= Start && other.End <= End;

    /// <summary>True when the two spans share at least one code unit.</summary>
    public bool Overlaps(TextSpan other) => other.Start < End && Start < other.End;

    /// <summary>The common part, or an empty span at the later start where there is none.</summary>
    public TextSpan Intersect(TextSpan other)
    {
        int start = Math.Max(Start, other.Start);
        return new(start, Math.Max(start, Math.Min(End, other.End)));
    }
}

/// <summary>A half-open range of bytes in <see cref="Page.Source"/>.</summary>
/// <param name="Start">First byte, from 0.</param>
/// <param name="End">One past the last byte; at least <paramref name="Start"/>.</param>
public readonly record struct SourceSpan(int Start, int End)
{
    /// <summary>Number of bytes.</summary>
    public int Length => End - Start;

    /// <summary>True when the span covers nothing.</summary>
    public bool IsEmpty => End <= Start;
}
