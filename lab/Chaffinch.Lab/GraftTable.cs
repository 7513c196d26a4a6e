using System.Globalization;
using System.Runtime.InteropServices;
using Chaffinch.Model;
using Chaffinch.Training.Model;

namespace Chaffinch.Lab;

/// <summary>Figures over pages whose gold lies in their source: by shape, language, kind.</summary>
internal sealed class GraftTable
{
    private readonly Dictionary<string, Counts> _byShape = [];
    private readonly Dictionary<string, Counts> _byLanguage = [];
    private readonly Dictionary<Kind, (int Gold, int Found, int Right)> _byKind = [];
    private readonly Counts _all = new();
    private readonly List<(double Badness, string Words)> _pages = [];
    private int _verdictsRight;
    private int _innocent;
    private int _flagged;

    public void Add(TrainingPage page, LabelledPage labelled)
    {
        Gold?[] gold = page.GoldOf(labelled.Page);
        var own = new Counts { Pages = 1 };
        int span = 0;
        for (int i = 0; i < gold.Length; i++)
        {
            if (char.IsWhiteSpace(labelled.Page.Text[i]))
            {
                continue;
            }

            while (span < labelled.Spans.Length && labelled.Spans[span].Span.End <= i)
            {
                span++;
            }

            Count(own, gold[i], labelled.Spans[Math.Min(span, labelled.Spans.Length - 1)]);
        }

        bool innocent = page.Verdict is not (PageVerdict.Polluted or PageVerdict.Spam);
        bool flagged = labelled.Judgement.Value is PageVerdict.Polluted or PageVerdict.Spam;
        _innocent += innocent ? 1 : 0;
        _flagged += innocent && flagged ? 1 : 0;
        _verdictsRight += labelled.Judgement.Value == page.Verdict ? 1 : 0;
        _all.Add(own);
        Of(_byLanguage, page.Language + (page.IsHtml ? " html" : " text")).Add(own);
        foreach (string shape in page.Shapes.Length == 0 ? ["plain"] : page.Shapes)
        {
            Of(_byShape, shape + (page.IsHtml ? " html" : " text")).Add(own);
        }

        _pages.Add((own.Missed + own.Wrong + own.Lost, $"{page.Name} {page.Language} {page.Verdict.NameOf()}>{labelled.Judgement.Value.NameOf()} missed {own.Missed} wrong {own.Wrong} lost {own.Lost} {string.Join(' ', page.Shapes)}"));
    }

    public void Print(int worst)
    {
        Console.WriteLine($"{"",-26}{"pages",6}{"inj P",8}{"inj R",8}{"inj F1",8}{"kept",8}{"body>furn",10}{"body>inj",9}{"dam F1",8}");
        Row("all", _all);
        foreach ((string name, Counts c) in _byShape.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            Row(name, c);
        }

        foreach ((string name, Counts c) in _byLanguage.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            Row(name, c);
        }

        foreach ((Kind kind, (int of, int found, int right)) in _byKind.OrderBy(p => p.Key))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind.NameOf(),-26} recall {found / (double)of:F3} kind right {right / (double)Math.Max(1, found):F3} of {of}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"verdicts right {_verdictsRight / (double)_all.Pages:F3}; innocent pages flagged {_flagged} of {_innocent}; kinds right {_all.KindRight / (double)Math.Max(1, _all.Hit):F3}"));
        foreach ((_, string words) in _pages.OrderByDescending(p => p.Badness).Take(worst))
        {
            Console.WriteLine(words);
        }
    }

    public double InjectedF1 => _all.F1;

    private void Count(Counts own, Gold? gold, in LabelledSpan got)
    {
        bool injected = gold is { IsInjected: true };
        bool damaged = gold is { Label: Label.Damaged };
        own.Hit += injected && got.Label == Label.Injected ? 1 : 0;
        own.Missed += injected && got.Label != Label.Injected ? 1 : 0;
        own.Wrong += !injected && got.Label == Label.Injected ? 1 : 0;
        own.KindRight += injected && got.Kind == gold!.Value.Kind ? 1 : 0;
        own.DamagedHit += damaged && got.Label == Label.Damaged ? 1 : 0;
        own.DamagedWrong += damaged != (got.Label == Label.Damaged) ? 1 : 0;
        if (gold is { Kind: not Kind.None } g)
        {
            ref (int Gold, int Found, int Right) k = ref CollectionsMarshal.GetValueRefOrAddDefault(_byKind, g.Kind, out _);
            k = (k.Gold + 1, k.Found + (got.Label == g.Label ? 1 : 0), k.Right + (got.Kind == g.Kind ? 1 : 0));
        }

        if (gold is { Label: < Label.Furniture })
        {
            own.Genuine++;
            own.Lost += got.Label >= Label.Furniture ? 1 : 0;
            own.ToFurniture += got.Label == Label.Furniture ? 1 : 0;
            own.ToInjected += got.Label == Label.Injected ? 1 : 0;
        }
    }

    private static void Row(string name, Counts c) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{name,-26}{c.Pages,6}{c.Precision,8:F3}{c.Recall,8:F3}{c.F1,8:F3}{1 - (c.Lost / (double)Math.Max(1, c.Genuine)),8:F4}{c.ToFurniture / (double)Math.Max(1, c.Genuine),10:F4}{c.ToInjected / (double)Math.Max(1, c.Genuine),9:F4}{c.DamagedF1,8:F3}"));

    private static Counts Of(Dictionary<string, Counts> table, string name)
    {
        if (!table.TryGetValue(name, out Counts? counts))
        {
            table.Add(name, counts = new Counts());
        }

        return counts;
    }

    private sealed class Counts
    {
        public int Pages;
        public int Hit;
        public int Missed;
        public int Wrong;
        public int KindRight;
        public int Genuine;
        public int Lost;
        public int ToFurniture;
        public int ToInjected;
        public int DamagedHit;
        public int DamagedWrong;

        public double Precision => Hit + Wrong == 0 ? 1 : Hit / (double)(Hit + Wrong);

        public double Recall => Hit + Missed == 0 ? 1 : Hit / (double)(Hit + Missed);

        public double F1 => Hit == 0 ? Wrong + Missed == 0 ? 1 : 0 : 2.0 * Hit / ((2.0 * Hit) + Wrong + Missed);

        public double DamagedF1 => (2 * DamagedHit) + DamagedWrong == 0 ? 1 : 2.0 * DamagedHit / ((2.0 * DamagedHit) + DamagedWrong);

        public void Add(Counts c)
        {
            Pages += c.Pages;
            Hit += c.Hit;
            Missed += c.Missed;
            Wrong += c.Wrong;
            KindRight += c.KindRight;
            Genuine += c.Genuine;
            Lost += c.Lost;
            ToFurniture += c.ToFurniture;
            ToInjected += c.ToInjected;
            DamagedHit += c.DamagedHit;
            DamagedWrong += c.DamagedWrong;
        }
    }
}
