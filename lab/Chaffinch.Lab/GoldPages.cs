using Chaffinch.Model;
using Chaffinch.Training.Model;

namespace Chaffinch.Lab;

/// <summary>A labelled page as training wants it: what each code unit of the engine's own text is.</summary>
/// <param name="Case">The case.</param>
/// <param name="Page">The page as the engine reads it.</param>
/// <param name="Gold">What its code units are; null where the engine has text that the gold has not.</param>
internal sealed record GoldPages(GoldCase Case, Page Page, Gold?[] Gold)
{
    /// <summary>Reads the labelled pages of a folder; none where it is absent.</summary>
    public static List<GoldPages> ReadAll(string folder) => Directory.Exists(folder) ? [.. GoldCase.ReadAll(folder).Select(Of)] : [];

    /// <summary>The labelled pages that network, parts and themes are trained on.</summary>
    public static List<GoldPages> ForTraining() => ReadAll(Path.Combine(LabData.Root, "tests", "samples", "train"));

    /// <summary>Those that the tagger learns words from: beside the others some 1,300 that made the network worse (ADR 30).</summary>
    public static List<GoldPages> ForWords() => [.. ForTraining(), .. ReadAll(Path.Combine(LabData.Root, "tests", "samples", "words"))];

    /// <summary>Those that the model of rewritten text learns from: beside the others pages that were written for it alone.</summary>
    public static List<GoldPages> ForSpun() => [.. ForTraining(), .. ReadAll(Path.Combine(LabData.Root, "tests", "samples", "spun"))];

    /// <summary>Which of a number of folds a page belongs to; by its name, so that new pages move no old one.</summary>
    public int FoldOf(int folds) => (int)(Chaffinch.Training.Grafting.Stable.Hash(Case.Name) % (uint)folds);

    /// <summary>Reads one labelled page.</summary>
    public static GoldPages Of(GoldCase one)
    {
        Page page = new PageAnalyzer().Read(one.Page);
        (int[] points, int[] offsets) = GoldCase.Flat(page.Text);
        int[] pair = Alignment.Of(one.Text, points);
        var gold = new Gold?[page.Text.Length];
        for (int i = 0; i < pair.Length; i++)
        {
            if (pair[i] >= 0)
            {
                Tag tag = one.Tags[i];
                gold[offsets[pair[i]]] = new Gold(
                    Enum.GetValues<Label>().First(l => l.NameOf() == tag.Label), tag.Kind is null ? Kind.None : Enum.GetValues<Kind>().First(k => k.NameOf() == tag.Kind));
            }
        }

        return new GoldPages(one, page, gold);
    }
}
