using System.Globalization;
using Chaffinch.Model;
using Chaffinch.Training.Grafting;
using Chaffinch.Training.Model;

namespace Chaffinch.Lab;

/// <summary><c>lab damage DIR…</c>: damaged characters of labelled or composed pages that were found, by kind and language, and each place that was missed or called damaged wrongly.</summary>
internal static class DamageCommand
{
    private const int ShownChars = 90;
    private const int Around = 25;

    public static int Run(Options options)
    {
        var tallies = new SortedDictionary<string, (long Gold, long Found, long Right, int Pages)>(StringComparer.Ordinal);
        string? kind = options.Text("kind");
        bool list = options.Has("list");
        var analyzer = new PageAnalyzer();
        foreach (GoldPages gold in options.Plain.SelectMany(GoldPages.ReadAll))
        {
            Take(gold.Case.Name, gold.Case.Language, analyzer.Analyze(gold.Case.Page), gold.Gold, tallies, kind, list);
        }

        int grafts = options.Int("grafts", 0);
        Grafter? grafter = grafts > 0 ? GraftCommand.NewGrafter(options) : null;
        for (int i = 0; i < grafts; i++)
        {
            TrainingPage page = grafter!.Make(options.Int("seed", 11), i, true);
            LabelledPage result = analyzer.Analyze(page.Source, GraftCommand.HintsOf(page));
            Take(page.Name + " " + string.Join('+', page.Shapes), page.Language, result, page.GoldOf(result.Page), tallies, kind, list);
        }

        foreach ((string key, (long goldChars, long found, long right, int pages)) in tallies)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{key,-20} recall {found / (double)Math.Max(1, goldChars):F3} kind right {right / (double)Math.Max(1, goldChars):F3} of {goldChars} on {pages} pages"));
        }

        return 0;
    }

    private static void Take(string name, string language, LabelledPage page, Gold?[] gold, SortedDictionary<string, (long Gold, long Found, long Right, int Pages)> tallies, string? kind, bool list)
    {
        string text = page.Page.Text;
        var got = new LabelledSpan?[text.Length];
        foreach (LabelledSpan span in page.Spans)
        {
            got.AsSpan(span.Span.Start, span.Span.Length).Fill(span);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < text.Length;)
        {
            string state = State(text, gold, got, i);
            int end = i + 1;
            while (end < text.Length && (State(text, gold, got, end) == state || State(text, gold, got, end).Length == 0) && text[end] != '\n')
            {
                end++;
            }

            if (gold[i] is { Label: Label.Damaged } tag)
            {
                int chars = text.AsSpan(i, end - i).ToArray().Count(c => !char.IsWhiteSpace(c));
                foreach (string key in new[] { tag.Kind.NameOf()!, $"{tag.Kind.NameOf()!} {language}" })
                {
                    (long Gold, long Found, long Right, int Pages) t = tallies.GetValueOrDefault(key);
                    bool found = got[i]?.Label == Label.Damaged;
                    tallies[key] = (t.Gold + chars, t.Found + (found ? chars : 0), t.Right + (found && got[i]!.Value.Kind == tag.Kind ? chars : 0), t.Pages + (seen.Add(key) ? 1 : 0));
                }
            }

            if (list && state.Length > 0 && !state.StartsWith("ok", StringComparison.Ordinal) && (kind is null || state.Contains(kind, StringComparison.Ordinal)))
            {
                string shown = text[Math.Max(0, i - Around)..i] + "⟦" + text[i..Math.Min(end, i + ShownChars)] + (end > i + ShownChars ? "…" : "") + "⟧" + text[end..Math.Min(text.Length, end + Around)];
                Console.WriteLine($"{name} {language} {state} {end - i}: {shown.Replace('\n', '⏎')}");
            }

            i = end;
        }
    }

    // Empty for white space, "ok" where nothing is damaged or the right kind was found.
    private static string State(string text, Gold?[] gold, LabelledSpan?[] got, int i)
    {
        if (char.IsWhiteSpace(text[i]))
        {
            return "";
        }

        Gold g = gold[i] ?? Gold.Body;
        bool damaged = g.Label == Label.Damaged, called = got[i]?.Label == Label.Damaged;
        return damaged ? called && got[i]!.Value.Kind == g.Kind ? "ok-" + g.Kind.NameOf() : $"{g.Kind.NameOf()}>{(called ? got[i]!.Value.Kind.NameOf() : got[i]?.Label.NameOf())}"
            : called && gold[i] is not null ? $"{g.Label.NameOf()}>{got[i]!.Value.Kind.NameOf()}" : "ok";
    }
}
