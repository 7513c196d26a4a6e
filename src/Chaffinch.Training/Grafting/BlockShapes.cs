using System.Globalization;
using System.Text;
using Chaffinch.Model;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Grafting;

/// <summary>Shapes that take whole lines: rows of links, paragraphs that sell, splices, camouflage, hidden blocks, spam comments, doorways.</summary>
internal static class BlockShapes
{
    private const string Symbols = "∞∧∨∑∏∥∠≌∽≦≧≒﹤﹥☆■♀『』◆◣◥▲Ψ※→№←㊣＃＆＠★○●◎◇□△▽♂♪♫♬☉♩◈▣▤▥▦▧▨▩▒░▓┏┓┗┛┣┫┳┻╋";

    public static void LinkRow(Draft draft, Campaign campaign, Dice dice)
    {
        var line = new DraftLine(dice.Of([LineRole.Footer, LineRole.Paragraph, LineRole.Footer, LineRole.Nav, LineRole.Related]));
        string joint = dice.Of(["", "", " | ", " · ", " "]);
        for (int i = dice.Between(3, 8); i > 0; i--)
        {
            Run anchor = campaign.Anchor(dice);
            line.Runs.Add(anchor);
            if (joint.Length > 0 && i > 1)
            {
                line.Runs.Add(new Run(joint, anchor.Gold));
            }
        }

        line.Hiding = dice.Chance(0.35) ? Hide(dice) : Hiding.None;
        draft.Lines.Insert(line.Role == LineRole.Nav ? Math.Max(0, draft.IndexOf(LineRole.Headline)) : line.Role == LineRole.Paragraph ? draft.EndOfArticle : draft.Lines.Count, line);
    }

    /// <summary>A lone anchor line between genuine ones.</summary>
    public static void LoneAnchor(Draft draft, Campaign campaign, Dice dice)
    {
        foreach (int at in dice.Some(draft.Borders(), dice.Between(1, 2)).OrderDescending())
        {
            draft.Lines.Insert(at, new DraftLine(LineRole.Paragraph, campaign.Anchor(dice)));
        }
    }

    public static void AdParagraph(Draft draft, Campaign campaign, Dice dice)
    {
        List<int> borders = draft.Borders();
        int at = dice.Between(0, 4) switch
        {
            0 => Math.Max(0, draft.IndexOf(LineRole.Headline)),
            1 or 2 when borders.Count > 0 => dice.Of(borders),
            _ => draft.EndOfArticle,
        };
        var lines = new List<DraftLine>();
        if (dice.Chance(0.25))
        {
            lines.Add(new DraftLine(LineRole.Subhead, campaign.Heading(dice)));
        }

        for (int i = dice.Between(1, 3); i > 0; i--)
        {
            lines.Add(new DraftLine(LineRole.Paragraph, [.. campaign.Paragraph(dice)]));
        }

        if (dice.Chance(0.4))
        {
            Run contact = campaign.Contact(dice);
            if (dice.Chance(0.5))
            {
                lines.Add(new DraftLine(LineRole.Paragraph, contact));
            }
            else
            {
                lines[^1].Runs.Add(contact with { Text = (campaign.IsUnspaced ? "" : " ") + contact.Text });
            }
        }

        draft.Lines.InsertRange(at, lines);
    }

    public static void ContactLine(Draft draft, Campaign campaign, Dice dice)
    {
        Run contact = campaign.Contact(dice);
        List<int> borders = draft.Borders();
        int count = dice.Chance(0.3) ? 2 : 1;
        foreach (int at in dice.Some([.. borders, draft.EndOfArticle], count).OrderDescending())
        {
            draft.Lines.Insert(at, new DraftLine(LineRole.Paragraph, contact));
        }
    }

    /// <summary>True where there are texts of the page's language that are strangers to it: of some languages there is one manual and nothing else.</summary>
    public static bool CanSplice(Draft draft, GenuineTexts texts, bool heldOut) => texts.PiecesOf(draft.Language, heldOut).Any(p => !draft.Article.IsKin(p));

