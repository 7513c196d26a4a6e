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

            if (!TakeWord(line[start..i], classes[start..i], start, ref state))
            {
                return false;
            }
        }

        credit = new(state.Roles, state.RoleCount, state.NameChars, state.Picture, state.Joined, state.NameAt, state.NameLength);
        bool strong = state.Picture || state.Joined || (state.Press && state.Words > 1) || (state.RoleCount > 1 && state.Words > 2);
        bool hanging = state.Pending && !state.Press;
        return strong && !hanging && state.RoleCount > 0 && state.Names > 0 && state.Names <= MaxNamesPerRole * state.RoleCount;
    }

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
        state.Pending &= c is not '/';
        state.AfterRole &= c is ' ' or '\u3000' or '\u00A0';
        return k is CharClass.Space or CharClass.Comma or CharClass.OpenBracket or CharClass.CloseBracket or CharClass.Separator or CharClass.Operator
            or CharClass.Format || c is '&' or '@' or '©';
    }

    private static bool TakeWord(ReadOnlySpan<char> word, ReadOnlySpan<CharClass> classes, int at, ref State state)
    {
        CreditRole role = CreditWords.Of(word);
        state.Words++;
        state.Press |= IsPress(word);
        if (role != CreditRole.None)
        {
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

        TakeName(at, word.Length, counts: !particle || !cased, ref state);
        return true;
    }

    private static bool TakeRole(CreditRole role, ref State state)
    {
        state.Roles |= role;
        state.RoleCount++;
        state.AfterRole = true;
        state.Pending = true;
        return true;
    }

    /// <summary>Role words that are used for nothing else, so that they need no colon.</summary>
    private static bool IsPress(ReadOnlySpan<char> word) => word is "摄" or "攝" or "记者" or "記者" or "通讯员" or "기자" or "撮影" or "责编" or "责任编辑";

    private static void TakeName(int at, int length, bool counts, ref State state)
    {
        state.AfterRole = false;
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

        /// <summary>A role still waits for its name.</summary>
        public bool Pending;
        public int NameAt;
        public int NameLength;
    }
}
