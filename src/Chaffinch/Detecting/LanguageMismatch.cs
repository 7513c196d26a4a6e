using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting;

/// <summary>A paragraph in another language than the page's, alone on the page and sharing no word with it.</summary>
internal sealed class LanguageMismatch : Detector
{
    private const int LeastLetters = 90;
    private const int LeastTerms = 8;
    private const float LeastConfidence = 0.95f;

    // Above this share of the running text's letters the page is bilingual.
    private const int MostForeignPercent = 30;
    private const int MaxFound = 3;

    // Of the 26 such paragraphs of labelled pages that were planted one read less like advertising; of 38 genuine ones of real pages one read more so.
    private const float LeastSelling = 0.42f;
    private const float NoSelling = 0.3f;

    private static readonly Signal OtherLanguage = new(
        "language-mismatch", "other-language", "A paragraph is in another language than the page, shares no word with it, and there are hardly any others like it.");

    public override string Name => "language-mismatch";

    public override string What => "A paragraph in another language than the rest of the page, with no word in common with it.";

    public override string Why => "Advertising paragraphs set into other people's pages are written once and for all countries; the page's author writes in one language.";

    public override string LeavesAlone => "Bilingual pages, quotations, code, captions, lessons, menus, short lines, references and titles of works, paragraphs that name what the page names, closely related languages; what sells nothing, as notices of players and archives, embedded posts, footnotes.";

    public override string Example => "Der Chor probt montags im Gemeindehaus.\nBuy garden chairs online today and save, delivery is free for all new customers.";

    public override string Source => "Read off polluted pages: in four of them the language flips at the border of a sales paragraph.";

    public override ImmutableArray<Signal> Signals { get; } = [OtherLanguage];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        PageFacts facts = PageFacts.Of(page);
        if (page.Language is not { } language || facts.ProseCount < 2)
        {
            return;
        }

        Span<int> found = stackalloc int[MaxFound];
        int count = 0;
        int foreign = 0;
        int all = 0;
        for (int b = 0; b < facts.Lines.Length; b++)
        {
            ref readonly LineFacts line = ref facts.Lines[b];
            ref readonly Block block = ref page.Page.Blocks[b];
            all += line.Prose ? line.Letters : 0;
            if (line.Letters < LeastLetters || line.SentenceEnds + line.Commas == 0 || line.Digits * 6 > line.Letters || !MayStand(block) || !IsAlien(facts, line, block)
                || !IsRunning(page, block.Span) || !IsOther(page, block.Span, language))
            {
                continue;
            }

            if (count == MaxFound)
            {
                return;
            }

            foreign += line.Letters;
            all += line.Prose ? 0 : line.Letters;
            found[count++] = b;
        }

        if (foreign * 100 > all * MostForeignPercent)
        {
            return;
        }

        Span<float> sells = stackalloc float[MaxFound];
        int selling = 0;
        for (int i = 0; i < count; i++)
        {
            sells[i] = AnchorWords.PromotionOfText(page, page.Page.Blocks[found[i]].Span);
            selling += sells[i] >= LeastSelling ? 1 : 0;
        }

