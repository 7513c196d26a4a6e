using Chaffinch.Model;

namespace Chaffinch.Training.Model;

/// <summary>A document into which a model leaked the residue of tool calls.</summary>
/// <param name="Path">Its place in the collection.</param>
/// <param name="Text">The document.</param>
/// <param name="Leaks">What leaked, in the order of the text.</param>
/// <param name="Clean">The document without it.</param>
public sealed record LeakedDocument(string Path, string Text, IReadOnlyList<string> Leaks, string Clean)
{
    /// <summary>True where a labelled page has a leak as injected.</summary>
    /// <remarks>Spans of the data reach back over a genuine line: what counts is the marker and at least half of what stands behind it.</remarks>
    public static bool IsFound(LabelledPage page, string leak)
    {
        string tail = leak[Math.Max(0, leak.IndexOf("to=", StringComparison.Ordinal))..].TrimEnd();
        int at = page.Page.Text.IndexOf(tail, StringComparison.Ordinal);
        IEnumerable<LabelledSpan> injected = page.Spans.Where(s => s.Label == Label.Injected);
        int covered = injected.Sum(s => Math.Max(0, Math.Min(s.Span.End, at + tail.Length) - Math.Max(s.Span.Start, at)));
        return at >= 0 && injected.Any(s => s.Span.Start <= at && s.Span.End >= at + 3) && covered * 2 >= tail.Length;
    }
}
