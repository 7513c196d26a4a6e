using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <summary>Tells whether a page speaks of planted text: reports on hacked sites, documentation of filters and lessons on web spam quote it.</summary>
internal static class SpamTalk
{
    private const int Enough = 2;

    // The field's own names of the thing and of the deed, a few a language; none of them sells anything.
    private static readonly string[] Words =
    [
        "spam", "spammers", "spammer", "hacked", "cloaking", "malware", "backlinks", "moderators", "gehackt", "Spamseiten", "Schadcode", "eingeschleust", "piraté", "spams", "pourriel",
        "hackeado", "hackeada", "hackearon", "invadido", "invadida", "hackerato", "violato", "zhakowana", "włamanie", "спам", "спама", "спамеры", "взлом", "взломали", "взломан",
        "зламали", "злам", "hacklendi", "hacklenen", "diretas", "peretas", "สแปม", "แฮก", "سبام", "اختراق", "المخترق", "اسپم", "هک", "स्पैम", "हैक", "スパム", "改ざん", "不正アクセス",
        "스팸", "해킹", "垃圾信息", "垃圾链接", "黑链", "挂马", "被黑", "黑帽", "垃圾訊息", "垃圾連結", "駭客", "被駭", "tin tặc", "thư rác",
    ];

    private static readonly uint[][] Terms = [.. Words.Select(TermsOf).Where(t => t.Length > 0)];

    /// <summary>How much a page speaks of it, 0 to 1.</summary>
    public static float Of(SegmentedPage page)
    {
        int found = 0;
        foreach (uint[] terms in Terms)
        {
            bool all = true;
            int places = int.MaxValue;
            foreach (uint term in terms)
            {
                int number = page.Ngrams.Find(term);
                all &= number >= 0;
                places = number >= 0 ? Math.Min(places, page.Ngrams.SegmentsOf(number)) : 0;
            }

            found += all ? Math.Min(2, places) : 0;
        }

        return Math.Min(1, found / (float)Enough);
    }

    private static uint[] TermsOf(string word)
    {
        var classes = new CharClass[word.Length];
        CharClasses.Classify(word, classes);
        var terms = new uint[word.Length + 1];
        int count = TermReader.Read(word, classes, terms);
        return terms[..count];
    }
}
