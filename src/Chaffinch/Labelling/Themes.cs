using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>Names what a planted span promotes, by the field's ordinary words in several languages. It names themes; it never decides what is planted.</summary>
/// <remarks>The words stand in <c>themes.res</c>; a word found counts by its length, the theme with the largest sum wins, none found means <see cref="Theme.Other"/>.</remarks>
internal static class Themes
{
    private const int MaxChars = 2000;

    private static readonly (string Word, Theme Theme, bool Whole)[] Words = Load();
    private static readonly Dictionary<char, int[]> ByHead = IndexByHead();

    /// <summary>The theme of a planted span.</summary>
    public static Theme Of(ReadOnlySpan<char> text)
    {
        Span<int> sums = stackalloc int[(int)Theme.Other + 1];
        sums.Clear();
        int length = Math.Min(text.Length, MaxChars);
        for (int i = 0; i < length; i++)
        {
            if (!ByHead.TryGetValue(char.ToLowerInvariant(text[i]), out int[]? candidates))
            {
                continue;
            }

            foreach (int c in candidates)
            {
                (string word, Theme theme, bool whole) = Words[c];
                if (text[i..length].StartsWith(word, StringComparison.OrdinalIgnoreCase) && (!whole || IsWhole(text, i, word.Length)))
                {
                    sums[(int)theme] += word[0] < 0x2E80 ? word.Length : word.Length * 3;
                }
            }
        }

        int best = (int)Theme.Other;
        int most = 0;
        for (int t = 1; t < sums.Length; t++)
        {
            if (sums[t] > most)
            {
                most = sums[t];
                best = t;
            }
        }

        return (Theme)best;
    }

    private static bool IsWhole(ReadOnlySpan<char> text, int start, int length) =>
        (start == 0 || !char.IsLetter(text[start - 1])) && (start + length >= text.Length || !char.IsLetter(text[start + length]));

    // A line is "theme word word …"; '_' stands for a blank, a final '.' asks for a whole word.
    private static (string Word, Theme Theme, bool Whole)[] Load()
    {
        using Stream stream = typeof(Themes).Assembly.GetManifestResourceStream("themes.res")
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
