namespace Chaffinch.Text;

/// <summary>Reads the content terms of a run of text: pairs of characters in scripts without blanks, stems of words in the others.</summary>
/// <remarks>
/// Left out because every text has them: pairs of hiragana (endings and particles), words of three letters or less in plain Latin,
/// Cyrillic and Greek, and bare numbers. A stem is the first five letters, which takes off most endings of most languages. The
/// detectors of structure ask by these whether a line says what the running text says; <see cref="TermReader"/> has what topics are told by.
/// </remarks>
internal static class ContentTermReader
{
    /// <summary>Letters of a word that count.</summary>
    internal const int StemChars = 5;

    /// <summary>A word of plain letters has at least so many.</summary>
    internal const int MinPlainWordChars = 4;

    private static readonly Kind[] Kinds = BuildKinds();

    /// <summary>What a code unit is to a term; from <see cref="Word"/> on letters of words.</summary>
    private enum Kind : byte
    {
        None,
        Mark,
        Dense,
        Word,
        PlainWord,
    }

    /// <summary>Reads the terms of a part of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="classes">The class of each code unit.</param>
    /// <param name="start">First code unit of the part.</param>
    /// <param name="end">One past its last.</param>
    /// <param name="terms">Takes the terms; their hashes are never 0.</param>
    public static void Read(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int start, int end, ref TermList terms)
    {
        text = text[..end];
        classes = classes[..end];
        terms.Reserve(end - start + 1);
        for (int i = start; i < end;)
        {
            Kind kind = Kinds[(int)classes[i]];
            if (kind >= Kind.Word)
            {
                i = ReadWord(text, classes, i, ref terms);
                continue;
            }

            if (kind == Kind.Dense)
            {
                ReadPair(text, classes, i, ref terms);
            }

            i++;
        }
    }

    private static void ReadPair(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int i, ref TermList terms)
    {
        if (i + 1 >= text.Length)
        {
            return;
        }

        CharClass a = classes[i];
        CharClass b = classes[i + 1];
        if (Kinds[(int)b] is Kind.Mark or Kind.Dense && !(a == CharClass.Hiragana && b == CharClass.Hiragana))
        {
            terms.Add(i, i + 2, Mix(text[i], text[i + 1]));
        }
    }

    private static int ReadWord(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int start, ref TermList terms)
    {
        Kind[] kinds = Kinds;
        uint hash = TermReader.Seed;
        int letters = 0;
        bool plain = true;
        int i = start;
        for (; i < text.Length; i++)
        {
            Kind kind = kinds[(int)classes[i]];
            if (kind < Kind.Word)
            {
                if (kind == Kind.Mark)
                {
                    plain = false;
                    continue;
                }

                break;
            }

            char c = text[i];
            plain &= c < 0x80 | kind == Kind.PlainWord;
            if (letters < StemChars)
            {
                hash = (hash ^ CharFold.Fold(c)) * TermReader.Factor;
            }

            letters++;
        }

        if (letters >= (plain ? MinPlainWordChars : 2))
        {
            terms.Add(start, i, hash == 0 ? 1 : hash);
        }

        return i;
    }

    private static uint Mix(char a, char b)
    {
        uint h = (((uint)a << 16) | b) * 0x9E3779B1u;
        h ^= h >> 15;
        return h == 0 ? 1 : h;
    }

    private static Kind[] BuildKinds()
    {
        var kinds = new Kind[(int)CharClass.Format + 1];
        kinds[(int)CharClass.Mark] = Kind.Mark;
        for (CharClass k = CharClass.Latin; k <= CharClass.OtherLetter; k++)
        {
            kinds[(int)k] = k switch
            {
                CharClass.Han or CharClass.Bopomofo or CharClass.Hiragana or CharClass.Katakana or CharClass.Hangul => Kind.Dense,
                CharClass.Thai or CharClass.Lao or CharClass.Khmer or CharClass.Burmese or CharClass.Tibetan => Kind.Dense,
                CharClass.Cyrillic or CharClass.Greek => Kind.PlainWord,
                _ => Kind.Word,
            };
        }

        return kinds;
    }
}
