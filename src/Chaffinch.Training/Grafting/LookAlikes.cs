using System.Globalization;
using Chaffinch.Model;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Grafting;

/// <summary>Genuine things that look planted, set into clean and polluted pages alike, so that no shape tells the label by itself.</summary>
internal static class LookAlikes
{
    private static readonly (string Kind, LineRole Role, Gold Gold)[] Talks =
    [
        ("headline", LineRole.Related, Gold.Furniture), ("headline", LineRole.Subhead, Gold.Subhead), ("sentence", LineRole.Paragraph, Gold.Body), ("sentence", LineRole.Paragraph, Gold.Body),
        ("product", LineRole.Item, Gold.Body), ("product", LineRole.Paragraph, Gold.Body), ("comment", LineRole.Comment, Gold.Furniture), ("heading", LineRole.Subhead, Gold.Subhead),
        ("navigation", LineRole.Nav, Gold.Furniture), ("review", LineRole.Paragraph, Gold.Body), ("event", LineRole.Paragraph, Gold.Body), ("related", LineRole.Related, Gold.Furniture),
        ("contact", LineRole.Footer, Gold.Furniture), ("howto", LineRole.Paragraph, Gold.Body), ("newsletter", LineRole.Footer, Gold.Furniture), ("programme", LineRole.Item, Gold.Body),
        ("tags", LineRole.Tags, Gold.Furniture), ("advice", LineRole.Paragraph, Gold.Body), ("hours", LineRole.Footer, Gold.Furniture), ("caption", LineRole.Caption, Gold.Caption),
    ];

    /// <summary>Changes the page by one look-alike and returns its name.</summary>
    public static string Apply(Draft draft, PageComposer composer, PromoTexts promo, bool heldOut, Dice dice)
    {
        switch (dice.Between(0, 14))
        {
            case 0:
                return Digest(draft, composer, heldOut, dice);
            case 1:
                return MarkedAdvert(draft, composer.Frames, promo, heldOut, dice);
            case 2:
                return HiddenMenu(draft, composer.Frames, dice);
            case 3:
                return TagRow(draft, composer.Frames, dice);
            case 4:
                return Ornaments(draft, dice);
            case 5:
                return OtherLanguage(draft, composer, dice);
            case 6:
                return Refrain(draft, dice);
            case 7:
                return OwnContact(draft, dice);
            case 8:
                return OwnRow(draft, dice);
            case 9 or 12 or 13:
                return Talk(draft, promo, heldOut, dice);
            case 10:
                return SourceLinks(draft, composer, dice);
            default:
                return Prices(draft, dice);
        }
    }

    // Unrelated items one after the other, each whole: as digests, tag pages and live blogs have them.
    private static string Digest(Draft draft, PageComposer composer, bool heldOut, Dice dice)
    {
        int at = draft.EndOfArticle;
        for (int i = dice.Between(1, 4); i > 0; i--)
        {
            SourceArticle other = dice.Of(composer.Texts.Of(draft.Language, heldOut));
            string body = other.Parts.Find(p => p[0] is not ('#' or '*')) ?? other.Title;
            List<string> sentences = GenuineTexts.Sentences(GenuineTexts.Whole(body, 600));
            string text = string.Join(draft.IsUnspaced ? "" : " ", sentences.Take(dice.Between(1, 3)));
            bool stamped = dice.Chance(0.3);
            draft.Lines.Insert(at, new DraftLine(LineRole.Paragraph, new Run((stamped ? $"{dice.Between(10, 23)}:{dice.Between(10, 59)} " : "") + text, Gold.Body)));
            if (!stamped && dice.Chance(0.8))
            {
                draft.Lines.Insert(at, new DraftLine(LineRole.Subhead, new Run(other.Title, Gold.Subhead)));
            }
        }

        return "digest";
    }

    // An advertisement that says so belongs to the site.
    private static string MarkedAdvert(Draft draft, Frames frames, PromoTexts promo, bool heldOut, Dice dice)
    {
        var campaign = new Campaign(promo, draft.Language, heldOut, dice);
        draft.Lines.Add(new DraftLine(LineRole.Advert, new Run(dice.Of(frames.All(draft.Language, "advert")), Gold.Furniture)));
        draft.Lines.Add(new DraftLine(LineRole.Advert, new Run(string.Concat(campaign.Paragraph(dice, 1, 2).Select(r => r.Text)), Gold.Furniture)));
        return "marked-advert";
    }

