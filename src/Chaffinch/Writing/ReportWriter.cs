using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Chaffinch.Model;

namespace Chaffinch.Writing;

/// <summary>Writes the report <c>chaffinch.report/1</c> of a labelled page as JSON, described field by field in <c>docs/report.md</c>.</summary>
/// <remarks>The same page gives the same bytes. Time and memory are linear in the page. No reflection, so it works in trimmed and native programs.</remarks>
public static class ReportWriter
{
    /// <summary>The value of the report's field <c>schema</c>.</summary>
    public const string Schema = "chaffinch.report/1";

    /// <summary>Writes one report as UTF-8 JSON without a line end.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="page">The page.</param>
    /// <param name="source">Name of the input, such as a path; null when it has none.</param>
    /// <param name="indented">True for many lines, false for one.</param>
    public static void Write(IBufferWriter<byte> output, LabelledPage page, string? source = null, bool indented = false)
    {
        using var json = new Utf8JsonWriter(output, Options(indented));
        WriteReport(json, page, source);
    }

    /// <summary>Writes one report as UTF-8 JSON without a line end.</summary>
    /// <param name="output">Where to; it stays open.</param>
    /// <param name="page">The page.</param>
    /// <param name="source">Name of the input, such as a path; null when it has none.</param>
    /// <param name="indented">True for many lines, false for one.</param>
    /// <exception cref="IOException">The stream could not be written.</exception>
    public static void Write(Stream output, LabelledPage page, string? source = null, bool indented = false)
    {
        using var json = new Utf8JsonWriter(output, Options(indented));
        WriteReport(json, page, source);
    }