    /// <summary>Fragments of other texts after the article or between its sections, with phrases, marks and made-up credits between them.</summary>
    public static void Splice(Draft draft, Campaign campaign, GenuineTexts texts, bool heldOut, Dice dice)
    {
        bool broken = dice.Chance(0.25);
        bool keyed = dice.Chance(0.5);
        bool marked = dice.Chance(0.4);
        int at = dice.Chance(0.75) ? draft.EndOfArticle : draft.Borders() is { Count: > 0 } borders ? dice.Of(borders) : draft.EndOfArticle;
        var lines = new List<DraftLine>();
        for (int i = dice.Between(1, 6); i > 0; i--)
        {
            var line = new DraftLine(LineRole.Paragraph);
            for (int f = dice.Between(1, 3); f > 0; f--)
            {
                line.Runs.Add(new Run(Fragment(draft, texts, heldOut, dice), Gold.Planted(Kind.Splice)));
                if (broken && dice.Chance(0.4))
                {
                    line.Runs.Add(new Run("\uFFFD", Gold.Damage(Kind.Encoding)));
                }

                if (keyed && dice.Chance(0.3))
                {
                    line.Runs.Add(campaign.Keyword(dice));
                }
            }

            lines.Add(line);
            if (marked && dice.Chance(0.6))
            {
                lines.Add(dice.Chance(0.5) ? SymbolLine(dice) : dice.Chance(0.5) ? DateLine(draft, dice) : CreditLine(draft, dice));
            }
        }

        draft.Lines.InsertRange(at, lines);
    }

    public static void Camouflage(Draft draft, Dice dice)
    {
        List<int> borders = draft.Borders();
        string date = DateLine(draft, dice).Text;
        int kind = dice.Between(0, 2);
        foreach (int at in dice.Some(borders, dice.Between(1, 4)).OrderDescending())
        {
            draft.Lines.Insert(at, kind == 0 ? SymbolLine(dice) : kind == 1 ? new DraftLine(LineRole.Paragraph, new Run(date, Gold.Planted(Kind.Camouflage))) : CreditLine(draft, dice));
        }
    }

    public static void Hidden(Draft draft, Campaign campaign, Dice dice)
    {
        DraftLine line;
        switch (dice.Between(0, 3))
        {
            case 0:
                line = new DraftLine(LineRole.Paragraph, [.. campaign.Paragraph(dice, 1, 3)]);
                break;
            case 1:
                line = new DraftLine(LineRole.Paragraph);
                for (int i = dice.Between(2, 7); i > 0; i--)
                {
                    line.Runs.Add(campaign.Anchor(dice));
                }

                break;
            default:
                line = new DraftLine(LineRole.Paragraph, campaign.KeywordList(dice, 3, 10));
                break;
        }

        bool afterEnd = dice.Chance(0.2);
        line.Role = afterEnd ? LineRole.AfterEnd : dice.Of([LineRole.Paragraph, LineRole.Footer]);
        line.Hiding = afterEnd ? Hiding.None : Hide(dice);
        draft.Lines.Insert(line.Role == LineRole.Paragraph && draft.Borders() is { Count: > 0 } borders ? dice.Of(borders) : draft.Lines.Count, line);
    }

    public static void SpamComments(Draft draft, Campaign campaign, Frames frames, Dice dice)
    {
        for (int i = dice.Between(1, 4); i > 0; i--)
        {
            string stamp = frames.Fill(dice.Of([" {n}.0{h}", " · {n}/05/{y} {h}", " {y}-03-{n}", " {h}"]), draft.Language, dice, draft.Host);
            draft.Lines.Add(new DraftLine(LineRole.Comment, dice.Chance(0.6) ? campaign.Keyword(dice) : new Run(campaign.Brand, Gold.Planted(Kind.Keyword, campaign.Theme)), new Run(stamp, Gold.Furniture)));
            draft.Lines.Add(new DraftLine(LineRole.Comment, [.. campaign.Paragraph(dice, 1, 2)]));
        }
    }