        for (int i = 0; i < count; i++)
        {
            // Players, archives, licences and embedded posts speak English on all pages, and link to their own sites; a note quotes its source.
            ref readonly Block block = ref page.Page.Blocks[found[i]];
            bool leaves = Leaves(page, facts, block) || block.Hidden is HiddenBy.Size or HiddenBy.OffScreen or HiddenBy.Colour;
            float strength = sells[i] >= LeastSelling ? (leaves ? 0.85f : 0.7f) - (0.15f * (selling - 1)) : sells[i] >= NoSelling ? 0.4f - (0.1f * (count - 1)) : 0;
            sink.Add(OtherLanguage, block.Span, strength, new Fact("the only {a} such paragraphs; {b} % of the page's letters", count, foreign * 100 / Math.Max(1, all)));
        }
    }

    private static bool MayStand(in Block block)
    {
        const BlockTraits Own = BlockTraits.Quote | BlockTraits.Code | BlockTraits.Preformatted | BlockTraits.Caption | BlockTraits.Control
            | BlockTraits.InNav | BlockTraits.InFooter | BlockTraits.InHeader | BlockTraits.InForm | BlockTraits.TableCell;
        const Hints Machinery = Hints.Navigation | Hints.Footer | Hints.Notice | Hints.Legal | Hints.Caption | Hints.Comments | Hints.Lead;
        return block.Zone == Zone.Body && (block.Traits & Own) == 0 && (block.AllHints & Machinery) == 0;
    }

    // The cheap question first: hardly any of its words stands in the rest of the running text.
    private static bool IsAlien(PageFacts facts, in LineFacts line, in Block block)
    {
        if (line.Quoted || line.IsTechnical || facts.IsBorneOut(block.Span, line.Prose ? 1 : 0, 0.13f))
        {
            return false;
        }

        Support support = facts.SupportOf(block.Span, line.Prose ? 1 : 0);
        return support.Terms >= LeastTerms && support.Share < 0.12f;
    }

    // Titles of works, names of products and references keep their own language everywhere: most of their words begin with a capital, or single capitals stand for names.
    private static bool IsRunning(SegmentedPage page, TextSpan span)
    {
        const int MostInitials = 3;
        ReadOnlySpan<char> text = page.Page.Text;
        int words = 0;
        int capitals = 0;
        int initials = 0;
        for (int i = span.Start; i < span.End; i++)
        {
            bool opens = CharClasses.IsLetter(page.Classes[i]) && (i == span.Start || !Pieces.IsWord(page.Classes[i - 1]));
            if (!opens)
            {
                continue;
            }

            bool isCapital = char.IsUpper(text[i]);
            bool isAlone = i + 1 >= span.End || !Pieces.IsWord(page.Classes[i + 1]);
            bool isShort = !isAlone && char.IsUpper(text[i + 1]) && (i + 2 >= span.End || !Pieces.IsWord(page.Classes[i + 2]));
            words++;
            capitals += isCapital ? 1 : 0;
            initials += isCapital && (isAlone || isShort) ? 1 : 0;
        }

        return capitals * 5 < words * 3 && !(initials > MostInitials && initials * 8 > words) && !IsReference(text[span.Start..span.End]);
    }

    // What a reference has in every language: "et al.", a DOI, or a year in brackets soon after the names.
    private static bool IsReference(ReadOnlySpan<char> text)
    {
        const int NameChars = 120;
        if (text.Contains("et al", StringComparison.Ordinal) || text.Contains("doi", StringComparison.OrdinalIgnoreCase) || text.Contains("ISBN", StringComparison.Ordinal))
        {
            return true;
        }

        ReadOnlySpan<char> names = text[..Math.Min(text.Length, NameChars)];
        for (int i = names.IndexOf('('); i >= 0 && i + 5 < names.Length;)
        {
            if (names[i + 1] is '1' or '2' && char.IsAsciiDigit(names[i + 2]) && char.IsAsciiDigit(names[i + 3]) && char.IsAsciiDigit(names[i + 4]) && !char.IsAsciiDigit(names[i + 5]))
            {
                return true;
            }

            int next = names[(i + 1)..].IndexOf('(');
            i = next < 0 ? -1 : i + 1 + next;
        }

        return false;
    }

    private static bool IsOther(SegmentedPage page, TextSpan span, string language)
    {
        LanguageGuess guess = LanguageIdentifier.Identify(page.Page.Text.AsSpan(span.Start, span.Length));
        return guess.Code is { } code && guess.Confidence >= LeastConfidence && code != language && !AreNear(code, language);
    }

    private static bool Leaves(SegmentedPage page, PageFacts facts, in Block block)
    {
        ReadOnlySpan<Link> links = page.Page.Links;
        for (int i = block.FirstLink; i < block.FirstLink + block.LinkCount && i < links.Length; i++)
        {
            if (facts.LeavesSite(links[i]))
            {
                return true;
            }
        }

        return false;
    }

    // Languages that short texts cannot be told apart in.
    private static bool AreNear(string a, string b) => Family(a) is > 0 and var family && family == Family(b);

    private static int Family(string code) => code switch
    {
        "no" or "nb" or "nn" or "da" or "sv" => 1,
        "cs" or "sk" => 2,
        "hr" or "sr" or "bs" or "sl" => 3,
        "id" or "ms" => 4,
        "es" or "pt" or "gl" or "ca" or "it" => 5,
        "ru" or "uk" or "be" or "bg" or "mk" => 6,
        "nl" or "af" => 7,
        "tr" or "az" => 8,
        "ar" or "fa" or "ur" => 9,
        "zh" or "ja" => 10,
        _ => 0,
    };
}
