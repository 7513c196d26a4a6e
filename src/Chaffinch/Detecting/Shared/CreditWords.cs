using System.Collections.Frozen;

namespace Chaffinch.Detecting.Shared;

/// <summary>What a press role is about.</summary>
[Flags]
internal enum CreditRole : byte
{
    None = 0,
    Photo = 1,
    Reporter = 2,
    Editor = 4,
    Source = 8,
    Author = 16,

    /// <summary>The word names no role; it goes along with one: desk, staff, archive.</summary>
    Companion = 32,

    /// <summary>The word is used for hardly anything but credits, so that it needs no colon where it opens a line.</summary>
    Press = 64,
}

/// <summary>The words by which the press of many languages names the roles in its credits: a closed class, like month names.</summary>
internal static class CreditWords
{
    /// <summary>Longest word in code units.</summary>
    public const int MaxLength = 20;

    private const int Places = 1 << 12;

    private const CreditRole RoleBits = CreditRole.Photo | CreditRole.Reporter | CreditRole.Editor | CreditRole.Source | CreditRole.Author;

    private static readonly FrozenDictionary<string, CreditRole> Words = Build();

    private static readonly FrozenDictionary<string, CreditRole>.AlternateLookup<ReadOnlySpan<char>> Lookup = Words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>By first and last code unit, one bit for each length that a word may have: saves looking up most words.</summary>
    private static readonly uint[] Lengths = BuildLengths();

    /// <summary>The role that <paramref name="word"/>, which is not empty, names, without regard to case.</summary>
    public static CreditRole Of(ReadOnlySpan<char> word) => Find(word) & RoleBits;

    /// <summary>The same with what else is known of the word; the full stop of an abbreviation may end it.</summary>
    public static CreditRole Find(ReadOnlySpan<char> word)
    {
        if (word.Length > 1 && word[^1] == '.')
        {
            word = word[..^1];
        }

        return word.Length <= MaxLength && ((Lengths[PlaceOf(word[0], word[^1])] >> word.Length) & 1) != 0 && Lookup.TryGetValue(word, out CreditRole role) ? role : CreditRole.None;
    }

    private static int PlaceOf(char first, char last) => ((char.ToUpperInvariant(first) * 31) + char.ToUpperInvariant(last)) & (Places - 1);

    private static uint[] BuildLengths()
    {
        var lengths = new uint[Places];
        foreach (string word in Words.Keys)
        {
            lengths[PlaceOf(word[0], word[^1])] |= 1u << word.Length;
        }

        return lengths;
    }

    private static FrozenDictionary<string, CreditRole> Build()
    {
        var roles = new Dictionary<string, CreditRole>(StringComparer.OrdinalIgnoreCase);
        Add(CreditRole.Photo, "摄影 攝影 拍摄 图 图文 圖文 图源 图片 图片来源 圖 圖片 供图 供圖 影像 视觉 視覺 摄像 制图 写真 写真提供 사진 사진제공 촬영 영상 ภาพ ช่างภาพ ภาพประกอบ ảnh foto fotos photo photos photograph photography photographer "
            + "picture pictures image images camera фото фотограф снимок снимки світлина світлини знімок fotoğraf görsel görüntü bild bilder bildredaktion fotograf fotografin fotografie fotografía fotógrafo fotógrafa "
            + "fotografi fotografo fotograaf crédit crédito copyright imagen imágenes imagem imagens immagini cliché clichés photographe zdjęcie zdjęcia fot kamera beeld φωτογραφία φωτογραφίες φωτό φωτ صورة تصوير صور عدسة كاميرا "
            + "عکس عکاس תצלום צילום סטילס צלם फोटो छायाचित्र gambar");
        Add(CreditRole.Photo | CreditRole.Press, "摄 攝 撮影 фотокорреспондент фотокор фотослужба фотокореспондент снимал снимала fotoreporter fotojurnalis φωτορεπόρτερ φωτορεπορτάζ المصور المصورة");
        Add(CreditRole.Reporter, "取材 취재 reporters reporting laporan kontributor haber ข่าว รายงาน reportage reportagem reportaje reportaż репортаж colaborou colaboró mitarbeit contributor correspondent "
            + "correspondente corresponsal correspondant relacja ρεπορτάζ ανταπόκριση συντάκτης liputan phóng متابعة إعداد כתב כתבת گزارش रिपोर्ट संवाददाता");
        Add(CreditRole.Reporter | CreditRole.Press, "记者 記者 通讯员 通訊員 特约记者 见习记者 实习记者 特派记者 기자 특파원 reporter wartawan jurnalis muhabir корреспондент репортёр репортер спецкор собкор кореспондент pv phóngviên "
            + "ผู้สื่อข่าว นักข่าว reportero reportera repórter korrespondent записал записала беседовал беседовала подготовил подготовила підготував підготувала مراسل مراسلة المراسل المراسلة خبرنگار ανταποκριτής dziennikarz");
        Add(CreditRole.Editor, "编辑 編輯 审核 审签 審簽 校审 编审 编校 校对 校對 主编 監製 监制 统筹 策划 统稿 出品 美编 版面 审读 初审 二审 三审 终审 编译 編譯 校正 校閲 構成 編集 편집 교열 감수 에디터 editor editors editing redaktion redakcja redacción "
            + "redação edição edición edisi penyunting редактор редактура корректура корректор вычитка вёрстка верстка верстал верстала коректор редакторка editör kurgu düzenleme บรรณาธิการ เรียบเรียง biên hiệu تحرير محرر المحرر المحررة "
            + "تدقيق مراجعة ویراستار ویرایش संपादन संपादक עריכה עורך rédaction secrétariat secrétaire relecture redazione impaginazione revisione redactie eindredactie redaktör korrektur lektorat umbruch redaktor korekta "
            + "opracowanie revisão cierre maquetación επιμέλεια επιμ διόρθωση");
        Add(CreditRole.Editor | CreditRole.Press, "责编 責編 责任编辑 責任編輯 biêntập бильд-редактор літредактор edited compiled");
        Add(CreditRole.Source, "来源 來源 稿源 供稿 出典 출처 자료 source sources sumber nguồn fonte fuente quelle kaynak kaynağı источник джерело ที่มา المصدر مصدر źródło bron källa πηγή منبع מקור स्रोत");
        Add(CreditRole.Author, "作者 撰文 文 文字 撰稿 采写 글 autor autora autorin author text texte texto testo testi tekst teks textos metin текст words penulis oleh yazar автор bởi tác tácgiả ผู้เขียน แปล بقلم كتب كتبت نص متن "
            + "auteur autore von by par por κείμενο κείμενα מאת");
        Add(CreditRole.Author | CreditRole.Press, "cura");
        Add(CreditRole.Companion, "desk staff night late duty additional responsible agencies agency files with from archive archives archivio archivo arquivo archiv archiwum архива архіву арх arkiv arşiv bureau agencias adaptado información "
            + "informação verantwortlich leitender leitende chef ligne page d'édition finale final merkezi servisi från dari дежурный ночной выпускающий ответственный отдел служба специальный випусковий черговий ύλης για από και viên tập "
            + "giả thực hiện nocturna noche dienst zbiorów dyżurny dyżurna noturna plantão notturna turno garde nuit nöbetçi malam jaga");
        return roles.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

        void Add(CreditRole role, string words)
        {
            foreach (string word in words.Split(' '))
            {
                roles[word] = role;
            }
        }
    }
}
