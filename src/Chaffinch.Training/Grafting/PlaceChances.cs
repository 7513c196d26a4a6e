using Chaffinch.Model;

namespace Chaffinch.Training.Grafting;

/// <summary>How often a planted run of each kind is put at which places of a page.</summary>
/// <param name="table">For each kind the places with their weights.</param>
internal sealed class PlaceChances(Dictionary<Kind, (int Weight, Func<HostView, DonorRun, Dice, Insertion?> Put)[]> table)
{
    /// <summary>All places, as kits use them.</summary>
    public static readonly PlaceChances Anywhere = new(new()
    {
        [Kind.Keyword] = [(5, TransplantPlaces.Title), (3, TransplantPlaces.Heading), (3, TransplantPlaces.Between), (3, TransplantPlaces.ParagraphEnd), (3, TransplantPlaces.MidSentence),
            (1, TransplantPlaces.Head), (1, TransplantFramePlaces.Hidden), (1, TransplantFramePlaces.ListItem), (1, TransplantFramePlaces.Menu), (1, TransplantFramePlaces.Meta)],
        [Kind.KeywordList] = [(3, TransplantPlaces.Head), (4, TransplantFramePlaces.Hidden), (2, TransplantFramePlaces.FooterRow), (2, TransplantFramePlaces.Meta), (1, TransplantPlaces.Title),
            (1, TransplantPlaces.Between), (2, TransplantPlaces.Tail)],
        [Kind.Link] = [(5, TransplantFramePlaces.FooterRow), (3, TransplantFramePlaces.Menu), (4, TransplantFramePlaces.Hidden), (1, TransplantPlaces.Between), (2, TransplantPlaces.MidParagraph),
            (1, TransplantFramePlaces.ListItem), (1, TransplantPlaces.ParagraphEnd)],
        [Kind.Splice] = [(4, TransplantPlaces.Tail), (2, TransplantPlaces.Between), (3, TransplantPlaces.MidParagraph), (3, TransplantPlaces.MidSentence), (1, TransplantPlaces.ParagraphEnd)],
        [Kind.Promo] = [(5, TransplantPlaces.Between), (1, TransplantPlaces.Head), (3, TransplantPlaces.Tail), (3, TransplantPlaces.MidParagraph), (2, TransplantFramePlaces.Hidden),
            (4, TransplantFramePlaces.Comment), (1, TransplantFramePlaces.ListItem), (1, TransplantFramePlaces.TableCell)],
        [Kind.Contact] = [(3, TransplantPlaces.Between), (3, TransplantPlaces.Tail), (3, TransplantPlaces.ParagraphEnd), (1, TransplantFramePlaces.TableCell), (1, TransplantFramePlaces.Comment),
            (1, TransplantFramePlaces.FooterRow), (1, TransplantFramePlaces.Hidden)],
        [Kind.Camouflage] = [(3, TransplantPlaces.Between), (2, TransplantPlaces.Tail), (1, TransplantPlaces.ParagraphEnd)],
        [Kind.FakeCredit] = [(3, TransplantPlaces.Between), (2, TransplantPlaces.Tail), (1, TransplantPlaces.ParagraphEnd)],
    });

    /// <summary>Inside of what the page has: its sentences, paragraphs, headings, lists, tables, and menus. Rare on the web, and found worst; to learn from, not to measure with.</summary>
    public static readonly PlaceChances Inside = new(new()
    {
        [Kind.Keyword] = [(1, TransplantPlaces.Heading), (2, TransplantPlaces.MidParagraph), (5, TransplantPlaces.MidSentence), (2, TransplantFramePlaces.ListItem), (2, TransplantFramePlaces.Menu),
            (1, TransplantFramePlaces.TableCell), (1, TransplantFramePlaces.Meta)],
        [Kind.KeywordList] = [(2, TransplantPlaces.MidParagraph), (1, TransplantPlaces.ParagraphEnd), (1, TransplantFramePlaces.ListItem), (1, TransplantFramePlaces.Meta)],
        [Kind.Link] = [(4, TransplantPlaces.MidParagraph), (3, TransplantPlaces.MidSentence), (2, TransplantFramePlaces.Menu), (1, TransplantFramePlaces.ListItem), (1, TransplantFramePlaces.TableCell)],
        [Kind.Splice] = [(4, TransplantPlaces.MidParagraph), (4, TransplantPlaces.MidSentence), (1, TransplantPlaces.ParagraphEnd)],
        [Kind.Promo] = [(6, TransplantPlaces.MidParagraph), (2, TransplantPlaces.MidSentence), (2, TransplantPlaces.ParagraphEnd), (2, TransplantFramePlaces.ListItem), (2, TransplantFramePlaces.TableCell)],
        [Kind.Contact] = [(3, TransplantPlaces.MidParagraph), (1, TransplantPlaces.MidSentence), (2, TransplantFramePlaces.TableCell), (1, TransplantFramePlaces.ListItem)],
        [Kind.Camouflage] = [(1, TransplantPlaces.MidParagraph), (1, TransplantPlaces.ParagraphEnd)],
        [Kind.FakeCredit] = [(1, TransplantPlaces.MidParagraph), (1, TransplantPlaces.ParagraphEnd)],
    });

    /// <summary>The places of a kind with their weights.</summary>
    public IReadOnlyList<(int Weight, Func<HostView, DonorRun, Dice, Insertion?> Put)> Of(Kind kind) => table[kind];
}
