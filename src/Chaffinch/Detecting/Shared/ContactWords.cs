using System.Buffers;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>What a lead-in announces.</summary>
internal enum ContactLead : byte
{
    None,

    /// <summary>A chat service by its name.</summary>
    Chat,

    /// <summary>A chat service by a nickname that hides it from filters, or a call to add the account.</summary>
    Disguised,

    /// <summary>A phone by words that ask for a call at once.</summary>
    Call,

    /// <summary>A promotional or invitation code.</summary>
    Code,
}

/// <summary>The lead-ins of sales contacts in many languages: names of chat services and the words for codes, a closed class.</summary>
internal static class ContactWords
{
    /// <summary>Longest lead-in in code units.</summary>
    public const int MaxLength = 18;

    private const int Places = 1 << 10;

    private static readonly Dictionary<string, ContactLead> Leads = Build();

    /// <summary>Lead-ins by their first two code units, the longest first; places of others hold none.</summary>
    private static readonly (string Word, ContactLead Lead)[]?[] ByHead = BuildByHead();

    /// <summary>Lead-ins of one code unit.</summary>
    private static readonly (string Word, ContactLead Lead)[] Singles = [.. Leads.Where(p => p.Key.Length == 1).Select(p => (p.Key, p.Value))];

    private static readonly SearchValues<char> SingleChars = SearchValues.Create([.. Singles.Select(s => s.Word[0])]);

    /// <summary>Code units that a lead-in starts with.</summary>
    private static readonly bool[] Heads = BuildHeads();

    /// <summary>False where no lead-in starts at the start of <paramref name="text"/>, which is not empty; true where one may.</summary>
    public static bool MayStart(ReadOnlySpan<char> text) =>
        Heads[text[0]] && ((text.Length > 1 && ByHead[PlaceOf(text[0], text[1])] is not null) || (text[0] >= 0x80 && SingleChars.Contains(text[0])));

    /// <summary>The longest lead-in at the start of <paramref name="text"/>.</summary>
    public static ContactLead At(ReadOnlySpan<char> text, out int length)
    {
        length = 0;
        if (text.Length > 1 && ByHead[PlaceOf(text[0], text[1])] is { } pairs && TryFind(pairs, text, out ContactLead lead, out length))
        {
            return lead;
        }

        return text.Length > 0 && TryFind(Singles, text, out lead, out length) ? lead : ContactLead.None;
    }

    private static bool TryFind((string Word, ContactLead Lead)[] words, ReadOnlySpan<char> text, out ContactLead lead, out int length)
    {
        foreach ((string word, ContactLead means) in words)
        {
            if (text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                (lead, length) = (means, word.Length);
                return true;
            }
        }

        (lead, length) = (ContactLead.None, 0);
        return false;
    }

    private static int PlaceOf(char a, char b) => ((CharFold.Fold(a) * 31) + CharFold.Fold(b)) & (Places - 1);

    private static (string Word, ContactLead Lead)[]?[] BuildByHead()
    {
        var places = new (string Word, ContactLead Lead)[]?[Places];
        foreach (IGrouping<int, KeyValuePair<string, ContactLead>> place in Leads.Where(p => p.Key.Length > 1).GroupBy(p => PlaceOf(p.Key[0], p.Key[1])))
        {
            places[place.Key] = [.. place.OrderByDescending(p => p.Key.Length).Select(p => (p.Key, p.Value))];
        }

        return places;
    }

    private static bool[] BuildHeads()
    {
        var uppers = Leads.Keys.Select(k => char.ToUpperInvariant(k[0])).ToHashSet();
        var heads = new bool[0x10000];
        for (int c = 0; c < heads.Length; c++)
        {
            heads[c] = uppers.Contains(char.ToUpperInvariant((char)c));
        }

        return heads;
    }

    private static Dictionary<string, ContactLead> Build()
    {
        var leads = new Dictionary<string, ContactLead>(StringComparer.OrdinalIgnoreCase);
        Add(ContactLead.Chat, "whatsapp|whats app|whatsap|wa|wa.me|telegram|telegram id|tg|line id|line:|line：|zalo|viber|skype|wechat|wechat id|kakaotalk|kakao id|"
            + "微信|微同|微信同号|微信同號|微信号|微信號|微信ID|QQ|QQ号|电报|電報|LINE ID|카카오톡|카톡|텔레그램|라인:|телеграм|телеграмм|телега|тг|вотсап|ватсап|вайбер|ไลน์|ไลน์ไอดี|واتساب|واتس اب|تليجرام|تلجرام");
        Add(ContactLead.Disguised, "➕Q|➕V|➕微|+Q|＋Q|薇信|薇|威信|溦信|徽信|微✉|V信|VX|v❤|wx|+v|加v|加薇|加微|加微信|加V信|加qq|加Q|加Q群|加QQ群|加扣扣群|加扣群|加裙|扣扣群|加威|加徽|加威信|加徽信|加卫星|加V群|扣扣|扣|企鹅|企鵝|飞机|飛機|纸飞机|紙飛機|蝙蝠|小飞机|賴|加賴|加LINE|톡|텔레|카톡문의|틱톡문의|"
            + "进群|進群|入群|แอดไลน์|hubungi wa|hubungi admin wa|admin wa|chat admin|wpp|zap|chama no whats|пишите в тг|пиши в тг");
        Add(ContactLead.Call, "call now|call today|order now|order by phone|text or call|call or text|hemen ara|hemen arayın|ligue já|ligue agora|llama ya|llame ya|appelez maintenant|jetzt anrufen|"
            + "звоните сейчас|звони сейчас|gọi ngay|โทรเลย|โทรด่วน|telepon sekarang|지금 전화|상담전화|今すぐ電話|上门热线|上门电话|上門熱線|办理热线|办理电话|贷款热线|订购热线|抢购热线|اتصل الآن");
        Add(ContactLead.Code, "promo code|bonus code|invitation code|invite code|referral code|discount code|coupon code|voucher code|use code|with code|quote code|邀请码|邀請碼|推荐码|推薦碼|优惠码|優惠碼|兑换码|兌換碼|"
            + "kode promo|kode bonus|kode referral|kode undangan|промокод|бонус-код|promo kodu|davet kodu|bonus kodu|código promocional|código de bônus|código de bono|código de convite|cupom|code promo|code bonus|"
            + "code parrain|gutscheincode|bonuscode|aktionscode|mã giới thiệu|mã khuyến mãi|초대코드|추천코드|추천인코드|추천인|가입코드|가입 코드|招待コード|紹介コード|クーポンコード|รหัสโปร|รหัสเชิญ|كود الخصم|كود خصم|كود");
        return leads;

        void Add(ContactLead lead, string words)
        {
            foreach (string word in words.Split('|'))
            {
                leads[word] = lead;
            }
        }
    }
}
