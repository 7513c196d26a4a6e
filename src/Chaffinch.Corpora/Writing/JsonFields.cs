using System.Text.Encodings.Web;
using System.Text.Json;
using Chaffinch.Corpora.Model;
using Chaffinch.Model;

namespace Chaffinch.Corpora.Writing;

/// <summary>How records are written as JSON: names encoded once, one writer reused, letters of all scripts left as they are.</summary>
internal static class JsonFields
{
    public static JsonWriterOptions Options { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = false, SkipValidation = true };

    /// <summary>One document: the article and a summary of what was found.</summary>
    public static void WriteDocument(Utf8JsonWriter json, DocumentFacts facts, bool markdown)
    {
        LabelledPage page = facts.Page;
        json.WriteStartObject();
        json.WriteString("id"u8, facts.Id);
        json.WriteString("url"u8, facts.Url);
        json.WriteString("title"u8, page.Article.Title);
        json.WriteString("byline"u8, page.Article.Byline);
        json.WriteString("published"u8, page.Article.Published);
        json.WriteString("language"u8, facts.Language);
        json.WriteString("text"u8, page.Article.Text);
        if (markdown)
        {
            json.WriteString("markdown"u8, page.Article.Markdown);
        }

        json.WriteString("verdict"u8, page.Judgement.Value.NameOf());
        WriteShare(json, "confidence"u8, page.Judgement.Confidence);
        json.WriteStartObject("counts"u8);
        json.WriteNumber("characters"u8, facts.Characters);
        json.WriteNumber("kept"u8, facts.Kept);
        json.WriteNumber("injected"u8, facts.ByLabel[(int)Label.Injected]);
        json.WriteNumber("damaged"u8, facts.ByLabel[(int)Label.Damaged]);
        json.WriteNumber("furniture"u8, facts.ByLabel[(int)Label.Furniture]);
        json.WriteEndObject();
        json.WriteStartObject("kinds"u8);
        for (int kind = 1; kind < facts.SpansByKind.Length; kind++)
        {
            if (facts.SpansByKind[kind] > 0)
            {
                json.WriteNumber(((Kind)kind).NameOf()!, facts.SpansByKind[kind]);
            }
        }

        json.WriteEndObject();
        json.WriteStartObject("themes"u8);
        for (int theme = 1; theme < facts.SpansByTheme.Length; theme++)
        {
            if (facts.SpansByTheme[theme] > 0)
            {
                json.WriteNumber(((Theme)theme).NameOf()!, facts.SpansByTheme[theme]);
            }
        }

        json.WriteEndObject();
        WriteMoment(json, facts.Fetched);
        json.WriteString("source"u8, facts.Archive);
        json.WriteNumber("offset"u8, facts.Offset);
        json.WriteEndObject();
    }

    /// <summary>One line of a rejects file.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="rejection">The record.</param>
    /// <param name="facts">What labelling found; null when it was not labelled.</param>
    public static void WriteRejection(Utf8JsonWriter json, in Rejection rejection, DocumentFacts? facts)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, rejection.Id);
        json.WriteString("url"u8, rejection.Url);
        json.WriteString("reason"u8, rejection.Reason);
        json.WriteString("detail"u8, rejection.Detail);
        if (facts is not null)
        {
            json.WriteString("verdict"u8, facts.Page.Judgement.Value.NameOf());
            json.WriteString("language"u8, facts.Language);
            json.WriteNumber("kept"u8, facts.Kept);
            json.WriteNumber("injected"u8, facts.ByLabel[(int)Label.Injected]);
        }

        json.WriteString("source"u8, rejection.Archive);
        json.WriteNumber("offset"u8, rejection.Offset);
        json.WriteEndObject();
    }

    /// <summary>One line of a defects file.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="defect">What was wrong.</param>
    /// <param name="id">The record that it is a defect of; null for one of the archive.</param>
    public static void WriteDefect(Utf8JsonWriter json, ItemDefect defect, string? id)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("kind"u8, defect.Kind);
        json.WriteString("message"u8, defect.Message);
        json.WriteString("source"u8, defect.Archive);
        json.WriteNumber("offset"u8, defect.Offset);
        json.WriteEndObject();
    }

    // Three decimals: more would only be noise of the arithmetic, and differ from machine to machine.
    internal static void WriteShare(Utf8JsonWriter json, ReadOnlySpan<byte> name, float value) => json.WriteNumber(name, Share(value));

    internal static decimal Share(float value) => float.IsNaN(value) ? 0m : Math.Round((decimal)Math.Clamp(value, 0f, 1f), 3);

    private static void WriteMoment(Utf8JsonWriter json, DateTimeOffset? moment)
    {
        if (moment is null)
        {
            json.WriteNull("fetched"u8);
            return;
        }

        Span<char> text = stackalloc char[32];
        moment.Value.UtcDateTime.TryFormat(text, out int length, "yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        json.WriteString("fetched"u8, text[..length]);
    }
}
