using System.Collections.Immutable;
using System.Text;
using Chaffinch.Cleaning;
using Chaffinch.Model;
using Chaffinch.Segmenting;
using Xunit;

namespace Chaffinch.Tests.Cleaning;

/// <summary>
/// A page built by hand with its labels in place: lines of <c>⟦label:kind|text⟧</c> pieces (text outside is body),
/// each with the block facts that a reader of HTML would state.
/// </summary>
internal sealed class Sample
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _source = new();
    private readonly List<Block> _blocks = [];
    private readonly List<Container> _containers = [];
    private readonly List<Link> _links = [];
    private readonly List<InlineRun> _runs = [];
    private readonly List<LabelledSpan> _spans = [];
    private readonly List<Evidence> _evidence = [];
    private bool _html;

    public static readonly Signal Planted = new("sample", "planted", "Planted by hand.");

    public string? Language { get; init; }

    public PageMeta Meta { get; init; } = PageMeta.None;

    public string? Url { get; init; }

    public string Text => _text.ToString();

    public ImmutableArray<LabelledSpan> Spans => [.. _spans];

    public Sample Line(string marked, Func<Block, Block>? with = null, string indent = "")
    {
        if (_text.Length > 0 && _text[^1] != '\n')
        {
            _text.Append('\n');
        }

        _text.Append(indent);
        int start = _text.Length;
        foreach ((string label, string text) in Pieces(marked))
        {
            Add(label, text);
        }

        var block = new Block { Span = new(start, _text.Length), Container = -1, Traits = BlockTraits.ParagraphStart };
        _blocks.Add(with is null ? block : with(block));
        return this;
    }

    public Sample Blank()
    {
        _text.Append('\n');
        return this;
    }

    /// <summary>An element; returns its index for <see cref="Block.Container"/>.</summary>
    public int Element(HtmlTag tag, int parent = -1)
    {
        _html = true;
        _containers.Add(new Container { Tag = tag, Parent = parent });
        return _containers.Count - 1;
    }

    /// <summary>Makes the last occurrence of <paramref name="words"/> a link.</summary>
    public Sample Link(string words, string href)
    {
        int start = Text.LastIndexOf(words, StringComparison.Ordinal);
        int from = Encoding.UTF8.GetByteCount(_source.ToString());
        _source.Append(href);
        _links.Add(new Link(new(start, start + words.Length), new(from, from + Encoding.UTF8.GetByteCount(href)), 0, LinkTraits.None));
        return this;
    }

    public Sample Run(string words, InlineKind kind)
    {
        int start = Text.LastIndexOf(words, StringComparison.Ordinal);
        _runs.Add(new InlineRun(new(start, start + words.Length), kind, HiddenBy.None));
        return this;
    }

    public Page Page() => new(new PageParts
    {
        Source = Encoding.UTF8.GetBytes(_source.ToString()),
        Text = Text,
        Blocks = [.. _blocks],
        Map = new SourceMap([], 0),
        Containers = [.. _containers],
        Links = [.. _links.OrderBy(l => l.Span.Start)],
        Inlines = [.. _runs.OrderBy(r => r.Span.Start)],
        Meta = Meta,
        Url = Url,
        DeclaredLanguage = Language,
        IsHtml = _html,
    });

    /// <summary>States that the last occurrence of <paramref name="words"/> was <paramref name="repair"/>.</summary>
    public Sample Repairs(string words, string repair)
    {
        int start = Text.LastIndexOf(words, StringComparison.Ordinal);
        Assert.True(start >= 0);
        _evidence.Add(new Evidence(Planted, new(start, start + words.Length), 1, new Fact("was misread")) { Repair = repair });
        return this;
    }

    public Article Clean(bool repairs = true) => Cleaner.Clean(Segmenter.Segment(Page()), Spans, [.. _evidence], withRepairs: repairs);

    private void Add(string label, string text)
    {
        int start = _text.Length;
        _text.Append(text);
        int lead = text.Length - text.TrimStart().Length;
        int length = text.Trim().Length;
        if (length == 0)
        {
            return;
        }

        string[] words = label.Split(':');
        Label l = Enum.GetValues<Label>().Single(v => v.NameOf() == words[0]);
        Kind k = words.Length > 1 ? Enum.GetValues<Kind>().Single(v => v.NameOf() == words[1]) : Kind.None;
        var span = new TextSpan(start + lead, start + lead + length);
        if (k != Kind.None)
        {
            _evidence.Add(new Evidence(Planted, span, 1, new Fact("stands there {a} times", A: 3)));
        }

        _spans.Add(new LabelledSpan(span, l, k, Theme.None, 1, k == Kind.None ? [] : [_evidence.Count - 1]));
    }

    private static IEnumerable<(string Label, string Text)> Pieces(string marked)
    {
        int at = 0;
        while (at < marked.Length)
        {
            int open = marked.IndexOf('⟦', at);
            if (open < 0)
            {
                yield return ("body", marked[at..]);
                yield break;
            }

            if (open > at)
            {
                yield return ("body", marked[at..open]);
            }

            int bar = marked.IndexOf('|', open);
            int close = marked.IndexOf('⟧', bar);
            yield return (marked[(open + 1)..bar], marked[(bar + 1)..close]);
            at = close + 1;
        }
    }
}
