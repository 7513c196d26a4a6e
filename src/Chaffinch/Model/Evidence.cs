using System.Globalization;

namespace Chaffinch.Model;

/// <summary>One thing that a detector can observe. Weights are given to signals, never to detectors' opinions.</summary>
/// <remarks>Signals are static singletons, created once per process by their detector.</remarks>
public sealed class Signal
{
    private static int _count;

    /// <summary>Creates a signal.</summary>
    /// <param name="detector">Name of the detector that states it, lower case with hyphens.</param>
    /// <param name="name">Name within the detector, lower case with hyphens.</param>
    /// <param name="meaning">One sentence: what is the case when this is stated.</param>
    public Signal(string detector, string name, string meaning)
    {
        Detector = detector;
        Name = name;
        Meaning = meaning;
        Key = detector + "/" + name;
        Number = Interlocked.Increment(ref _count) - 1;
    }

    /// <summary>Name of the detector.</summary>
    public string Detector { get; }

    /// <summary>Name of the signal within its detector.</summary>
    public string Name { get; }

    /// <summary>What is the case when this signal is stated, in one sentence.</summary>
    public string Meaning { get; }

    /// <summary><c>detector/name</c>: the row of the weight table.</summary>
    public string Key { get; }

    /// <summary>A number of its own from 0 on, for tables by signal; another one in another process.</summary>
    internal int Number { get; }

    /// <inheritdoc/>
    public override string ToString() => Key;
}

/// <summary>The measured content of a piece of evidence, kept unformatted so that stating it allocates nothing.</summary>
/// <param name="Template">Text with <c>{a}</c>, <c>{b}</c> (integers) and <c>{quote}</c> (a part of the page's text).</param>
/// <param name="A">Value of <c>{a}</c>.</param>
/// <param name="B">Value of <c>{b}</c>.</param>
/// <param name="Quote">Range of the page's text that stands for <c>{quote}</c>; at most 60 code units are shown.</param>
public readonly record struct Fact(string Template, int A = 0, int B = 0, TextSpan Quote = default)
{
    private const int MaxQuoteChars = 60;

    /// <summary>The fact in words.</summary>
    /// <param name="text">The page's text, which <see cref="Quote"/> points into.</param>
    public string Render(string text)
    {
        string s = Template
            .Replace("{a}", A.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{b}", B.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        if (!s.Contains("{quote}", StringComparison.Ordinal))
        {
            return s;
        }

        int start = Math.Clamp(Quote.Start, 0, text.Length);
        int end = Math.Clamp(Quote.End, start, Math.Min(text.Length, start + MaxQuoteChars));
        if (end > start && char.IsHighSurrogate(text[end - 1]))
        {
            end--;
        }

        string quote = text[start..end] + (end < Quote.End ? "…" : "");
        return s.Replace("{quote}", "“" + quote + "”", StringComparison.Ordinal);
    }
}

/// <summary>A fact about a span of the page's text, stated by a detector. It holds no opinion: what it weighs is the labelling's business.</summary>
/// <param name="Signal">What was observed.</param>
/// <param name="Span">Where, in the page's text; its borders are borders that the labelling may cut at.</param>
/// <param name="Strength">How clearly, in (0, 1].</param>
/// <param name="Fact">What was measured.</param>
public readonly record struct Evidence(Signal Signal, TextSpan Span, float Strength, Fact Fact)
{
    /// <summary>Name of the detector that stated it.</summary>
    public string Detector => Signal.Detector;

    /// <summary>What stood in the span before a machine damaged it, where undoing the damage leaves no doubt (a character that is lost shows as □); else null.</summary>
    public string? Repair { get; init; }
}

/// <summary>Collects evidence during the analysis of one page; reused from page to page.</summary>
internal sealed class EvidenceSink
{
    /// <summary>No page gets more than this many pieces of evidence; further ones are counted and dropped.</summary>
    public const int MaxEvidence = 100_000;

    private Evidence[] _items = new Evidence[256];

    /// <summary>Number of pieces held.</summary>
    public int Count { get; private set; }

    /// <summary>Number of pieces not held because <see cref="MaxEvidence"/> was reached.</summary>
    public int DroppedCount { get; private set; }

    /// <summary>The pieces in the order in which they were stated.</summary>
    public ReadOnlySpan<Evidence> Items => _items.AsSpan(0, Count);

    /// <summary>States one fact. Empty spans and strengths of 0 or less are ignored; strengths above 1 count as 1.</summary>
    public void Add(Signal signal, TextSpan span, float strength, Fact fact, string? repair = null)
    {
        if (span.IsEmpty || !(strength > 0))
        {
            return;
        }

        if (Count == MaxEvidence)
        {
            DroppedCount++;
            return;
        }

        if (Count == _items.Length)
        {
            Array.Resize(ref _items, _items.Length * 2);
        }

        _items[Count++] = new Evidence(signal, span, Math.Min(strength, 1f), fact) { Repair = repair };
    }

    /// <summary>Takes back what was stated within one of <paramref name="spans"/>, which come in the order of the text and do not overlap; the rest keeps its order.</summary>
    /// <param name="spans">Where.</param>
    /// <param name="which">What to take back there; null: all.</param>
    public void RemoveWithin(ReadOnlySpan<TextSpan> spans, Func<Evidence, bool>? which = null)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            int low = 0, high = spans.Length;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = spans[middle].Start <= _items[i].Span.Start ? (middle + 1, high) : (low, middle);
            }

            if (low == 0 || !spans[low - 1].Contains(_items[i].Span) || which?.Invoke(_items[i]) == false)
            {
                _items[kept++] = _items[i];
            }
        }

        Count = kept;
    }

    /// <summary>Forgets everything, keeping the memory.</summary>
    public void Clear()
    {
        Count = 0;
        DroppedCount = 0;
    }
}
