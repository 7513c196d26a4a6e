using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chaffinch.Model;
using Chaffinch.Parsing;
using Chaffinch.Text;
using Xunit;

namespace Chaffinch.Tests.Parsing;

/// <summary>Runs the tokenizer cases of html5lib. Lists of parse errors are out of scope: the reader recovers as the standard says, but names no errors.</summary>
public sealed partial class TokenizerConformanceTests(ITestOutputHelper output)
{
    /// <summary>Cases in the suite; runs are more, since a case may name several initial states.</summary>
    private const int RecordedCases = 6810;

    /// <summary>Cases that cannot be carried by UTF-8: lone surrogates in the input.</summary>
    private const int RecordedSurrogates = 4;

    /// <summary>Cases about coercing a tree to XML's rules, which no reader of text does.</summary>
    private const int RecordedXml = 4;

    [Fact]
    public void All_tokenizer_cases_that_apply_pass()
    {
        Assert.SkipWhen(Repository.Data is null, "../shared/data is not there");
        var tally = new Tally();
        var failures = new List<string>();
        foreach (string file in Directory.GetFiles(Path.Combine(Repository.Data!, "html5lib-tests", "tokenizer"), "*.test").Order(StringComparer.Ordinal))
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (JsonProperty set in json.RootElement.EnumerateObject())
            {
                int number = 0;
                foreach (JsonElement test in set.Value.EnumerateArray())
                {
                    tally.Cases++;
                    RunCase(Path.GetFileName(file) + "#" + number++, set.Name, test, tally, failures);
                }
            }
        }

        output.WriteLine($"{tally.Cases} cases, {tally.Runs} runs: {tally.Passed} passed, {failures.Count} failed; left out: {tally.Surrogates} lone surrogates, {tally.Xml} XML coercion");
        foreach (string failure in failures.Take(40))
        {
            output.WriteLine(failure);
        }