    /// <summary>Turns the page into a doorway: its own frame around somebody else's offer.</summary>
    public static void Doorway(Draft draft, Campaign campaign, Dice dice)
    {
        draft.Lines.RemoveAll(l => l.Role is LineRole.Headline or LineRole.Byline or LineRole.Subhead or LineRole.Paragraph or LineRole.Item or LineRole.Caption or LineRole.Description or LineRole.Keywords);
        DraftLine? title = draft.Of(LineRole.Title).FirstOrDefault();
        Run heading = campaign.Heading(dice);
        if (title is not null)
        {
            title.Runs.RemoveAt(0);
            Run words = dice.Chance(0.5) ? campaign.KeywordList(dice, 2, 5) : heading;
            title.Runs.Insert(0, words with { Text = words.Text + (title.Runs.Count > 0 ? dice.Of([" - ", " | ", "_", " "]) : "") });
        }

        int at = draft.Lines.FindLastIndex(l => l.Role is LineRole.Nav or LineRole.Breadcrumb or LineRole.Title) + 1;
        var lines = new List<DraftLine> { new(LineRole.Headline, heading) };
        for (int s = dice.Between(1, 4); s > 0; s--)
        {
            lines.Add(new DraftLine(LineRole.Paragraph, [.. campaign.Paragraph(dice, 2, 4)]));
            if (dice.Chance(0.4))
            {
                lines.Add(new DraftLine(LineRole.Subhead, campaign.Heading(dice)));
                for (int i = dice.Between(2, 4); i > 0 && dice.Chance(0.9); i--)
                {
                    lines.Add(new DraftLine(dice.Chance(0.6) ? LineRole.Item : LineRole.Paragraph, campaign.Sentence(dice)));
                }

                lines.Add(new DraftLine(LineRole.Paragraph, [.. campaign.Paragraph(dice, 1, 3)]));
            }
        }

        if (dice.Chance(0.5))
        {
            lines.Add(new DraftLine(LineRole.Paragraph, campaign.Contact(dice)));
        }

        draft.Lines.InsertRange(at, lines);
    }

    /// <summary>Nothing but rows of phrases.</summary>
    public static void Farm(Draft draft, Campaign campaign, Dice dice)
    {
        draft.Lines.RemoveAll(l => l.Role is not (LineRole.Title or LineRole.Nav or LineRole.Footer) || dice.Chance(0.4));
        foreach (DraftLine title in draft.Of(LineRole.Title))
        {
            title.Runs.Clear();
            title.Runs.Add(campaign.KeywordList(dice, 3, 6));
        }

        int at = draft.Lines.FindLastIndex(l => l.Role is LineRole.Title or LineRole.Nav) + 1;
        for (int i = dice.Between(3, 14); i > 0; i--)
        {
            Run run = dice.Chance(0.6) ? campaign.Keyword(dice, Kind.KeywordList) : campaign.KeywordList(dice, 2, 5);
            draft.Lines.Insert(at, new DraftLine(dice.Chance(0.5) ? LineRole.Paragraph : LineRole.Item, run with { Gold = Gold.Planted(Kind.KeywordList, campaign.Theme) }));
        }
    }

    public static DraftLine SymbolLine(Dice dice)
    {
        var text = new StringBuilder();
        string digits = dice.Chance(0.3) ? dice.Next(99999).ToString(CultureInfo.InvariantCulture) : "";
        for (int i = dice.Between(6, 28); i > 0; i--)
        {
            text.Append(Symbols[dice.Next(Symbols.Length)]);
        }

        return new DraftLine(LineRole.Paragraph, new Run(text + digits, Gold.Planted(Kind.Camouflage)));
    }

