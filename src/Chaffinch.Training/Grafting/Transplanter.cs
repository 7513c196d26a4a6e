using Chaffinch.Model;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Grafting;

/// <summary>A page of the web with what was put into it.</summary>
/// <param name="Page">The page; what lies outside of its gold is not planted, and nothing else is known of it.</param>
/// <param name="Places">For each range of gold the name of its place; those of the page's own text begin with <c>own-</c>.</param>
internal sealed record Transplant(TrainingPage Page, string[] Places)
{
    /// <summary>True where something is planted.</summary>
    public bool IsPlanted => Page.Verdict == PageVerdict.Polluted;
}

/// <summary>
/// Puts planted runs of labelled pages into real ones, which are long, cluttered and coherent, at places and in forms that the page itself has. Half of the pages stay as they are, or
/// repeat some text of their own.
/// </summary>
/// <remarks>A page is a function of seed and number, of the lists of hosts and donors, and of how the engine reads them.</remarks>
/// <param name="hosts">Real pages and texts, by list; a list is drawn by its weight, then a page of it.</param>
/// <param name="donors">Labelled pages.</param>
/// <param name="mostChars">Longer hosts are passed over for the next of their list.</param>
internal sealed class Transplanter(IReadOnlyList<(int Weight, IReadOnlyList<HostPage> Pages)> hosts, Donors donors, int mostChars)
{
    private const int LeastChars = 300;

    private static readonly (Kind Kind, (int Weight, Func<HostView, DonorRun, Dice, Insertion?> Put)[] Places)[] Table =
    [
        (Kind.Keyword, [(5, TransplantPlaces.Title), (3, TransplantPlaces.Heading), (3, TransplantPlaces.Between), (3, TransplantPlaces.ParagraphEnd), (3, TransplantPlaces.MidSentence),
            (1, TransplantPlaces.Head), (1, TransplantFramePlaces.Hidden), (1, TransplantFramePlaces.ListItem), (1, TransplantFramePlaces.Menu), (1, TransplantFramePlaces.Meta)]),
        (Kind.KeywordList, [(3, TransplantPlaces.Head), (4, TransplantFramePlaces.Hidden), (2, TransplantFramePlaces.FooterRow), (2, TransplantFramePlaces.Meta), (1, TransplantPlaces.Title),
            (1, TransplantPlaces.Between), (2, TransplantPlaces.Tail)]),
        (Kind.Link, [(5, TransplantFramePlaces.FooterRow), (3, TransplantFramePlaces.Menu), (4, TransplantFramePlaces.Hidden), (1, TransplantPlaces.Between), (2, TransplantPlaces.MidParagraph),
            (1, TransplantFramePlaces.ListItem), (1, TransplantPlaces.ParagraphEnd)]),
        (Kind.Splice, [(4, TransplantPlaces.Tail), (2, TransplantPlaces.Between), (3, TransplantPlaces.MidParagraph), (3, TransplantPlaces.MidSentence), (1, TransplantPlaces.ParagraphEnd)]),
        (Kind.Promo, [(5, TransplantPlaces.Between), (1, TransplantPlaces.Head), (3, TransplantPlaces.Tail), (3, TransplantPlaces.MidParagraph), (2, TransplantFramePlaces.Hidden),
            (4, TransplantFramePlaces.Comment), (1, TransplantFramePlaces.ListItem), (1, TransplantFramePlaces.TableCell)]),
        (Kind.Contact, [(3, TransplantPlaces.Between), (3, TransplantPlaces.Tail), (3, TransplantPlaces.ParagraphEnd), (1, TransplantFramePlaces.TableCell), (1, TransplantFramePlaces.Comment),
            (1, TransplantFramePlaces.FooterRow), (1, TransplantFramePlaces.Hidden)]),
        (Kind.Camouflage, [(3, TransplantPlaces.Between), (2, TransplantPlaces.Tail), (1, TransplantPlaces.ParagraphEnd)]),
        (Kind.FakeCredit, [(3, TransplantPlaces.Between), (2, TransplantPlaces.Tail), (1, TransplantPlaces.ParagraphEnd)]),
    ];

    private readonly PageAnalyzer _analyzer = new();

