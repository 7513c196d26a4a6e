using System.Globalization;
using Chaffinch.Labelling;
using Chaffinch.Model;
using Chaffinch.Training.Fitting;
using Chaffinch.Training.Grafting;

namespace Chaffinch.Lab;

/// <summary>Trains the model of themes, and says how often it is right on families of phrases and on pages that it did not see.</summary>
internal static class TrainThemesCommand
{
    private const int Folds = 5;

    // A page's span is worth several phrases: it is what the model is for.
    private const float SpanWeight = 2;

    public static int Run(Options options)
    {
        List<PromoText> phrases = PromoTextReader.ReadAll(Path.Combine(LabData.Root, "src/Chaffinch.Training/Samples"), LabData.Folder).FindAll(p => p.Theme != Theme.None);
        List<(GoldPages Page, List<(string Text, Theme Theme)> Spans)> pages =
            [.. GoldPages.ForTraining().Select(p => (p, Spans: SpansOf(p))).Where(p => p.Spans.Count > 0)];
        Console.WriteLine($"{phrases.Count} phrases, {pages.Sum(p => p.Spans.Count)} spans of {pages.Count} pages");
        var tally = new Tally();
        for (int fold = 0; fold < Folds; fold++)
        {
            ThemeNet net = ThemeFitter.Fit(
            [
                .. phrases.Where(p => Stable.Hash(p.Family) % Folds != fold).Select(Sample),
                .. pages.Where(p => p.Page.FoldOf(Folds) != fold).SelectMany(p => p.Spans).Select(s => new ThemeSample(s.Text, s.Theme, SpanWeight)),
            ]);
            tally.Phrases(net, phrases.Where(p => Stable.Hash(p.Family) % Folds == fold));
            tally.Pages(net, pages.Where(p => p.Page.FoldOf(Folds) == fold).Select(p => p.Spans));
        }

        tally.Print();
        ThemeNet all = ThemeFitter.Fit([.. phrases.Select(Sample), .. pages.SelectMany(p => p.Spans).Select(s => new ThemeSample(s.Text, s.Theme, SpanWeight))]);
        File.WriteAllBytes(options.Text("out") ?? Path.Combine(LabData.Root, "src/Chaffinch/Labelling/themes.net.res"), all.Write());
        return 0;
    }

    private static ThemeSample Sample(PromoText phrase) => new(phrase.Text, phrase.Theme, 1);

    // Runs of one theme, as they stand in the page.
    private static List<(string Text, Theme Theme)> SpansOf(GoldPages page)
    {
        (int[] points, int[] offsets) = GoldCase.Flat(page.Page.Text);
        int[] pair = Alignment.Of(page.Case.Text, points);
        var spans = new List<(string, Theme)>();
        int start = -1, end = -1;
        string? open = null;
        for (int i = 0; i <= pair.Length; i++)
        {
            Tag? tag = i < pair.Length && pair[i] >= 0 ? page.Case.Tags[i] : null;
            string? theme = tag is { Label: "injected", Theme: { } named } ? $"{tag.Value.Kind}/{named}" : null;
            if (theme != open && open is not null)
            {
                spans.Add((page.Page.Text[start..end], Enum.Parse<Theme>(open.Split('/')[1], ignoreCase: true)));
            }

            if (theme is not null)
            {
                start = theme == open ? start : offsets[pair[i]];
                end = offsets[pair[i]] + 1;
            }

            open = theme;
        }

        return spans;
    }

    private sealed class Tally
    {
        private readonly long[] _right = new long[Theme.Other - Theme.None + 1];
        private readonly long[] _all = new long[Theme.Other - Theme.None + 1];
        private readonly long[,] _told = new long[Theme.Other - Theme.None + 1, Theme.Other - Theme.None + 1];
        private long _phrases, _phrasesRight, _alone, _wordsAlone;

        public void Phrases(ThemeNet net, IEnumerable<PromoText> phrases)
        {
            foreach (PromoText phrase in phrases)
            {
                _phrases++;
                _phrasesRight += BestOf(net, phrase.Text) == phrase.Theme ? 1 : 0;
            }
        }

        public void Pages(ThemeNet net, IEnumerable<List<(string Text, Theme Theme)>> pages)
        {
            var page = new PageThemes(net);
            foreach (List<(string Text, Theme Theme)> spans in pages)
            {
                page.Clear();
                foreach ((string text, _) in spans)
                {
                    page.Add(text);
                }

                var told = new Theme[spans.Count];
                page.Tell(told);
                for (int s = 0; s < told.Length; s++)
                {
                    (string text, Theme theme) = spans[s];
                    _all[(int)theme] += text.Length;
                    _right[(int)theme] += told[s] == theme ? text.Length : 0;
                    _told[(int)theme, (int)told[s]] += text.Length;
                    _alone += BestOf(net, text) == theme ? text.Length : 0;
                    _wordsAlone += ByWords(text) == theme ? text.Length : 0;
                }
            }
        }

        public void Print()
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"phrases of unseen families right     {_phrasesRight / (double)_phrases:F3} of {_phrases}"));
            long all = _all.Sum();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"characters of unseen pages right      {_right.Sum() / (double)all:F3} of {all}; each span alone {_alone / (double)all:F3}; ordinary words alone {_wordsAlone / (double)all:F3}"));
            for (int t = 1; t < _all.Length; t++)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {((Theme)t).NameOf(),-10} {_right[t] / (double)Math.Max(1, _all[t]):F3} of {_all[t],6}; told: {string.Join(' ', Enumerable.Range(1, _all.Length - 1).Select(o => $"{((Theme)o).NameOf()} {_told[t, o] / (double)Math.Max(1, _all[t]):F2}"))}"));
            }
        }

        private static Theme BestOf(ThemeNet net, string text)
        {
            Span<float> shares = stackalloc float[ThemeNet.Classes];
            net.Of(text, shares);
            return (Theme)(1 + Best(shares));
        }

        private static Theme ByWords(string text)
        {
            Span<float> found = stackalloc float[ThemeNet.Classes];
            ThemeWords.Read(text, found);
            int best = Best(found);
            return found[best] > 0 ? (Theme)(1 + best) : Theme.Other;
        }

        private static int Best(ReadOnlySpan<float> values)
        {
            int best = 0;
            for (int t = 1; t < values.Length; t++)
            {
                best = values[t] > values[best] ? t : best;
            }

            return best;
        }
    }
}
