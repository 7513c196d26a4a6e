using Chaffinch.Model;

namespace Chaffinch.Training.Grafting;

/// <summary>Makes search phrases and calls to act out of the words that offers of every trade share and the words of the themes.</summary>
internal static class Offers
{
    private const int PhrasesPerLanguage = 260;
    private const int SentencesPerLanguage = 60;

    /// <summary>Phrases of all languages of <paramref name="file"/>, the trades' words taken from phrases at hand.</summary>
    public static List<PromoText> Make(string file, IReadOnlyList<PromoText> known)
    {
        var made = new List<PromoText>();
        foreach (string line in File.ReadLines(file).Where(l => l.Length > 0 && l[0] != '#'))
        {
            string[] cells = line.Split('\t');
            string[] words = cells[1].Split('|');
            string[] calls = cells[2].Split('|');
            var dice = new Dice((int)(Stable.Hash(cells[0]) % 10_000));
            List<PromoText> trades = [.. known.Where(t => t.Language == cells[0] && t.Kind == "anchor")];
            if (trades.Count == 0)
            {
                continue;
            }

            string blank = cells[0] is "zh" or "zh-hant" or "ja" or "th" ? "" : " ";
            for (int i = 0; i < PhrasesPerLanguage; i++)
            {
                PromoText trade = dice.Of(trades);
                List<string> own = dice.Some(words, dice.Between(1, 3));
                string thing = dice.Chance(0.3) ? "{brand}" : trade.Text;
                string text = own.Count == 1 ? dice.Chance(0.5) ? own[0] + blank + thing : thing + blank + own[0] : own[0] + blank + thing + blank + string.Join(blank, own.Skip(1));
                made.Add(new PromoText(cells[0], "keyword", text, trade.Theme, trade.Family));
            }

            for (int i = 0; i < SentencesPerLanguage; i++)
            {
                string end = blank.Length == 0 ? dice.Of(["！", "。", "，"]) : dice.Of(["! ", ". ", ", "]);
                PromoText trade = dice.Of(trades);
                made.Add(new PromoText(cells[0], "promo", dice.Of(calls) + end + dice.Of(words) + blank + trade.Text + end.TrimEnd() + (dice.Chance(0.5) ? blank + dice.Of(calls) : ""), trade.Theme, trade.Family));
            }
        }

        return made;
    }
}
