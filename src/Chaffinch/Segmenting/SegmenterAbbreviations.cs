namespace Chaffinch.Segmenting;

/// <summary>Common abbreviations of many languages that take a full stop inside a sentence.</summary>
internal static class SegmenterAbbreviations
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Always = Make(
        "mr mrs ms mx dr prof st sr jr vs cf approx dept fig figs eq eqs vol vols pp ed eds gov gen sen rep rev hon lt col sgt capt adm cmdr pres supt "
        + "mt ft bros messrs mme mlle mgr sra srta dra dna exmo av avda nr str bzw bspw ggf evtl ca tel abs hrsg ing dipl geb gest inkl exkl sog "
        + "vgl zzgl env éd bd boul art al ph vb vd yrd doç sn krş bkz tr ул им стр рис тыс млн млрд руб коп обл гор просп др проф акад св см ср "
        + "tp ths pgs gs ts bs jl jln kab kec kel hlm tn ny sdr yth alm hj drs ir dkk núm pág págs ej ext depto vda fdo dott sig avv rag geom egr spett");

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> BeforeNumbers = Make(
        "no nos nr jan feb mar apr jun jul aug sep sept oct nov dec okt dez mai mär ene abr ago dic janv févr avr juil août déc p s n c ch sec § "
        + "para art fig tab kap sur sura núm гл рис табл янв фев мар апр июн июл авг сен окт ноя дек pasal ayat pukul bab vol inc ltd corp co");

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> OrdinalLeads = Make(
        "am vom der dem zum den im des bis ab und seit die das beim zur el den d dne do");

    /// <summary>True when a full stop after <paramref name="word"/> ends no sentence.</summary>
    /// <param name="word">The letters before the full stop.</param>
    /// <param name="beforeNumber">True when a digit follows the full stop and its blank.</param>
    public static bool Contains(ReadOnlySpan<char> word, bool beforeNumber) =>
        Always.Contains(word) || (beforeNumber && BeforeNumbers.Contains(word));

    /// <summary>True for words after which a number with a full stop is an ordinal ("am 3. Oktober").</summary>
    public static bool IsBeforeOrdinal(ReadOnlySpan<char> word) => OrdinalLeads.Contains(word);

    private static HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Make(string words) =>
        new HashSet<string>(words.Split(' '), StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
