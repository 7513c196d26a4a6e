using System.Runtime.CompilerServices;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>One token of the promotional tagger: a word, a character of a script without blanks, a number.</summary>
internal struct PhraseToken
{
    /// <summary>First code unit, counted from the text's start.</summary>
    public int Start;

    /// <summary>One past its last code unit.</summary>
    public int End;

    /// <summary>Hash of the folded token.</summary>
    public uint Word;

    /// <summary>Hash of its first letters; 0 for single characters and short words.</summary>
    public uint Head;

    /// <summary>Hash of its last letters; 0 for single characters and short words.</summary>
    public uint Tail;

    /// <summary>The group of scripts, 0 to 7; 0 for numbers.</summary>
    public byte Group;

    /// <summary>What stands between it and the token before: 0 nothing, 1 a blank, 2 a comma or other mark, 3 a joint (_ - |), 4 a sentence end, 5 the text's start.</summary>
    public byte Gap;

    /// <summary>Marks of style beside it: bit 0 an exclamation before, 1 money or percent, 2 emoji or symbol, 3 capitals.</summary>
    public byte Style;
}

/// <summary>Reads the tokens of a text in one pass.</summary>
internal static class PhraseTokens
{
    /// <summary>Tokens of one text; further ones are left out.</summary>
    public const int MaxTokens = 1 << 16;

    private const int HeadLetters = 4;
    private const int TailLetters = 3;
    private const int HeadSyllables = 2;
    private const byte Hangul = 5;
    private const byte Dense = 8;

    // Group of scripts by class, with Dense where each character is a token; 255 for all that is no letter.
    private static readonly byte[] Groups = BuildGroups();

    /// <summary>True where a code unit of this class opens a token.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Opens(CharClass k) => k == CharClass.Digit || Groups[(int)k] != 255;

    /// <summary>The group of a class of letters whose words are tokens.</summary>
    public static byte GroupOf(CharClass k) => Groups[(int)k];

    /// <summary>Reads the token that starts at <paramref name="i"/>, where one opens, but for its ends and what stands before it.</summary>
    /// <returns>One past its last code unit.</returns>
    public static int ReadToken(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i, ref PhraseToken token)
    {
        CharClass k = classes[i];
        byte group = Groups[(int)k];
        return k == CharClass.Digit ? ReadNumber(text, classes, i, ref token)
            : (group & Dense) != 0 ? ReadCharacter(text, classes, i, ref token, group)
            : ReadWord(text, classes, i, ref token, group);
    }

    /// <summary>Reads tokens into <paramref name="tokens"/>, growing it.</summary>
    /// <returns>Their number.</returns>
    public static int Read(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, ref PhraseToken[] tokens)
    {
        int count = 0;
        byte gap = 5;
        byte style = 0;
        for (int i = 0; i < text.Length && count < MaxTokens;)
        {
            CharClass k = classes[i];
            if (!Opens(k))
            {
                Between(text[i], k, ref gap, ref style);
                i++;
                continue;
            }

            if (count == tokens.Length)
            {
                Array.Resize(ref tokens, count * 2);
            }

            ref PhraseToken token = ref tokens[count++];
            token = new PhraseToken { Start = i, Gap = gap, Style = style };
            i = ReadToken(text, classes, i, ref token);
            token.End = i;
            gap = 0;
            style = 0;
        }

        return count;
    }

    /// <summary>Notes what stands between two tokens.</summary>
    public static void Between(char c, CharClass k, ref byte gap, ref byte style)
    {
        byte own = k switch
        {
            CharClass.SentenceEnd => 4,
            CharClass.Separator => 3,
            _ when CharClasses.IsSpace(k) => 1,
            _ => 2,
        };
        gap = own > gap || gap == 5 ? gap == 5 ? gap : own : gap;
        style |= c is '!' or '！' ? (byte)1 : k == CharClass.Currency || c == '%' ? (byte)2 : k is CharClass.Emoji or CharClass.Symbol ? (byte)4 : (byte)0;
    }

    private static int ReadNumber(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i, ref PhraseToken token)
    {
        int start = i;
        while (i < text.Length && classes[i] == CharClass.Digit)
        {
            i++;
        }

        // Its length tells a year from a price from a telephone number; what number it is would only be learned by heart.
        token.Word = Mix(0x70000000u + (uint)Math.Min(i - start, 12));
        token.Style |= (byte)(i < text.Length && (text[i] == '%' || classes[i] == CharClass.Currency) ? 2 : 0);
        return i;
    }

    private static int ReadCharacter(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i, ref PhraseToken token, byte group)
    {
        token.Group = (byte)(group & 7);
        uint hash = CharFold.Fold(text[i++]);
        while (i < text.Length && classes[i] is CharClass.Mark or CharClass.Format)
        {
            hash = (hash * 31) + text[i++];
        }

        token.Word = Mix(hash + 0x10000);
        return i;
    }

    private static int ReadWord(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i, ref PhraseToken token, byte group)
    {
        const int MaxLetters = 32;
        uint hash = 0x811C9DC5;
        uint tail = 0;
        int letters = 0;

        // A syllable of Hangul is one character: two of them are what four letters are elsewhere.
        int head = group == Hangul ? HeadSyllables : HeadLetters;
        bool capitals = true;
        for (; i < text.Length && letters < MaxLetters; i++)
        {
            CharClass k = classes[i];
            if (Groups[(int)k] != group && k != CharClass.Mark)
            {
                if (k == CharClass.Format)
                {
                    continue;
                }

                break;
            }

            char c = CharFold.Fold(text[i]);
            capitals &= c != text[i];
            hash = (hash ^ c) * 0x01000193;
            tail = (tail << 10) ^ c;
            if (++letters == head)
            {
                token.Head = Mix(hash ^ 0x5A5A5A5A);
            }
        }

        token.Group = group;
        token.Word = Mix(hash);
        token.Head = letters > head ? token.Head : 0;
        token.Tail = letters > TailLetters + 1 ? Mix((tail & 0x3FFFFFFF) ^ 0x3C000000) : 0;
        token.Style |= (byte)(capitals && letters > 1 ? 8 : 0);
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

    private static byte[] BuildGroups()
    {
        var groups = new byte[(int)CharClass.Format + 1];
        Array.Fill(groups, (byte)255);
        for (CharClass k = CharClass.Latin; k <= CharClass.OtherLetter; k++)
        {
            groups[(int)k] = k switch
            {
                CharClass.Latin => 1,
                CharClass.Cyrillic or CharClass.Greek => 2,
                CharClass.Han or CharClass.Bopomofo => 3 | Dense,
                CharClass.Hiragana or CharClass.Katakana => 4 | Dense,
                CharClass.Hangul => 5,
                CharClass.Arabic or CharClass.Hebrew => 6,
                CharClass.Thai or CharClass.Lao or CharClass.Khmer or CharClass.Burmese or CharClass.Tibetan => 7 | Dense,
                _ => 0,
            };
        }

        return groups;
    }
}
