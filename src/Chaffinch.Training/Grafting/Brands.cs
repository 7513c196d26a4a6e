namespace Chaffinch.Training.Grafting;

/// <summary>Makes up names of shops, apps and sites as planted texts bear them, so that no name is learned by heart.</summary>
internal static class Brands
{
    private static readonly string[] Syllables =
        ["ka", "lo", "mi", "ra", "ve", "zo", "tu", "ne", "si", "pa", "do", "gu", "fi", "ha", "be", "ri", "xo", "la", "mo", "ju", "te", "wa", "ku", "no", "vi", "sa"];

    private static readonly string[] Animals = ["gator", "tucano", "naga", "jaguar", "panda", "otter", "lynx", "mamba", "koi", "raven", "bison", "cobra", "gecko"];
    private static readonly string[] Ends = ["bet", "win", "play", "88", "777", "slot", "tv", "flix", "vip", "365", "168", "club", "hub", "pay", "go", "max", "app", "rx", "store"];
    private static readonly string[] HanHeads = ["金", "银", "天", "海", "龙", "星", "云", "大", "新", "红", "蓝", "凤", "鼎", "万", "乐", "华", "九", "八", "蜜", "奇", "麻", "樱", "青", "月"];
    private static readonly string[] HanTails = ["彩", "豆", "桃", "鱼", "球", "狐", "宝", "果", "城", "星", "汇", "网", "堂", "殿", "花", "猫", "盟", "娱", "影", "视", "贷", "兔"];
    private static readonly string[] Kana = ["ラッキー", "ミラ", "ベラ", "ジョイ", "スター", "モモ", "カジ", "ネオ", "ゴールド", "ルナ", "ハニー", "バード"];
    private static readonly string[] Hangul = ["대박", "황금", "스타", "나비", "토끼", "여우", "구름", "보물", "달빛", "행운", "번개", "고래"];
    private static readonly string[] Cyrillic = ["вул", "дрим", "азар", "лото", "звезд", "ярк", "супер", "мега", "голд", "фарт"];

    public static string One(string language, Dice dice)
    {
        if (dice.Chance(0.55))
        {
            switch (language)
            {
                case "zh" or "zh-hant":
                    return dice.Of(HanHeads) + dice.Of(HanTails) + (dice.Chance(0.3) ? dice.Of(HanTails) : "");
                case "ja":
                    return dice.Of(Kana) + dice.Of(Kana);
                case "ko":
                    return dice.Of(Hangul) + dice.Of(["벳", "티비", "카지노", "랜드", "존", ""]);
                case "ru" or "uk":
                    return dice.Of(Cyrillic) + dice.Of(["бет", "кан", "он", "плей", "слот", "инвест"]);
            }
        }

        string stem = dice.Chance(0.3) ? dice.Of(Animals) : dice.Of(Syllables) + dice.Of(Syllables) + (dice.Chance(0.5) ? dice.Of(Syllables) : "");
        string name = stem + (dice.Chance(0.75) ? dice.Of(Ends) : "");
        return dice.Between(0, 3) switch
        {
            0 => char.ToUpperInvariant(name[0]) + name[1..],
            1 => name.ToUpperInvariant(),
            _ => name,
        };
    }

    public static string Host(Dice dice) => One("en", dice).ToLowerInvariant() + dice.Of([".example", ".test", ".example.com", "-vip.example"]);
}
