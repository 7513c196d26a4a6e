using Chaffinch.Cleaning;
using Chaffinch.Training;
using Chaffinch.Training.Fitting;
using Chaffinch.Training.Model;

namespace Chaffinch.Lab;

/// <summary>Trains the ranker of titles, and says how often it is right on domains that it did not see.</summary>
internal static class TrainTitlesCommand
{
    public static int Run(Options options)
    {
        IReadOnlyList<GoldPage> gold = MainTextEvaluation.ReadPages(Path.Combine(LabData.Folder, "wcxb-dev"));
        List<TitleSample> samples = TitleTraining.Read(gold, Console.WriteLine);
        List<TitleSample> all = samples;
        samples = samples.FindAll(s => s.HasAddress);
        int reached = samples.Count(s => s.IsRight.Contains(true));
        int right = TitleTraining.CrossValidate(all);
        TitleRanker ranker = TitleFitter.Fit(all);
        int known = samples.Count(s => TitleTraining.IsRight(ranker, s));
        Console.WriteLine(FormattableString.Invariant($"{samples.Count} pages, {samples.Average(s => s.Facts.Length):F1} candidates; the gold title is among them on {reached}"));
        Console.WriteLine(FormattableString.Invariant($"right by weights that did not see the domain: {right} = {right / (double)samples.Count:F4}; by weights that saw all: {known} = {known / (double)samples.Count:F4}"));
        File.WriteAllText(options.Text("out") ?? Path.Combine(LabData.Root, "src/Chaffinch/Cleaning/titles.res"), ranker.Write());
        return 0;
    }
}
