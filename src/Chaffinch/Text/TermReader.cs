using System.Runtime.CompilerServices;

namespace Chaffinch.Text;

/// <summary>Reads the terms of a text: hashed units that are alike where two texts speak of the same thing.</summary>
/// <remarks>
/// Han: character bigrams. Katakana: trigrams. Thai, Lao, Khmer, Burmese and Tibetan: 4-grams of letters, marks left out. Hangul: the first
/// two syllables of a word, so that particles do not count. Arabic and Hebrew: five letters after the article. All others: the first six
/// letters of a word in lower case. Hiragana and numbers carry grammar and dates rather than topics and are left out.
/// </remarks>
internal static class TermReader
{
    private const int StemLetters = 6;
    private const int SemiticLetters = 5;
    private const int MinWordLetters = 3;

    private enum Unit : byte
    {
        None,
        Word,
        Han,
        Katakana,
        Unspaced,
        Hangul,
        Semitic,
    }

    private static readonly Unit[] Units = BuildUnits();

    /// <summary>Reads the terms of <paramref name="text"/> in order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="classes">The class of each code unit.</param>
    /// <param name="terms">Takes the terms; at least as long as the text.</param>
    /// <returns>The number of terms.</returns>
    public static int Read(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, Span<uint> terms)
    {
        int count = 0;
        for (int i = 0; i < text.Length;)
        {
            i = Units[(int)classes[i]] switch
            {
                Unit.None => i + 1,
                Unit.Han => ReadHan(text, classes, i, terms, ref count),
                Unit.Word => ReadWord(text, classes, i, terms, ref count),
                Unit.Katakana => ReadKatakana(text, classes, i, terms, ref count),
                Unit.Unspaced => ReadUnspaced(text, classes, i, terms, ref count),
                Unit.Hangul => ReadHangul(text, classes, i, terms, ref count),
                _ => ReadSemitic(text, classes, i, terms, ref count),
            };
        }

        return count;
    }

    private static int ReadHan(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i, Span<uint> terms, ref int count)
    {
        int start = i;
        while (i + 1 < text.Length && classes[i + 1] == CharClass.Han)
        {
            terms[count++] = Mix(((uint)text[i] << 16) | text[i + 1]);
            i++;
        }

        // A lone ideograph among kana is a word stem of Japanese; elsewhere one ideograph says little.
        if (i == start && i + 1 < text.Length && classes[i + 1] == CharClass.Hiragana)
        {
            terms[count++] = Mix(0x30400000u | text[i]);
        }

        return i + 1;
    }

    private static int ReadKatakana(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i, Span<uint> terms, ref int count)
    {
        int start = i;
        uint last = 0;
        while (i < text.Length && classes[i] == CharClass.Katakana)
        {
            last = (last << 10) ^ text[i];
            i++;
            if (i - start >= 3)
            {
                terms[count++] = Mix(last & 0x3FFFFFFF);
            }
        }

        if (i - start == 2)
        {
            terms[count++] = Mix(last);
        }

        return i;
    }

    private static int ReadUnspaced(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i, Span<uint> terms, ref int count)
    {
        ulong last = 0;
        int letters = 0;
        for (; i < text.Length; i++)
        {
            CharClass k = classes[i];
            if (k is CharClass.Mark or CharClass.Format)
            {
                continue;
            }

            if (Units[(int)k] != Unit.Unspaced)
            {
                break;
            }

            last = (last << 16) | text[i];
            if (++letters >= 4)
            {
                terms[count++] = Mix((uint)(last ^ (last >> 29)) + (uint)(last >> 32));
            }
        }

        return i;
    }

    private static int ReadHangul(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i, Span<uint> terms, ref int count)
    {
        int start = i;
        while (i < text.Length && classes[i] == CharClass.Hangul)
        {
            i++;
        }

        if (i - start >= 2)
        {
            terms[count++] = Mix(((uint)text[start] << 16) | text[start + 1]);
        }

        return i;
    }

    private static int ReadWord(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i, Span<uint> terms, ref int count)
    {
        uint hash = 0x811C9DC5;
        int letters = 0;
        int bits = 0;
        Unit[] units = Units;
        for (; i < text.Length && letters < StemLetters; i++)
        {
            CharClass k = classes[i];
            bool letter = units[(int)k] == Unit.Word;
            if (!letter && k != CharClass.Mark)
            {
                if (k == CharClass.Format)
                {
                    continue;
                }

                break;
            }

            char c = CharFold.ByTable(text[i]);
            bits |= c;
            hash = (hash ^ c) * 0x01000193;
            letters += letter ? 1 : 0;
        }

        if (letters == StemLetters)
        {
            while (i < text.Length && (units[(int)classes[i]] == Unit.Word || classes[i] is CharClass.Mark or CharClass.Format))
            {
                i++;
            }
        }

        // Words of one or two ASCII letters are grammar; two letters with marks or of other scripts may be a word of content.
        if (letters >= MinWordLetters || (letters == 2 && bits >= 0x80))
        {
            terms[count++] = Mix(hash);
        }

        return i;
    }

    private static int ReadSemitic(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i, Span<uint> terms, ref int count)
    {
        int start = i;
        while (i < text.Length && (Units[(int)classes[i]] == Unit.Semitic || classes[i] is CharClass.Mark or CharClass.Format))
        {
            i++;
        }

        ReadOnlySpan<char> word = text[start..i];
        int article = word.StartsWith("ال", StringComparison.Ordinal) ? 2
            : word.Length > 3 && word[1..].StartsWith("ال", StringComparison.Ordinal) ? 3
            : word.StartsWith("لل", StringComparison.Ordinal) ? 2 : 0;
        uint hash = 0x811C9DC5;
        int letters = 0;
        for (int at = word.Length - article >= 3 ? article : 0; at < word.Length && letters < SemiticLetters; at++)
        {
            if (classes[start + at] is not (CharClass.Mark or CharClass.Format) && word[at] != '\u0640')
            {
                hash = (hash ^ word[at]) * 0x01000193;
                letters++;
            }
        }

        if (letters >= MinWordLetters)
        {
            terms[count++] = Mix(hash);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Mix(uint x)
    {
        x ^= x >> 16;
        x *= 0x7FEB352D;
        x ^= x >> 15;
        x *= 0x846CA68B;
        return x ^ (x >> 16);
    }

    private static Unit[] BuildUnits()
    {
        var units = new Unit[(int)CharClass.Format + 1];
        for (CharClass k = CharClass.Latin; k <= CharClass.OtherLetter; k++)
        {
            units[(int)k] = k switch
            {
                CharClass.Han => Unit.Han,
                CharClass.Katakana => Unit.Katakana,
                CharClass.Hiragana or CharClass.Bopomofo => Unit.None,
                CharClass.Thai or CharClass.Lao or CharClass.Khmer or CharClass.Burmese or CharClass.Tibetan => Unit.Unspaced,
                CharClass.Hangul => Unit.Hangul,
                CharClass.Arabic or CharClass.Hebrew => Unit.Semitic,
                _ => Unit.Word,
            };
        }

        return units;
    }
}
