using Chaffinch.Model;

namespace Chaffinch.Training.Grafting;

/// <summary>A promotional text.</summary>
/// <param name="Language">ISO 639-1, or zh-hant.</param>
/// <param name="Kind">The shape that it suits: keyword, keyword-list, anchor, promo, contact; genuine:… for lines of genuine pages.</param>
/// <param name="Text">Its words; <c>{brand}</c> and <c>{n}</c> are filled when it is used.</param>
/// <param name="Theme">What it promotes.</param>
/// <param name="Family">Texts of one family are alike, so they stand on one side of a split.</param>
internal sealed record PromoText(string Language, string Kind, string Text, Theme Theme, string Family)
{
    /// <summary>A fourth of the families is held out, the same ones in all languages.</summary>
    public bool IsHeldOut => Stable.Hash(Family) % 4 == 0;
}

/// <summary>Promotional texts at hand, by language and shape.</summary>
internal sealed class PromoTexts
{
    private readonly Dictionary<(string Language, string Kind, bool HeldOut), List<PromoText>> _texts = [];
    private readonly Dictionary<(string Language, string Kind, bool HeldOut, Theme Theme), List<PromoText>> _byTheme = [];

    public PromoTexts(IEnumerable<PromoText> texts)
    {
        foreach (PromoText text in texts)
        {
            Put(_texts, (text.Language, text.Kind, text.IsHeldOut), text);
            Put(_byTheme, (text.Language, text.Kind, text.IsHeldOut, text.Theme), text);
        }
    }

    public IEnumerable<string> Languages => _texts.Keys.Where(k => k.Kind == "keyword").Select(k => k.Language).Distinct().Order(StringComparer.Ordinal);

    public IEnumerable<PromoText> All => _texts.Values.SelectMany(t => t);

    public bool Has(string language, string kind, bool heldOut) => _texts.ContainsKey((language, kind, heldOut));

    /// <summary>One text of a kind, of the theme where there is one; another kind's where the language lacks it.</summary>
    public PromoText One(string language, string kind, Theme theme, bool heldOut, Dice dice)
    {
        if (theme != Theme.None && _byTheme.TryGetValue((language, kind, heldOut, theme), out List<PromoText>? own) && own.Count > 1)
        {
            return dice.Of(own);
        }

        foreach (string otherwise in (string[])[kind, "promo", "keyword"])
        {
            if (_texts.TryGetValue((language, otherwise, heldOut), out List<PromoText>? list))
            {
                return dice.Of(list);
            }
        }

        return One("en", kind, theme, heldOut, dice);
    }

    /// <summary>The themes that a language has phrases of.</summary>
    public Theme ThemeOf(string language, bool heldOut, Dice dice) => One(language, "keyword", Theme.None, heldOut, dice).Theme;

    private static void Put<TKey>(Dictionary<TKey, List<PromoText>> into, TKey key, PromoText text)
        where TKey : notnull
    {
        if (!into.TryGetValue(key, out List<PromoText>? list))
        {
            into.Add(key, list = []);
        }

        list.Add(text);
    }
}
