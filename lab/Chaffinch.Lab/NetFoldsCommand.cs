using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Chaffinch.Labelling;
using Chaffinch.Model;
using Chaffinch.Training;
using Chaffinch.Training.Fitting;
using Chaffinch.Training.Model;

namespace Chaffinch.Lab;

/// <summary>The block network alone on domains that it did not see: its loss from epoch to epoch, word F1 by block targets with its own cut and with the best one.</summary>
internal static class NetFoldsCommand
{
    private const int Folds = 5;

    public static int Run(Options options)
    {
        IReadOnlyList<GoldPage> gold = MainTextEvaluation.ReadPages(Path.Combine(LabData.Folder, "wcxb-dev"));
        List<MainTextPage> pages = MainTextTraining.Prepare(gold);
        int[] folds = [.. (options.Text("folds") ?? "0,1").Split(',').Select(f => int.Parse(f, CultureInfo.InvariantCulture))];
        // Settings are tried one after the other on the same pages: reading them takes as long as learning from them once.
        foreach (string config in (options.Text("set") ?? "").Split(';'))
        {
            Measure(pages, folds, config, options.Has("loss"), options.Text("list"));
        }

        return 0;
    }

    private static void Measure(List<MainTextPage> pages, int[] folds, string config, bool showLoss, string? list)
    {
        var watch = Stopwatch.StartNew();
        var all = new Sums();
        var line = new List<string>();
        foreach (int fold in folds)
        {
            List<MainTextPage> seen = pages.FindAll(p => MainTextTraining.FoldOf(p.Gold.Domain, Folds) != fold);
            List<MainTextPage> held = pages.FindAll(p => MainTextTraining.FoldOf(p.Gold.Domain, Folds) == fold);
            FitSettings settings = SettingsOf(config, out int nets);
            var odds = new float[held.Count][];
            var types = new float[held.Count][];
            double loss = 0;
            for (int net = 0; net < nets; net++)
            {
                FitSettings own = settings with { Seed = settings.Seed + net };
                var facts = new FactRows(seen, settings.LeastDomains);
                BlockNetwork network = BlockNetTrainer.Fit(seen, facts, own, (epoch, l, network) =>
                {
                    loss = l;
                    if (showLoss)
                    {
                        Console.WriteLine(FormattableString.Invariant($"  fold {fold} epoch {epoch + 1}: loss {l:F4}, {HeldLoss(network, facts, held, own)}"));
                    }
                });
                Add(network, facts, held, odds, types, 1f / nets);
            }

            var sums = new Sums();
            for (int p = 0; p < held.Count; p++)
            {
                sums.Add(held[p], odds[p], types[p]);
                all.Add(held[p], odds[p], types[p]);
            }

            line.Add(FormattableString.Invariant($"{fold}: {sums.Own:F4} {sums.Best:F4} loss {loss:F4}"));
            if (list is not null)
            {
                List($"{list}.{fold}", held, odds);
            }
        }

        Console.WriteLine(FormattableString.Invariant($"[{config}] own {all.Own:F4} best {all.Best:F4} | {string.Join(" | ", line)} | {all.ByType()} | {watch.Elapsed.TotalSeconds:F0} s"));
    }

    private static void Add(BlockNetwork network, FactRows facts, List<MainTextPage> held, float[][] odds, float[][] types, float share)
    {
        for (int p = 0; p < held.Count; p++)
        {
            odds[p] ??= new float[held[p].Count];
            types[p] ??= new float[BlockNetwork.Types];
            if (held[p].Count == 0)
            {
                continue;
            }

            BlockNetwork.Pass pass = network.Forward(new PageRows(held[p], facts));
            for (int i = 0; i < pass.Count; i++)
            {
                odds[p][i] += pass.Main[i] * share;
            }

            float[] shares = Losses.Softmax(pass.Type);
            for (int t = 0; t < shares.Length; t++)
            {
                types[p][t] += shares[t] * share;
            }
        }
    }

