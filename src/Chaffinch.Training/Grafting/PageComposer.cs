using Chaffinch.Training.Model;

namespace Chaffinch.Training.Grafting;

/// <summary>Composes a genuine page around a genuine text: frame, headline, byline, paragraphs, captions, lists.</summary>
internal sealed class PageComposer(GenuineTexts texts, Frames frames)
{
    private const int MostParagraphChars = 900;

    // Less running text than this says so little that nobody can tell who is the stranger on the page.
    private const int LeastProseChars = 360;

    public Frames Frames => frames;

    public GenuineTexts Texts => texts;

    public Draft Compose(string language, bool heldOut, Dice dice)
    {
        SourceArticle article = dice.Of(texts.Of(language, heldOut));
        var draft = new Draft { Language = language, Host = Frames.HostOf(dice), Article = article };
        string site = draft.Host.Split('.')[0];
        AddHead(draft, article, site, dice);
        AddFrameAbove(draft, dice);
        if (article.Title.Length > 0 && dice.Chance(0.93))
        {
            draft.Lines.Add(new DraftLine(LineRole.Headline, new Run(article.Title, Gold.Headline)));
        }

        if (dice.Chance(0.7))
        {
            draft.Lines.Add(new DraftLine(LineRole.Byline, new Run(frames.One(language, "byline", dice, draft.Host), Gold.Byline)));
        }

        AddParts(draft, article, dice);
        AddFrameBelow(draft, dice);
        return draft;
    }

    private void AddHead(Draft draft, SourceArticle article, string site, Dice dice)
    {
        var title = new DraftLine(LineRole.Title, new Run(article.Title, Gold.Headline));
        if (dice.Chance(0.7))
        {
            string name = char.ToUpperInvariant(site[0]) + site[1..];
            title.Runs.Add(new Run(dice.Of([" - ", " | ", "_", " – ", "-", " :: ", " · "]) + name, Gold.Furniture));
        }

        draft.Lines.Add(title);
        if (dice.Chance(0.4))
        {
            string first = article.Parts.Find(p => p[0] is not ('#' or '*')) ?? article.Title;
            draft.Lines.Add(new DraftLine(LineRole.Description, new Run(first[..Math.Min(first.Length, 110)], Gold.Furniture)));
        }

        if (dice.Chance(0.25))
        {
            List<string> words = [.. dice.Some(article.Title.Split(' ', StringSplitOptions.RemoveEmptyEntries), 4), .. dice.Some(frames.All(draft.Language, "nav"), 3)];
            draft.Lines.Add(new DraftLine(LineRole.Keywords, new Run(string.Join(',', words), Gold.Furniture)));
        }
    }

    private void AddFrameAbove(Draft draft, Dice dice)
    {
        List<string> menu = dice.Some(frames.All(draft.Language, "nav"), dice.Between(3, 9));
        if (dice.Chance(0.15))
        {
            draft.Lines.Add(new DraftLine(LineRole.Nav, new Run($"http://www.{draft.Host}/", Gold.Furniture)));
        }

        if (dice.Chance(0.8))
        {
            bool bars = dice.Chance(0.4);
            var line = new DraftLine(LineRole.Nav);
            for (int i = 0; i < menu.Count; i++)
            {
                line.Runs.Add(new Run(menu[i], Gold.Furniture, "/" + Stable.Hash(menu[i]) % 97));
                if (bars && i + 1 < menu.Count)
                {
                    line.Runs.Add(new Run(dice.Of([" | ", " · ", " / "]), Gold.Furniture));
                }
            }

            draft.Lines.Add(line);
        }

        if (dice.Chance(0.3))
        {
            string joint = dice.Of([" > ", " » ", " › "]);
            draft.Lines.Add(new DraftLine(LineRole.Breadcrumb, new Run(string.Join(joint, dice.Some(menu, 3)), Gold.Furniture)));
        }
    }

    private void AddParts(Draft draft, SourceArticle article, Dice dice)
    {
        int most = dice.Between(4, 16);
        int from = article.Parts.Count > most ? dice.Next(Math.Min(3, article.Parts.Count - most)) : 0;
        int paragraphs = 0;
        int prose = 0;
        foreach (string part in article.Parts.Skip(from).TakeWhile(_ => most-- > 0 || prose < LeastProseChars))
        {
            string text = GenuineTexts.Whole(part, MostParagraphChars);
            prose += text.Length < 60 / (draft.IsUnspaced ? 3 : 1) ? 0 : text.Length * (draft.IsUnspaced ? 3 : 1);
            if (text.StartsWith("# ", StringComparison.Ordinal))
            {
                if (paragraphs > 0)
                {
                    draft.Lines.Add(new DraftLine(LineRole.Subhead, new Run(text[2..], Gold.Subhead)));
                }
            }
            else
            {
                bool item = text.StartsWith("* ", StringComparison.Ordinal);
                draft.Lines.Add(new DraftLine(item ? LineRole.Item : LineRole.Paragraph, new Run(item ? text[2..] : text, Gold.Body)));
                paragraphs++;
            }

            if (paragraphs > 0 && dice.Chance(0.06))
            {
                draft.Lines.Add(new DraftLine(LineRole.Caption, new Run(frames.One(draft.Language, "caption", dice, draft.Host), Gold.Caption)));
            }
        }

        while (draft.Lines[^1].Role == LineRole.Subhead)
        {
            draft.Lines.RemoveAt(draft.Lines.Count - 1);
        }
    }

    private void AddFrameBelow(Draft draft, Dice dice)
    {
        if (dice.Chance(0.4))
        {
            draft.Lines.Add(new DraftLine(LineRole.Footer, new Run(frames.One(draft.Language, "share", dice, draft.Host), Gold.Furniture)));
        }

        if (dice.Chance(0.3))
        {
            var line = new DraftLine(LineRole.Related, new Run(dice.Of(frames.All(draft.Language, "related")), Gold.Furniture));
            draft.Lines.Add(line);
            for (int i = dice.Between(1, 3); i > 0; i--)
            {
                string other = dice.Of(texts.Of(draft.Language, false)).Title;
                draft.Lines.Add(new DraftLine(LineRole.Related, new Run(other, Gold.Furniture, "/" + Stable.Hash(other) % 9973)));
            }
        }

        if (dice.Chance(0.6))
        {
            string[] foot = frames.All(draft.Language, "footer");
            if (dice.Chance(0.5))
            {
                string joint = dice.Of([" | ", " · ", "  ", " "]);
                draft.Lines.Add(new DraftLine(LineRole.Footer, new Run(string.Join(joint, dice.Some(foot, 3).Select(f => frames.Fill(f, draft.Language, dice, draft.Host))), Gold.Furniture)));
            }
            else
            {
                foreach (string f in dice.Some(foot, 2))
                {
                    draft.Lines.Add(new DraftLine(LineRole.Footer, new Run(frames.Fill(f, draft.Language, dice, draft.Host), Gold.Furniture)));
                }
            }
        }
    }
}
