using Chaffinch.Corpora.Model;
using Chaffinch.Model;
using Chaffinch.Writing;

namespace Chaffinch.Corpora.Writing;

/// <summary>Encodes records as columns; the columns of each choice of output stand in <see cref="LeavesOf"/>.</summary>
internal sealed class ParquetRows : RowEncoder
{
    private static readonly ParquetLeaf[] SpanLeaves =
    [
        new("start", ParquetType.Int32, Optional: false, "spans"),
        new("end", ParquetType.Int32, Optional: false, "spans"),
        new("label", ParquetType.Binary, Optional: false, "spans"),
        new("kind", ParquetType.Binary, Optional: true, "spans"),
        new("theme", ParquetType.Binary, Optional: true, "spans"),
        new("confidence", ParquetType.Float, Optional: false, "spans"),
    ];

    private static readonly ParquetLeaf[] HeadLeaves =
    [
        Text("id", optional: false), Text("url"), Text("title"), Text("byline"), Text("published"), Text("language"),
    ];

    private static readonly ParquetLeaf[] TailLeaves =
    [
        Text("verdict", optional: false), new("confidence", ParquetType.Float, Optional: false), Count("characters"), Count("kept"),
        Count("injected"), Count("damaged"), Count("furniture"), Text("fetched"), Text("source", optional: false), new("offset", ParquetType.Int64, Optional: false),
    ];

    private readonly OutputOptions _options;
    private readonly ParquetLeaf[] _leaves;
    private ParquetColumn[] _columns;
    private int _next;
    private int _rows;
    private int[] _starts = new int[64];
    private int[] _ends = new int[64];

    public ParquetRows(OutputOptions options)
    {
        _options = options;
        _leaves = LeavesOf(options);
        _columns = NewColumns();
    }

    /// <summary>The columns of an output, in order.</summary>
    public static ParquetLeaf[] LeavesOf(OutputOptions options) => options.Emit switch
    {
        Emit.Clean => [.. HeadLeaves, Text("text", optional: false), .. options.Markdown ? [Text("markdown", optional: false)] : Array.Empty<ParquetLeaf>(), .. TailLeaves],
        Emit.Report =>
        [
            .. HeadLeaves, Text("text", optional: false), Text("article", optional: false), .. options.Markdown ? [Text("markdown", optional: false)] : Array.Empty<ParquetLeaf>(),
            .. TailLeaves, Text("encoding", optional: false), new("", ParquetType.Binary, Optional: false, "reasons"), .. SpanLeaves,
            new("detector", ParquetType.Binary, Optional: false, "evidence"), new("signal", ParquetType.Binary, Optional: false, "evidence"),
            new("start", ParquetType.Int32, Optional: false, "evidence"), new("end", ParquetType.Int32, Optional: false, "evidence"),
            new("strength", ParquetType.Float, Optional: false, "evidence"), new("fact", ParquetType.Binary, Optional: false, "evidence"),
        ],
        _ => [Text("source", optional: false), Text("id", optional: false), Text("verdict"), new("confidence", ParquetType.Float, Optional: true), .. SpanLeaves],
    };

    public override void Add(DocumentFacts facts)
    {
        _next = 0;
        _rows++;
        LabelledPage page = facts.Page;
        if (_options.Emit == Emit.Attributes)
        {
            Next.Add(facts.Archive);
            Next.Add(facts.Id);
            Next.Add(page.Judgement.Value.NameOf());
            Next.Add(Rounded(page.Judgement.Confidence));
            Reserve(page.Spans.Length);
            InputOffsets.Fill(page, _starts, _ends);
            AddSpans(page);
            return;
        }

        AddHead(facts);
        Next.Add(_options.Emit == Emit.Clean ? page.Article.Text : page.Page.Text);
        if (_options.Emit == Emit.Report)
        {
            Next.Add(page.Article.Text);
        }

        if (_options.Markdown)
        {
            Next.Add(page.Article.Markdown);
        }

        AddTail(facts);
        if (_options.Emit == Emit.Report)
        {
            AddReport(page);
        }
    }

    public override void AddUnreadable(in Rejection rejection)
    {
        if (_options.Emit != Emit.Attributes)
        {
            return;
        }

        _next = 0;
        _rows++;
        Next.Add(rejection.Archive);
        Next.Add(rejection.Id);
        Next.AddNull();
        Next.AddNull();
        foreach (ParquetLeaf _ in SpanLeaves)
        {
            Next.AddEmptyList();
        }
    }

