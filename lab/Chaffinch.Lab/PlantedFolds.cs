using System.Globalization;
using Chaffinch.Detecting.Shared;
using Chaffinch.Labelling;
using Chaffinch.Model;
using Chaffinch.Training.Fitting;
using Chaffinch.Training.Model;

namespace Chaffinch.Lab;

/// <summary>
/// What is found on labelled pages and on real ones by networks and taggers that have not seen them: the pages are in folds, and each fold is labelled by a network that was trained
/// without it. The honest figure of a way of training, on all labelled pages at once.
/// </summary>
internal static class PlantedFolds
{
    private static bool IsFlagged(PageAnalyzer analyzer, PreparedPage page) => analyzer.Analyze(LabData.Read(page.Name)).Judgement.Value is PageVerdict.Polluted or PageVerdict.Spam;

    /// <summary>Trains a network for each fold and prints what it finds on the fold.</summary>
    /// <param name="train">Trains a network on samples.</param>
    /// <param name="pages">All pages of the training.</param>
    /// <param name="samples">Their samples, those of the second pass among them.</param>
    public static void Run(Func<List<PlantedSample>, PlantedNet> train, List<PreparedPage> pages, List<PlantedSample> samples)
    {
        List<GoldPages> labelled = GoldPages.ForTraining();
        Dictionary<string, int> foldOf = labelled.ToDictionary(p => p.Case.Name, p => p.FoldOf(PromoLines.Folds), StringComparer.Ordinal);
        List<PreparedPage> real = [.. pages.Where(p => Path.IsPathRooted(p.Name))];
        for (int i = 0; i < real.Count; i++)
        {
            foldOf.TryAdd(real[i].Name, i % PromoLines.Folds);
        }

        LabellingPolicy[] policies = [LabellingPolicy.Strict, LabellingPolicy.Balanced, LabellingPolicy.Thorough];
        List<ScoreCommand.Row>[] rows = [.. policies.Select(_ => new List<ScoreCommand.Row>())];
        var tables = new ScoreTables();
        int[] alarms = new int[policies.Length];
        for (int fold = 0; fold < PromoLines.Folds; fold++)
        {
            PlantedNet net = train([.. samples.Where(s => (foldOf.TryGetValue(s.Name, out int own) ? own : Transplants.FoldOf(s.Name)) != fold)]);
            PromoTagger.Use(PromoTagger.Read(File.ReadAllBytes(PromoLines.FileOf(fold))));
            PlantedNet.Use(net);
            for (int i = 0; i < policies.Length; i++)
            {
                var analyzer = new PageAnalyzer(new AnalyzerOptions { Policy = policies[i] });
                foreach (GoldPages page in labelled.Where(p => foldOf[p.Case.Name] == fold))
                {
                    LabelledPage found = analyzer.Analyze(page.Case.Page);
                    rows[i].Add(ScoreCommand.Score(page.Case, found));
                    if (policies[i] == LabellingPolicy.Balanced)
                    {
                        tables.Add(page.Case, found);
                    }
                }

                foreach (PreparedPage page in real.Where(p => foldOf[p.Name] == fold && IsFlagged(analyzer, p)))
                {
                    alarms[i]++;
                    if (policies[i] == LabellingPolicy.Balanced)
                    {
                        Console.WriteLine($"flagged: {Path.GetRelativePath(LabData.Folder, page.Name)}");
                    }
                }
            }

            PlantedNet.Use(null);
            PromoTagger.Use(null);
        }

        for (int i = 0; i < policies.Length; i++)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"== {policies[i]}: real pages flagged {alarms[i]} of {real.Count}"));
            ScoreCommand.PrintSummary(rows[i]);
        }

        tables.Print();
        foreach (ScoreCommand.Row row in rows[1].Where(r => r.F1 < 0.95 || r.Kept < 0.98).OrderBy(r => r.Case.Verdict, StringComparer.Ordinal).ThenBy(r => r.F1))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{row.Case.Name,-28} {row.Case.Verdict,9}>{row.Got,-9} F1={row.F1:F2} P={row.Precision:F2} R={row.Recall:F2} kept={row.Kept:F2} planted {row.TruePositive + row.FalseNegative} wrong {row.FalsePositive}"));
        }
    }
}