    /// <summary>Makes page number <paramref name="number"/> of a seed.</summary>
    public Transplant Make(int seed, int number)
    {
        var dice = new Dice(unchecked((seed * 1_000_003) + (number * 7919)));
        (HostPage host, Page page) = Draw(dice);
        var view = new HostView(page);
        int fate = dice.Next(8);
        List<Insertion> put = fate < 4 ? Plant(view, dice) : fate < 6 ? OwnText.Repeat(view, dice) : [];
        Spliced spliced = Checked(page, put);
        bool planted = spliced.Gold.Any(g => g.Gold.IsInjected);
        string[] places = [.. spliced.Owners.Select(o => put[o].Place)];
        var training = new TrainingPage
        {
            Name = $"t{seed}-{number}:{host.Name}",
            Language = view.Language,
            Source = spliced.Bytes,
            IsHtml = host.IsHtml,
            Verdict = planted ? PageVerdict.Polluted : PageVerdict.Clean,
            Gold = spliced.Gold,
            Shapes = [.. places.Distinct()],
            IsHeldOut = false,
        };
        return new Transplant(training, places);
    }

    private (HostPage Host, Page Page) Draw(Dice dice)
    {
        int draw = dice.Next(hosts.Sum(h => h.Weight));
        int list = 0;
        while (draw >= hosts[list].Weight)
        {
            draw -= hosts[list++].Weight;
        }

        IReadOnlyList<HostPage> pages = hosts[list].Pages;
        int at = dice.Next(pages.Count);
        for (int tries = 0; ; tries++)
        {
            HostPage host = pages[(at + tries) % pages.Count];
            Page page = _analyzer.Read(host.Read(), new InputHints(Format: host.IsHtml ? InputFormat.Html : InputFormat.Text));
            if ((page.Text.Length >= LeastChars && page.Text.Length <= mostChars) || tries == pages.Count)
            {
                return (host, page);
            }
        }
    }

    private List<Insertion> Plant(HostView host, Dice dice)
    {
        var put = new List<Insertion>();
        DonorPage donor = donors.For(host.Language, dice);
        DonorPage second = dice.Chance(0.15) ? donors.For(host.Language, dice) : donor;
        foreach (DonorRun whole in dice.Some(donor.Runs, dice.Between(1, 4)))
        {
            DonorRun run = Some(dice.Chance(0.2) ? dice.Of(second.Runs) : whole, dice);
            for (int copies = Copies(run, dice); copies > 0; copies--)
            {
                if (Place(host, run, dice) is { } one && put.TrueForAll(p => p.Position != one.Position))
                {
                    put.Add(one);
                }
            }
        }

        return put;
    }

    // A phrase is repeated between sections, in the title and in the heading.
    private static int Copies(DonorRun run, Dice dice) => run.Kind is Kind.Keyword && run.Lines.Count == 1 && dice.Chance(0.25) ? dice.Between(2, 4) : 1;

    // Of many lines a few that follow each other.
    private static DonorRun Some(DonorRun run, Dice dice)
    {
        int most = dice.Between(1, 5);
        int from = run.Lines.Count <= most ? 0 : dice.Next(run.Lines.Count - most + 1);
        List<DonorLine> lines = [.. run.Lines.Skip(from).Take(most)];
        return new DonorRun(lines, lines.SelectMany(l => l.Parts).Where(p => p.Gold.IsInjected).GroupBy(p => p.Gold.Kind).MaxBy(g => g.Sum(p => p.Text.Length))!.Key);
    }

    private static Insertion? Place(HostView host, DonorRun run, Dice dice)
    {
        (int Weight, Func<HostView, DonorRun, Dice, Insertion?> Put)[] places = Table.First(t => t.Kind == run.Kind).Places;
        for (int tries = 0; tries < 5; tries++)
        {
            int draw = dice.Next(places.Sum(p => p.Weight));
            int i = 0;
            while (draw >= places[i].Weight)
            {
                draw -= places[i++].Weight;
            }

            bool frame = places[i].Put.Method.DeclaringType == typeof(TransplantFramePlaces);
            if ((host.Page.IsHtml || !frame) && places[i].Put(host, run, dice) is { } put)
            {
                return put;
            }
        }

        return null;
    }

    // A place in bytes may turn out to lie in a script or in a comment: what the engine does not read there is taken out again.
    private Spliced Checked(Page host, List<Insertion> put)
    {
        while (true)
        {
            Spliced spliced = Spliced.Write(host.Source.Span, put);
            if (put.Count == 0)
            {
                return spliced;
            }

            var read = new TrainingPage { Name = "", Language = "", Source = spliced.Bytes, IsHtml = host.IsHtml, Verdict = PageVerdict.Clean, Gold = spliced.Gold, Shapes = [], IsHeldOut = false };
            int[] chars = new int[put.Count];
            foreach (int range in read.RangesOf(_analyzer.Read(spliced.Bytes, read.Hints)).Where(r => r >= 0))
            {
                chars[spliced.Owners[range]]++;
            }

            int lost = put.FindIndex(p => chars[put.IndexOf(p)] != p.Chars);
            if (lost < 0)
            {
                return spliced;
            }

            put.RemoveAt(lost);
        }
    }
}
