using System.Text.Json;
using Chaffinch.Corpora.Model;
using Chaffinch.Model;

namespace Chaffinch.Corpora.Writing;

/// <summary>
/// Writes a record's spans as an attributes line of the Dolma toolkit: <c>{"source", "id", "attributes": {NAME: [[start, end, score], …]}}</c>, where a name
/// is <c>chaffinch__GROUP__WORD</c>. Offsets count code points of the unchanged input: of the text, or of the HTML as decoded.
/// </summary>
internal sealed class JsonAttributes
{
    private static readonly JsonEncodedText[] Labels = [.. Enum.GetValues<Label>().Select(static l => Name("label", l.NameOf()))];
    private static readonly JsonEncodedText[] Kinds = [.. Enum.GetValues<Kind>().Select(static k => Name(k >= Kind.Encoding ? "damaged" : "injected", k.NameOf() ?? ""))];
    private static readonly JsonEncodedText[] Themes = [.. Enum.GetValues<Theme>().Select(static t => Name("theme", t.NameOf() ?? ""))];
    private static readonly JsonEncodedText[] Verdicts = [.. Enum.GetValues<PageVerdict>().Select(static v => Name("verdict", v.NameOf()))];

    private int[] _starts = new int[64];
    private int[] _ends = new int[64];

    /// <summary>Writes one line without its end.</summary>
    public void Write(Utf8JsonWriter json, DocumentFacts facts)
    {
        LabelledPage page = facts.Page;
        int length = Locate(page);
        Begin(json, facts.Archive, facts.Id);
        json.WriteStartArray(Verdicts[(int)page.Judgement.Value]);
        WriteSpan(json, 0, length, page.Judgement.Confidence);
        json.WriteEndArray();
        for (int label = 0; label < Labels.Length; label++)
        {
            if (facts.ByLabel[label] > 0)
            {
                WriteGroup(json, page, Labels[label], (Label)label, static (span, wanted) => span.Label == wanted);
            }
        }

        for (int kind = 1; kind < Kinds.Length; kind++)
        {
            if (facts.SpansByKind[kind] > 0)
            {
                WriteGroup(json, page, Kinds[kind], (Kind)kind, static (span, wanted) => span.Kind == wanted);
            }
        }

        for (int theme = 1; theme < Themes.Length; theme++)
        {
            if (facts.SpansByTheme[theme] > 0)
            {
                WriteGroup(json, page, Themes[theme], (Theme)theme, static (span, wanted) => span.Theme == wanted);
            }
        }

        End(json);
    }

    /// <summary>The line of a record that could not be read: no attributes, so that lines still stand beside those of the input.</summary>
    public static void WriteNone(Utf8JsonWriter json, in Rejection rejection)
    {
        Begin(json, rejection.Archive, rejection.Id);
        End(json);
    }

    private static void Begin(Utf8JsonWriter json, string source, string id)
    {
        json.WriteStartObject();
        json.WriteString("source"u8, source);
        json.WriteString("id"u8, id);
        json.WriteStartObject("attributes"u8);
    }

    private static void End(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteGroup<T>(Utf8JsonWriter json, LabelledPage page, JsonEncodedText name, T wanted, Func<LabelledSpan, T, bool> belongs)
    {
        json.WriteStartArray(name);
        for (int i = 0; i < page.Spans.Length; i++)
        {
            if (belongs(page.Spans[i], wanted))
            {
                WriteSpan(json, _starts[i], _ends[i], page.Spans[i].Confidence);
            }
        }

        json.WriteEndArray();
    }

    private static void WriteSpan(Utf8JsonWriter json, int start, int end, float score)
    {
        json.WriteStartArray();
        json.WriteNumberValue(start);
        json.WriteNumberValue(end);
        json.WriteNumberValue(JsonFields.Share(score));
        json.WriteEndArray();
    }

    // Where the spans stand in the input; returns the input's length.
    private int Locate(LabelledPage page)
    {
        if (_starts.Length < page.Spans.Length)
        {
            _starts = new int[page.Spans.Length * 2];
            _ends = new int[_starts.Length];
        }

        return InputOffsets.Fill(page, _starts, _ends);
    }

    private static JsonEncodedText Name(string group, string word) => JsonEncodedText.Encode($"chaffinch__{group}__{word.Replace('-', '_')}");
}
