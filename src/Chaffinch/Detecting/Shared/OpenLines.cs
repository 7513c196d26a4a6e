using Chaffinch.Model;

namespace Chaffinch.Detecting.Shared;

/// <summary>Lines of the page that end in the middle of a sentence, and where names from accused places stand in them.</summary>
/// <remarks>Taken from what <see cref="RaggedEdge"/> has stated. Bounded: at most <see cref="MaxLines"/> lines and <see cref="MaxNotes"/> names.</remarks>
internal sealed class OpenLines
{
    private const int MaxLines = 256;
    private const int MaxNotes = 128;
    private const string Key = "ragged-edge/ragged";
    private const string BothKey = "ragged-edge/both-ends";

    private readonly List<int> _lines = [];
    private readonly List<(int Block, TextSpan Name)> _notes = [];

    /// <summary>Names in such lines.</summary>
    public List<(int Block, TextSpan Name)> Notes => _notes;

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _lines.Clear();
        _notes.Clear();
    }

    /// <summary>Takes the lines over which evidence says so, and whose end is open.</summary>
    public void Read(SegmentedPage page, ReadOnlySpan<Evidence> evidence)
    {
        foreach (ref readonly Evidence e in evidence)
        {
            if (e.Signal.Key is Key or BothKey && _lines.Count < MaxLines)
            {
                int b = BlockSearch.Of(page.Page.Blocks, e.Span.Start);
                if (b >= 0 && e.Span.End == page.Page.Blocks[b].Span.End && !SpliceHabits.IsSentenceEnd(page.Classes, e.Span.End))
                {
                    _lines.Add(b);
                }
            }
        }

        _lines.Sort();
        PageFacts facts = PageFacts.Of(page);
        FirstText = 0;
        while (_lines.Count > 0 && FirstText < facts.Lines.Length && (page.Page.Blocks[FirstText].Zone != Zone.Body || !facts.Lines[FirstText].HasSentences))
        {
            FirstText++;
        }
    }

    /// <summary>The first line of sentences: what breaks off before it is a headline.</summary>
    public int FirstText { get; private set; }

    /// <summary>Whether a line breaks off.</summary>
    public bool Has(int block) => _lines.BinarySearch(block) >= 0;

    /// <summary>Notes a name in a line that breaks off.</summary>
    /// <returns>False where the line does not.</returns>
    public bool Note(int block, TextSpan name)
    {
        if (!Has(block))
        {
            return false;
        }

        if (_notes.Count < MaxNotes)
        {
            _notes.Add((block, name));
        }

        return true;
    }
}
