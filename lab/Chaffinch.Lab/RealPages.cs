using Chaffinch.Detecting.Shared;
using Chaffinch.Model;

namespace Chaffinch.Lab;

/// <summary>
/// Real pages and texts to learn from as genuine ones. Pages stand at odd places of their lists (<c>alarms --unseen</c> counts on those at even ones only), texts half-way between
/// those that alarms are counted on; pages that were looked at and are polluted in truth are left out.
/// </summary>
internal static class RealPages
{
    private const int MaxChars = 60_000;

    private static readonly (string Folder, string Pattern, int Share)[] Lists =
        [("trafilatura-eval/html", "*", 2), ("wcxb-dev", "*.html.gz", 2), ("readability/pages", "source.html.gz", 1)];

    /// <summary>Pages of the public lists, each with the tagger of its fold in use, as it will be when the fold is measured; the caller takes it out of use.</summary>
    /// <param name="most">How many at most, over all lists.</param>
    /// <param name="taggers">A tagger for each fold.</param>
    public static IEnumerable<(string File, Page Page)> Pages(int most, PromoTagger[] taggers)
    {
        int read = 0;
        foreach ((string folder, string pattern, int share) in Lists)
        {
            List<string> files = LabData.Files(folder, pattern);
            int wanted = most * share / 5;
            for (int i = 0; i < wanted; i++)
            {
                // Every file at an odd place: those at even ones are for alarms --unseen.
                string file = files[Math.Min(files.Count - 1, ((int)((long)i * files.Count / wanted) & ~1) + 1)];
                Page page = new PageAnalyzer().Read(LabData.Read(file));
                if (page.Text.Length < MaxChars && !LabData.IsPollutedInTruth(file))
                {
                    PromoTagger.Use(taggers[read++ % taggers.Length]);
                    yield return (file, page);
                }
            }
        }
    }

    /// <summary>Genuine texts that praise, list and repeat: app descriptions, news, documentation in many languages.</summary>
    /// <param name="most">Lines of each list of texts; documents are a tenth of that.</param>
    public static IEnumerable<(string Source, Page Page)> Texts(int most)
    {
        foreach ((string name, byte[] text) in AlarmsCommand.TextsBetween(most))
        {
            yield return (name, new PageAnalyzer().Read(text, new InputHints(Format: InputFormat.Text)));
        }
    }
}
