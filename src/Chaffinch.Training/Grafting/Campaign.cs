using System.Globalization;
using Chaffinch.Model;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Grafting;

/// <summary>What one page is planted with: a theme, a language, a brand, and phrases of them.</summary>
internal sealed class Campaign
{
    private readonly PromoTexts _texts;
    private readonly bool _heldOut;
    private readonly bool _mixed;
    private readonly string _contact;
    private readonly string _host;

    public Campaign(PromoTexts texts, string pageLanguage, bool heldOut, Dice dice)
    {
        _texts = texts;
        _heldOut = heldOut;
        string[] languages = [.. texts.Languages];
        double draw = dice.Chance(0.78) ? 0 : dice.Chance(0.6) ? 1 : 2;
        string wanted = draw == 0 ? pageLanguage : draw == 1 ? "en" : dice.Of(languages);
        Language = texts.Has(wanted, "keyword", heldOut) ? wanted : "en";
        Theme = texts.ThemeOf(Language, heldOut, dice);
        _mixed = dice.Chance(0.15);
        Brand = Brands.One(Language, dice);
        _host = Brands.Host(dice);
        _contact = ContactOf(dice);
    }

    public string Language { get; }

    public Theme Theme { get; }

    public string Brand { get; }

    public bool IsUnspaced => Language is "zh" or "zh-hant" or "ja" or "th";

    public string Href(Dice dice) => dice.Between(0, 4) switch
    {
        0 => $"https://{_host}/",
        1 => $"http://{Brands.Host(dice)}/",
        2 => $"https://{_host}/{dice.Next(9999)}.html",
        3 => $"//{_host}/go?k={dice.Next(999)}",
        _ => $"https://www.{_host}/{Brand.ToLowerInvariant().Replace(' ', '-')}",
    };

    /// <summary>A search phrase, with the brand before, behind or not at all.</summary>
    public Run Keyword(Dice dice, Kind kind = Kind.Keyword)
    {
        PromoText text = Draw("keyword", dice);
        return new Run(WithBrand(text.Text, dice), Gold.Planted(kind, text.Theme));
    }

    public Run Anchor(Dice dice)
    {
        PromoText text = Draw(dice.Chance(0.7) ? "anchor" : "keyword", dice);
        return new Run(dice.Chance(0.2) ? Brand : Fill(text.Text, dice), Gold.Planted(Kind.Link, text.Theme), Href(dice));
    }

    /// <summary>A row of phrases.</summary>
    public Run KeywordList(Dice dice, int low = 4, int high = 12)
    {
        if (_texts.Has(Language, "keyword-list", _heldOut) && dice.Chance(0.2))
        {
            return new Run(Draw("keyword-list", dice).Text, Gold.Planted(Kind.KeywordList, Theme));
        }

        string joint = dice.Of(["_", "_", ",", ", ", "，", "、", " - ", "-", "|", " | ", " ", "  ", " / ", "——", "·"]);
        joint = !IsUnspaced && joint is "，" or "、" or " " ? ", " : joint;
        var phrases = new List<string>();
        for (int i = dice.Between(low, high); i > 0; i--)
        {
            phrases.Add(Keyword(dice).Text);
        }

        return new Run(string.Join(joint, phrases), Gold.Planted(Kind.KeywordList, Theme));
    }

    public Run Sentence(Dice dice)
    {
        PromoText text = Draw("promo", dice);
        string words = Fill(text.Text, dice);
        string end = IsUnspaced && Language != "th" ? dice.Of(["。", "！", "。"]) : Language == "th" ? "" : dice.Of([".", ".", "!"]);
        return new Run(".!?。！？".Contains(words[^1], StringComparison.Ordinal) ? words : words + end, Gold.Planted(Kind.Promo, text.Theme));
    }

    public List<Run> Paragraph(Dice dice, int low = 1, int high = 4)
    {
        var runs = new List<Run>();
        for (int i = dice.Between(low, high); i > 0; i--)
        {
            runs.Add(Sentence(dice));
            if (i > 1 && !IsUnspaced)
            {
                runs.Add(new Run(" ", Gold.Planted(Kind.Promo, Theme)));
            }
        }

        return runs;
    }

    public Run Heading(Dice dice)
    {
        PromoText text = Draw("keyword", dice);
        return new Run(Fill(text.Text, dice), Gold.Planted(Kind.Keyword, text.Theme));
    }

    /// <summary>A sales contact, the same on the whole page.</summary>
    public Run Contact(Dice dice)
    {
        string lead = _texts.Has(Language, "contact", _heldOut) && dice.Chance(0.8) ? Fill(Draw("contact", dice).Text, dice) : "";
        string words = lead.Any(char.IsAsciiDigit) || lead.Contains('@', StringComparison.Ordinal) ? lead : lead.Length == 0 ? _contact : lead.TrimEnd('.', '!', '。', ':', '：') + (IsUnspaced ? "：" : ": ") + Bare();
        return new Run(words, Gold.Planted(Kind.Contact, Theme));
    }

    private string Bare() => _contact[(_contact.LastIndexOfAny([':', '：']) + 1)..].Trim();

    private string ContactOf(Dice dice)
    {
        string number = string.Create(CultureInfo.InvariantCulture, $"{dice.Between(100, 999)}00{dice.Between(100, 999)}{dice.Between(10, 99)}");
        string handle = Brand.All(char.IsAscii) ? Brand.ToLowerInvariant() : Brands.One("en", dice).ToLowerInvariant();
        return dice.Between(0, 7) switch
        {
            0 => $"WhatsApp: +{dice.Between(20, 99)} 555 0{number}",
            1 => $"Telegram: @{handle}_{dice.Of(["bot", "vip", "support", "cs", "88"])}",
            2 => Language.StartsWith("zh", StringComparison.Ordinal) ? $"微信：{handle}{dice.Between(10, 999)}" : $"WA {number}",
            3 => Language.StartsWith("zh", StringComparison.Ordinal) ? $"QQ：{number}" : $"Line ID: @{handle}",
            4 => $"Skype: live:{handle}.{dice.Between(1, 99)}",
            5 => Language == "ko" ? $"카톡: {handle}{dice.Between(10, 99)}" : $"t.me/{handle}",
            6 => Language.StartsWith("zh", StringComparison.Ordinal) ? $"邀请码：{number[..6]}" : $"Promo code: {handle.ToUpperInvariant()}{dice.Between(10, 99)}",
            _ => $"Tel/WhatsApp: {number}",
        };
    }

    private PromoText Draw(string kind, Dice dice) =>
        _texts.One(Language, kind, _mixed && dice.Chance(0.5) ? Theme.None : Theme, _heldOut, dice);

    private string WithBrand(string text, Dice dice)
    {
        string words = Fill(text, dice);
        if (words.Contains(Brand, StringComparison.Ordinal) || dice.Chance(0.55))
        {
            return words;
        }

        string blank = IsUnspaced && Brand[^1] > 0x2000 ? "" : " ";
        return dice.Chance(0.6) ? Brand + blank + words : words + blank + Brand;
    }

    private string Fill(string text, Dice dice) => text
        .Replace("{brand}", Brand, StringComparison.Ordinal)
        .Replace("{site}", _host, StringComparison.Ordinal)
        .Replace("{n}", dice.Between(2, 99).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
