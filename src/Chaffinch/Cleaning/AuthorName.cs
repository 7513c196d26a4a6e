using System.Buffers;
using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>Whether a piece of a byline has the form of a name.</summary>
internal static class AuthorName
{
    private const int MaxWords = 12;

    // Two letters stand in place of a picture.
    private const int MinChars = 3;

    // "Wedding ListsJust EngagedPlanning" is a row of tags without blanks.
    private const int MaxHumps = 2;
    private const int MaxPrefix = 3;

    // What parts an author from what follows on the same line.
    private static readonly SearchValues<char> Joints = SearchValues.Create("—•|\n\r");

    // Addresses, questions, paths.
    private static readonly SearchValues<char> NoName = SearchValues.Create("@?!»~");

    // Small words inside and between names, in Latin scripts.
    private static readonly WordList Particles = new(
        "and", "von", "van", "de", "der", "den", "del", "della", "di", "da", "dos", "du", "la", "le", "el", "al", "bin", "ibn", "y", "e", "et", "und", "og", "with", "the", "of", "for", "at");

    // Words of the machinery that bylines are made of; alone they are nobody.
    private static readonly WordList Machinery = new(
        "author", "authors", "by", "updated", "published", "posted", "last", "edited", "reviewed", "modified", "article", "articles", "date", "written", "share", "follow", "comments", "comment", "read", "minutes", "min", "on",
        "email", "contact", "us", "learn", "more", "menu", "home", "login", "registered", "post", "posts", "reply", "member", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        "about", "joined", "undefined", "authorization", "advertise", "sign", "up", "log", "in", "users", "offline", "online", "mon", "tue", "wed", "thu", "fri", "sat", "sun");

    // What follows a name in the same sentence.
    private static readonly string[] Followers = [" reviewed by", " edited by", " medically reviewed", " fact checked", " updated", " published", " posted", " on behalf of", " on ", " in ", " follow"];

    /// <summary>The piece up to what no name goes across: a dash with blanks, a bullet, a sentence end before another word.</summary>
    public static TextSpan Cut(string text, TextSpan name)
    {
        while (name.Length > 0 && text[name.Start] is '–' or '—' or '-' or '~' or ' ')
        {
            name = new(name.Start + 1, name.End);
        }

        ReadOnlySpan<char> s = text.AsSpan(name.Start, name.Length);
        int end = s.IndexOfAny(Joints);
        end = end < 0 ? s.Length : end;
        uint behindBlanks = LettersBehindBlanks(s[..end]);
        foreach (string follower in Followers)
        {
            if ((behindBlanks & (1u << (follower[1] - 'a'))) == 0)
            {
                continue;
            }

            int at = s[..end].IndexOf(follower, StringComparison.OrdinalIgnoreCase);
            end = at > 0 ? at : s[..end].EndsWith(follower.AsSpan().TrimEnd(), StringComparison.OrdinalIgnoreCase) ? end - follower.AsSpan().TrimEnd().Length : end;
        }

        end = DateStart(s[..end]);
        end = s[..end].TrimEnd(" *†‡…").Length;
        end = s[..end].TrimEnd(" .,;").Length is int kept and > 0 && kept < end && s[..end].TrimEnd() is not [.., '.'] ? kept : end;
        int stop = SentenceEnd(s[..end]);
        return PartList.Trim(text, new(name.Start, name.Start + (stop < 0 ? end : stop)));
    }

    // Which ASCII letters stand behind a blank, a bit each; all of them where another letter does, since some of those are one of these in another case.
    private static uint LettersBehindBlanks(ReadOnlySpan<char> s)
    {
        uint letters = 0;
        for (int i = 1; i < s.Length; i++)
        {
            if (s[i - 1] == ' ')
            {
                uint letter = (s[i] | 0x20u) - 'a';
                letters |= s[i] >= 128 ? uint.MaxValue : letter < 26 ? 1u << (int)letter : 0;
            }
        }

        return letters;
    }

    /// <summary>True for the form of a name: few words, none but particles in small letters (where the script has them), no sentence, no address.</summary>
    /// <param name="name">The piece.</param>
    /// <param name="isLabelled">Whether an author's label stands before it: then a user's name in small letters or with digits will do.</param>
    public static bool IsLike(ReadOnlySpan<char> name, bool isLabelled)
    {
        if (name.Length < (name.Length > 0 && name[0] < '\u2E80' ? MinChars : 2) || name.IndexOfAny(NoName) >= 0 || name[^1] is ':' or '。' or '»' || name[0] is ',' or '[' or '©' || (name[0] == '(' && name[1] < '\u2E80') || (name[^1] == ')' && !name.Contains('(')))
        {
            return false;
        }

        int words = 0;
        int small = 0;
        int digits = 0;
        int letters = 0;
        int machinery = 0;
        int humps = 0;
        foreach (Range range in name.SplitAny(' ', '\u00A0', ','))
        {
            ReadOnlySpan<char> word = name[range];
            if (word.IsEmpty)
            {
                continue;
            }

            words++;
            small += char.IsLower(word[0]) && !Particles.Contains(word) ? 1 : 0;
            digits += char.IsDigit(word[0]) ? 1 : 0;
            machinery += Machinery.Contains(word.TrimEnd(":.")) ? 1 : 0;
            humps += HasHump(word) ? 1 : 0;
            foreach (char c in word)
            {
                letters += char.IsLetter(c) || char.IsHighSurrogate(c) ? 1 : 0;
            }
        }

        bool isUser = words == 1 && isLabelled;
        // "By The Currency editors": one small word is no sentence.
        small -= isLabelled && small == 1 && words is >= 3 and <= 4 && char.IsUpper(name[0]) ? 1 : 0;
        // Agencies behind a picture: "Ann Miller/Agency/Stock".
        bool isCredit = !isLabelled && name.Contains('/');
        bool isStopped = words == 1 && name[^1] == '.';
        return humps < MaxHumps && !isStopped && !isCredit && letters >= 2 && words <= MaxWords && machinery * 2 < words && (isUser || (small == 0 && digits == 0));
    }

