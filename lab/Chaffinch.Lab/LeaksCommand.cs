using System.Globalization;
using System.Text;
using System.Text.Json;
using Chaffinch.Model;

namespace Chaffinch.Lab;

/// <summary>How many of the spans that a model leaked into translated documents are found, and what their clean counterparts are called.</summary>
/// <remarks>
/// A span counts as found where the marker of the tool call and at least half of what follows it are called injected: most spans of the data
/// reach back over a genuine line, so they cannot be held letter by letter. The clean counterpart is the document with the line as it was
/// before the leak where that is known, else without the line; lines of the same residue that the data do not list are left out of it too.
/// </remarks>
internal static class LeaksCommand
{
    public static int Run(Options options)
    {
        int worst = options.Int("worst", 10);
        var analyzer = new PageAnalyzer();
        int spans = 0, found = 0, pages = 0, polluted = 0, flagged = 0;
        long wrong = 0, cleanChars = 0;
        foreach (string line in File.ReadLines(Path.Combine(LabData.Folder, "leaks", "docs.jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            string text = json.RootElement.GetProperty("text").GetString()!;
            LabelledPage page = analyzer.Analyze(Encoding.UTF8.GetBytes(text));
            pages++;
            polluted += page.Judgement.Value is PageVerdict.Polluted or PageVerdict.Spam ? 1 : 0;
            var clean = new StringBuilder();
            int done = 0;
            foreach (JsonElement span in json.RootElement.GetProperty("spans").EnumerateArray())
            {
                int start = span.GetProperty("start").GetInt32();
                int end = span.GetProperty("end").GetInt32();
                clean.Append(text, done, start - done);
                done = end;
                spans++;
                bool hit = Found(page, text[start..end]);
                found += hit ? 1 : 0;
                if (!hit && worst-- > 0)
                {
                    Console.WriteLine($"missed in {json.RootElement.GetProperty("path").GetString()}: ‹{ScoreDiff.Shorten(text[start..end], 160)}›");
                }
            }

            clean.Append(text, done, text.Length - done);
            LabelledPage without = analyzer.Analyze(Encoding.UTF8.GetBytes(WithoutMarkers(clean.ToString())));
            flagged += without.Judgement.Value is PageVerdict.Polluted or PageVerdict.Spam ? 1 : 0;
            cleanChars += without.Page.Text.Length;
            foreach (LabelledSpan s in without.Spans.Where(s => s.Label == Label.Injected))
            {
                wrong += s.Span.Length;
                Console.WriteLine($"called injected in the clean {json.RootElement.GetProperty("path").GetString()}: ‹{ScoreDiff.Shorten(without.Page.Text[s.Span.Start..s.Span.End], 100)}› {ScoreDiff.EvidenceAt(without, s.Span, 4)}");
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"leaked spans found               {found} of {spans} ({found / (double)Math.Max(1, spans):P1})"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"documents with leaks flagged     {polluted} of {pages}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"clean counterparts flagged       {flagged} of {pages}; {wrong} of {cleanChars} characters called injected"));
        return found * 100 >= spans * 95 && flagged == 0 ? 0 : 1;
    }

    private static string WithoutMarkers(string text) =>
        string.Join('\n', text.Split('\n').Where(l => !l.Contains(" to=final", StringComparison.Ordinal) && !l.Contains(" to=functions.", StringComparison.Ordinal)));

    private static bool Found(LabelledPage page, string leaked)
    {
        int marker = leaked.IndexOf("to=", StringComparison.Ordinal);
        string tail = leaked[Math.Max(0, marker)..].TrimEnd();
        int at = page.Page.Text.IndexOf(tail, StringComparison.Ordinal);
        int injected = page.Spans.Where(s => s.Label == Label.Injected).Sum(s => Math.Max(0, Math.Min(s.Span.End, at + tail.Length) - Math.Max(s.Span.Start, at)));
        bool atMarker = page.Spans.Any(s => s.Label == Label.Injected && s.Span.Start <= at && s.Span.End >= at + 3);
        return at >= 0 && atMarker && injected * 2 >= tail.Length;
    }
}
