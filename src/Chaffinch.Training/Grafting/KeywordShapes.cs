using Chaffinch.Model;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Grafting;

/// <summary>Shapes of planted phrases: rows before the headline, fused titles, repeats, phrases in and behind sentences, stuffed and disguised heads.</summary>
internal static class KeywordShapes
{
    /// <summary>A row of phrases before the headline, in titles as well, once more below.</summary>
    public static void Header(Draft draft, Campaign campaign, Dice dice)
    {
        Run list = campaign.KeywordList(dice);
        DraftLine? title = draft.Of(LineRole.Title).FirstOrDefault();
        if (title is not null && dice.Chance(0.7))
        {
            if (dice.Chance(0.5))
            {
                title.Runs.Clear();
            }

            title.Runs.Insert(0, title.Runs.Count == 0 ? list : list with { Text = list.Text + dice.Of(["_", " ", "-", " - "]) });
        }

        int at = dice.Chance(0.6) ? 0 : Math.Max(0, draft.IndexOf(LineRole.Headline));
        draft.Lines.Insert(at, new DraftLine(at == 0 ? LineRole.Nav : LineRole.Paragraph, list));
        if (dice.Chance(0.3))
        {
            draft.Lines.Insert(draft.EndOfArticle, new DraftLine(LineRole.Paragraph, dice.Chance(0.5) ? list : campaign.KeywordList(dice)));
        }
    }

    /// <summary>A phrase fused to the headline, here and in the title, at its head or its end.</summary>
    public static void Fusion(Draft draft, Campaign campaign, Dice dice)
    {
        Run phrase = dice.Chance(0.75) ? campaign.Keyword(dice) : campaign.KeywordList(dice, 2, 4);
        string joint = dice.Of(["", "...", "…", "_", "-", " - ", " | ", " ", " ", "：", "! ", "... "]);
        bool before = dice.Chance(0.8);
        bool both = dice.Chance(0.6);
        foreach (DraftLine line in draft.Lines.Where(l => (l.Role == LineRole.Headline && both) || l.Role == LineRole.Title))
        {
            Run part = phrase with { Text = before ? phrase.Text + joint : (joint is "..." or "…" ? " " : joint) + phrase.Text };
            line.Runs.Insert(before ? 0 : 1, part);
        }

        if (dice.Chance(0.5))
        {
            Repeats(draft, phrase, dice);
        }
    }

    public static void Repeated(Draft draft, Campaign campaign, Dice dice) => Repeats(draft, campaign.Keyword(dice), dice);

    /// <summary>Phrases inside sentences and behind them, as anchors or bare.</summary>
    public static void Inline(Draft draft, Campaign campaign, Dice dice)
    {
        bool links = dice.Chance(0.4);
        bool inside = dice.Chance(0.6);
        bool same = dice.Chance(0.3);
        Run one = links ? campaign.Anchor(dice) : campaign.Keyword(dice);
        List<DraftLine> lines = dice.Some([.. draft.Lines.Where(l => l.Role is LineRole.Paragraph or LineRole.Item && l.IsGenuine && l.Text.Length > 40)], dice.Between(1, 4));
        foreach (DraftLine line in lines)
        {
            Run phrase = same ? one : links ? campaign.Anchor(dice) : campaign.Keyword(dice);
            int at = inside ? Joint(line.Runs[0].Text, draft.IsUnspaced, dice) : AfterSentence(line.Runs[0].Text, dice);
            if (at > 0)
            {
                Split(line, at, phrase, draft.IsUnspaced, dice);
            }
        }
    }

    /// <summary>A bare word or phrase behind the last full stop of paragraphs.</summary>
    public static void Tail(Draft draft, Campaign campaign, Dice dice)
    {
        Run phrase = dice.Chance(0.5) ? campaign.Anchor(dice) with { Href = null } : campaign.Keyword(dice);
        phrase = phrase with { Gold = Gold.Planted(Kind.Keyword, phrase.Gold.Theme) };
        bool same = dice.Chance(0.5);
        foreach (DraftLine line in dice.Some([.. draft.Lines.Where(l => l.Role == LineRole.Paragraph && l.IsGenuine)], dice.Between(1, 5)))
        {
            Run own = same ? phrase : campaign.Keyword(dice);
            line.Runs.Add(own with { Text = (dice.Chance(0.5) ? " " : "") + own.Text });
        }
    }

