using System.Globalization;
using Chaffinch.Model;
using Chaffinch.Training.Grafting;
using Chaffinch.Training.Model;

namespace Chaffinch.Lab;

/// <summary>Figures over transplants: planted or not is all that is known of them.</summary>
internal sealed class TransplantTable
{
    private readonly SortedDictionary<string, Counts> _rows = new(StringComparer.Ordinal);
    private readonly List<(int Badness, string Words)> _pages = [];

    /// <summary>Counts a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="found">What was made of it.</param>
    /// <param name="show">Prints each run that was missed or called planted by mistake.</param>
    public void Add(Transplant page, LabelledPage found, bool show)
    {
        int[] ranges = page.Page.RangesOf(found.Page);
        bool[] called = new bool[ranges.Length];
        Kind[] kinds = new Kind[ranges.Length];
        foreach (LabelledSpan span in found.Spans.Where(s => s.Label == Label.Injected))
        {
            called.AsSpan(span.Span.Start, span.Span.Length).Fill(true);
            kinds.AsSpan(span.Span.Start, span.Span.Length).Fill(span.Kind);
        }

        var own = new Counts { Pages = 1 };
        string language = (page.Page.Language.Length == 0 ? "??" : page.Page.Language) + (page.Page.IsHtml ? " html" : " text");
        for (int i = 0; i < ranges.Length; i++)
        {
            if (!char.IsWhiteSpace(found.Page.Text[i]))
            {
                CountChar(page, ranges[i], called[i], kinds[i], own);
            }
        }

        bool flagged = found.Judgement.Value is PageVerdict.Polluted or PageVerdict.Spam;
        own.Flagged = flagged ? 1 : 0;
        string fate = page.IsPlanted ? "planted" : page.Places.Length > 0 ? "own text repeated" : "untouched";
        foreach (string row in (string[])["0 all", "1 " + fate, "4 " + language])
        {
            Row(row).Add(own);
        }

        foreach (string place in page.Places.Distinct())
        {
            Row("2 " + place).Pages++;
            Row("2 " + place).Flagged += flagged ? 1 : 0;
        }

        _pages.Add((own.Missed + (2 * own.Wrong), string.Create(CultureInfo.InvariantCulture,
            $"{page.Page.Name} {language} {fate}>{found.Judgement.Value.NameOf()} hit {own.Hit} missed {own.Missed} wrong {own.Wrong} of {own.Genuine} {string.Join(' ', page.Page.Shapes)}")));
        if (show)
        {
            Show(page, found, ranges, called);
        }
    }

    public void Print(int worst)
    {
        string[] parts = ["", "pages", "by place (planted characters found; of one's own: called planted)", "by kind", "by language of the page"];
        int last = -1;
        foreach ((string name, Counts c) in _rows)
        {
            int part = name[0] - '0';
            if (part != last && part > 0)
            {
                Console.WriteLine("-- " + parts[part]);
            }

            last = part;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name[2..],-20}{c.Pages,5} pages {c.Flagged,4} flagged  P {Ratio(c.Hit, c.Hit + c.Wrong):F3} R {Ratio(c.Hit, c.Hit + c.Missed):F3} F1 {Ratio(2 * c.Hit, (2 * c.Hit) + c.Missed + c.Wrong):F3}  kind {Ratio(c.KindRight, c.Hit):F2}  planted {c.Hit + c.Missed,7}  genuine lost {c.Wrong} = {1 - Ratio(c.Genuine - c.Wrong, c.Genuine):P3}"));
        }

        foreach ((_, string words) in _pages.OrderByDescending(p => p.Badness).Take(worst))
        {
            Console.WriteLine(words);
        }
    }

    private void CountChar(Transplant page, int range, bool called, Kind kind, Counts own)
    {
        if (range < 0 || page.Page.Gold[range].Gold.Label < Label.Injected)
        {
            own.Genuine++;
            own.Wrong += called ? 1 : 0;
            if (range >= 0)
            {
                Counts place = Row("2 " + page.Places[range]);
                place.Genuine++;
                place.Wrong += called ? 1 : 0;
            }

            return;
        }

        Gold gold = page.Page.Gold[range].Gold;
        if (gold.IsInjected)
        {
            foreach (Counts c in (Counts[])[own, Row("2 " + page.Places[range]), Row("3 " + gold.Kind.NameOf())])
            {
                c.Hit += called ? 1 : 0;
                c.Missed += called ? 0 : 1;
                c.KindRight += called && kind == gold.Kind ? 1 : 0;
            }
        }
    }

    private static void Show(Transplant page, LabelledPage found, int[] ranges, bool[] called)
    {
        string text = found.Page.Text;
        for (int i = 0; i < text.Length;)
        {
            bool planted = ranges[i] >= 0 && page.Page.Gold[ranges[i]].Gold.IsInjected;
            int end = i + 1;
            while (end < text.Length && (char.IsWhiteSpace(text[end]) || (called[end] == called[i] && (ranges[end] >= 0 && page.Page.Gold[ranges[end]].Gold.IsInjected) == planted)))
            {
                end++;
            }

            if (planted != called[i] && !char.IsWhiteSpace(text[i]))
            {
                Console.WriteLine($"  {(planted ? "missed " + page.Places[ranges[i]] + " " + page.Page.Gold[ranges[i]].Gold.Kind.NameOf() : "wrong")} ‹{ScoreDiff.Shorten(text[i..end], 160)}›");
                Console.WriteLine("      " + ScoreDiff.EvidenceAt(found, new TextSpan(i, end), 6));
            }

            i = end;
        }
    }

    private static double Ratio(long part, long whole) => whole == 0 ? 1 : part / (double)whole;

    private Counts Row(string name)
    {
        if (!_rows.TryGetValue(name, out Counts? counts))
        {
            _rows.Add(name, counts = new Counts());
        }

        return counts;
    }

    private sealed class Counts
    {
        public int Pages;
        public int Flagged;
        public int Hit;
        public int Missed;
        public int Wrong;
        public int Genuine;
        public int KindRight;

        public void Add(Counts c)
        {
            Pages += c.Pages;
            Flagged += c.Flagged;
            Hit += c.Hit;
            Missed += c.Missed;
            Wrong += c.Wrong;
            Genuine += c.Genuine;
            KindRight += c.KindRight;
        }
    }
}
