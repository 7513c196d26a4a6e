using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Reads a line as a press credit: roles and names, and nothing else.</summary>
/// <param name="Roles">All roles named.</param>
/// <param name="RoleCount">Number of role words.</param>
/// <param name="NameChars">Letters that are not role words.</param>
/// <param name="Picture">True when a camera or pen emoji opens it.</param>
/// <param name="Joined">True when a colon, bar or equals sign stands after a role.</param>
/// <param name="NameAt">Offset in the line of the first name.</param>
/// <param name="NameLength">Length of the first name.</param>
internal readonly record struct CreditLine(
    CreditRole Roles, int RoleCount, int NameChars, bool Picture, bool Joined, int NameAt, int NameLength)
{
    /// <summary>No line longer than this is a credit.</summary>
    public const int MaxChars = 90;

    private const int MaxNamesPerRole = 6;

    /// <summary>Reads <paramref name="line"/>; false where it is no credit.</summary>
    public static bool TryRead(ReadOnlySpan<char> line, ReadOnlySpan<CharClass> classes, out CreditLine credit)
    {
        credit = default;
        if (line.Length is < 3 or > MaxChars)
        {
            return false;
        }

        var state = new State();
        int i = SkipLead(line, classes, ref state);
        while (i < line.Length)
        {
            if (!IsWordPart(classes[i], line[i]))
            {
                if (!TakeMark(line[i], classes[i], ref state))
                {
                    return false;
                }

                i++;
                continue;
            }

            int start = i;
            while (i < line.Length && IsWordPart(classes[i], line[i]))
            {
                i++;
            }

            bool joins = i < line.Length && line[i] is ':' or '：' or '=';
            if (!TakeWord(line[start..i], classes[start..i], start, joins, ref state))
            {
                return false;
            }
        }

        credit = new(state.Roles, state.RoleCount, state.NameChars, state.Picture, state.Joined, state.NameAt, state.NameLength);
        bool strong = state.Picture || state.Joined || (state.Press && state.Words > 1) || (state.RoleCount > 1 && state.Words > 2)
            || (state.Opens && state.Words is > 1 and < 6 && (state.Names > 1 || !HasCase(classes))) || (state.Linked && state.Names > 1) || (state.Words > 1 && IsBracketed(classes));
        bool hanging = state.Pending && !state.Press;
        return strong && !hanging && state.RoleCount > 0 && state.Names > 0 && state.Names <= MaxNamesPerRole * state.RoleCount;
    }

    private static bool HasCase(ReadOnlySpan<CharClass> classes) => classes.ContainsAny(CharClass.Latin, CharClass.Cyrillic, CharClass.Greek);

    private static bool IsBracketed(ReadOnlySpan<CharClass> classes) =>
        classes[0] == CharClass.OpenBracket && (classes[^1] == CharClass.CloseBracket || (classes[^1] == CharClass.SentenceEnd && classes[^2] == CharClass.CloseBracket));

    private static int SkipLead(ReadOnlySpan<char> line, ReadOnlySpan<CharClass> classes, ref State state)
    {
        int i = 0;
        while (i < line.Length && !CharClasses.IsLetter(classes[i]) && classes[i] != CharClass.Digit)
        {
            state.Picture |= classes[i] == CharClass.Emoji && IsPressEmoji(line, i);
            i++;
        }

        return i;
    }

    private static bool IsPressEmoji(ReadOnlySpan<char> line, int i) =>
        char.IsHighSurrogate(line[i]) && i + 1 < line.Length && char.IsLowSurrogate(line[i + 1])
        && char.ConvertToUtf32(line[i], line[i + 1]) is 0x1F4F7 or 0x1F4F8 or 0x1F4F9 or 0x1F3A5 or 0x1F4DD or 0x1F58A or 0x1F58B or 0x1F3A6 or 0x1F4F0;

    private static bool IsWordPart(CharClass k, char c) => CharClasses.IsLetter(k) || k is CharClass.Mark or CharClass.Digit || c is '\'' or '’' or '-' or '.' or '·';

    private static bool TakeMark(char c, CharClass k, ref State state)
    {
        state.Joined |= c is ':' or '：' or '=' or '|' or '｜' && state.AfterRole;
        state.Pending &= c is not ('/' or '／');
        state.AfterRole &= c is ' ' or '\u3000' or '\u00A0' or '/' or '／' or '(' or '[';
        state.AfterName &= k == CharClass.Space;
        state.Quotes += k == CharClass.Quote ? 1 : 0;
        return (k == CharClass.Quote && state.RoleCount > 0 && state.Quotes <= 4) || (k == CharClass.SentenceEnd && state.RoleCount > 0) || k is CharClass.Space or CharClass.Comma or CharClass.OpenBracket or CharClass.CloseBracket or CharClass.Separator or CharClass.Operator
            or CharClass.Format || c is '&' or '@' or '©';
    }

    private static bool TakeWord(ReadOnlySpan<char> word, ReadOnlySpan<CharClass> classes, int at, bool joins, ref State state)
    {
        CreditRole role = CreditWords.Find(word);
        state.Words++;
        state.Press |= IsPress(word);
        state.Opens |= state.Words == 1 && (role & CreditRole.Press) != CreditRole.None;
        role &= ~CreditRole.Press;
        if (role == CreditRole.Companion && (state.RoleCount > 0 || state.Words < 3))
        {
            return true;
        }

        // An agency's name may end with such a word: "Northern Images".
        bool inName = state.AfterName && !joins && char.IsUpper(word[0]);
        if ((role & ~CreditRole.Companion) != CreditRole.None && !inName)
        {
            state.Capital = !char.IsLower(word[0]);
            return TakeRole(role, ref state);
        }

        if (classes[0] is CharClass.Han or CharClass.Hangul or CharClass.Katakana or CharClass.Hiragana)
        {
            return TakeCjk(word, at, ref state);
        }

        bool cased = classes[0] is CharClass.Latin or CharClass.Cyrillic or CharClass.Greek or CharClass.Armenian;
        bool particle = word.Length <= 4 && !char.IsUpper(word[0]);
        if (classes[0] == CharClass.Digit || (cased && !char.IsUpper(word[0]) && !particle))
        {
            return false;
        }

        if (particle && cased && state.AfterRole)
        {
            // "Foto di", "Lektorat von": the name comes still.
            state.Hinged = state.Capital;
            return true;
        }

        state.Linked |= state.Hinged && state.AfterRole;
        TakeName(at, word.Length, counts: !particle || !cased, ref state);
        return true;
    }

    private static bool TakeRole(CreditRole role, ref State state)
    {
        state.Roles |= role;
        state.RoleCount++;
        state.AfterRole = true;
        state.AfterName = false;
        state.Hinged = false;
        state.Pending = true;
        return true;
    }

    /// <summary>Role words that are used for nothing else, so that they need no colon.</summary>
    private static bool IsPress(ReadOnlySpan<char> word) => word[^1] > '\u2E80' && (word is "摄" or "攝" or "撮影" or "责编" or "责任编辑"
        || word.EndsWith("记者", StringComparison.Ordinal) || word.EndsWith("記者", StringComparison.Ordinal) || word.EndsWith("通讯员", StringComparison.Ordinal) || word.EndsWith("기자", StringComparison.Ordinal));

    private static void TakeName(int at, int length, bool counts, ref State state)
    {
        state.AfterRole = false;
        state.AfterName = counts;
        state.Pending = false;
        state.NameChars += length;
        if (counts)
        {
            state.Names++;
            if (state.NameLength == 0 || length > state.NameLength)
            {
                state.NameAt = at;
                state.NameLength = length;
            }
        }
    }

    /// <summary>A word without blanks inside may hold a role and a name: 张三摄, 本报记者, 김철수기자.</summary>
    private static bool TakeCjk(ReadOnlySpan<char> word, int at, ref State state)
    {
        const int LongestRole = 5;
        const int LongestName = 8;
        const int ShortestRole = 2;
        for (int length = Math.Min(LongestRole, word.Length - 1); length >= ShortestRole; length--)
        {
            CreditRole last = CreditWords.Of(word[^length..]);
            CreditRole first = CreditWords.Of(word[..length]);
            if (last != CreditRole.None && word.Length - length <= LongestName)
            {
                state.Press |= IsPress(word[^length..]);
                TakeName(at, word.Length - length, counts: true, ref state);
                return TakeRole(last, ref state);
            }

            if (first != CreditRole.None && word.Length - length <= LongestName)
            {
                state.Press |= IsPress(word[..length]);
                TakeRole(first, ref state);
                TakeName(at + length, word.Length - length, counts: true, ref state);
                return true;
            }
        }

        TakeName(at, word.Length, counts: true, ref state);
        return word.Length <= LongestName;
    }

    private struct State
    {
        public CreditRole Roles;
        public int RoleCount;
        public int Names;
        public int Words;
        public int NameChars;
        public bool Picture;
        public bool Joined;
        public bool Press;
        public bool AfterRole;

        /// <summary>Only blanks stand between here and the last word of a name.</summary>
        public bool AfterName;
        public int Quotes;
        public bool Capital;

        /// <summary>A word of the press opens the line.</summary>
        public bool Opens;

        /// <summary>A small word follows the last role.</summary>
        public bool Hinged;

        /// <summary>A small word joins a role and a name.</summary>
        public bool Linked;

        /// <summary>A role still waits for its name.</summary>
        public bool Pending;
        public int NameAt;
        public int NameLength;
    }
}
