using System.Collections.Frozen;
using System.Text;
using Chaffinch.Model;

namespace Chaffinch.Detecting.Shared;

/// <summary>Finds letters of a language's own code page that were read in the western one: signs and strange letters stand where the language's own letters are missing.</summary>
/// <remarks>What stands for which letter follows from the code pages and the language's alphabet alone. One pass over the page, one lookup for each character beyond ASCII.</remarks>
internal static class AlphabetMisread
{
    private const int MinFound = 6;
    private const int MinKinds = 3;
    private const int MaxFound = 1024;

    private static readonly FrozenDictionary<string, FrozenDictionary<char, char>> Tables = Build();

    /// <summary>Adds each misread letter of the page, where there are so many that no name or quotation has them.</summary>
    public static void Find(SegmentedPage page, ref SpanList found)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        if (page.Language is not { } language || !Tables.TryGetValue(language, out FrozenDictionary<char, char>? table) || !text.ContainsAnyInRange('\u00A1', '\u00FF'))
        {
            return;
        }

        int all = 0;
        ulong kinds = 0;
        Span<int> places = stackalloc int[MaxFound];
        foreach (ref readonly Block block in page.Page.Blocks)
        {
            int before = all;
            int own = 0;
            for (int at = block.Span.Start; at < block.Span.End && all < MaxFound; at++)
            {
                char c = text[at];
                if (c <= '\x7F')
                {
                    continue;
                }

                if (!table.ContainsKey(c))
                {
                    own += char.IsLetter(c) ? 1 : 0;
                    continue;
                }

                // A letter of the word stands beside it: units, fractions and powers have a blank or a number there.
                bool joined = (at > block.Span.Start && char.IsLetter(text[at - 1])) || (at + 1 < block.Span.End && char.IsLower(text[at + 1]));
                if (joined)
                {
                    places[all++] = at;
                    kinds |= 1UL << (c & 63);
                }
            }

            // Letters that are the language's own stand beside them: this line was read well.
            all = own > all - before ? before : all;
        }

        if (all >= MinFound && System.Numerics.BitOperations.PopCount(kinds) >= MinKinds)
        {
            foreach (int at in places[..all])
            {
                found.Add(new(at, at + 1));
            }
        }
    }

    private static FrozenDictionary<string, FrozenDictionary<char, char>> Build()
    {
        (string Language, string Letters, string[] Pages)[] alphabets =
        [
            ("pl", "ąćęłńóśźż", ["windows-1250", "iso-8859-2"]),
            ("cs", "áčďéěíňóřšťúůýž", ["windows-1250", "iso-8859-2"]),
            ("sk", "áäčďéíĺľňóôŕšťúýž", ["windows-1250", "iso-8859-2"]),
            ("hu", "áéíóöőúüű", ["windows-1250", "iso-8859-2"]),
            ("hr", "čćđšž", ["windows-1250", "iso-8859-2"]),
            ("ro", "ăâîşţ", ["windows-1250", "iso-8859-2"]),
            ("tr", "çğıöşüâîû", ["windows-1254", "iso-8859-9"]),
            ("lt", "ąčęėįšųūž", ["windows-1257", "iso-8859-13"]),
            ("lv", "āčēģīķļņšūž", ["windows-1257", "iso-8859-13"]),
        ];
        Encoding western = Of("windows-1252");
        var tables = new Dictionary<string, FrozenDictionary<char, char>>(StringComparer.Ordinal);
        foreach ((string language, string letters, string[] pages) in alphabets)
        {
            string alphabet = letters + letters.ToUpperInvariant() + (language == "tr" ? "İ" : "");
            var table = new Dictionary<char, char>();
            foreach (string name in pages)
            {
                for (int b = 0xA1; b <= 0xFF; b++)
                {
                    char right = Of(name).GetString([(byte)b])[0];
                    char wrong = western.GetString([(byte)b])[0];
                    if (right != wrong && alphabet.Contains(right, StringComparison.Ordinal) && !alphabet.Contains(wrong, StringComparison.Ordinal))
                    {
                        table[wrong] = right;
                    }
                }
            }

            tables[language] = table.ToFrozenDictionary();
        }

        return tables.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static Encoding Of(string name) => CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
}
