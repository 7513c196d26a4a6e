using System.Text;
using Chaffinch.Model;
using Chaffinch.Training.Loading;
using Chaffinch.Training.Model;
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
        foreach (LeakedDocument document in LeakedDocuments.Read(Path.Combine(Repository.Data, "leaks", "docs.jsonl")))
        {
            LabelledPage page = analyzer.Analyze(Encoding.UTF8.GetBytes(document.Text));
            spans += document.Leaks.Count;
            found += document.Leaks.Count(leak => LeakedDocument.IsFound(page, leak));
            documents++;
            PageVerdict verdict = analyzer.Analyze(Encoding.UTF8.GetBytes(document.Clean)).Judgement.Value;
            leftAlone += verdict is PageVerdict.Polluted or PageVerdict.Spam ? 0 : 1;
        }

        (string, double)[] figures = [("leaks/spans-found", found / (double)spans), ("leaks/clean-left-alone", leftAlone / (double)documents)];
        output.WriteLine($"{found} of {spans} spans found, {leftAlone} of {documents} clean documents left alone");
        List<string> failures = Ratchet.Shared.Hold("./test -class '*LeaksTests' -showLiveOutput", figures, Ratchet.Updating);
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }
}
