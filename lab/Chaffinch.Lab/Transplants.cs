using System.Globalization;
using System.Text;
using System.Text.Json;
using Chaffinch.Training.Grafting;

namespace Chaffinch.Lab;

/// <summary>Real pages and texts to plant into, and labelled pages to take from: those at even places and the sets that measure, or those at odd places and the pages of the training.</summary>
internal static class Transplants
{
    /// <summary>Seed of the pages that are trained on.</summary>
    public const int TrainingSeed = 203;

    // Longer pages are passed over: for measuring, and for training, to which they teach little more and cost as much as twenty labelled pages.
    private const int MostMeasured = 60_000;
    private const int MostTrained = 25_000;

    private const int Seen = 12;

    private static readonly string[] Sets = ["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "fourteenth"];

    /// <summary>For measuring: nothing of it is learned from.</summary>
    public static Transplanter ForMeasuring()
    {
        IEnumerable<GoldPages> donors = Sets.SelectMany(s => GoldPages.ReadAll(Path.Combine(LabData.Root, "tests", "pages", s)));
        return new Transplanter(Hosts(0), new Donors(donors.Select(DonorOf)), MostMeasured);
    }

    /// <summary>For training: hosts at odd places, donors of one fold of the labelled pages, so that the fold's tagger has not seen them.</summary>
    /// <param name="labelled">The labelled pages of the fold.</param>
    public static Transplanter ForTraining(IEnumerable<GoldPages> labelled) => new(Hosts(1), new Donors(labelled.Select(DonorOf)), MostTrained);

    /// <summary>The fold whose labelled pages were planted in a page of the training, -1 for any other page.</summary>
    public static int FoldOf(string name)
    {
        string prefix = $"t{TrainingSeed}-";
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && name.StartsWith(prefix, StringComparison.Ordinal) ? int.Parse(name.AsSpan(prefix.Length, colon - prefix.Length), CultureInfo.InvariantCulture) % PromoLines.Folds : -1;
    }

    private static DonorPage DonorOf(GoldPages page) => DonorPage.Of(page.Case.Name, page.Case.Language, page.Page, page.Gold);

    private static List<(int Weight, IReadOnlyList<HostPage> Pages)> Hosts(int parity) =>
    [
        (4, Pages("wcxb-dev", "*.html.gz", parity)),
        (4, Pages("trafilatura-eval/html", "*", parity)),
        (1, Pages("readability/pages", "source.html.gz", parity)),
        (1, Pages("zh-pages", "*.html.gz", parity)),
        (1, [.. Half(LabData.Files("clean/zh_news", "*.md"), parity).Select(f => new HostPage(Shown(f), false, () => LabData.Read(f)))]),
        (1 + parity, [.. Half(LabData.Files("wcxb-dev/dev/ground-truth", "*.json"), parity).Select(f => new HostPage(Shown(f), false, () => MainText(f)))]),
    ];

    private static List<HostPage> Pages(string folder, string pattern, int parity) =>
        [.. Half(LabData.Files(folder, pattern), parity, web: true).Where(f => !LabData.IsPollutedInTruth(f)).Select(f => new HostPage(Shown(f), true, () => LabData.Read(f)))];

    // A sixth of the pages of the web are words that the taggers have learned as genuine (PromoLines): what stands in those would stand out more than it does elsewhere.
    private static IEnumerable<string> Half(List<string> files, int parity, bool web = false) => files.Where((_, i) => i % 2 == parity && (!web || i % Seen is not (1 or 7)));

    private static string Shown(string file) => Path.GetRelativePath(LabData.Folder, file).Replace('\\', '/');

    private static byte[] MainText(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        JsonElement truth = json.RootElement.GetProperty("ground_truth");
        string title = truth.TryGetProperty("title", out JsonElement t) ? t.GetString() ?? "" : "";
        string text = truth.TryGetProperty("main_content", out JsonElement m) ? m.GetString() ?? "" : "";
        return Encoding.UTF8.GetBytes(title + "\n\n" + text);
    }
}
