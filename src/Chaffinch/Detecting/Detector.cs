using System.Collections.Immutable;
using Chaffinch.Model;

namespace Chaffinch.Detecting;

/// <summary>The contract of a detector: it states facts about spans of one page and holds no state.</summary>
/// <remarks>
/// One file, one line in <see cref="Detectors"/>, one folder of literate cases under <c>tests/cases</c>. It runs in linear time,
/// uses no regular expression that can backtrack, allocates nothing per page beyond pooled memory, and knows no page.
/// </remarks>
internal abstract class Detector
{
    /// <summary>Its name, lower case with hyphens; reads well after "this page contains a …".</summary>
    public abstract string Name { get; }

    /// <summary>What it sees, in one or two sentences.</summary>
    public abstract string What { get; }

    /// <summary>Why that tells planted or damaged text from the page's own.</summary>
    public abstract string Why { get; }

    /// <summary>What it leaves alone: the genuine things that look alike.</summary>
    public abstract string LeavesAlone { get; }

    /// <summary>A short example of the shape, in neutral words.</summary>
    public abstract string Example { get; }

    /// <summary>Where the idea or its figures come from.</summary>
    public abstract string Source { get; }

    /// <summary>All signals that it may state.</summary>
    public abstract ImmutableArray<Signal> Signals { get; }

    /// <summary>States facts about <paramref name="page"/>.</summary>
    public abstract void Detect(SegmentedPage page, EvidenceSink sink);
}
