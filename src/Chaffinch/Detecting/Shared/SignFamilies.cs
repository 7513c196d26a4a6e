namespace Chaffinch.Detecting.Shared;

/// <summary>What a sign is used for: signs of one family stand together in genuine notation, signs of several hardly do.</summary>
internal static class SignFamilies
{
    /// <summary>Families whose signs no text of everyday life sets: mathematics, drawing of circuits and keys, blocks, patterns of dots.</summary>
    private const uint RareMask = (1u << Mathematics) | (1u << Technical) | (1u << Dots) | (1u << Blocks) | (1u << Box) | (1u << Other);

    private const int Stars = 0;
    private const int Cards = 1;
    private const int Chess = 2;
    private const int Music = 3;
    private const int Sky = 4;
    private const int Weather = 5;
    private const int Changes = 6;
    private const int Arrows = 7;
    private const int Shapes = 8;
    private const int Blocks = 9;
    private const int Box = 10;
    private const int Checks = 11;
    private const int Keys = 12;
    private const int Numbers = 13;
    private const int Technical = 14;
    private const int Mathematics = 15;
    private const int Dots = 16;
    private const int EastAsian = 17;
    private const int Letters = 18;
    private const int Things = 19;
    private const int Printers = 20;
    private const int Other = 21;

    /// <summary>The family of <paramref name="c"/>, as a bit.</summary>
    public static uint BitOf(char c) => 1u << Of(c);

    /// <summary>True where a family of <paramref name="families"/> is a rare one.</summary>
    public static bool HasRare(uint families) => (families & RareMask) != 0;

    /// <summary>True where formulas are written with signs of <paramref name="families"/>.</summary>
    public static bool HasMathematics(uint families) => (families & (1u << Mathematics)) != 0;

    private static int Of(char c) => c switch
    {
        < '\u2000' => Other,
        < '\u2100' => Printers,
        < '\u2150' => Letters,
        < '\u2190' => Numbers,
        < '\u2200' => c is '\u21E7' or '\u21EA' or '\u21A9' or '\u21B5' ? Keys : Arrows,
        < '\u2300' => Mathematics,
        < '\u2400' => IsKey(c) ? Keys : Technical,
        < '\u2460' => Other,
        < '\u2500' => Numbers,
        < '\u2580' => Box,
        < '\u25A0' => Blocks,
        < '\u2600' => Shapes,
        < '\u2700' => OfThings(c),
        < '\u27C0' => OfDingbats(c),
        < '\u27F0' => Mathematics,
        < '\u2800' => Arrows,
        < '\u2900' => Dots,
        < '\u2980' => Arrows,
        < '\u2B00' => Mathematics,
        < '\u2B12' => Arrows,
        < '\u2C00' => c is >= '\u2B50' and <= '\u2B5A' ? Stars : Shapes,
        < '\u3000' => Other,
        < '\u3040' => EastAsian,
        < '\u3400' => Numbers,
        _ => Other,
    };

    // Keys of a keyboard and of a player, clocks.
    private static bool IsKey(char c) => c is '\u2303' or '\u2318' or '\u2325' or '\u2326' or '\u2327' or '\u232B' or '\u2328' or '\u238B' or '\u231A' or '\u231B'
        or (>= '\u23CE' and <= '\u23CF') or (>= '\u23E9' and <= '\u23FE');

    private static int OfThings(char c) => c switch
    {
        <= '\u2604' or '\u2614' or (>= '\u26C4' and <= '\u26C8') => Weather,
        <= '\u2606' => Stars,
        '\u2609' or '\u260A' or '\u260B' or '\u260C' or '\u260D' or (>= '\u263D' and <= '\u2653') or (>= '\u26B3' and <= '\u26BC') => Sky,
        >= '\u2610' and <= '\u2612' => Checks,
        >= '\u2630' and <= '\u2637' => Changes,
        >= '\u2654' and <= '\u265F' => Chess,
        >= '\u2660' and <= '\u2667' => Cards,
        >= '\u2669' and <= '\u266F' => Music,
        _ => Things,
    };

    private static int OfDingbats(char c) => c switch
    {
        >= '\u2713' and <= '\u2718' => Checks,
        >= '\u2721' and <= '\u274B' => Stars,
        >= '\u2776' and <= '\u2793' => Numbers,
        >= '\u2794' => Arrows,
        _ => Things,
    };
}