    /// <summary>"Ann Miller, head of the department of ferries" without the role; "Ann Miller, Bo Lind" and "Ann Miller, MD, PhD" as they are.</summary>
    public static TextSpan WithoutRole(string text, TextSpan name)
    {
        ReadOnlySpan<char> s = text.AsSpan(name.Start, name.Length);
        int comma = s.IndexOf(',');
        if (comma <= 0 || !IsPerson(s[..comma]))
        {
            return name;
        }

        ReadOnlySpan<char> rest = s[(comma + 1)..].Trim();
        int next = rest.IndexOf(',');
        ReadOnlySpan<char> piece = next < 0 ? rest : rest[..next];
        bool isRole = piece.Count(' ') >= 3 || (piece.Count(' ') >= 1 && !IsPerson(piece) && !piece.Contains(" and ", StringComparison.Ordinal) && !piece.Contains('&'));
        return isRole && !rest.StartsWith("and ", StringComparison.OrdinalIgnoreCase) ? new(name.Start, name.Start + comma) : name;
    }

    /// <summary>True for two to four words of letters, each with a capital first and small letters after it, initials included; so not for scripts without capitals.</summary>
    public static bool IsPerson(ReadOnlySpan<char> name)
    {
        int words = 0;
        foreach (Range range in name.Split(' '))
        {
            ReadOnlySpan<char> word = name[range];
            bool initial = word.Length <= 2 && word.Length > 0 && char.IsUpper(word[0]);
            if (!initial && (word.Length < 2 || !char.IsUpper(word[0]) || !char.IsLower(word[^1])))
            {
                return false;
            }

            foreach (char c in word)
            {
                if (!char.IsLetter(c) && c is not ('-' or '’' or '\'' or '.'))
                {
                    return false;
                }
            }

            words++;
        }

        return words is >= 2 and <= 4;
    }

    // A capital behind a small letter, but for "McCarthy", "DeVito", "MacLeod".
    private static bool HasHump(ReadOnlySpan<char> word)
    {
        for (int i = MaxPrefix + 1; i < word.Length; i++)
        {
            if (char.IsUpper(word[i]) && char.IsLower(word[i - 1]))
            {
                return true;
            }
        }

        return false;
    }

    // "Ann Miller March 18 at 3:57": a month with a day and no year is no date, but the name ends before it; so it does before "3 days ago".
    private static int DateStart(ReadOnlySpan<char> s)
    {
        if (!DateReader.HasDigit(s))
        {
            return s.Length;
        }

        for (int i = 1; i < s.Length; i++)
        {
            if (i > 3 && char.IsWhiteSpace(s[i - 1]) && char.IsDigit(s[i]) && IsBeforeUnit(s[i..]))
            {
                return i;
            }

            if (char.IsWhiteSpace(s[i - 1]) && char.IsUpper(s[i]) && MonthNames.At(s[i..], out int length) > 0)
            {
                int next = DateReader.SkipBlanks(s, i + length);
                if (next > i + length && next < s.Length && char.IsDigit(s[next]))
                {
                    return i;
                }
            }
        }

        return s.Length;
    }

    // "3 days"
    private static bool IsBeforeUnit(ReadOnlySpan<char> s)
    {
        int letter = s.IndexOfAnyExceptInRange('0', '9');
        return letter > 0 && letter + 2 < s.Length && s[letter] == ' ' && char.IsLower(s[letter + 1]) && char.IsLower(s[letter + 2]);
    }

    // A full stop behind a word of four letters or more, before a blank: initials and degrees are shorter.
    private static int SentenceEnd(ReadOnlySpan<char> s)
    {
        int word = 0;
        for (int i = 0; i + 1 < s.Length; i++)
        {
            if (s[i] == '.' && word >= 4 && char.IsWhiteSpace(s[i + 1]))
            {
                return i;
            }

            word = char.IsLower(s[i]) || char.IsUpper(s[i]) ? word + 1 : 0;
        }

        return -1;
    }
}
