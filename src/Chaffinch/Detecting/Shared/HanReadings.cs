using System.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>How Han characters are read in Mandarin, without tones: facts of the Unicode Character Database.</summary>
internal static class HanReadings
{
    /// <summary>Letters of the longest syllable.</summary>
    public const int MaxSyllable = 6;

    private static readonly Lazy<Tables> Loaded = new(Load);

    /// <summary>True for the characters that every reader knows (GB 2312, level 1, and the traditional forms among them).</summary>
    public static bool IsCommon(char han) => Loaded.Value.Common.Contains(han);

    /// <summary>True when <paramref name="han"/> may be read <paramref name="syllable"/> (toneless, v for ü).</summary>
    public static bool Has(ReadOnlySpan<char> syllable, char han) =>
        Loaded.Value.Lookup.TryGetValue(syllable, out string? characters) && characters.Contains(han, StringComparison.Ordinal);

    /// <summary>True when <paramref name="syllable"/> is one of Mandarin (toneless, v for ü).</summary>
    public static bool IsSyllable(ReadOnlySpan<char> syllable) => Loaded.Value.Lookup.ContainsKey(syllable);

    /// <summary>Writes the letters of <paramref name="inside"/> without tones and blanks; returns how many, 0 where anything else stands there.</summary>
    public static int Plain(ReadOnlySpan<char> inside, Span<char> syllable)
    {
        int length = 0;
        foreach (char c in inside)
        {
            char plain = Letter(c);
            if (plain == ' ' || (c is >= '1' and <= '5' && length > 0))
            {
                continue;
            }

            if (plain == '\0' || length == syllable.Length)
            {
                return 0;
            }

            syllable[length++] = plain;
        }

        return length;
    }

    private static char Letter(char c) => c switch
    {
        >= 'a' and <= 'z' => c,
        'ā' or 'á' or 'ǎ' or 'à' or 'ă' or 'ɑ' => 'a',
        'ē' or 'é' or 'ě' or 'è' or 'ĕ' or 'ê' => 'e',
        'ī' or 'í' or 'ǐ' or 'ì' or 'ĭ' => 'i',
        'ō' or 'ó' or 'ǒ' or 'ò' or 'ŏ' => 'o',
        'ū' or 'ú' or 'ǔ' or 'ù' or 'ŭ' => 'u',
        'ü' or 'ǖ' or 'ǘ' or 'ǚ' or 'ǜ' => 'v',
        'ń' or 'ň' or 'ǹ' => 'n',
        'ɡ' => 'g',
        ' ' or '\u00A0' or '\u3000' or '\u0300' or '\u0301' or '\u0304' or '\u030C' => ' ',
        _ => '\0',
    };

    private static Tables Load()
    {
        using Stream stream = typeof(HanReadings).Assembly.GetManifestResourceStream("han-readings.res")
            ?? throw new InvalidOperationException("The resource han-readings.res is missing from the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var syllables = new Dictionary<string, string>(StringComparer.Ordinal);
        var common = new HashSet<char>();
        while (reader.ReadLine() is { } line)
        {
            int tab = line.IndexOf('\t', StringComparison.Ordinal);
            if (common.Count == 0)
            {
                common.UnionWith(line[(tab + 1)..]);
                continue;
            }

            syllables[line[..tab]] = line[(tab + 1)..];
        }

        return new(common, syllables, syllables.GetAlternateLookup<ReadOnlySpan<char>>());
    }

    private sealed record Tables(HashSet<char> Common, Dictionary<string, string> Syllables, Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Lookup);
}
