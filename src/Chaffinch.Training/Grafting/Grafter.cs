using Chaffinch.Model;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Grafting;

/// <summary>Composes training pages: genuine pages, planted by every shape or not at all, damaged or not, with the label of every character known.</summary>
/// <remarks>Deterministic: page number n of a seed is the same on every machine. Held-out pages use held-out phrases and texts alone.</remarks>
internal sealed class Grafter
{
    private static readonly (string Name, int Weight, Action<Grafter, Draft, Campaign, bool, Dice> Plant)[] Shapes =
    [
        ("keyword-header", 10, (_, d, c, _, r) => KeywordShapes.Header(d, c, r)),
        ("title-fusion", 12, (_, d, c, _, r) => KeywordShapes.Fusion(d, c, r)),
        ("repeated-phrase", 6, (_, d, c, _, r) => KeywordShapes.Repeated(d, c, r)),
        ("inline", 12, (_, d, c, _, r) => KeywordShapes.Inline(d, c, r)),
        ("tail", 5, (_, d, c, _, r) => KeywordShapes.Tail(d, c, r)),
        ("stuffed-head", 5, (_, d, c, _, r) => KeywordShapes.StuffedHead(d, c, r)),
        ("link-row", 8, (_, d, c, _, r) => BlockShapes.LinkRow(d, c, r)),
        ("lone-anchor", 4, (_, d, c, _, r) => BlockShapes.LoneAnchor(d, c, r)),
        ("ad-paragraph", 12, (_, d, c, _, r) => BlockShapes.AdParagraph(d, c, r)),
        ("contact", 6, (_, d, c, _, r) => BlockShapes.ContactLine(d, c, r)),
        ("splice", 10, (g, d, c, h, r) => BlockShapes.Splice(d, c, g._composer.Texts, h, r)),
        ("camouflage", 4, (_, d, _, _, r) => BlockShapes.Camouflage(d, r)),
        ("hidden", 8, (_, d, c, _, r) => BlockShapes.Hidden(d, c, r)),
        ("spam-comments", 5, (g, d, c, _, r) => BlockShapes.SpamComments(d, c, g._composer.Frames, r)),
        ("doorway", 7, (_, d, c, _, r) => BlockShapes.Doorway(d, c, r)),
        ("farm", 3, (_, d, c, _, r) => BlockShapes.Farm(d, c, r)),
    ];

    private static readonly string[] DamageNames = ["gloss", "mojibake", "markup", "rot47", "holes"];

    // As the web has them: half Chinese, the others even.
    private static readonly string[] Others = ["en", "en", "en", "ja", "ko", "ru", "id", "vi", "th", "tr", "ar", "de", "fr", "es", "pt", "hi", "it", "fa", "uk"];

    private readonly PageComposer _composer;
    private readonly PromoTexts _promo;

    public Grafter(PageComposer composer, PromoTexts promo)
    {
        _composer = composer;
        _promo = promo;
    }

    /// <summary>The promotional texts that it plants.</summary>
    public PromoTexts Promo => _promo;

    /// <summary>Makes page number <paramref name="number"/>.</summary>
    public TrainingPage Make(int seed, int number, bool heldOut)
    {
        var dice = new Dice(unchecked((seed * 1_000_003) + (number * 7919) + (heldOut ? 1 : 0)));
        string language = dice.Chance(0.42) ? (dice.Chance(0.82) ? "zh" : "zh-hant") : dice.Of(Others);
        language = _composer.Texts.Of(language, heldOut).Count < 3 ? "zh" : language;
        Draft draft = _composer.Compose(language, heldOut, dice);
        for (int i = dice.Chance(0.55) ? dice.Between(1, 2) : 0; i > 0; i--)
        {
            draft.Shapes.Add("like:" + LookAlikes.Apply(draft, _composer, _promo, heldOut, dice));
        }

        double fate = dice.Next(1000) / 1000.0;
        bool planted = fate < 0.6;
        if (planted)
        {
            Plant(draft, heldOut, dice);
        }
        else if (fate < 0.72)
        {
            Damage(draft, dice);
        }

        bool html = dice.Chance(0.5) || draft.Lines.TrueForAll(l => l.Hiding != Hiding.None);
        (byte[] bytes, GoldRange[] gold) = html ? HtmlWriter.Write(draft, dice) : TextWriter.Write(draft, dice);
        return new TrainingPage
        {
            Name = $"{(heldOut ? "h" : "g")}{seed}-{number}",
            Language = language,
            Source = bytes,
            IsHtml = html,
            Verdict = VerdictOf(draft, gold),
            Gold = gold,
            Shapes = [.. draft.Shapes],
            IsHeldOut = heldOut,
        };
    }

    private void Plant(Draft draft, bool heldOut, Dice dice)
    {
        var campaign = new Campaign(_promo, draft.Language, heldOut, dice);
        int all = Shapes.Sum(s => s.Weight);
        for (int i = dice.Chance(0.45) ? 1 : dice.Between(2, 3); i > 0; i--)
        {
            int draw = dice.Next(all);
            foreach ((string name, int weight, Action<Grafter, Draft, Campaign, bool, Dice> plant) in Shapes)
            {
                draw -= weight;
                if (draw < 0)
                {
                    if (!draft.Shapes.Contains(name) && (name != "splice" || BlockShapes.CanSplice(draft, _composer.Texts, heldOut)))
                    {
                        plant(this, draft, campaign, heldOut, dice);
                        draft.Shapes.Add(name);
                    }

                    break;
                }
            }
        }
    }

    private static void Damage(Draft draft, Dice dice)
    {
        int kind = dice.Between(0, 4);
        switch (kind)
        {
            case 0 when draft.IsChinese: Damages.Gloss(draft, dice); break;
            case 1: Damages.Mojibake(draft, dice); break;
            case 2: Damages.PrintedMarkup(draft, dice); break;
            case 3: Damages.Rot47(draft, dice); break;
            default: Damages.Holes(draft, dice); break;
        }

        draft.Shapes.Add("damage:" + DamageNames[kind == 0 && !draft.IsChinese ? 4 : kind]);
    }

    private static PageVerdict VerdictOf(Draft draft, GoldRange[] gold)
    {
        if (gold.Any(g => g.Gold.IsInjected))
        {
            int body = gold.Where(g => g.Gold.Label == Label.Body).Sum(g => g.End - g.Start);
            return body > 150 ? PageVerdict.Polluted : PageVerdict.Spam;
        }

        return draft.IsDamagedThroughout && gold.Any(g => g.Gold.Label == Label.Damaged) ? PageVerdict.Damaged : PageVerdict.Clean;
    }
}
