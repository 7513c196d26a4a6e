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
}

/// <summary>The words by which the press of many languages names the roles in its credits: a closed class, like month names.</summary>
internal static class CreditWords
{
    /// <summary>Longest role word in code units.</summary>
    public const int MaxLength = 14;

    private const int Places = 1 << 10;

    private static readonly FrozenDictionary<string, CreditRole> Roles = Build();

    private static readonly FrozenDictionary<string, CreditRole>.AlternateLookup<ReadOnlySpan<char>> Lookup = Roles.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>By first and last code unit, one bit for each length that a role word may have: saves looking up most words.</summary>
    private static readonly ushort[] Lengths = BuildLengths();

    /// <summary>The role that <paramref name="word"/>, which is not empty, names, without regard to case.</summary>
    public static CreditRole Of(ReadOnlySpan<char> word) =>
        word.Length <= MaxLength && ((Lengths[PlaceOf(word[0], word[^1])] >> word.Length) & 1) != 0 && Lookup.TryGetValue(word, out CreditRole role) ? role : CreditRole.None;

    private static int PlaceOf(char first, char last) => ((char.ToUpperInvariant(first) * 31) + char.ToUpperInvariant(last)) & (Places - 1);

    private static ushort[] BuildLengths()
    {
        var lengths = new ushort[Places];
        foreach (string word in Roles.Keys)
        {
            lengths[PlaceOf(word[0], word[^1])] |= (ushort)(1 << word.Length);
        }

        return lengths;
    }

    private static FrozenDictionary<string, CreditRole> Build()
    {
        var roles = new Dictionary<string, CreditRole>(StringComparer.OrdinalIgnoreCase);
        Add(CreditRole.Photo, "摄 摄影 攝 攝影 拍摄 图 图源 图片 图片来源 圖 供图 写真 撮影 사진 ภาพ ảnh foto fotos photo photos photograph photography picture pictures image images "
            + "фото fotoğraf bild bilder fotografie fotografía fotografi crédit crédito copyright صورة تصوير תצלום صور");
        Add(CreditRole.Reporter, "记者 記者 通讯员 通訊員 特约记者 见习记者 实习记者 取材 기자 reporter reporters reporting laporan wartawan kontributor muhabir haber корреспондент репортёр репортер "
            + "pv phóngviên ผู้สื่อข่าว reportero reportera reportage reportagem repórter reportaje colaborou colaboró mitarbeit contributor مراسل");
        Add(CreditRole.Editor, "编辑 編輯 责编 責編 责任编辑 責任編輯 编审 校对 校對 审核 编校 主编 監製 监制 編集 편집 에디터 editor editors editing redaktion redacción redação edição edición edisi penyunting "
            + "редактор editör บรรณาธิการ biêntập تحرير محرر rédaction redazione redactie redaktor");
        Add(CreditRole.Source, "来源 來源 稿源 出典 출처 자료 source sources sumber nguồn fonte fuente quelle kaynak источник ที่มา المصدر źródło bron");
        Add(CreditRole.Author, "作者 撰文 文 文字 撰稿 글 autor autora author text texte texto words penulis oleh yazar автор bởi tácgiả ผู้เขียน بقلم كتب auteur autore von by par por");
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
