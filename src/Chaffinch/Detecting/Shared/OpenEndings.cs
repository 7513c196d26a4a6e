namespace Chaffinch.Detecting.Shared;

/// <summary>Words and particles that no sentence ends on, for scripts where no blank and no small letter shows where the last word begins.</summary>
/// <remarks>
/// Grammar, not data: Chinese prepositions, adverbs and conjunctions, Japanese particles, Korean particles and connective endings, Thai prepositions, conjunctions and auxiliaries. Syllables that also end
/// common nouns are left out or taken with the syllable before them.
/// </remarks>
internal static class OpenEndings
{
    private const string Han = "的将將于於和被把从從以及或而但该該每各最很若虽雖仍已曾又也再未不没沒须須随隨沿往替跟";
    private const string Kana = "はがをにでとのへもやば";

    private static readonly string[] Hangul =
    [
        "은", "는", "을", "를", "에", "와", "며", "에서", "면서", "아서", "어서", "해서", "으로", "하고", "되고", "있고", "았고", "었고", "했고", "라고", "다고",
        "으면", "하면", "되면", "이면", "지만", "는데", "도록", "으나", "에게", "부터", "까지", "보다", "하여", "되어",
    ];

    private static readonly string[] Thai =
    [
        "ที่", "ของ", "และ", "ใน", "จะ", "ว่า", "ซึ่ง", "เพื่อ", "กับ", "โดย", "แต่", "หรือ", "จาก", "เมื่อ", "เพราะ", "ไม่", "กำลัง", "คือ", "เป็น", "ก็", "ตาม", "แก่", "จนกระทั่ง", "ระหว่าง", "เนื่องจาก", "เช่น",
        "จน", "ต้อง", "ราว", "ประมาณ", "ได้รับ", "รวมถึง", "สำหรับ", "ภายใต้", "ทางทิศ", "จึง", "แต่ละ", "นอกจาก",
    ];

    // Words that end in one of them and may end a sentence or a label.
    private static readonly string[] HanWhole =
    [
        "目的", "麻将", "麻將", "大将", "大將", "小将", "小將", "名将", "名將", "主将", "主將", "健将", "健將", "饱和", "飽和", "温和", "溫和", "缓和", "緩和", "总和", "總和", "柔和", "平和", "祥和", "随和", "隨和", "暖和", "共和",
        "服从", "服從", "随从", "隨從", "普及", "涉及", "波及", "触及", "觸及", "伴随", "伴隨", "追随", "追隨", "以往", "前往", "交往", "来往", "來往", "代替", "接替", "而已", "早已", "必须", "必須", "车把", "車把", "火把", "出没", "出沒", "淹没", "淹沒",
    ];

    // Nouns and adverbs that end like one of them.
    private static readonly string[] ThaiWhole = ["สถานที่", "หน้าที่", "พื้นที่", "เต็มที่", "คงที่", "แผนที่", "วันที่", "นั่นคือ", "คนจน", "ยากจน", "ถูกต้อง", "จับต้อง", "แตะต้อง", "เรื่องราว", "งบประมาณ"];

    /// <summary>True where <paramref name="text"/> ends on one of them; for text whose last character is of one of these scripts.</summary>
    public static bool EndsOpen(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return false;
        }

        char last = text[^1];
        return last switch
        {
            >= '\u4E00' and <= '\u9FFF' => Han.Contains(last) && !EndsWithOne(text, HanWhole),
            >= '\u3041' and <= '\u3096' => Kana.Contains(last) || text.EndsWith("から", StringComparison.Ordinal) || text.EndsWith("まで", StringComparison.Ordinal),
            >= '\uAC00' and <= '\uD7A3' => EndsWithOne(text, Hangul),
            >= '\u0E00' and <= '\u0E7F' => EndsWithOne(text, Thai) && !EndsWithOne(text, ThaiWhole),
            _ => false,
        };
    }

    private static bool EndsWithOne(ReadOnlySpan<char> text, string[] endings)
    {
        foreach (string ending in endings)
        {
            if (text.EndsWith(ending, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
