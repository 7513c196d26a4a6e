using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <summary>Counts over one block's text, made in one pass over at most its first and last characters.</summary>
internal struct BlockNetText
{
    /// <summary>Longer blocks are read at their head only and their counts scaled up.</summary>
    public const int MaxRead = 320;

    /// <summary>Words kept one by one.</summary>
    public const int MaxWords = 8;

    /// <summary>Words; two East Asian letters count as one.</summary>
    public int Words;
    public int Letters;
    public int Digits;

    /// <summary>Words that open with a capital.</summary>
    public int Capitals;
    public int SentenceEnds;
    public int Commas;

    /// <summary>Bits: currency, percent, at sign, slash or bar, colon, copyright, quote, arrow or symbol, bracket, question mark.</summary>
    public int Signs;

    /// <summary>Hashes of the first words, and of the last.</summary>
    public WordHashes Hashes;
    public uint LastWord;

    /// <summary>Hash of all letters and digits read, in lower case: equal for repeated blocks of one page.</summary>
    public ulong Fold;
    public CharClass First;
    public CharClass Last;

    /// <summary>Room for <see cref="MaxWords"/> hashes.</summary>
    [System.Runtime.CompilerServices.InlineArray(MaxWords)]
    public struct WordHashes
    {
        private uint _first;
    }

    public static void Read(ReadOnlySpan<char> text, out BlockNetText facts)
    {
        facts = default;
        ReadOnlySpan<char> read = text.Length > MaxRead ? text[..MaxRead] : text;
        uint word = 0;
        int eastAsian = 0;
        int words = 0;
        ulong fold = 0;
        foreach (char c in read)
        {
            CharClass type = CharClasses.Of(c);
            if (CharClasses.IsLetter(type))
            {
                if (type is >= CharClass.Hangul and <= CharClass.Han)
                {
                    eastAsian++;
                }

                if (word == 0)
                {
                    word = 2166136261;
                    facts.Capitals += c < 128 ? (c & 0x20) == 0 ? 1 : 0 : char.IsUpper(c) ? 1 : 0;
                }

                uint lower = c < 128 ? c | 0x20u : char.ToLowerInvariant(c);
                word = (word ^ lower) * 16777619;
                facts.Letters++;
            }
            else if (type == CharClass.Digit)
            {
                // Numbers are one word whatever they say, by their length.
                word = word == 0 ? 40503 : (word ^ 48) * 16777619;
                facts.Digits++;
            }
            else if (type == CharClass.Mark)
            {
                continue;
            }
            else
            {
                EndWord(ref facts, ref word, ref words, ref fold);
                facts.Sign(c, type);
            }
        }

        EndWord(ref facts, ref word, ref words, ref fold);
        facts.End(text, words + (eastAsian / 2), fold);
    }

    /// <summary>The hash of the word that starts at a place: letters in lower case, all digits alike.</summary>
    public static uint HashWord(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int start)
    {
        uint word = 2166136261;
        if (classes[start] == CharClass.Digit)
        {
            word = 40503;
            start++;
        }

        for (int i = start; i < text.Length; i++)
        {
            CharClass type = classes[i];
            char c = text[i];
            if (type == CharClass.Digit)
            {
                c = '0';
            }
            else if (CharClasses.IsLetter(type))
            {
                c = c < 128 ? (char)(c | 0x20) : char.ToLowerInvariant(c);
            }
            else
            {
                break;
            }

            word = (word ^ c) * 16777619;
        }

        return word ^ (word >> 15);
    }

    /// <summary>What is known of the whole text once its head has been read.</summary>
    /// <param name="text">The text.</param>
    /// <param name="words">Words of its head.</param>
    /// <param name="fold">Hash of its head.</param>
    public void End(ReadOnlySpan<char> text, int words, ulong fold)
    {
        Words = words;
        Fold = (fold * 0x9E3779B97F4A7C15UL) + (ulong)text.Length;
        if (text.Length > MaxRead)
        {
            Scale(text.Length / (float)MaxRead);
            ReadLastWord(text[^40..]);
        }

        First = text.IsEmpty ? CharClass.Space : CharClasses.Of(text[0]);
        Last = text.IsEmpty ? CharClass.Space : CharClasses.Of(text[^1]);
    }

    private static void EndWord(ref BlockNetText facts, ref uint word, ref int words, ref ulong fold)
    {
        if (word == 0)
        {
            return;
        }

        word ^= word >> 15;
        if (words < MaxWords)
        {
            facts.Hashes[words] = word;
        }

        facts.LastWord = word;
        fold = (fold ^ word) * 0x9FB21C651E98DF25UL;
        words++;
        word = 0;
    }

    /// <summary>Counts what is neither letter nor digit, mark nor blank.</summary>
    public void Sign(char c, CharClass type)
    {
        switch (type)
        {
            case CharClass.SentenceEnd:
                SentenceEnds++;
                Signs |= c is '?' or '？' ? 1 << 9 : 0;
                break;
            case CharClass.Comma:
                Commas++;
                Signs |= c is ':' or '：' ? 1 << 4 : 0;
                break;
            case CharClass.Currency:
                Signs |= 1;
                break;
            case CharClass.Separator:
                Signs |= c is '/' or '|' or '·' or '•' or '›' or '»' ? 1 << 3 : 0;
                break;
            case CharClass.Quote:
                Signs |= 1 << 6;
                break;
            case CharClass.Symbol or CharClass.Emoji:
                Signs |= 1 << 7;
                break;
            case CharClass.OpenBracket:
                Signs |= 1 << 8;
                break;
            default:
                Signs |= c switch { '%' => 1 << 1, '@' => 1 << 2, '©' => 1 << 5, '+' => 1 << 10, '#' => 1 << 11, '*' => 1 << 12, _ => 0 };
                break;
        }
    }

    private void Scale(float by)
    {
        Words = (int)(Words * by);
        Letters = (int)(Letters * by);
        Digits = (int)(Digits * by);
        Capitals = (int)(Capitals * by);
        SentenceEnds = (int)(SentenceEnds * by);
        Commas = (int)(Commas * by);
    }

    private void ReadLastWord(ReadOnlySpan<char> tail)
    {
        uint word = 0;
        int words = 0;
        ulong fold = 0;
        BlockNetText unused = default;
        foreach (char c in tail)
        {
            if (CharClasses.IsLetter(CharClasses.Of(c)))
            {
                uint lower = c < 128 ? c | 0x20u : char.ToLowerInvariant(c);
                word = ((word == 0 ? 2166136261 : word) ^ lower) * 16777619;
            }
            else
            {
                EndWord(ref unused, ref word, ref words, ref fold);
            }
        }

        EndWord(ref unused, ref word, ref words, ref fold);
        LastWord = unused.LastWord;
        Fold ^= fold;
    }
}
