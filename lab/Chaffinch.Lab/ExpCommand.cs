using System.Globalization;
using System.Text.Json;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;
using Chaffinch.Training.Fitting;
using Chaffinch.Training.Grafting;
using Chaffinch.Training.Model;

namespace Chaffinch.Lab;

internal static class ExpCommand
{
    public static int Run(Options options)
    {
        Grafter grafter = GraftCommand.NewGrafter(options);
        var source = new PromoLines(grafter, new PageAnalyzer());
        string v = options.Text("v") ?? "0";
        if (v == "fit")
        {
            FitCurves(source);
            return 0;
        }

        if (v == "smooth")
        {
            foreach (float fade in new[] { 0f, 0.5f, 0.7f, 0.85f })
            {
                foreach (float mix in new[] { 0.3f, 0.6f, 1f })
                {
                    if (fade == 0 && mix != 1f) continue;
                    Smooth(PromoTagger.Default, fade, fade == 0 ? 0 : mix);
                }
            }

            return 0;
        }

        int grafts = v.Contains('g') ? 0 : 3000;
        List<TokenLine> lines = source.Gather(grafts, all: true, without: -1);
        if (v.Contains('c'))
        {
            lines = [.. lines.Where(l => l.Weight != 1.8f)];
        }
        if (v.Contains('h'))
        {
            lines = [.. lines.Select(l => l.Weight == 1.8f ? l with { Weight = 0.6f } : l)];
        }
        if (v.Contains('x'))
        {
            lines = [.. lines.Where(l => l.Weight == 6f || l.Weight == 1.8f)];
        }
        if (v.Contains('t'))
        {
            // other-fold tagger finds trade pages
            var clean = new HashSet<string>();
            PromoTagger cur = PromoTagger.Default;
            lines = [.. lines.Where(l => l.Weight != 1.8f)];
            foreach (GoldPages p in source.Labelled.Where(p => p.Case.Verdict == "clean"))
            {
                List<TokenLine> own = [.. TokenLine.Of(p.Page, p.Gold, false, p.Case.Language, 1.8f)];
                double sum = 0, n = 0;
                foreach (TokenLine l in own)
                {
                    float[] odds = new float[l.Tokens.Length];
                    cur.Emit(l.Tokens, odds);
                    sum += odds.Count(o => o > 0); n += odds.Length;
                }
                if (sum / Math.Max(1, n) < 0.06) lines.AddRange(own); else clean.Add(p.Case.Name);
            }
            Console.WriteLine($"trade pages {clean.Count}: {string.Join(' ', clean.Take(60))}");
        }
        if (v.Contains('s'))
        {
            lines.AddRange(Selling(new PageAnalyzer(), 0.5f));
        }
        Console.WriteLine($"{lines.Count} lines");
        PromoTagger tagger = PromoTagger.Of(new PromoFitter().Fit(lines), new PromoTagger.Weights(new sbyte[1 << PromoTagger.Bits], new float[PromoTagger.GroupCount], 0.01f, 2.2f));
        File.WriteAllBytes($"/tmp/exp-{v}.res", tagger.Write());
        Evaluate(tagger, v);
        return 0;
    }

