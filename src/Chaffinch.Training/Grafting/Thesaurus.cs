using System.Text;

namespace Chaffinch.Training.Grafting;

/// <summary>A thesaurus in the form of MyThes (LibreOffice's): words with others that are said to mean the same. Spinners of text work with such files.</summary>
/// <remarks>Form: the name of the encoding, then <c>word|n</c> and n lines <c>(part of speech)|synonym|synonym…</c>. Terms in brackets are notes.</remarks>
public sealed class Thesaurus
{
    private const int ShortestKey = 4;
    private const int IndexLetters = 4;
    private const int LongestEnding = 3;

    private readonly Dictionary<string, string[]> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _byHead = new(StringComparer.Ordinal);

    /// <summary>Words that have synonyms.</summary>
    public int Count => _words.Count;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The <c>.dat</c> file.</param>
    /// <exception cref="InvalidDataException">The file names an encoding that is not known.</exception>
    public static Thesaurus Read(string path)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        string name = File.ReadLines(path, Encoding.Latin1).First().Trim();
        Encoding encoding;
        try
        {
            encoding = Encoding.GetEncoding(name.StartsWith("ISO8859-", StringComparison.Ordinal) ? "iso-8859-" + name[8..] : name);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"{path} is in the encoding '{name}', which is not known.", e);
        }

        var thesaurus = new Thesaurus();
        using IEnumerator<string> lines = File.ReadLines(path, encoding).Skip(1).GetEnumerator();
        while (lines.MoveNext())
        {
            int bar = lines.Current.LastIndexOf('|');
            if (bar < 0 || !int.TryParse(lines.Current.AsSpan(bar + 1), out int count))
            {
                continue;
            }

            string word = lines.Current[..bar];
            var synonyms = new List<string>();
            for (int i = 0; i < count && lines.MoveNext(); i++)
            {
                synonyms.AddRange(lines.Current.Split('|').Skip(1).Select(Bare).Where(s => IsUsable(s, word)));
            }

            thesaurus.Add(word, synonyms);
        }

        return thesaurus;
    }

    /// <summary>Another word for one as it stands in a text, with its ending carried over as well as a table can; null where there is none.</summary>
    /// <param name="word">In lower case.</param>
    /// <param name="random">Picks among several.</param>
    public string? Swap(string word, Random random)
    {
        if (word.Length < ShortestKey)
        {
            return null;
        }

        if (_words.TryGetValue(word, out string[]? own))
        {
            return own[random.Next(own.Length)];
        }

        string? key = NearestKey(word);
        if (key is null)
        {
            return null;
        }

        int same = Common(word, key);
        string other = _words[key][random.Next(_words[key].Length)];
        string ending = key[same..];

        // "walked" by "walk": "stroll" and "ed". Where the other word ends as the key does, its ending goes too.
        return other.EndsWith(ending, StringComparison.Ordinal) && other.Length > ending.Length + 1 ? other[..^ending.Length] + word[same..] : other;
    }

    private void Add(string word, List<string> synonyms)
    {
        if (synonyms.Count == 0 || word.Length < ShortestKey || !word.All(char.IsLetter))
        {
            return;
        }

        if (_words.TryAdd(word, [.. synonyms.Distinct()]))
        {
            string head = word[..IndexLetters];
            if (!_byHead.TryGetValue(head, out List<string>? list))
            {
                _byHead.Add(head, list = []);
            }

            list.Add(word);
        }
    }

    private string? NearestKey(string word)
    {
        if (!_byHead.TryGetValue(word[..IndexLetters], out List<string>? list))
        {
            return null;
        }

        string? best = null;
        int most = Math.Max(IndexLetters, word.Length - LongestEnding) - 1;
        foreach (string key in list)
        {
            int same = Common(word, key);
            if (same > most && key.Length - same <= LongestEnding)
            {
                (best, most) = (key, same);
            }
        }

        return best;
    }

    private static int Common(string a, string b)
    {
        int i = 0;
        while (i < a.Length && i < b.Length && a[i] == b[i])
        {
            i++;
        }

        return i;
    }

    private static string Bare(string synonym)
    {
        int note = synonym.IndexOf('(', StringComparison.Ordinal);
        return (note < 0 ? synonym : synonym[..note]).Trim();
    }

    private static bool IsUsable(string synonym, string word) =>
        synonym.Length > 2 && synonym.Count(c => c == ' ') <= 2 && !synonym.Equals(word, StringComparison.OrdinalIgnoreCase) && synonym.All(c => char.IsLetter(c) || c is ' ' or '-' or '\'');
}
