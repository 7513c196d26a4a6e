using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>Finds the field's ordinary words for what is promoted, in several languages: a fact for <see cref="ThemeNet"/>, which knows few words of each language.</summary>
/// <remarks>The words stand in <c>themes.res</c>.</remarks>
internal static class ThemeWords
{
    // Letters of such words after which more of them say nothing new.
    private const int Enough = 12;

    private static readonly (string Word, Theme Theme, bool Whole)[] Words = Load();
    private static readonly Dictionary<char, int[]> ByHead = IndexByHead();

    /// <summary>How much of a text is such words.</summary>
    /// <param name="text">The text.</param>
    /// <param name="found">Takes a figure for each theme, <see cref="Theme.Adult"/> the first: 0 for none, 1 for a long word or several short ones.</param>
    public static void Read(ReadOnlySpan<char> text, Span<float> found)
    {
        found.Clear();
        for (int i = 0; i < text.Length; i++)
        {
            if (!ByHead.TryGetValue(char.ToLowerInvariant(text[i]), out int[]? candidates))
            {
                continue;
            }

            foreach (int c in candidates)
            {
                (string word, Theme theme, bool whole) = Words[c];
                if (text[i..].StartsWith(word, StringComparison.OrdinalIgnoreCase) && (!whole || IsWhole(text, i, word.Length)))
                {
                    found[(int)theme - 1] += word[0] < 0x2E80 ? word.Length : word.Length * 3;
                }
            }
        }

        foreach (ref float sum in found)
        {
            sum = Math.Min(1, sum / Enough);
        }
    }

    private static bool IsWhole(ReadOnlySpan<char> text, int start, int length) =>
        (start == 0 || !char.IsLetter(text[start - 1])) && (start + length >= text.Length || !char.IsLetter(text[start + length]));

    // A line is "theme word word …"; '_' stands for a blank, a final '.' asks for a whole word.
    private static (string Word, Theme Theme, bool Whole)[] Load()
    {
        using Stream stream = typeof(ThemeWords).Assembly.GetManifestResourceStream("themes.res")
            ?? throw new InvalidOperationException("The package lacks its themes.");
        using var reader = new StreamReader(stream);
        var words = new List<(string, Theme, bool)>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Theme theme = Enum.Parse<Theme>(parts[0], ignoreCase: true);
            foreach (string part in parts.AsSpan(1))
            {
                words.Add((part.TrimEnd('.').Replace('_', ' '), theme, part.EndsWith('.')));
            }
        }

        return words.ToArray();
    }

    private static Dictionary<char, int[]> IndexByHead()
    {
        var lists = new Dictionary<char, List<int>>();
        for (int i = 0; i < Words.Length; i++)
        {
            char head = char.ToLowerInvariant(Words[i].Word[0]);
            if (!lists.TryGetValue(head, out List<int>? list))
            {
                lists.Add(head, list = []);
            }

            list.Add(i);
        }

        return lists.ToDictionary(p => p.Key, p => p.Value.ToArray());
    }
}
