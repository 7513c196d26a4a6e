using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Chaffinch.Text;

/// <summary>Classifies UTF-16 text by table: one load a code unit.</summary>
internal static class CharClasses
{
    private static readonly CharClass[] Table = Build();

    /// <summary>The class of a code unit of the basic plane; <see cref="CharClass.PrivateUse"/> for a surrogate on its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharClass Of(char c) => Table[c];

    /// <summary>True for letters of any script, marks not included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLetter(CharClass c) => c is >= CharClass.Latin and <= CharClass.OtherLetter;

    /// <summary>True for space and line ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsSpace(CharClass c) => c <= CharClass.LineEnd;

    /// <summary>True for every kind of punctuation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsPunctuation(CharClass c) => c is >= CharClass.SentenceEnd and <= CharClass.OtherPunctuation;

    /// <summary>The classes whose characters are as wide as two letters and say as much: Hangul, kana, Han.</summary>
    public const ulong Wide = (2UL << (int)CharClass.Han) - (1UL << (int)CharClass.Hangul);

    /// <summary>The bit of a class in the masks that <see cref="MaskOf"/> makes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Bit(CharClass c) => 1UL << (int)c;

    /// <summary>Which classes stand in a run of text, one bit each: what is not there need not be looked for.</summary>
    public static ulong MaskOf(ReadOnlySpan<CharClass> classes)
    {
        // Two sums, so that a step waits for the one before the last.
        ulong even = 0;
        ulong odd = 0;
        while (classes.Length >= 4)
        {
            even |= (1UL << (int)classes[0]) | (1UL << (int)classes[1]);
            odd |= (1UL << (int)classes[2]) | (1UL << (int)classes[3]);
            classes = classes[4..];
        }

        foreach (CharClass c in classes)
        {
            even |= 1UL << (int)c;
        }

        return even | odd;
    }

    /// <summary>Classes as bytes, whose searches are vectorised; those of enums are not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> Bytes(ReadOnlySpan<CharClass> classes) => MemoryMarshal.Cast<CharClass, byte>(classes);

