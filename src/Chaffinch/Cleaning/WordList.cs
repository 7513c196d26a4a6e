namespace Chaffinch.Cleaning;

/// <summary>A few words in small ASCII letters, found whatever their case is. Most words that are asked for are none of them: their first letter and length tell that without a comparison.</summary>
internal sealed class WordList
{
    private readonly string[] _words;

    // For each letter the lengths of the words that begin with it, a bit each.
    private readonly uint[] _lengths = new uint[26];

    /// <param name="words">The words, of fewer than 32 letters.</param>
    public WordList(params string[] words)
    {
        _words = words;
        foreach (string word in words)
        {
            _lengths[word[0] - 'a'] |= 1u << word.Length;
        }
    }

    /// <summary>True for one of the words.</summary>
    public bool Contains(ReadOnlySpan<char> word)
    {
        if (word.Length is 0 or > 31)
        {
            return false;
        }

        uint letter = (word[0] | 0x20u) - 'a';
        if (word[0] < 128 && (letter >= 26 || (_lengths[letter] & (1u << word.Length)) == 0))
        {
            return false;
        }

        foreach (string one in _words)
        {
            if (word.Equals(one, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
