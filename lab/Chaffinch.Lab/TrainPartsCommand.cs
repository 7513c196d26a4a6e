using System.Globalization;
using Chaffinch.Labelling;
using Chaffinch.Training.Fitting;
using Chaffinch.Training.Grafting;

namespace Chaffinch.Lab;

/// <summary>Trains the network that tells headline, byline, body, furniture and the rest apart on plain text and small pages.</summary>
internal static class TrainPartsCommand
{
    private const int Seed = 404;
    private const float CaseWeight = 3;
    private const float GraftWeight = 0.5f;
    private const int Folds = 5;

    /// <summary>Trainings that are averaged.</summary>
    private const int Trainings = 3;

    public static int Run(Options options)
    {
        var reader = new SampleMaker();
        var maker = new PartSampleMaker();
        var plain = new PartSettings();
        var settings = new PartSettings(options.Int("epochs", plain.Epochs), Decay: (float)options.Number("decay", plain.Decay), Margin: (float)options.Number("margin", plain.Margin));
        int nets = options.Int("nets", Trainings);
        List<PartSample> grafts = Grafts(options, reader, maker);
        List<PartSample> cases = CasesOf(Path.Combine(LabData.Root, "tests", "samples", "train"), reader, maker);
        List<PartSample> others = [.. (options.Text("judge") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).SelectMany(d => CasesOf(d, reader, maker))];
        Console.WriteLine($"{grafts.Count} grafts, {cases.Count} labelled pages, {PartFacts.Slots} slots");
        PartMeasure.Tell("table alone", cases, PartModel.Nothing, lean: 0);
        if (options.Has("folds"))
        {
            var judged = new List<(PartSample, PartModel)>();
            for (int fold = 0; fold < Folds; fold++)
            {
                PartModel model = Fit(settings, nets, [.. grafts, .. cases.Where(c => FoldOf(c.Name) != fold)], _ => { });
                judged.AddRange(cases.Where(c => FoldOf(c.Name) == fold).Select(c => (c, model)));
            }

            PartMeasure.Tell("folds of labelled pages", judged, PartScores.Lean);
            return 0;
        }

        PartModel final = Fit(settings, nets, [.. grafts, .. cases], Console.WriteLine);
        PartMeasure.Tell("pages trained on", cases, final, PartScores.Lean);
        if (others.Count > 0)
        {
            PartMeasure.Tell("other pages", others, final, PartScores.Lean);
        }

        File.WriteAllBytes(options.Text("out") ?? Path.Combine(LabData.Root, "src/Chaffinch/Labelling/parts.res"), final.Write());
        return 0;
    }

    private static PartModel Fit(PartSettings settings, int nets, List<PartSample> samples, Action<string> tell) =>
        PartModel.Average([.. Enumerable.Range(0, nets).Select(n => new PartFitter(settings with { Seed = settings.Seed + n }).Fit(samples, tell))]);

    private static List<PartSample> Grafts(Options options, SampleMaker reader, PartSampleMaker maker)
    {
        Grafter grafter = GraftCommand.NewGrafter(options);
        return [.. Enumerable.Range(0, options.Int("n", 400)).Select(n => maker.Make(reader.Read(grafter.Make(Seed, n, heldOut: false), GraftWeight)))];
    }

    private static List<PartSample> CasesOf(string folder, SampleMaker reader, PartSampleMaker maker) =>
        [.. GoldCase.ReadAll(folder).Select(c => maker.Make(TrainPlantedCommand.OfCase(reader, c, CaseWeight)))];

    // Pages of one hand or one subject stand in one fold: those whose names begin alike.
    private static int FoldOf(string name) => (int)(Stable.Hash(name[..Math.Max(1, name.IndexOf('-', StringComparison.Ordinal))]) % Folds);
}