    public override RowBlock Take()
    {
        var block = new ParquetBlock(_columns, _rows);
        _columns = NewColumns();
        _rows = 0;
        return block;
    }

    public override void Dispose() => new ParquetBlock(_columns, _rows).Dispose();

    private ParquetColumn Next => _columns[_next++];

    private static ParquetLeaf Text(string name, bool optional = true) => new(name, ParquetType.Binary, optional);

    private static ParquetLeaf Count(string name) => new(name, ParquetType.Int32, Optional: false);

    private static float Rounded(float value) => (float)JsonFields.Share(value);

    private ParquetColumn[] NewColumns() => [.. _leaves.Select(static l => new ParquetColumn(l))];

    private void AddHead(DocumentFacts facts)
    {
        Article article = facts.Page.Article;
        Next.Add(facts.Id);
        Next.Add(facts.Url);
        Next.Add(article.Title);
        Next.Add(article.Byline);
        Next.Add(article.Published);
        Next.Add(facts.Language);
    }

    private void AddTail(DocumentFacts facts)
    {
        Next.Add(facts.Page.Judgement.Value.NameOf());
        Next.Add(Rounded(facts.Page.Judgement.Confidence));
        Next.Add(facts.Characters);
        Next.Add(facts.Kept);
        Next.Add(facts.ByLabel[(int)Label.Injected]);
        Next.Add(facts.ByLabel[(int)Label.Damaged]);
        Next.Add(facts.ByLabel[(int)Label.Furniture]);
        Next.Add(facts.Fetched?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture));
        Next.Add(facts.Archive);
        Next.Add(facts.Offset);
    }

    private void AddReport(LabelledPage page)
    {
        Next.Add(page.Page.Encoding);
        ParquetColumn reasons = Next;
        for (int i = 0; i < page.Judgement.Reasons.Length; i++)
        {
            reasons.Add(page.Judgement.Reasons[i], continues: i > 0);
        }

        if (page.Judgement.Reasons.IsEmpty)
        {
            reasons.AddEmptyList();
        }

        var points = new CodePoints(page.Page.Text);
        Reserve(page.Spans.Length);
        for (int i = 0; i < page.Spans.Length; i++)
        {
            _starts[i] = points.Of(page.Spans[i].Span.Start);
            _ends[i] = points.Of(page.Spans[i].Span.End);
        }

        AddSpans(page);
        AddEvidence(page, points);
    }

    private void AddSpans(LabelledPage page)
    {
        Span<ParquetColumn> columns = _columns.AsSpan(_next, SpanLeaves.Length);
        _next += SpanLeaves.Length;
        for (int i = 0; i < page.Spans.Length; i++)
        {
            LabelledSpan span = page.Spans[i];
            bool more = i > 0;
            columns[0].Add(_starts[i], more);
            columns[1].Add(_ends[i], more);
            columns[2].Add(span.Label.NameOf(), more);
            columns[3].Add(span.Kind.NameOf(), more);
            columns[4].Add(span.Theme.NameOf(), more);
            columns[5].Add(Rounded(span.Confidence), more);
        }

        AddEmpty(columns, page.Spans.IsEmpty);
    }

    private void AddEvidence(LabelledPage page, CodePoints points)
    {
        Span<ParquetColumn> columns = _columns.AsSpan(_next);
        for (int i = 0; i < page.Evidence.Length; i++)
        {
            Evidence evidence = page.Evidence[i];
            bool more = i > 0;
            columns[0].Add(evidence.Detector, more);
            columns[1].Add(evidence.Signal.Name, more);
            columns[2].Add(points.Of(evidence.Span.Start), more);
            columns[3].Add(points.Of(evidence.Span.End), more);
            columns[4].Add(Rounded(evidence.Strength), more);
            columns[5].Add(evidence.Fact.Render(page.Page.Text), more);
        }

        AddEmpty(columns, page.Evidence.IsEmpty);
    }

    private static void AddEmpty(Span<ParquetColumn> columns, bool isEmpty)
    {
        if (!isEmpty)
        {
            return;
        }

        foreach (ParquetColumn column in columns)
        {
            column.AddEmptyList();
        }
    }

    private void Reserve(int spans)
    {
        if (_starts.Length < spans)
        {
            _starts = new int[spans * 2];
            _ends = new int[_starts.Length];
        }
    }
}