    private static DraftLine DateLine(Draft draft, Dice dice)
    {
        int y = dice.Between(2019, 2025), m = dice.Between(1, 12), d = dice.Between(1, 28);
        string date = draft.IsChinese || draft.Language == "ja"
            ? dice.Of([$"{y}年{m}月{d}日", $"【{y}-{m:00}-{d:00}】", $"{y}/{m}/{d} ▶", $"发布于{y}.{m:00}.{d:00}"])
            : dice.Of([$"{d:00}/{m:00}/{y}", $"[{y}-{m:00}-{d:00}]", $"{d}.{m}.{y} ►►", $"{y}.{m:00}.{d:00} ◆"]);
        return new DraftLine(LineRole.Paragraph, new Run(date, Gold.Planted(Kind.Camouflage)));
    }

    private static DraftLine CreditLine(Draft draft, Dice dice)
    {
        string name = draft.IsChinese ? dice.Of(["赵", "钱", "孙", "冯", "褚", "卫", "蒋"]) + dice.Of(["国梁", "雨辰", "思源", "文博", "秋实", "子墨"])
            : draft.Language == "ja" ? dice.Of(["藤代", "五十川", "梶谷"]) + dice.Of(["和也", "真弓", "鉄平"])
            : draft.Language == "ko" ? dice.Of(["구", "편", "제", "방"]) + dice.Of(["성찬", "다래", "우람"])
            : dice.Of(["Edvar", "Milo", "Tessa", "Orin", "Petra", "Ludo"]) + " " + dice.Of(["Gralen", "Vosk", "Tammin", "Sorell", "Pinto", "Adler"]);
        string line = draft.IsChinese ? dice.Of([$"（记者 {name} 摄）", $"责编：{name}", $"摄影：{name} 通讯员：{name}", $"编辑 {name} 校对 {name}", $"来源：{name}"])
            : draft.Language == "ja" ? dice.Of([$"(撮影・{name})", $"編集:{name}", $"取材 {name}"])
            : draft.Language == "ko" ? dice.Of([$"사진={name}", $"{name} 기자", $"편집 {name}"])
            : dice.Of([$"Photo: {name}", $"Reporting by {name}", $"Editor: {name} / Photo: {name}", $"({name})", $"Source: {name}"]);
        return new DraftLine(LineRole.Paragraph, new Run(line, Gold.Planted(Kind.FakeCredit)));
    }

    // A piece of another text of the language, cut without regard to words at one end or both.
    private static string Fragment(Draft draft, GenuineTexts texts, bool heldOut, Dice dice)
    {
        IReadOnlyList<SourceArticle> all = texts.PiecesOf(draft.Language, heldOut);
        SourceArticle article;
        string text;
        int tries = 0;
        do
        {
            article = dice.Of(all);
            text = dice.Of(article.Parts).TrimStart('#', '*', ' ');
        }
        while ((text.Length < 40 || draft.Article.IsKin(article)) && ++tries < 60);
        int length = Math.Min(text.Length, draft.IsUnspaced ? dice.Between(25, 120) : dice.Between(60, 300));
        int start = dice.Chance(0.5) ? 0 : dice.Next(text.Length - length + 1);
        string piece = text.Substring(start, length).Trim();
        piece = piece.Length < 4 ? text[..Math.Min(text.Length, 40)] : piece;
        return char.IsHighSurrogate(piece[^1]) ? piece[..^1] : char.IsLowSurrogate(piece[0]) ? piece[1..] : piece;
    }

    private static Hiding Hide(Dice dice) => dice.Of(
        [Hiding.Display, Hiding.Display, Hiding.OffScreen, Hiding.OffScreen, Hiding.Zero, Hiding.Colour, Hiding.StyleRule, Hiding.StyleRule, Hiding.Visibility, Hiding.NoScript, Hiding.Attribute, Hiding.Clip]);
}