    // Loss and word F1 on the pages left out, with the weights as they are after an epoch.
    private static string HeldLoss(BlockNetwork network, FactRows facts, List<MainTextPage> held, FitSettings settings)
    {
        var sums = new Sums();
        double loss = 0;
        int count = 0;
        foreach (MainTextPage page in held.Where(p => p.Count > 0 && p.GoldWords > 0))
        {
            BlockNetwork.Pass pass = network.Forward(new PageRows(page, facts));
            loss += Losses.Main(pass, settings, 1, new float[pass.Count]) + Losses.Type(pass, settings.TypeWeight, 1, new float[BlockNetwork.Types]);
            sums.Add(page, pass.Main.ToArray(), Losses.Softmax(pass.Type));
            count++;
        }

        return FormattableString.Invariant($"left out {loss / count:F4}, own {sums.Own:F4}, best {sums.Best:F4}");
    }

    private static FitSettings SettingsOf(string config, out int nets)
    {
        var settings = new FitSettings();
        nets = 1;
        foreach (string part in config.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split('=');
            if (pair[0] == "nets")
            {
                nets = int.Parse(pair[1], CultureInfo.InvariantCulture);
                continue;
            }

            PropertyInfo property = typeof(FitSettings).GetProperty(pair[0]) ?? throw new UsageException($"no setting {pair[0]}");
            property.SetValue(settings, Convert.ChangeType(pair[1], property.PropertyType, CultureInfo.InvariantCulture));
        }

        return settings;
    }

    private static void List(string file, List<MainTextPage> held, float[][] odds)
    {
        using var text = new StreamWriter(file);
        for (int p = 0; p < held.Count; p++)
        {
            MainTextPage page = held[p];
            float[] own = odds[p];
            float cut = page.Count == 0 ? 0 : MainTextCut.Of(own, page.Input.Words);
            text.WriteLine(FormattableString.Invariant($"### {page.Gold.Id} {page.Type.NameOf()} own {Sums.F1(page, i => own[i] > cut):F3} best {Sums.BestF1(page, own):F3} cut {cut:F1} gold words {page.GoldWords} {page.Gold.Url}"));
            for (int i = 0; i < page.Count; i++)
            {
                string words = page.Texts[i].Replace('\n', ' ');
                text.WriteLine(FormattableString.Invariant($"{own[i],6:F1} {page.Words[i],4} {page.Targets[i]:F1} {(own[i] > cut ? '+' : '-')} {words[..Math.Min(90, words.Length)]}"));
            }
        }
    }

    private sealed class Sums
    {
        private readonly double[] _own = new double[8];
        private readonly double[] _best = new double[8];
        private readonly int[] _pages = new int[8];
        private int _typeRight;

        public double Own => _own.Sum() / _pages.Sum();

        public double Best => _best.Sum() / _pages.Sum();

        public void Add(MainTextPage page, float[] odds, float[] types)
        {
            int t = (int)page.Type;
            _pages[t]++;
            float cut = page.Count == 0 ? 0 : MainTextCut.Of(odds, page.Input.Words);
            _own[t] += F1(page, i => odds[i] > cut);
            _best[t] += BestF1(page, odds);
            _typeRight += Array.IndexOf(types, types.Max()) == t ? 1 : 0;
        }

        public string ByType() => string.Join(" ", Enumerable.Range(0, 8).Where(t => _pages[t] > 0).Select(t =>
            FormattableString.Invariant($"{((PageType)t).NameOf()[..4]} {_own[t] / _pages[t]:F3}/{_best[t] / _pages[t]:F3}"))) + FormattableString.Invariant($" types {_typeRight / (double)_pages.Sum():F3}");

        public static double F1(MainTextPage page, Func<int, bool> chosen)
        {
            double taken = 0;
            double right = 0;
            for (int i = 0; i < page.Count; i++)
            {
                if (chosen(i))
                {
                    taken += page.Words[i];
                    right += page.Words[i] * page.Targets[i];
                }
            }

            return taken + page.GoldWords == 0 ? 1 : 2 * right / (taken + page.GoldWords);
        }

        public static double BestF1(MainTextPage page, float[] odds)
        {
            int[] order = [.. Enumerable.Range(0, page.Count)];
            Array.Sort((float[])odds.Clone(), order);
            double taken = 0;
            double right = 0;
            double best = page.GoldWords == 0 ? 1 : 0;
            for (int k = order.Length - 1; k >= 0; k--)
            {
                taken += page.Words[order[k]];
                right += page.Words[order[k]] * page.Targets[order[k]];
                best = Math.Max(best, taken + page.GoldWords == 0 ? 1 : 2 * right / (taken + page.GoldWords));
            }

            return best;
        }
    }
}
