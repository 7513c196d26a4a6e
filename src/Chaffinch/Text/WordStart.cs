using System.Runtime.CompilerServices;

namespace Chaffinch.Text;

/// <summary>A quick no before a comparison that ignores case: most texts that begin with a word's first letter do not go on with its second.</summary>
internal static class WordStart
{
    /// <summary>False only where <paramref name="text"/> cannot start with <paramref name="word"/> in any case.</summary>
    /// <param name="text">The text.</param>
    /// <param name="word">The word, not empty, whose first character is known to fit.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayBe(ReadOnlySpan<char> text, string word)
    {
        const char LastAscii = '\u007F';
        const int CaseBit = 0x20;
        return text.Length >= word.Length
            && (word.Length == 1 || text[1] > LastAscii || word[1] > LastAscii || ((text[1] ^ word[1]) & ~CaseBit) == 0);
    }
}