    /// <summary>Writes the article of a page with what was cut from the page, and why, as UTF-8 JSON without a line end.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="page">The page.</param>
    /// <param name="source">Name of the input, such as a path; null when it has none.</param>
    /// <param name="indented">True for many lines, false for one.</param>
    public static void WriteArticle(IBufferWriter<byte> output, LabelledPage page, string? source = null, bool indented = false)
    {
        using var json = new Utf8JsonWriter(output, Options(indented));
        var at = new CodePoints(page.Page.Text);
        json.WriteStartObject();
        json.WriteString("schema", "chaffinch.article/1");
        json.WriteString("source", source);
        json.WriteString("url", page.Page.Url);
        json.WriteString("verdict", page.Judgement.Value.NameOf());
        WriteArticleFields(json, page, at);
        json.WriteStartArray("cuts");
        foreach (Cut cut in page.Article.Cuts)
        {
            json.WriteStartObject();
            WriteRange(json, at, cut.Span);
            json.WriteString("label", cut.Label.NameOf());
            json.WriteString("kind", cut.Kind.NameOf());
            json.WriteString("reason", cut.Reason);
            json.WriteString("text", page.Page.Text.AsSpan(cut.Span.Start, cut.Span.Length));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // Reports are read by people too: letters of all scripts stay themselves. They are never pasted into a script element unescaped.
    private static JsonWriterOptions Options(bool indented) =>
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = indented, NewLine = "\n" };

    private static void WriteReport(Utf8JsonWriter json, LabelledPage page, string? source)
    {
        var at = new CodePoints(page.Page.Text);
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        json.WriteString("source", source);
        json.WriteString("url", page.Page.Url);
        json.WriteString("encoding", page.Page.Encoding);
        json.WriteString("language", page.Language);
        json.WriteString("pageType", page.PageType.NameOf());
        json.WriteNumber("pageTypeConfidence", Math.Round((decimal)page.PageTypeConfidence, 3));
        json.WriteString("verdict", page.Judgement.Value.NameOf());
        WriteShare(json, "confidence", page.Judgement.Confidence);
        json.WriteStartArray("reasons");
        foreach (string reason in page.Judgement.Reasons)
        {
            json.WriteStringValue(reason);
        }

        json.WriteEndArray();
        json.WriteString("text", page.Page.Text);
        WriteSpans(json, page.Spans, at);
        WriteEvidence(json, page, at);
        json.WriteStartObject("article");
        WriteArticleFields(json, page, at);
        json.WriteEndObject();
        WriteDefects(json, page.Page.Defects);
        json.WriteEndObject();
    }

    private static void WriteSpans(Utf8JsonWriter json, ImmutableArray<LabelledSpan> spans, CodePoints at)
    {
        json.WriteStartArray("spans");
        foreach (LabelledSpan span in spans)
        {
            json.WriteStartObject();
            WriteRange(json, at, span.Span);
            json.WriteString("label", span.Label.NameOf());
            json.WriteString("kind", span.Kind.NameOf());
            json.WriteString("theme", span.Theme.NameOf());
            WriteShare(json, "confidence", span.Confidence);
            json.WriteStartArray("evidence");
            foreach (int index in span.Evidence)
            {
                json.WriteNumberValue(index);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteEvidence(Utf8JsonWriter json, LabelledPage page, CodePoints at)
    {
        json.WriteStartArray("evidence");
        foreach (Evidence evidence in page.Evidence)
        {
            json.WriteStartObject();
            json.WriteString("detector", evidence.Detector);
            json.WriteString("signal", evidence.Signal.Name);
            WriteRange(json, at, evidence.Span);
            WriteShare(json, "strength", evidence.Strength);
            json.WriteString("fact", evidence.Fact.Render(page.Page.Text));
            if (evidence.Repair is not null)
            {
                json.WriteString("repair", evidence.Repair);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteArticleFields(Utf8JsonWriter json, LabelledPage page, CodePoints at)
    {
        Article article = page.Article;
        json.WriteString("title", article.Title);
        json.WriteString("byline", article.Byline);
        json.WriteString("published", article.Published);
        json.WriteString("language", article.Language);
        json.WriteString("text", article.Text);
        json.WriteString("markdown", article.Markdown);
        if (!article.Posts.IsEmpty)
        {
            WritePosts(json, article.Posts, new CodePoints(article.Text));
        }

        if (!article.Comments.IsEmpty)
        {
            WriteComments(json, article.Comments);
        }

        if (!article.Repairs.IsEmpty)
        {
            WriteRepairs(json, page, at);
        }
    }

    private static void WritePosts(Utf8JsonWriter json, ImmutableArray<Post> posts, CodePoints at)
    {
        json.WriteStartArray("posts");
        foreach (Post post in posts)
        {
            json.WriteStartObject();
            json.WriteString("author", post.Author);
            json.WriteString("published", post.Published);
            WriteRange(json, at, new TextSpan(post.Start, post.End));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRepairs(Utf8JsonWriter json, LabelledPage page, CodePoints at)
    {
        Article article = page.Article;
        var inText = new CodePoints(article.Text);
        var inTitle = new CodePoints(article.Title ?? "");
        json.WriteStartArray("repairs");
        foreach (Repair repair in article.Repairs)
        {
            json.WriteStartObject();
            WriteRange(json, at, repair.Span);
            json.WriteString("text", repair.Text);
            json.WriteString("field", repair.InTitle ? "title" : "text");
            CodePoints there = repair.InTitle ? inTitle : inText;
            json.WriteNumber("fieldStart", there.Of(repair.Start));
            json.WriteNumber("fieldEnd", there.Of(repair.End));
            json.WriteString("detector", page.Evidence[repair.Evidence].Detector);
            json.WriteString("fact", page.Evidence[repair.Evidence].Fact.Render(page.Page.Text));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteComments(Utf8JsonWriter json, ImmutableArray<Comment> comments)
    {
        json.WriteStartArray("comments");
        foreach (Comment comment in comments)
        {
            json.WriteStartObject();
            json.WriteString("author", comment.Author);
            json.WriteString("published", comment.Published);
            json.WriteString("text", comment.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDefects(Utf8JsonWriter json, ImmutableArray<Defect> defects)
    {
        json.WriteStartArray("defects");
        foreach (Defect defect in defects)
        {
            json.WriteStartObject();
            json.WriteString("kind", defect.Kind);
            json.WriteString("message", defect.Message);
            json.WriteNumber("count", defect.Count);
            json.WriteNumber("byteStart", defect.Source.Start);
            json.WriteNumber("byteEnd", defect.Source.End);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRange(Utf8JsonWriter json, CodePoints at, TextSpan span)
    {
        json.WriteNumber("start", at.Of(span.Start));
        json.WriteNumber("end", at.Of(span.End));
    }

    // Three decimals: more would only be noise of the arithmetic, and differ from machine to machine.
    private static void WriteShare(Utf8JsonWriter json, string name, float value) =>
        json.WriteNumber(name, float.IsNaN(value) ? 0m : Math.Round((decimal)Math.Clamp(value, 0f, 1f), 3));
}
