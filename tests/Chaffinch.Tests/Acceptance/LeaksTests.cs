using System.Text;
using System.Text.Json;
using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Acceptance;

/// <summary>Documents into which a model leaked the residue of tool calls, held by the ratchet; <c>lab/run leaks</c> shows them one by one.</summary>
public sealed class LeaksTests(ITestOutputHelper output)
{
    [Fact]
    public void Residue_of_models_is_found_and_the_clean_documents_are_left_alone()
    {
        if (Repository.Data is null)
        {
            Assert.Skip("the development data are absent (../shared/data)");
        }

        var analyzer = new PageAnalyzer();
        int spans = 0, found = 0, documents = 0, leftAlone = 0;
        foreach (string line in File.ReadLines(Path.Combine(Repository.Data, "leaks", "docs.jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            string text = json.RootElement.GetProperty("text").GetString()!;
            LabelledPage page = analyzer.Analyze(Encoding.UTF8.GetBytes(text));
            var clean = new StringBuilder();
            int done = 0;
            foreach (JsonElement span in json.RootElement.GetProperty("spans").EnumerateArray())
            {
                int start = span.GetProperty("start").GetInt32();
                int end = span.GetProperty("end").GetInt32();
                clean.Append(text, done, start - done);
                done = end;
                spans++;
                found += IsFound(page, text[start..end]) ? 1 : 0;
            }

            clean.Append(text, done, text.Length - done);
            documents++;
            PageVerdict verdict = analyzer.Analyze(Encoding.UTF8.GetBytes(WithoutMarkers(clean.ToString()))).Judgement.Value;
            leftAlone += verdict is PageVerdict.Polluted or PageVerdict.Spam ? 0 : 1;
        }

        (string, double)[] figures = [("leaks/spans-found", found / (double)spans), ("leaks/clean-left-alone", leftAlone / (double)documents)];
        output.WriteLine($"{found} of {spans} spans found, {leftAlone} of {documents} clean documents left alone");
        List<string> failures = Ratchet.Shared.Hold("./test -class '*LeaksTests' -showLiveOutput", figures, Ratchet.Updating);
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    // The spans of the data reach back over a genuine line: what counts is the marker and at least half of what stands behind it.
    private static bool IsFound(LabelledPage page, string leaked)
    {
        string tail = leaked[Math.Max(0, leaked.IndexOf("to=", StringComparison.Ordinal))..].TrimEnd();
        int at = page.Page.Text.IndexOf(tail, StringComparison.Ordinal);
        IEnumerable<LabelledSpan> injected = page.Spans.Where(s => s.Label == Label.Injected);
        int covered = injected.Sum(s => Math.Max(0, Math.Min(s.Span.End, at + tail.Length) - Math.Max(s.Span.Start, at)));
        return at >= 0 && injected.Any(s => s.Span.Start <= at && s.Span.End >= at + 3) && covered * 2 >= tail.Length;
    }

    // Second lines of the same residue that the data do not list.
    private static string WithoutMarkers(string text) =>
        string.Join('\n', text.Split('\n').Where(l => !l.Contains(" to=final", StringComparison.Ordinal) && !l.Contains(" to=functions.", StringComparison.Ordinal)));
}
