using System.Globalization;
using System.Text;
using Chaffinch.Model;
using Chaffinch.Training.Loading;
using Chaffinch.Training.Model;

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
        foreach (LeakedDocument document in LeakedDocuments.Read(Path.Combine(LabData.Folder, "leaks", "docs.jsonl")))
        {
            LabelledPage page = analyzer.Analyze(Encoding.UTF8.GetBytes(document.Text));
            pages++;
            polluted += page.Judgement.Value is PageVerdict.Polluted or PageVerdict.Spam ? 1 : 0;
            foreach (string leak in document.Leaks)
            {
                spans++;
                bool hit = LeakedDocument.IsFound(page, leak);
                found += hit ? 1 : 0;
                if (!hit && worst-- > 0)
                {
                    Console.WriteLine($"missed in {document.Path}: ‹{ScoreDiff.Shorten(leak, 160)}›");
                }
            }

            LabelledPage without = analyzer.Analyze(Encoding.UTF8.GetBytes(document.Clean));
            flagged += without.Judgement.Value is PageVerdict.Polluted or PageVerdict.Spam ? 1 : 0;
            cleanChars += without.Page.Text.Length;
            foreach (LabelledSpan s in without.Spans.Where(s => s.Label == Label.Injected))
            {
                wrong += s.Span.Length;
                Console.WriteLine($"called injected in the clean {document.Path}: ‹{ScoreDiff.Shorten(without.Page.Text[s.Span.Start..s.Span.End], 100)}› {ScoreDiff.EvidenceAt(without, s.Span, 4)}");
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"leaked spans found               {found} of {spans} ({found / (double)Math.Max(1, spans):P1})"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"documents with leaks flagged     {polluted} of {pages}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"clean counterparts flagged       {flagged} of {pages}; {wrong} of {cleanChars} characters called injected"));
        return found * 100 >= spans * 95 && flagged == 0 ? 0 : 1;
    }
}
