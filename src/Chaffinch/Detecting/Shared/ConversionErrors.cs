using System.Buffers;

namespace Chaffinch.Detecting.Shared;

/// <summary>Traditional characters that a table puts for a simplified one where no writer of traditional Chinese would.</summary>
/// <remarks>
/// Each rule is a fact of orthography: a character, and either the neighbours that make it right (it is wrong anywhere else) or those
/// that make it wrong. A neighbour list is of the character before (<c>p</c>) or after (<c>n</c>).
/// </remarks>
internal static class ConversionErrors
{
    private static readonly Rule[] Rules =
    [
        // Wrong unless.
        Unless('瞭', "明照", "解望然如若亮哨"), Unless('颱', "", "風"), Unless('齣', "一二三兩幾這那整每首各此該十半", "戲劇折"), Unless('韆', "鞦", ""),
        Unless('隻', "一二三四五六七八九十百千萬兩雙幾數這那每船艦單形半整多0123456789 ", "身字言語手眼影"), Unless('傢', "", "俱伙什私生具夥"),
        Unless('鼕', "鼕", "鼕"), Unless('彆', "憋", "扭"), Unless('闆', "老", ""), Unless('嚮', "", "導往慕"),
        Unless('迴', "輪迂巡徘縈低峰來", "避響旋轉盪蕩廊路圈歸紋文聲音護力腸"), Unless('緻', "精細標雅別景緊密工巧興", "密"),
        Unless('籤', "標書抽竹求牙上中吉掣浮題詩", "詩筒"), Unless('瀋', "遼墨汁", "陽海大鐵"), Unless('纍', "纍", "纍臣囚"), Unless('鬍', "", "鬚子渣"),
        Unless('噁', "", "心"), Unless('衹', "", ""), Unless('鏇', "", "床工"), Unless('纔', "", ""), Unless('閤', "", "家府第眼"),

        // Wrong when.
        When('麵', "方表海前後裏裡上下外對全當見畫地路場層局正反側背水桌版鏡封掌斷片臉門", ""), When('係', "", "統列數"), When('裏', "公英", ""), When('裡', "公英", ""),
        When('製', "控限抑遏機體管", "度約裁止"), When('歷', "農陰掛黃", ""), When('曆', "", "史經程任屆來"), When('錶', "代發外列圖報", "示現達明態演揚決層格"),
        When('誌', "同意鬥", "願氣向"), When('註', "關專傾灌投", "意重視入目射"), When('準', "批核獲", "許予"), When('鬥', "北漏熨", ""), When('穀', "山峽河溪低矽", ""),
        When('後', "皇", ""), When('麯', "歌樂舞彎編插", "折線"), When('遊', "", "泳標"), When('鬆', "", "樹柏鼠林針"), When('摺', "打曲骨夭挫", ""), When('鐘', "", "愛情"),
        When('幹', "餅葡", "燥淨旱涸杯脆枯擾涉預"), When('乾', "", "部活預擾涉警勁"), When('複', "恢答康修報收", "興"), When('復', "", "雜製印合"), When('徵', "長遠", "服戰途程"),
        When('捨', "宿", ""), When('鬚', "必務", ""), When('週', "", "圍恩旋"), When('幾', "茶", ""), When('鹹', "", "豐"), When('僕', "前", ""), When('藉', "", "助給款"), When('佈', "", "料鞋"),
        When('並', "合吞兼", ""), When('於', "", "謙"), When('範', "", "仲蠡"), When('颳', "", "目"), When('蔔', "佔", ""), When('餘', "", "光中"), When('沖', "", "突擊撞鋒"), When('製', "", "定訂"),
    ];

    private static readonly Dictionary<char, Rule[]> ByCharacter = Rules.GroupBy(r => r.Wrong).ToDictionary(g => g.Key, g => g.ToArray());

    /// <summary>The characters that rules are about.</summary>
    public static SearchValues<char> Suspects { get; } = SearchValues.Create([.. Rules.Select(r => r.Wrong).Distinct()]);

    /// <summary>True when the character at <paramref name="at"/> is a wrong choice between its neighbours.</summary>
    public static bool IsWrong(ReadOnlySpan<char> text, int at)
    {
        char before = at > 0 ? text[at - 1] : '\n';
        char after = at + 1 < text.Length ? text[at + 1] : '\n';
        foreach (Rule rule in ByCharacter[text[at]])
        {
            bool matches = rule.Before.Contains(before, StringComparison.Ordinal) || rule.After.Contains(after, StringComparison.Ordinal);
            if (matches != rule.IsException)
            {
                return true;
            }
        }

        return false;
    }

    private static Rule Unless(char wrong, string before, string after) => new(wrong, before, after, IsException: true);

    private static Rule When(char wrong, string before, string after) => new(wrong, before, after, IsException: false);

    private sealed record Rule(char Wrong, string Before, string After, bool IsException);
}