    /// <summary>Title, description and keywords filled with phrases; the body says nothing of them.</summary>
    public static void StuffedHead(Draft draft, Campaign campaign, Dice dice)
    {
        draft.Lines.RemoveAll(l => l.Role is LineRole.Description or LineRole.Keywords);
        int at = draft.IndexOf(LineRole.Title) + 1;
        if (dice.Chance(0.8))
        {
            draft.Lines.Insert(at, new DraftLine(LineRole.Keywords, campaign.KeywordList(dice, 4, 9)));
        }

        draft.Lines.Insert(at, new DraftLine(LineRole.Description, dice.Chance(0.6) ? [.. campaign.Paragraph(dice, 1, 2)] : [campaign.KeywordList(dice, 3, 6)]));
        if (at > 0 && dice.Chance(0.6))
        {
            DraftLine title = draft.Lines[at - 1];
            bool coded = dice.Chance(0.5);
            Run phrase = dice.Chance(0.5) ? campaign.Keyword(dice) : campaign.KeywordList(dice, 2, 5);
            if (dice.Chance(0.6))
            {
                title.Runs.Clear();
            }

            title.Runs.Insert(0, phrase with { Text = phrase.Text + (title.Runs.Count > 0 ? dice.Of([" - ", "_", " ", "|"]) : ""), IsEntityCoded = coded });
        }
    }

    private static void Repeats(Draft draft, Run phrase, Dice dice)
    {
        Run line = phrase with { Text = phrase.Text.Trim() };
        foreach (int at in dice.Some(draft.Borders(), dice.Between(2, 4)).OrderDescending())
        {
            draft.Lines.Insert(at, new DraftLine(dice.Chance(0.85) ? LineRole.Paragraph : LineRole.Subhead, line));
        }
    }

    /// <summary>A place between two words; between two characters where words are not parted.</summary>
    private static int Joint(string text, bool unspaced, Dice dice)
    {
        for (int tries = 0; tries < 12; tries++)
        {
            int at = dice.Between(text.Length / 6, text.Length - 2);
            if (unspaced)
            {
                if (dice.Chance(0.4) && text.AsSpan(at).IndexOfAny("，,。、") is >= 0 and var comma)
                {
                    return at + comma + (dice.Chance(0.5) ? 0 : 1);
                }

                if (!char.IsLowSurrogate(text[at]) && char.IsLetter(text[at]) && char.IsLetter(text[at - 1]) && !char.IsAscii(text[at]) && !IsMark(text[at]))
                {
                    return at;
                }
            }
            else if (text.IndexOf(' ', at) is > 0 and var blank && blank + 1 < text.Length)
            {
                return blank;
            }
        }

        return -1;
    }

    private static bool IsMark(char c) => System.Globalization.CharUnicodeInfo.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    private static int AfterSentence(string text, Dice dice)
    {
        var ends = new List<int>();
        for (int i = 10; i < text.Length; i++)
        {
            if (text[i] is '.' or '。' or '!' or '！' or '?' or '？' or '۔' or '।' && (i + 1 == text.Length || text[i] > 0x7F || text[i + 1] == ' '))
            {
                ends.Add(i + 1);
            }
        }

        return ends.Count == 0 ? text.Length : dice.Of(ends);
    }

    private static void Split(DraftLine line, int at, Run phrase, bool unspaced, Dice dice)
    {
        Run whole = line.Runs[0];
        string before = dice.Chance(unspaced ? 0.85 : 0.1) ? "" : " ";
        string after = at < whole.Text.Length && whole.Text[at] == ' ' ? "" : dice.Chance(unspaced ? 0.85 : 0.2) ? "" : " ";
        line.Runs.RemoveAt(0);
        line.Runs.InsertRange(0, [whole with { Text = whole.Text[..at] + before }, phrase, whole with { Text = after + whole.Text[at..] }]);
        line.Runs.RemoveAll(r => r.Text.Length == 0);
    }
}