    /// <summary>True where two code units of white space follow each other in a part of a text, the first of them no line end.</summary>
    /// <param name="classes">The classes of the text; <see cref="ClassBits.Width"/> more may be read past the part.</param>
    /// <param name="start">First code unit of the part.</param>
    /// <param name="end">One past its last.</param>
    /// <param name="mask">Which classes stand in it.</param>
    public static bool HasWideSpace(ReadOnlySpan<CharClass> classes, int start, int end, ulong mask)
    {
        if ((mask & Bit(CharClass.Space)) == 0)
        {
            return false;
        }

        // The last code unit of the part has none after it.
        for (int at = start; at < end - 1; at += ClassBits.Width - 1)
        {
            ulong spaces = ClassBits.Between(classes, at, CharClass.Space, CharClass.Space);
            ulong after = (mask & Bit(CharClass.LineEnd)) == 0 ? spaces : spaces | ClassBits.Between(classes, at, CharClass.LineEnd, CharClass.LineEnd);
            if ((spaces & (after >> 1) & ClassBits.Low(Math.Min(ClassBits.Width - 1, end - 1 - at))) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many code units of a part of a text are white space; the classes as in <see cref="HasWideSpace"/>.</summary>
    public static int CountSpaces(ReadOnlySpan<CharClass> classes, int start, int end)
    {
        int count = 0;
        for (int at = start; at < end; at += ClassBits.Width)
        {
            count += BitOperations.PopCount(ClassBits.Between(classes, at, CharClass.Space, CharClass.LineEnd) & ClassBits.Low(Math.Min(ClassBits.Width, end - at)));
        }

        return count;
    }

    /// <summary>Classifies each unit of <paramref name="text"/> into <paramref name="classes"/>, which is at least as long.</summary>
    public static void Classify(ReadOnlySpan<char> text, Span<CharClass> classes)
    {
        CharClass[] table = Table;
        Span<byte> bytes = MemoryMarshal.Cast<CharClass, byte>(classes);
        ReadOnlySpan<ushort> units = MemoryMarshal.Cast<char, ushort>(text);
        var ascii = new AsciiTable(table);
        for (int i = 0; i < text.Length;)
        {
            int end = Math.Min(text.Length, i + AsciiTable.Width);
            if (end - i == AsciiTable.Width && ascii.TryClassify(units[i..], bytes[i..]))
            {
                i = end;
                continue;
            }

            while (i < end)
            {
                char c = text[i];
                CharClass k = table[c];
                if (k == CharClass.PrivateUse && char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                {
                    k = OfAstral(char.ConvertToUtf32(c, text[i + 1]));
                    classes[i++] = k;
                }

                classes[i++] = k;
            }
        }
    }

    /// <summary>The classes of ASCII, sixteen code units at a time: eight rows of sixteen classes, of which three bits choose one.</summary>
    private readonly struct AsciiTable
    {
        public const int Width = 16;

        private readonly Vector128<byte> _row0;
        private readonly Vector128<byte> _row1;
        private readonly Vector128<byte> _row2;
        private readonly Vector128<byte> _row3;
        private readonly Vector128<byte> _row4;
        private readonly Vector128<byte> _row5;
        private readonly Vector128<byte> _row6;
        private readonly Vector128<byte> _row7;

        public AsciiTable(CharClass[] table)
        {
            ReadOnlySpan<byte> bytes = Bytes(table);
            _row0 = Vector128.Create(bytes);
            _row1 = Vector128.Create(bytes[16..]);
            _row2 = Vector128.Create(bytes[32..]);
            _row3 = Vector128.Create(bytes[48..]);
            _row4 = Vector128.Create(bytes[64..]);
            _row5 = Vector128.Create(bytes[80..]);
            _row6 = Vector128.Create(bytes[96..]);
            _row7 = Vector128.Create(bytes[112..]);
        }

        /// <summary>False where one of the next sixteen code units is not of ASCII.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryClassify(ReadOnlySpan<ushort> units, Span<byte> classes)
        {
            Vector128<ushort> first = Vector128.Create(units);
            Vector128<ushort> second = Vector128.Create(units[8..]);
            if (!Vector128.LessThanOrEqualAll(first | second, Vector128.Create((ushort)0x7F)))
            {
                return false;
            }

            Vector128<byte> c = Vector128.Narrow(first, second);
            Vector128<byte> low = c & Vector128.Create((byte)0x0F);
            Vector128<byte> bit4 = Vector128.Equals(c & Vector128.Create((byte)0x10), Vector128<byte>.Zero);
            Vector128<byte> bit5 = Vector128.Equals(c & Vector128.Create((byte)0x20), Vector128<byte>.Zero);
            Vector128<byte> bit6 = Vector128.LessThan(c, Vector128.Create((byte)0x40));
            Vector128<byte> row01 = Vector128.ConditionalSelect(bit4, Vector128.ShuffleNative(_row0, low), Vector128.ShuffleNative(_row1, low));
            Vector128<byte> row23 = Vector128.ConditionalSelect(bit4, Vector128.ShuffleNative(_row2, low), Vector128.ShuffleNative(_row3, low));
            Vector128<byte> row45 = Vector128.ConditionalSelect(bit4, Vector128.ShuffleNative(_row4, low), Vector128.ShuffleNative(_row5, low));
            Vector128<byte> row67 = Vector128.ConditionalSelect(bit4, Vector128.ShuffleNative(_row6, low), Vector128.ShuffleNative(_row7, low));
            Vector128<byte> row0123 = Vector128.ConditionalSelect(bit5, row01, row23);
            Vector128<byte> row4567 = Vector128.ConditionalSelect(bit5, row45, row67);
            Vector128.ConditionalSelect(bit6, row0123, row4567).CopyTo(classes);
            return true;
        }
    }

    private static CharClass OfAstral(int cp) => cp switch
    {
        >= 0x20000 and < 0x40000 => CharClass.Han,
        >= 0x1F000 and < 0x1FB00 => cp is >= 0x1F100 and < 0x1F1E6 ? CharClass.Symbol : CharClass.Emoji,
        >= 0x1D400 and < 0x1D800 => CharClass.Symbol,
        >= 0x1B000 and < 0x1B170 => CharClass.Hiragana,
        >= 0xE0000 and < 0xE0200 => CharClass.Format,
        >= 0xF0000 => CharClass.PrivateUse,
        _ => CharUnicodeInfo.GetUnicodeCategory(cp) switch
        {
            UnicodeCategory.OtherNotAssigned => CharClass.PrivateUse,
            UnicodeCategory.OtherSymbol or UnicodeCategory.MathSymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.OtherNumber => CharClass.Symbol,
            UnicodeCategory.CurrencySymbol => CharClass.Currency,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => CharClass.Mark,
            UnicodeCategory.DecimalDigitNumber => CharClass.Digit,
            UnicodeCategory.Format => CharClass.Format,
            UnicodeCategory.DashPunctuation => CharClass.Separator,
            UnicodeCategory.OtherPunctuation or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation
                => CharClass.OtherPunctuation,
            _ => CharClass.OtherLetter,
        },
    };

    private static CharClass[] Build()
    {
        var table = new CharClass[0x10000];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = Classify((char)i);
        }

        return table;
    }

    private static CharClass Classify(char c)
    {
        if (c is '\n' or '\r' or '\u2028' or '\u2029')
        {
            return CharClass.LineEnd;
        }

        switch (CharUnicodeInfo.GetUnicodeCategory(c))
        {
            case UnicodeCategory.SpaceSeparator:
                return CharClass.Space;
            case UnicodeCategory.Control:
                return c is '\t' or '\f' or '\v' ? CharClass.Space : CharClass.Control;
            case UnicodeCategory.Format:
                return CharClass.Format;
            case UnicodeCategory.Surrogate:
            case UnicodeCategory.PrivateUse:
            case UnicodeCategory.OtherNotAssigned:
                return CharClass.PrivateUse;
            case UnicodeCategory.DecimalDigitNumber:
                return CharClass.Digit;
            case UnicodeCategory.NonSpacingMark:
            case UnicodeCategory.SpacingCombiningMark:
            case UnicodeCategory.EnclosingMark:
                return c is >= '\uFE00' and <= '\uFE0F' ? CharClass.Format : CharClass.Mark;
            case UnicodeCategory.UppercaseLetter:
            case UnicodeCategory.LowercaseLetter:
            case UnicodeCategory.TitlecaseLetter:
            case UnicodeCategory.ModifierLetter:
            case UnicodeCategory.OtherLetter:
            case UnicodeCategory.LetterNumber:
                return Letter(c);
            case UnicodeCategory.CurrencySymbol:
                return CharClass.Currency;
            case UnicodeCategory.OpenPunctuation:
                return c is '「' or '『' or '〝' or '‚' or '„' or '｢' or '﹁' or '﹃' ? CharClass.Quote : CharClass.OpenBracket;
            case UnicodeCategory.ClosePunctuation:
                return c is '」' or '』' or '〞' or '〟' or '｣' or '﹂' or '﹄' ? CharClass.Quote : CharClass.CloseBracket;
            case UnicodeCategory.InitialQuotePunctuation:
            case UnicodeCategory.FinalQuotePunctuation:
                return CharClass.Quote;
            default:
                return Other(c);
        }
    }

    private static CharClass Letter(char c) => c switch
    {
        < '\u0300' or (>= '\u1D00' and < '\u1F00') or (>= '\u2C60' and < '\u2C80') or (>= '\uA720' and < '\uA800') => CharClass.Latin,
        (>= '\u2160' and < '\u2190') or (>= '\uAB30' and < '\uAB70') or (>= '\uFB00' and < '\uFB07') => CharClass.Latin,
        >= '\uFF21' and <= '\uFF5A' => CharClass.Latin,
        >= '\u0370' and < '\u0400' or >= '\u1F00' and < '\u2000' => CharClass.Greek,
        >= '\u0400' and < '\u0530' or >= '\u1C80' and < '\u1C90' or >= '\uA640' and < '\uA6A0' => CharClass.Cyrillic,
        >= '\u0530' and < '\u0590' or >= '\uFB13' and < '\uFB18' => CharClass.Armenian,
        >= '\u0590' and < '\u0600' or >= '\uFB1D' and < '\uFB50' => CharClass.Hebrew,
        >= '\u0600' and < '\u0900' or >= '\uFB50' and < '\uFE00' or >= '\uFE70' and < '\uFF00' => CharClass.Arabic,
        >= '\u0900' and < '\u0980' or >= '\uA8E0' and < '\uA900' => CharClass.Devanagari,
        >= '\u0980' and < '\u0A00' => CharClass.Bengali,
        >= '\u0A00' and < '\u0E00' => CharClass.OtherIndic,
        >= '\u0E00' and < '\u0E80' => CharClass.Thai,
        >= '\u0E80' and < '\u0F00' => CharClass.Lao,
        >= '\u0F00' and < '\u1000' => CharClass.Tibetan,
        >= '\u1000' and < '\u10A0' or >= '\uA9E0' and < '\uAA00' or >= '\uAA60' and < '\uAA80' => CharClass.Burmese,
        >= '\u10A0' and < '\u1100' or >= '\u1C90' and < '\u1CC0' or >= '\u2D00' and < '\u2D30' => CharClass.Georgian,
        >= '\u1100' and < '\u1200' or >= '\u3130' and < '\u3190' or >= '\uAC00' and < '\uD800' or >= '\uA960' and < '\uA980' or >= '\uFFA0' and < '\uFFE0' => CharClass.Hangul,
        >= '\u1200' and < '\u13A0' or >= '\u2D80' and < '\u2DE0' or >= '\uAB00' and < '\uAB30' => CharClass.Ethiopic,
        >= '\u1780' and < '\u1800' => CharClass.Khmer,
        '\u3005' or '\u3006' or '\u3007' or '\u303B' or (>= '\u2E80' and < '\u2FE0') => CharClass.Han,
        >= '\u3040' and < '\u30A0' => CharClass.Hiragana,
        >= '\u30A0' and < '\u3100' or >= '\u31F0' and < '\u3200' or >= '\uFF66' and < '\uFFA0' => CharClass.Katakana,
        >= '\u3100' and < '\u3130' => CharClass.Bopomofo,
        >= '\u3400' and < '\uA000' or >= '\uF900' and < '\uFB00' => CharClass.Han,
        _ => CharClass.OtherLetter,
    };

    private static CharClass Other(char c)
    {
        switch (c)
        {
            case '.' or '!' or '?' or '。' or '！' or '？' or '．' or '｡' or '…' or '‼' or '⁇' or '؟' or '۔' or '।' or '॥' or '។' or '៕' or '။' or '։' or '።' or '፧' or '།' or '༎' or '‽' or '﹒' or '﹖' or '﹗' or '⋯' or '⁈' or '⁉':
                return CharClass.SentenceEnd;
            case ',' or ';' or ':' or '，' or '、' or '；' or '：' or '､' or '،' or '؛' or '﹐' or '﹑' or '﹔' or '﹕' or '၊' or '፣' or '፤' or '՝':
                return CharClass.Comma;
            case '"' or '\'' or '＂' or '＇' or '`':
                return CharClass.Quote;
            case '_' or '-' or '|' or '/' or '\\' or '·' or '•' or '‧' or '・' or '–' or '—' or '―' or '｜' or '＿' or '－' or '～' or '~' or '/' or '／':
                return CharClass.Separator;
            case '\uFFFD':
                return CharClass.Replacement;
            case '+' or '=' or '<' or '>' or '^' or '¬' or '±' or '×' or '÷' or '%' or '‰' or '＋' or '＝' or '＜' or '＞' or '％' or '＾':
                return CharClass.Operator;
            case '©' or '®' or '°' or '™' or '№' or '℃' or '℉':
                return CharClass.OtherPunctuation;
        }

        UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(c);
        if (category is UnicodeCategory.MathSymbol or UnicodeCategory.OtherSymbol or UnicodeCategory.OtherNumber)
        {
            return c is >= '\u2600' and < '\u27C0' or '\u231A' or '\u231B' ? CharClass.Symbol : c < '\u2000' ? CharClass.OtherPunctuation : CharClass.Symbol;
        }

        return category == UnicodeCategory.DashPunctuation ? CharClass.Separator : CharClass.OtherPunctuation;
    }
}