    private static string HiddenMenu(Draft draft, Frames frames, Dice dice)
    {
        var line = new DraftLine(LineRole.Nav) { Hiding = dice.Of([Hiding.Display, Hiding.OffScreen, Hiding.Attribute, Hiding.Visibility, Hiding.StyleRule, Hiding.Clip]) };
        foreach (string entry in dice.Some(frames.All(draft.Language, "nav"), dice.Between(1, 8)))
        {
            line.Runs.Add(new Run(entry, Gold.Furniture, dice.Chance(0.8) ? "/m/" + Stable.Hash(entry) % 99 : null));
            if (line.Runs[^1].Href is null)
            {
                line.Runs.Add(new Run(" ", Gold.Furniture));
            }
        }

        draft.Lines.Insert(Math.Max(0, draft.IndexOf(LineRole.Headline)), line);
        return "hidden-menu";
    }

    private static string TagRow(Draft draft, Frames frames, Dice dice)
    {
        List<string> tags = Terms(draft, dice.Between(3, 7), dice);
        string joint = dice.Of([", ", " ", " | ", "、", "_"]);
        draft.Lines.Add(new DraftLine(LineRole.Tags, new Run(dice.Of(frames.All(draft.Language, "tags")) + " " + string.Join(joint, tags), Gold.Furniture)));
        return "tag-row";
    }

    private static string Ornaments(Draft draft, Dice dice)
    {
        string row = dice.Of(["* * *", "◇ ◇ ◇", "———————", "※ ※ ※", "~~~~~~~~", "☆ ☆ ☆", "· · · · ·", "=========", "◆", "❦", "-----", "♪ ♪"]);
        foreach (int at in dice.Some(draft.Borders(), 2).OrderDescending())
        {
            draft.Lines.Insert(at, new DraftLine(LineRole.Paragraph, new Run(row, Gold.Body)));
        }

        return "ornaments";
    }

    // A summary or quotation in another language.
    private static string OtherLanguage(Draft draft, PageComposer composer, Dice dice)
    {
        string language = dice.Chance(0.6) && draft.Language != "en" ? "en" : dice.Of(["de", "fr", "es", "zh", "ru", "ja", "tr"]);
        IReadOnlyList<SourceArticle> articles = composer.Texts.Of(language, false);
        if (language == draft.Language || articles.Count == 0)
        {
            return "none";
        }

        SourceArticle other = dice.Of(articles);
        foreach (string part in other.Parts.Where(p => p[0] is not ('#' or '*') && p.Length > 80).Take(dice.Between(1, 4)))
        {
            draft.Lines.Insert(draft.EndOfArticle, new DraftLine(LineRole.Paragraph, new Run(GenuineTexts.Whole(part, 500), Gold.Body)));
        }

        return "other-language";
    }

    private static string Refrain(Draft draft, Dice dice)
    {
        DraftLine? source = draft.Lines.LastOrDefault(l => l.Role == LineRole.Paragraph && l.IsGenuine);
        if (source is null)
        {
            return "none";
        }

        string words = GenuineTexts.Sentences(source.Text)[0];
        string line = GenuineTexts.Whole(words, draft.IsUnspaced ? 22 : 70);
        foreach (int at in dice.Some(draft.Borders(), dice.Between(2, 3)).OrderDescending())
        {
            draft.Lines.Insert(at, new DraftLine(LineRole.Paragraph, new Run(line, Gold.Body)));
        }

        return "refrain";
    }

    private static string OwnContact(Draft draft, Dice dice)
    {
        string number = string.Create(CultureInfo.InvariantCulture, $"0{dice.Between(10, 99)}-555-{dice.Between(1000, 9999)}");
        string words = draft.Language switch
        {
            "zh" or "zh-hant" => dice.Of([$"咨询电话：{number}", $"联系人：王老师 {number}", $"微信公众号：{draft.Host.Split('.')[0]}", $"报名邮箱：office@{draft.Host}"]),
            "ja" => $"お問い合わせ:事務局 {number}",
            "ko" => $"문의: 사무국 {number}",
            "ru" => $"Справки по телефону {number}",
            "ar" => $"للاستفسار: {number}",
            _ => dice.Of([$"office@{draft.Host}, {number}", $"Tel. {number} (Mo-Fr 9-12)", $"Info: {number}, WhatsApp {number}", $"Telegram: @{draft.Host.Split('.')[0]}"]),
        };
        bool body = dice.Chance(0.5);
        draft.Lines.Insert(body ? draft.EndOfArticle : draft.Lines.Count, new DraftLine(body ? LineRole.Paragraph : LineRole.Footer, new Run(words, body ? Gold.Body : Gold.Furniture)));
        return "own-contact";
    }

