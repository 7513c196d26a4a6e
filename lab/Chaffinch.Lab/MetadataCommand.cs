using Chaffinch.Model;
using Chaffinch.Training.Evaluating;
using Chaffinch.Training.Loading;
using Chaffinch.Training.Model;

namespace Chaffinch.Lab;

/// <summary>Title, author and date against the gold metadata of wcxb-dev and readability.</summary>
internal static class MetadataCommand
{
    public static int Run(Options options)
    {
        int every = options.Int("every", 1);
        string? source = options.Text("source");
        if (source is null or "wcxb")
        {
            Report("wcxb-dev", MetadataFolder.Wcxb(Path.Combine(LabData.Folder, "wcxb-dev"), every), options);
        }

        if (source is null or "readability")
        {
            Report("readability", MetadataFolder.Readability(Path.Combine(LabData.Folder, "readability", "pages"), every), options);
        }

        return 0;
    }

    private static void Report(string name, IEnumerable<GoldMetadata> pages, Options options)
    {
        var analyzer = new PageAnalyzer();
        var scores = new MetadataScores();
        foreach (GoldMetadata page in pages)
        {
            scores.Add(page, analyzer.Analyze(page.Bytes, new InputHints { Url = page.Url }).Article);
        }

        scores.Write(name, options.Int("worst", 0), options.Text("field"), Console.Out);
    }
}
