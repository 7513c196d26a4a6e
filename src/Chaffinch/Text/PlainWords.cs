using System.Runtime.CompilerServices;

namespace Chaffinch.Text;

/// <summary>What a single word is by its letters alone, and how common it is.</summary>
internal static class PlainWords
{
    private const int MaxWord = 26;

    // Ends of hosts and of files that are followed by a blank in running text.
    private static readonly string[] Ends =
    [
        "online", "store", "example", "local", "space", "website", "world", "today", "com", "net", "org", "info", "html", "htm", "php", "asp", "jpg", "png", "gif", "pdf", "exe", "zip",
        "xml", "json", "css", "txt", "doc", "app", "dev", "edu", "gov", "biz", "shop", "club", "site", "blog", "tech", "live", "news", "one", "top", "get", "set", "add", "test",
    ];

    /// <summary>True for a word of small letters; false for none at all.</summary>
    public static bool IsSmall(ReadOnlySpan<char> word)
    {
        foreach (char c in word)
        {
            if (!char.IsLower(c))
            {
                return false;
            }
        }

        return !word.IsEmpty;
    }

    /// <summary>True for what names of hosts, files and members end in.</summary>
    public static bool EndsHostOrFile(ReadOnlySpan<char> word)
    {
        foreach (string end in Ends)
        {
            if (word.SequenceEqual(end))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for words that stand in most texts of their language, and for words of one or two letters that are no terms.</summary>
    /// <param name="word">The word; at most 26 code units of it are read.</param>
    /// <param name="classes">Its classes.</param>
    /// <param name="most">The greatest weight of such a term.</param>
    [SkipLocalsInit]
    public static bool IsCommon(ReadOnlySpan<char> word, ReadOnlySpan<CharClass> classes, int most)
    {
        Span<uint> terms = stackalloc uint[MaxWord];
        int length = Math.Min(word.Length, MaxWord);
        return TermReader.Read(word[..length], classes[..length], terms) > 0 ? TermWeights.Of(terms[0]) <= most : word.Length <= 2;
    }
}
