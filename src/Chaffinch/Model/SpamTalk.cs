using Chaffinch.Text;

namespace Chaffinch.Model;

/// <summary>Tells whether a page speaks of planted text: reports on hacked sites, documentation of filters and lessons on web spam quote it.</summary>
internal static class SpamTalk
{
    private const int Enough = 2;

    // The field's own names of the thing and of the deed, a few a language; none of them sells anything.
    private static readonly string[] Words =
    [
        "spam", "spammers", "spammer", "hacked", "cloaking", "malware", "backlinks", "moderators", "gehackt", "Spamseiten", "Schadcode", "eingeschleust", "piraté", "spams", "pourriel",
        "hackeado", "hackeada", "hackearon", "invadido", "invadida", "hackerato", "violato", "zhakowana", "włamanie", "спам", "спама", "спамеры", "взлом", "взломали", "взломан",
        "зламали", "злам", "hacklendi", "hacklenen", "diretas", "peretas", "disusupi", "สแปม", "แฮก", "سبام", "اختراق", "المخترق", "اسپم", "هک", "स्पैम", "हैक", "スパム", "改ざん", "不正アクセス",
        "스팸", "해킹", "垃圾信息", "垃圾链接", "黑链", "挂马", "被黑", "黑帽", "垃圾訊息", "垃圾連結", "駭客", "被駭", "tin tặc", "thư rác",
    ];

    // Who is told about search engines and about how a page is made is told what was found in one.
    private static readonly string[] Engines =
    [
        "search engine", "search engines", "Suchmaschine", "Suchmaschinen", "moteur de recherche", "moteurs de recherche", "buscador", "buscadores", "motor de búsqueda", "motor de busca", "mecanismo de busca",
        "motore di ricerca", "motori di ricerca", "zoekmachine", "zoekmachines", "sökmotor", "sökmotorn", "wyszukiwarka", "wyszukiwarki", "wyszukiwarce", "поисковик", "поисковики", "поисковике", "пошуковик", "пошуковику", "arama motoru", "arama motorları", "mesin pencari",
        "công cụ tìm kiếm", "محرك البحث", "محركات البحث", "موتور جستجو", "מנוע חיפוש", "מנועי חיפוש", "μηχανή αναζήτησης", "μηχανές αναζήτησης", "検索エンジン", "검색엔진", "검색 엔진", "搜索引擎", "搜尋引擎",
    ];

    private static readonly string[] Making =
    [
        "php", "htaccess", "webmaster", "crawler", "crawlers", "googlebot", "useragent", "source code", "Quelltext", "Quellcode", "code source", "código fuente", "código fonte", "codice sorgente", "broncode", "källkod", "kod źródłowy", "исходный код", "исходнике",
        "вихідний код", "kaynak kodu", "kaynak kodunda", "kode sumber", "perayap", "mã nguồn", "ซอร์สโค้ด", "الشيفرة المصدرية", "كود الصفحة", "کد منبع", "קוד המקור", "πηγαίο κώδικα", "ソースコード", "크롤러", "소스코드", "爬虫", "爬蟲", "源代码", "原始碼",
    ];

    private static readonly uint[][] Terms = TermsOf(Words);
    private static readonly uint[][] EngineTerms = TermsOf(Engines);
    private static readonly uint[][] MakingTerms = TermsOf(Making);

    /// <summary>How much a page speaks of it, 0 to 1.</summary>
    /// <param name="page">The page.</param>
    public static float Of(SegmentedPage page)
    {
        int found = 0;
        foreach (uint[] terms in Terms)
        {
            found += Math.Min(2, PlacesOf(page, terms));
        }

        found = found < Enough && AnyOf(page, EngineTerms) && AnyOf(page, MakingTerms) ? Enough : found;
        return Math.Min(1, found / (float)Enough);
    }

    private static bool AnyOf(SegmentedPage page, uint[][] words)
    {
        foreach (uint[] terms in words)
        {
            if (PlacesOf(page, terms) > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static int PlacesOf(SegmentedPage page, uint[] terms)
    {
        int places = int.MaxValue;
        foreach (uint term in terms)
        {
            int number = page.Ngrams.Find(term);
            if (number < 0)
            {
                return 0;
            }

            places = Math.Min(places, page.Ngrams.SegmentsOf(number));
        }

        return places;
    }

    private static uint[][] TermsOf(string[] words)
    {
        var all = new List<uint[]>();
        foreach (string word in words)
        {
            var classes = new CharClass[word.Length];
            CharClasses.Classify(word, classes);
            var terms = new uint[word.Length + 1];
            int count = TermReader.Read(word, classes, terms);
            if (count > 0)
            {
                all.Add(terms[..count]);
            }
        }

        return [.. all];
    }
}