    // A row of the page's own terms before or after the text, or a keywords line that the text bears out.
    private static string OwnRow(Draft draft, Dice dice)
    {
        List<string> terms = Terms(draft, dice.Between(4, 8), dice);
        string row = string.Join(dice.Of([",", ", ", "_", " | ", " ", "、"]), terms);
        if (dice.Chance(0.5))
        {
            draft.Lines.RemoveAll(l => l.Role == LineRole.Keywords);
            draft.Lines.Insert(draft.IndexOf(LineRole.Title) + 1, new DraftLine(LineRole.Keywords, new Run(row, Gold.Furniture)));
        }
        else
        {
            draft.Lines.Insert(draft.EndOfArticle, new DraftLine(LineRole.Tags, new Run(row, Gold.Furniture)));
        }

        return "own-row";
    }

    // Lines of genuine pages that use the words of the trades: news, products, notices, reviews, comments, menus.
    private static string Talk(Draft draft, PromoTexts promo, bool heldOut, Dice dice)
    {
        if (!promo.Has(draft.Language, "genuine:headline", heldOut))
        {
            return "none";
        }

        for (int i = dice.Between(1, 6); i > 0; i--)
        {
            (string kind, LineRole role, Gold gold) = dice.Of(Talks);
            PromoText text = promo.One(draft.Language, "genuine:" + kind, Theme.None, heldOut, dice);
            if (!text.Kind.StartsWith("genuine", StringComparison.Ordinal))
            {
                continue;
            }

            List<int> borders = draft.Borders();
            bool inside = role is LineRole.Paragraph or LineRole.Subhead or LineRole.Item or LineRole.Caption;
            int at = !inside ? (role == LineRole.Nav ? 0 : draft.Lines.Count) : borders.Count == 0 || dice.Chance(0.3) ? draft.EndOfArticle : dice.Of(borders);
            bool link = role is LineRole.Related or LineRole.Nav;
            draft.Lines.Insert(at, new DraftLine(role, new Run(text.Text, gold, link ? "/" + Stable.Hash(text.Text) % 9973 : null)));
        }

        return "talk";
    }

    private static string SourceLinks(Draft draft, PageComposer composer, Dice dice)
    {
        var line = new DraftLine(dice.Chance(0.5) ? LineRole.Paragraph : LineRole.Related);
        Gold gold = line.Role == LineRole.Paragraph ? Gold.Body : Gold.Furniture;
        for (int i = dice.Between(2, 5); i > 0; i--)
        {
            string title = dice.Of(composer.Texts.Of(draft.Language, false)).Title;
            line.Runs.Add(new Run(dice.Chance(0.5) ? title : Frames.HostOf(dice), gold, $"https://{Frames.HostOf(dice)}/"));
            if (i > 1)
            {
                line.Runs.Add(new Run(dice.Of([" | ", ", ", " · "]), gold));
            }
        }

        draft.Lines.Insert(line.Role == LineRole.Paragraph ? draft.EndOfArticle : draft.Lines.Count, line);
        return "source-links";
    }

    private static string Prices(Draft draft, Dice dice)
    {
        string currency = draft.IsChinese ? "元" : draft.Language == "ja" ? "円" : draft.Language == "ko" ? "원" : dice.Of([" €", " USD", " kr"]);
        foreach (string term in Terms(draft, dice.Between(2, 5), dice))
        {
            draft.Lines.Insert(draft.EndOfArticle, new DraftLine(LineRole.Item, new Run($"{term}: {dice.Between(2, 400)}{currency}", Gold.Body)));
        }

        return "prices";
    }

    // Words that the page's own text has, more than once where possible.
    private static List<string> Terms(Draft draft, int count, Dice dice)
    {
        string text = string.Join(' ', draft.Lines.Where(l => l.Role == LineRole.Paragraph && l.IsGenuine).Select(l => l.Text));
        var terms = new List<string>();
        for (int tries = 0; terms.Count < count && tries < 60 && text.Length > 60; tries++)
        {
            int at = dice.Next(text.Length - 30);
            if (draft.IsUnspaced)
            {
                string piece = text.Substring(at, draft.Language == "th" ? dice.Between(6, 12) : dice.Between(2, 5));
                if (piece.All(char.IsLetter))
                {
                    terms.Add(piece);
                }
            }
            else
            {
                int start = text.IndexOf(' ', at) + 1;
                int end = text.IndexOf(' ', Math.Min(text.Length - 1, start + 4));
                if (start > 0 && end > start && text[start..end].All(c => char.IsLetter(c) || c == ' '))
                {
                    terms.Add(text[start..end]);
                }
            }
        }

        return terms.Count == 0 ? [draft.Host] : terms;
    }
}
