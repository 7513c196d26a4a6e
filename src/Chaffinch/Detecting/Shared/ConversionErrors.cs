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
        Unless('剋', "相生沖五", "星扣夫妻制己"), Unless('睏', "", "倦覺意乏了"), Unless('灕', "", "江"), Unless('衊', "誣污汙", ""), Unless('闢', "開獨精復", "謠為地"),
        Unless('穫', "收", ""), Unless('儘', "", "管量快可早先情力"), Unless('硃', "", "砂紅筆批"), Unless('籲', "呼", "請天"), Unless('衕', "衚", ""), Unless('噹', "叮響啷", "啷"),
        Unless('埰', "", "地邑"),

        // Wrong when.
        When('麵', "方表海前後裏裡上下外對全當見畫地路場層局正反側背水桌版鏡封掌斷片臉門", ""), When('係', "", "統列數"), When('裏', "公英", ""), When('裡', "公英", ""),
        When('製', "控限抑遏機體管", "度約裁止"), When('歷', "農陰掛黃", ""), When('曆', "", "史經程任屆來"), When('錶', "代發外列圖報", "示現達明態演揚決層格"),
        When('誌', "同意鬥", "願氣向"), When('註', "關專傾灌投", "意重視入目射"), When('準', "批核獲", "許予"), When('鬥', "北漏熨", ""), When('穀', "山峽河溪低矽", ""),
        When('後', "皇", ""), When('麯', "歌樂舞彎編插", "折線"), When('遊', "", "泳標"), When('鬆', "", "樹柏鼠林針"), When('摺', "打曲骨夭挫", ""), When('鐘', "", "愛情"),
        When('幹', "餅葡", "燥淨旱涸杯脆枯擾涉預"), When('乾', "", "部活預擾涉警勁"), When('複', "恢答康修報收", "興"), When('復', "", "雜製印合"), When('徵', "長遠", "服戰途程"),
        When('捨', "宿", ""), When('鬚', "必務", ""), When('週', "", "圍恩旋"), When('幾', "茶", ""), When('鹹', "", "豐"), When('僕', "前", ""), When('藉', "", "助給款"), When('佈', "", "料鞋"),
        When('並', "合吞兼", ""), When('於', "", "謙"), When('範', "", "仲蠡"), When('颳', "", "目"), When('蔔', "佔", ""), When('餘', "", "光中"), When('沖', "", "突擊撞鋒"), When('製', "", "定訂"),
        When('係', "體派譜聯維直院嫡太水", ""), When('髒', "心內肝肺五", ""), When('臟', "", "話水亂衣東兮"), When('彙', "外", ""), When('匯', "詞字", "編總"), When('盡', "", "管"),
        When('鍾', "分秒", "錶"), When('捲', "試答畫問", "宗"), When('製', "體克牽強專壓節抵", "裁"), When('薑', "孟", "太"), When('迴', "來撤收", "來去國家答到應頭"), When('嚮', "方趨意傾", "前後上下"),
        When('雲', "人古", ""), When('葉', "", "韻"), When('製', "法編", ""), When('錶', "電", "面"), When('週', "四", "全"),
    ];

    /// <summary>A wrong choice and the character that it took the place of: where that one stands, the table did not run.</summary>
    private static readonly (char Wrong, char Right)[] Mates =
    [
        ('瞭', '了'), ('齣', '出'), ('隻', '只'), ('傢', '家'), ('嚮', '向'), ('閤', '合'), ('迴', '回'), ('纔', '才'), ('衹', '只'), ('韆', '千'), ('麵', '面'), ('鼕', '冬'), ('瀋', '沈'), ('剋', '克'),
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

    /// <summary>The bit of a wrong choice that has a mate, 0 for the others.</summary>
    public static uint MateBit(char wrong)
    {
        uint bits = 0;
        for (int i = 0; i < Mates.Length; i++)
        {
            bits |= Mates[i].Wrong == wrong ? 1u << i : 0;
        }

        return bits;
    }

    /// <summary>How many characters of <paramref name="text"/> are mates of the wrong choices in <paramref name="wrong"/>: what the table would have changed.</summary>
    public static int CountMates(ReadOnlySpan<char> text, uint wrong)
    {
        int count = 0;
        for (int i = 0; i < Mates.Length; i++)
        {
            count += (wrong >> i & 1) == 0 ? 0 : text.Count(Mates[i].Right);
        }

        return count;
    }

    private static Rule Unless(char wrong, string before, string after) => new(wrong, before, after, IsException: true);

    private static Rule When(char wrong, string before, string after) => new(wrong, before, after, IsException: false);

    private sealed record Rule(char Wrong, string Before, string After, bool IsException);
}