    private static IEnumerable<TokenLine> Selling(PageAnalyzer analyzer, float weight)
    {
        foreach (string file in LabData.Files("wcxb-dev/dev/ground-truth", "*.json"))
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllText(file));
            string type = json.RootElement.TryGetProperty("_internal", out JsonElement i) && i.TryGetProperty("page_type", out JsonElement t) ? t.ToString() : json.RootElement.TryGetProperty("page_type", out JsonElement u) ? u.ToString() : "";
            if (!type.Contains("product", StringComparison.OrdinalIgnoreCase) && !type.Contains("service", StringComparison.OrdinalIgnoreCase)) continue;
            bool has = json.RootElement.GetProperty("ground_truth").TryGetProperty("main_content", out JsonElement content);
            string main = has ? content.GetString() ?? "" : "";
            string lang = LanguageIdentifier.Identify(main).Code ?? "";
            foreach (string line in main.Split('\n').Take(60))
            {
                if (line.Length > 20) yield return TokenLine.Of(line, 1, lang, weight);
            }
        }
    }

    private static void FitCurves(PromoLines source)
    {
        PromoTagger[] taggers = [.. Enumerable.Range(0, 2).Select(f => PromoTagger.Read(File.ReadAllBytes(PromoLines.FileOf(f))))];
        var rows = new List<(bool Dense, bool Pos, float Own, float Against, float P85, float P7, bool Clean)>();
        foreach (GoldPages p in source.Labelled)
        {
            PromoTagger tagger = taggers[p.FoldOf(2)];
            int n = p.Page.Blocks.Length;
            double[] sums = new double[n]; double[] counts = new double[n]; int[] all = new int[n];
            bool dense = false;
            double pageSum = 0, pageCount = 0;
            for (int b = 0; b < n; b++)
            {
                TextSpan span = p.Page.Blocks[b].Span;
                TokenLine line = TokenLine.Of(p.Page.Text.Substring(span.Start, span.Length), 0, p.Case.Language);
                float[] odds = new float[line.Tokens.Length];
                tagger.Emit(line.Tokens, odds);
                sums[b] = odds.Sum(); counts[b] = odds.Length;
                all[b] = odds.Length;
                if (odds.Length > 0) dense = PromoTagger.IsDense(line.Tokens[0].Group);
                if (p.Page.Blocks[b].Zone == Zone.Body && !p.Page.Blocks[b].IsHidden) { pageSum += sums[b]; pageCount += counts[b]; }
            }
            float[] p85 = Around(p.Page, sums, counts, 0.85f), p7 = Around(p.Page, sums, counts, 0.7f);
            for (int b = 0; b < n; b++)
            {
                if (all[b] < 5 || p.Page.Blocks[b].Zone != Zone.Body) continue;
                TextSpan span = p.Page.Blocks[b].Span;
                int planted = 0, genuine = 0;
                for (int k = span.Start; k < span.End; k++)
                {
                    planted += p.Gold[k] is { Label: Label.Injected, Kind: not (Kind.Splice or Kind.FakeCredit or Kind.Camouflage) } ? 1 : 0;
                    genuine += p.Gold[k] is { Label: not (Label.Injected or Label.Damaged) } ? 1 : 0;
                }
                bool pos = planted * 10 >= span.Length * 7;
                if (!pos && genuine * 10 < span.Length * 8) continue;
                float own = (float)((sums[b] - 7.5) / (counts[b] + 5));
                float others = (float)((pageSum - sums[b] + (40 * -0.9)) / (pageCount - counts[b] + 40));
                rows.Add((dense, pos, own, own - others, p85[b], p7[b], p.Case.Verdict == "clean"));
            }
        }
        foreach (bool dense in new[] { false, true })
        {
            var r = rows.Where(x => x.Dense == dense).ToList();
            Console.WriteLine($"dense {dense}: {r.Count(x => x.Pos)} planted, {r.Count(x => !x.Pos)} genuine");
            foreach ((string name, Func<(bool Dense, bool Pos, float Own, float Against, float P85, float P7, bool Clean), float> f) in new (string, Func<(bool Dense, bool Pos, float Own, float Against, float P85, float P7, bool Clean), float>)[] { ("own", x => x.Own), ("against", x => x.Against), ("p85", x => x.P85), ("p7", x => x.P7), ("own+p85", x => x.Own + x.P85), ("own+p7", x => x.Own + x.P7) })
            {
                double a = 1, c = 0;
                for (int it = 0; it < 4000; it++)
                {
                    double ga = 0, gc = 0;
                    foreach (var x in r) { double z = (a * f(x)) + c; double e = (x.Pos ? 1 : 0) - (1 / (1 + Math.Exp(-z))); ga += e * f(x); gc += e; }
                    a += 4 * ga / r.Count; c += 4 * gc / r.Count;
                    if (Math.Abs(ga) + Math.Abs(gc) < 1e-4 * r.Count) break;
                }
                List<float> P = [.. r.Where(x => x.Pos).Select(f)], N = [.. r.Where(x => !x.Pos).Select(f)], C = [.. r.Where(x => !x.Pos && x.Clean).Select(f)];
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name}: slope {a:F2} start {c:F2} auc {Auc(P, N):F3} clean {Auc(P, C):F3} at1 {At(P, N, .01):F3} at3 {At(P, N, .03):F3} at10 {At(P, N, .1):F3}"));
            }
        }
    }

    private static float[] Around(Page page, double[] sums, double[] counts, float fade)
    {
        int n = sums.Length;
        float[] result = new float[n];
        double[] ahead = new double[n], aheadN = new double[n];
        double s = 0, c = 0;
        bool In(int b) => page.Blocks[b].Zone == Zone.Body && !page.Blocks[b].IsHidden;
        double K(int b) => counts[b] > 60 ? 60 / counts[b] : 1;
        for (int b = n - 1; b >= 0; b--)
        {
            ahead[b] = s; aheadN[b] = c;
            if (In(b)) { s = (s * fade) + (sums[b] * K(b)); c = (c * fade) + (counts[b] * K(b)); }
        }
        s = 0; c = 0;
        for (int b = 0; b < n; b++)
        {
            result[b] = (float)((s + ahead[b] + (sums[b] * K(b)) - 9) / (c + aheadN[b] + (counts[b] * K(b)) + 10));
            if (In(b)) { s = (s * fade) + (sums[b] * K(b)); c = (c * fade) + (counts[b] * K(b)); }
        }
        return result;
    }

    private static void Smooth(PromoTagger tagger, float fade, float mix)
    {
        var pos = new List<float>(); var neg = new List<float>(); var cleanNeg = new List<float>(); var spam = new List<float>();
        foreach (string set in new[] { "second", "fifth", "sixth", "seventh", "eighth", "fourth", "twelfth", "thirteenth" })
        {
            foreach (GoldPages p in GoldPages.ReadAll(Path.Combine(LabData.Root, "tests/pages", set)))
            {
                int n = p.Page.Blocks.Length;
                double[] sums = new double[n]; double[] counts = new double[n];
                for (int b = 0; b < n; b++)
                {
                    TextSpan span = p.Page.Blocks[b].Span;
                    if (p.Page.Blocks[b].Zone != Zone.Body) continue;
                    TokenLine line = TokenLine.Of(p.Page.Text.Substring(span.Start, span.Length), 0, p.Case.Language);
                    float[] odds = new float[line.Tokens.Length];
                    tagger.Emit(line.Tokens, odds);
                    sums[b] = odds.Sum(o => Math.Clamp(o, -4, 4)); counts[b] = Math.Min(60, odds.Length) ; if (odds.Length > 60) sums[b] *= 60.0 / odds.Length;
                }
                double[] ahead = new double[n], aheadN = new double[n];
                double s = 0, c = 0;
                for (int b = n - 1; b >= 0; b--) { ahead[b] = s; aheadN[b] = c; s = (s * fade) + sums[b]; c = (c * fade) + counts[b]; s *= 1; }
                s = 0; c = 0;
                for (int b = 0; b < n; b++)
                {
                    double around = ((fade * (s + ahead[b])) + 0) / ((fade * (c + aheadN[b])) + 5);
                    double own = counts[b] == 0 ? 0 : sums[b] / counts[b];
                    float score = (float)(own + (mix * around));
                    TextSpan span = p.Page.Blocks[b].Span;
                    int promo = 0, body = 0;
                    for (int k = span.Start; k < span.End; k++)
                    {
                        promo += p.Gold[k] is { Label: Label.Injected, Kind: Kind.Promo } ? 1 : 0;
                        body += p.Gold[k] is { Label: Label.Body } ? 1 : 0;
                    }
                    if (counts[b] >= 4 && promo * 10 >= span.Length * 7) { (p.Case.Verdict == "spam" ? spam : pos).Add(score); }
                    else if (counts[b] >= 4 && body * 10 >= span.Length * 8) { (p.Case.Verdict == "clean" ? cleanNeg : neg).Add(score); }
                    s = (s * fade) + sums[b]; c = (c * fade) + counts[b];
                }
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fade {fade} mix {mix}: polluted pages {pos.Count}/{neg.Count} auc {Auc(pos, neg):F3} at1 {At(pos, neg, .01):F3}; vs clean {cleanNeg.Count} {Auc(pos, cleanNeg):F3} at1 {At(pos, cleanNeg, .01):F3} at3 {At(pos, cleanNeg, .03):F3}; spam pages {spam.Count} vs polluted {Auc(spam, neg):F3} at1 {At(spam, neg, .01):F3} vs clean {Auc(spam, cleanNeg):F3} at1 {At(spam, cleanNeg, .01):F3} at3 {At(spam, cleanNeg, .03):F3}"));
    }

    public static void Evaluate(PromoTagger tagger, string v)
    {
        var byLang = new SortedDictionary<string, (List<float> P, List<float> N)>();
        foreach (string set in new[] { "second", "fifth", "sixth", "seventh", "eighth", "fourth", "twelfth" })
        {
            var pos = new List<float>();
            var neg = new List<float>();
            var cleanNeg = new List<float>();
            double within = 0; int pairs = 0;
            foreach (GoldPages p in GoldPages.ReadAll(Path.Combine(LabData.Root, "tests/pages", set)))
            {
                var own = new List<float>(); var ownPos = new List<float>();
                for (int b = 0; b < p.Page.Blocks.Length; b++)
                {
                    TextSpan span = p.Page.Blocks[b].Span;
                    // sentences by simple marks
                    int start = span.Start;
                    for (int i = span.Start; i < span.End; i++)
                    {
                        char c = p.Page.Text[i];
                        bool end = c is '。' or '！' or '？' or '!' or '?' || (c == '.' && i + 1 < span.End && p.Page.Text[i + 1] == ' ');
                        if ((end && i - start > 15) || i == span.End - 1)
                        {
                            int promo = 0, body = 0;
                            for (int k = start; k <= i; k++)
                            {
                                promo += p.Gold[k] is { Label: Label.Injected, Kind: Kind.Promo } ? 1 : 0;
                                body += p.Gold[k] is { Label: Label.Body } ? 1 : 0;
                            }
                            int len = i + 1 - start;
                            if (len >= 15)
                            {
                                string s = p.Page.Text.Substring(start, len);
                                TokenLine line = TokenLine.Of(s, 0, p.Case.Language);
                                if (line.Tokens.Length >= 4)
                                {
                                    float[] odds = new float[line.Tokens.Length];
                                    tagger.Emit(line.Tokens, odds);
                                    float mean = odds.Average();
                                    if (promo * 10 >= len * 8) { pos.Add(mean); ownPos.Add(mean); }
                                    else if (body * 10 >= len * 8) { if (p.Case.Verdict == "clean") cleanNeg.Add(mean); else { neg.Add(mean); own.Add(mean); } }
                                }
                            }
                            start = i + 1;
                        }
                    }
                }
                if (own.Count > 0 && ownPos.Count > 0) { within += Auc(ownPos, own) * ownPos.Count; pairs += ownPos.Count; }
                string lang = p.Case.Language;
                if (!byLang.TryGetValue(lang, out var l)) byLang[lang] = l = ([], []);
                l.P.AddRange(ownPos); l.N.AddRange(own);
            }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{v,-6} {set,-8} pos {pos.Count,4} neg {neg.Count,5} auc {Auc(pos, neg):F3} within {within / Math.Max(1, pairs):F3} against clean pages ({cleanNeg.Count}) {Auc(pos, cleanNeg):F3}  recall at 1% {At(pos, neg, .01):F3} at 3% {At(pos, neg, .03):F3} clean 1% {At(pos, cleanNeg, .01):F3} 3% {At(pos, cleanNeg, .03):F3}"));
        }
        Console.WriteLine(string.Join(' ', byLang.Where(l => l.Value.P.Count > 9).Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Key}:{Auc(l.Value.P, l.Value.N):F2}({l.Value.P.Count})"))));
    }

    private static double At(List<float> pos, List<float> neg, double share)
    {
        if (pos.Count == 0 || neg.Count == 0) return 0;
        float[] n = [.. neg.OrderDescending()];
        float at = n[(int)(share * n.Length)];
        return pos.Count(p => p > at) / (double)pos.Count;
    }

    private static double Auc(List<float> pos, List<float> neg)
    {
        if (pos.Count == 0 || neg.Count == 0) return 0;
        float[] n = [.. neg.Order()];
        double s = 0;
        foreach (float p in pos)
        {
            int i = Array.BinarySearch(n, p);
            s += (i < 0 ? ~i : i) / (double)n.Length;
        }
        return s / pos.Count;
    }
}
