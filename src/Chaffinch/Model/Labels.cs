namespace Chaffinch.Model;

/// <summary>What a run of text does on its page. Every character that is not white space carries exactly one.</summary>
public enum Label : byte
{
    /// <summary>The article's own title, wherever it stands.</summary>
    Headline,

    /// <summary>A heading inside the article.</summary>
    Subhead,

    /// <summary>Who wrote it, their affiliation, the source, the date line of the article.</summary>
    Byline,

    /// <summary>The page's genuine main text: prose, list items, quotations, code, tables, verse, posts of a thread.</summary>
    Body,

    /// <summary>Genuine picture, table or video captions and credits.</summary>
    Caption,

    /// <summary>The site's own machinery: navigation, search, share bar, footer, related links, comment form, marked advertisements.</summary>
    Furniture,

    /// <summary>Text that the page's genuine author and site did not put there, or put there only for search engines.</summary>
    Injected,

    /// <summary>Genuine text made unreadable or altered by a machine.</summary>
    Damaged,
}

/// <summary>The kind of an <see cref="Label.Injected"/> or <see cref="Label.Damaged"/> span; <see cref="None"/> for every other label.</summary>
public enum Kind : byte
{
    /// <summary>No kind: the label is neither injected nor damaged.</summary>
    None,

    /// <summary>Injected: one promotional phrase or brand.</summary>
    Keyword,

    /// <summary>Injected: a row of promotional phrases.</summary>
    KeywordList,

    /// <summary>Injected: anchor texts planted for their links.</summary>
    Link,

    /// <summary>Injected: fragments of other texts strung in to fill the page.</summary>
    Splice,

    /// <summary>Injected: whole sentences or paragraphs that sell something foreign to the page.</summary>
    Promo,

    /// <summary>Injected: sales contacts, chat numbers, channel handles, invitation codes.</summary>
    Contact,

    /// <summary>Injected: symbol runs, made-up dates and markers whose job is to make copies look different.</summary>
    Camouflage,

    /// <summary>Injected: invented reporters, photographers, sources, editors.</summary>
    FakeCredit,

    /// <summary>Damaged: U+FFFD, mojibake, question-mark holes, byte-shifted characters.</summary>
    Encoding,

    /// <summary>Damaged: decoy glosses in the text (pinyin in brackets after characters).</summary>
    Gloss,

    /// <summary>Damaged: tags, entities or template code printed as text.</summary>
    Markup,

    /// <summary>Damaged: text altered by table (blind script conversion, synonym spinning, variant characters).</summary>
    Rewrite,

    /// <summary>Damaged: text encoded for a paywall or against copying.</summary>
    Cipher,
}

/// <summary>What an injected span promotes; <see cref="None"/> for splices, camouflage, fake credits and all that is not injected.</summary>
public enum Theme : byte
{
    /// <summary>No theme applies.</summary>
    None,

    /// <summary>Sexual content or services.</summary>
    Adult,

    /// <summary>Betting, casinos, lotteries, games that pay money.</summary>
    Gambling,

    /// <summary>An app, its download or a download site.</summary>
    App,

    /// <summary>Watching films, series, sport or streams.</summary>
    Video,

    /// <summary>Games and game services that pay no money.</summary>
    Game,

    /// <summary>Medicines and supplements.</summary>
    Pharma,

    /// <summary>Written-to-order essays, papers and degrees.</summary>
    Essay,

    /// <summary>Copies of branded goods.</summary>
    Replica,

    /// <summary>Loans, crypto, trading.</summary>
    Finance,

    /// <summary>The selling of links and ranks.</summary>
    Seo,

    /// <summary>Anything else, or not sure.</summary>
    Other,
}

/// <summary>The judgement over a whole page.</summary>
public enum PageVerdict : byte
{
    /// <summary>Nothing injected, nothing damaged beyond a stray character.</summary>
    Clean,

    /// <summary>Genuine main text is there and something is injected: the article can be given back.</summary>
    Polluted,

    /// <summary>Injected text, and no genuine main text worth giving back.</summary>
    Spam,

    /// <summary>No injection, but the genuine text is damaged throughout.</summary>
    Damaged,

    /// <summary>Too little text to say anything.</summary>
    Empty,
}

/// <summary>The words that stand for labels, kinds, themes and verdicts in reports.</summary>
public static class LabelNames
{
    private static readonly string[] Labels =
        ["headline", "subhead", "byline", "body", "caption", "furniture", "injected", "damaged"];

    private static readonly string?[] Kinds =
    [
        null, "keyword", "keyword-list", "link", "splice", "promo", "contact", "camouflage", "fake-credit",
        "encoding", "gloss", "markup", "rewrite", "cipher",
    ];

    private static readonly string?[] Themes =
    [
        null, "adult", "gambling", "app", "video", "game", "pharma", "essay", "replica", "finance", "seo", "other",
    ];

    private static readonly string[] Verdicts = ["clean", "polluted", "spam", "damaged", "empty"];

    /// <summary>The report's word for <paramref name="label"/>.</summary>
    public static string NameOf(this Label label) => Labels[(int)label];

    /// <summary>The report's word for <paramref name="kind"/>, null for <see cref="Kind.None"/>.</summary>
    public static string? NameOf(this Kind kind) => Kinds[(int)kind];

    /// <summary>The report's word for <paramref name="theme"/>, null for <see cref="Theme.None"/>.</summary>
    public static string? NameOf(this Theme theme) => Themes[(int)theme];

    /// <summary>The report's word for <paramref name="verdict"/>.</summary>
    public static string NameOf(this PageVerdict verdict) => Verdicts[(int)verdict];

    /// <summary>True for the labels of text that the page's genuine author put there as content (all but furniture, injected, damaged).</summary>
    public static bool IsArticle(this Label label) => label <= Label.Caption;
}
