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
    /// <summary>Letters of a word that count.</summary>
    internal const int StemLetters = 6;

    /// <summary>A word of ASCII letters has at least so many.</summary>
    internal const int MinWordLetters = 3;

    /// <summary>Where the hash of a word starts (FNV-1a).</summary>
    internal const uint Seed = 0x811C9DC5;

    /// <summary>What each letter multiplies it by.</summary>
    internal const uint Factor = 0x01000193;
    private const int SemiticLetters = 5;

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
        var list = new TermList(text.Length + 1);
        Read(text, classes, 0, text.Length, ref list);
        for (int i = 0; i < list.Count; i++)
        {
            terms[i] = list.Items[i].Hash;
        }

        int count = list.Count;
        list.Release();
        return count;
    }

    /// <summary>Reads the terms of a part of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="classes">The class of each code unit.</param>
    /// <param name="start">First code unit of the part.</param>
    /// <param name="end">One past its last.</param>
    /// <param name="terms">Takes the terms.</param>
    public static void Read(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int start, int end, ref TermList terms)
    {
        text = text[..end];
        classes = classes[..end];
        terms.Reserve(end - start + 1);
        for (int i = start; i < end;)
        {
            i = Units[(int)classes[i]] switch
            {
                Unit.None => i + 1,
                Unit.Han => ReadHan(text, classes, i, ref terms),
                Unit.Word => ReadWord(text, classes, i, ref terms),
                Unit.Katakana => ReadKatakana(text, classes, i, ref terms),
                Unit.Unspaced => ReadUnspaced(text, classes, i, ref terms),
                Unit.Hangul => ReadHangul(text, classes, i, ref terms),
                _ => ReadSemitic(text, classes, i, ref terms),
            };
        }
    }

    private static int ReadHan(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i, ref TermList terms)
    {
        int start = i;
        while (i + 1 < text.Length && classes[i + 1] == CharClass.Han)
        {
            terms.Add(i, i + 2, Mix(((uint)text[i] << 16) | text[i + 1]));
            i++;
        }

        // A lone ideograph among kana is a word stem of Japanese; elsewhere one ideograph says little.
        if (i == start && i + 1 < text.Length && classes[i + 1] == CharClass.Hiragana)
        {
            terms.Add(i, i + 2, Mix(0x30400000u | text[i]));
        }

        return i + 1;
    }

    private static int ReadKatakana(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i, ref TermList terms)
    {
        int start = i;
        uint last = 0;
        while (i < text.Length && classes[i] == CharClass.Katakana)
        {
            last = (last << 10) ^ text[i];
            i++;
            if (i - start >= 3)
            {
                terms.Add(i - 3, i, Mix(last & 0x3FFFFFFF));
            }
        }

        if (i - start == 2)
        {
            terms.Add(start, i, Mix(last));
        }

        return i;
    }

    private static int ReadUnspaced(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i, ref TermList terms)
    {
        ulong last = 0;
        int letters = 0;
        int start = i;
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
                // Marks between the letters make the way back to the first of them long; the run's start is near enough to tell a cut.
                terms.Add(letters == 4 ? start : i - 3, i + 1, Mix((uint)(last ^ (last >> 29)) + (uint)(last >> 32)));
            }
        }

        return i;
    }

    private static int ReadHangul(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i, ref TermList terms)
    {
        int start = i;
        while (i < text.Length && classes[i] == CharClass.Hangul)
        {
            i++;
        }

        if (i - start >= 2)
        {
            terms.Add(start, i, Mix(((uint)text[start] << 16) | text[start + 1]));
        }

        return i;
    }

    private static int ReadWord(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i, ref TermList terms)
    {
        uint hash = Seed;
        int start = i;
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

            char c = CharFold.Fold(text[i]);
            bits |= c;
            hash = (hash ^ c) * Factor;
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
            terms.Add(start, i, Mix(hash));
        }

        return i;
    }

    private static int ReadSemitic(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i, ref TermList terms)
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
        uint hash = Seed;
        int letters = 0;
        for (int at = word.Length - article >= 3 ? article : 0; at < word.Length && letters < SemiticLetters; at++)
        {
            if (classes[start + at] is not (CharClass.Mark or CharClass.Format) && word[at] != '\u0640')
            {
                hash = (hash ^ word[at]) * Factor;
                letters++;
            }
        }

        if (letters >= MinWordLetters)
        {
            terms.Add(start, i, Mix(hash));
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Mix(uint x)
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