        Assert.Empty(failures);
        Assert.Equal(RecordedCases, tally.Cases);
        Assert.Equal(RecordedSurrogates, tally.Surrogates);
        Assert.Equal(RecordedXml, tally.Xml);
    }

    private static void RunCase(string name, string set, JsonElement test, Tally tally, List<string> failures)
    {
        bool escaped = test.TryGetProperty("doubleEscaped", out JsonElement e) && e.GetBoolean();
        string input = Text(test.GetProperty("input"), escaped);
        if (string.Equals(set, "xmlViolationTests", StringComparison.Ordinal))
        {
            tally.Xml++;
            return;
        }

        if (HasLoneSurrogate(input))
        {
            tally.Surrogates++;
            return;
        }

        string expected = Expected(test.GetProperty("output"), escaped);
        string last = test.TryGetProperty("lastStartTag", out JsonElement l) ? l.GetString()! : "";
        var states = test.TryGetProperty("initialStates", out JsonElement s) ? s.EnumerateArray().Select(x => x.GetString()!).ToList() : ["Data state"];
        foreach (string state in states)
        {
            tally.Runs++;
            string actual = Tokenize(Encoding.UTF8.GetBytes(input), Model(state), last);
            if (string.Equals(expected, actual, StringComparison.Ordinal))
            {
                tally.Passed++;
            }
            else
            {
                failures.Add($"{name} [{state}] {JsonSerializer.Serialize(input)}\n  expected {JsonSerializer.Serialize(expected)}\n  actual   {JsonSerializer.Serialize(actual)}");
            }
        }
    }

    private static ContentModel Model(string state) => state switch
    {
        "Data state" => ContentModel.Data,
        "PLAINTEXT state" => ContentModel.Plaintext,
        "RCDATA state" => ContentModel.Rcdata,
        "RAWTEXT state" => ContentModel.Rawtext,
        "Script data state" => ContentModel.ScriptData,
        "CDATA section state" => ContentModel.Cdata,
        _ => throw new InvalidOperationException(state),
    };

    /// <summary>The tokens in one line each: kind, name, parts.</summary>
    private static unsafe string Tokenize(byte[] utf8, ContentModel model, string last)
    {
        var text = new StringBuilder();
        var all = new StringBuilder();
        var tokenizer = new HtmlTokenizer { AttributeNameSpans = [] };
        var markup = new Markup();
        fixed (byte* p = utf8)
        {
            tokenizer.Start(p, utf8.Length, ReadLimits.Default, markup);
            tokenizer.EnterRaw(model, Encoding.UTF8.GetBytes(last));
            while (true)
            {
                TokenKind kind = tokenizer.Next();
                if (kind == TokenKind.Text)
                {
                    Decode(utf8.AsSpan(tokenizer.TokenStart, tokenizer.TokenEnd - tokenizer.TokenStart), tokenizer.TextFlags, text);
                    continue;
                }

                if (text.Length > 0)
                {
                    all.Append("Character ").Append(text).Append('\n');
                    text.Clear();
                }

                if (kind == TokenKind.EndOfFile)
                {
                    return all.ToString();
                }

                Append(all, kind, tokenizer, utf8, markup);
            }
        }
    }

    private static void Append(StringBuilder all, TokenKind kind, HtmlTokenizer t, byte[] utf8, Markup markup)
    {
        string name = CharacterReferences.DecodeToString(utf8.AsSpan(t.NameStart, t.NameEnd - t.NameStart), CharacterMode.Raw);
        switch (kind)
        {
            case TokenKind.Comment:
                all.Append("Comment ").Append(name);
                break;
            case TokenKind.EndTag:
                all.Append("EndTag ").Append(Lower(name));
                break;
            case TokenKind.Doctype:
                all.Append("DOCTYPE ").Append(Part(name.Length == 0 ? null : Lower(name))).Append(Part(Id(t.PublicId, utf8))).Append(Part(Id(t.SystemId, utf8))).Append(!t.ForceQuirks);
                break;
            default:
                all.Append("StartTag ").Append(Lower(name)).Append(t.SelfClosing ? " /" : "");
                var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal);
                for (int i = t.FirstAttribute; i < markup.AttributeCount; i++)
                {
                    SourceSpan span = t.AttributeNameSpans![i];
                    MarkupAttribute a = markup.Attributes[i];
                    ReadOnlySpan<byte> value = utf8.AsSpan(a.ValueStart, a.ValueEnd - a.ValueStart);
                    attributes.Add(
                        Lower(CharacterReferences.DecodeToString(utf8.AsSpan(span.Start, span.Length), CharacterMode.Raw)),
                        CharacterReferences.DecodeToString(value, a.HasReferences ? CharacterMode.Attribute : CharacterMode.Raw));
                }

                foreach ((string key, string value) in attributes)
                {
                    all.Append(' ').Append(key).Append('=').Append(Part(value));
                }

                break;
        }

        all.Append('\n');
    }

    private static string? Id(SourceSpan span, byte[] utf8) =>
        span.Start < 0 ? null : CharacterReferences.DecodeToString(utf8.AsSpan(span.Start, span.Length), CharacterMode.Raw);

    private static string Part(string? value) => value is null ? "null " : $"'{value}' ";

    /// <summary>Decodes what the flags ask for and nothing else, so that a missing flag fails a case.</summary>
    private static void Decode(ReadOnlySpan<byte> utf8, MarkupFlags flags, StringBuilder into)
    {
        bool raw = (flags & MarkupFlags.RawText) != 0;
        if ((flags & (MarkupFlags.HasControls | MarkupFlags.HasReferences)) == 0)
        {
            into.Append(Encoding.UTF8.GetString(utf8));
            return;
        }

        CharacterMode mode = (flags & MarkupFlags.HasReferences) == 0 ? CharacterMode.Raw : raw ? CharacterMode.Replaceable : CharacterMode.Text;
        while (!utf8.IsEmpty)
        {
            int taken = CharacterReferences.Next(utf8, mode, out CharacterPiece piece);
            if (utf8[0] == 0)
            {
                into.Append(raw ? '\uFFFD' : '\0');
            }
            else if (piece.IsVerbatim)
            {
                into.Append(Encoding.UTF8.GetString(utf8[..taken]));
            }
            else
            {
                into.Append(piece.First).Append(piece.Second == '\0' ? "" : piece.Second.ToString());
            }

            utf8 = utf8[taken..];
        }
    }

    private static string Expected(JsonElement tokens, bool escaped)
    {
        var all = new StringBuilder();
        bool inText = false;
        foreach (JsonElement token in tokens.EnumerateArray())
        {
            string kind = token[0].GetString()!;
            if (inText && kind != "Character")
            {
                all.Append('\n');
            }

            switch (kind)
            {
                case "Character":
                    all.Append(inText ? "" : "Character ").Append(Text(token[1], escaped));
                    inText = true;
                    continue;
                case "DOCTYPE":
                    all.Append("DOCTYPE ").Append(Part(Null(token[1], escaped))).Append(Part(Null(token[2], escaped))).Append(Part(Null(token[3], escaped))).Append(token[4].GetBoolean());
                    break;
                case "StartTag":
                    all.Append("StartTag ").Append(Text(token[1], escaped)).Append(token.GetArrayLength() > 3 ? " /" : "");
                    foreach (JsonProperty a in token[2].EnumerateObject().OrderBy(a => Unescape(a.Name, escaped), StringComparer.Ordinal))
                    {
                        all.Append(' ').Append(Unescape(a.Name, escaped)).Append('=').Append(Part(Text(a.Value, escaped)));
                    }

                    break;
                default:
                    all.Append(kind).Append(' ').Append(Text(token[1], escaped));
                    break;
            }

            all.Append('\n');
            inText = false;
        }

        return all.Append(inText ? "\n" : "").ToString();
    }

    private static string? Null(JsonElement e, bool escaped) => e.ValueKind == JsonValueKind.Null ? null : Text(e, escaped);

    private static string Text(JsonElement e, bool escaped) => Unescape(JsonText(e.GetRawText()), escaped);

    private static string Unescape(string s, bool escaped) => escaped ? JsonText('"' + s + '"') : s;

    /// <summary>A JSON string's value, also where it holds lone surrogates, which the JSON reader refuses.</summary>
    private static string JsonText(string raw) => Escape().Replace(raw[1..^1], m => m.Groups["hex"].Success
        ? ((char)Convert.ToInt32(m.Groups["hex"].Value, 16)).ToString()
        : m.Value[1] switch { 'n' => "\n", 't' => "\t", 'r' => "\r", 'f' => "\f", 'b' => "\b", char c => c.ToString() });

    [GeneratedRegex(@"\\(?:u(?<hex>[0-9a-fA-F]{4})|.)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escape();

    private static string Lower(string s) => string.Create(s.Length, s, static (to, from) =>
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] | 0x20) : from[i];
        }
    });

    private static bool HasLoneSurrogate(string s)
    {
        for (int i = 0; i < s.Length; i++)
        {
            if (char.IsHighSurrogate(s[i]) && i + 1 < s.Length && char.IsLowSurrogate(s[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(s[i]))
            {
                return true;
            }
        }

        return false;
    }

    private sealed class Tally
    {
        public int Cases { get; set; }

        public int Runs { get; set; }

        public int Passed { get; set; }

        public int Surrogates { get; set; }

        public int Xml { get; set; }
    }
}
