using System.Buffers;
using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>Whether a piece of a byline has the form of a name.</summary>
internal static class AuthorName
{
    private const int MaxWords = 12;

    // What parts an author from what follows on the same line.
    private static readonly SearchValues<char> Joints = SearchValues.Create("—•|\n\r");

    // Small words inside and between names, in Latin scripts.
    private static readonly string[] Particles =
        ["and", "von", "van", "de", "der", "den", "del", "della", "di", "da", "dos", "du", "la", "le", "el", "al", "bin", "ibn", "y", "e", "et", "und", "og", "with", "the", "of", "for", "at"];

    // Words of the machinery that bylines are made of; alone they are nobody.
    private static readonly string[] Machinery =
        ["author", "authors", "by", "updated", "published", "posted", "last", "edited", "reviewed", "modified", "article", "articles", "date", "written", "share", "follow", "comments", "comment", "read", "minutes", "min", "on",
        "email", "learn", "more", "menu", "home", "login", "registered", "post", "posts", "reply", "member", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        "about", "advertise", "sign", "up", "log", "in", "users", "offline", "online", "mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    // What follows a name in the same sentence.
    private static readonly string[] Followers = [" reviewed by", " edited by", " medically reviewed", " fact checked", " updated", " published", " posted", " on behalf of"];

    /// <summary>The piece up to what no name goes across: a dash with blanks, a bullet, a sentence end before another word.</summary>
    public static TextSpan Cut(string text, TextSpan name)
    {
        ReadOnlySpan<char> s = text.AsSpan(name.Start, name.Length);
        int end = s.IndexOfAny(Joints);
        end = end < 0 ? s.Length : end;
        foreach (string follower in Followers)
        {
            int at = s[..end].IndexOf(follower, StringComparison.OrdinalIgnoreCase);
            end = at > 0 ? at : end;
        }

        end = s[..end].TrimEnd(" .,;").Length is int kept and > 0 && kept < end && s[..end].TrimEnd() is not [.., '.'] ? kept : end;
        int stop = SentenceEnd(s[..end]);
        return PartList.Trim(text, new(name.Start, name.Start + (stop < 0 ? end : stop)));
    }

    /// <summary>True for the form of a name: few words, none but particles in small letters (where the script has them), no sentence, no address.</summary>
    /// <param name="name">The piece.</param>
    /// <param name="isLabelled">Whether an author's label stands before it: then a user's name in small letters or with digits will do.</param>
    public static bool IsLike(ReadOnlySpan<char> name, bool isLabelled)
    {
        if (name.Length < 2 || name.IndexOfAny('@', '?', '!') >= 0 || name[^1] is ':' or '。' or '»' || name[0] is '(' or ',' || (name[^1] == ')' && !name.Contains('(')))
        {
            return false;
        }

        int words = 0;
        int small = 0;
        int digits = 0;
        int letters = 0;
        int machinery = 0;
        foreach (Range range in name.SplitAny(' ', '\u00A0', ','))
        {
            ReadOnlySpan<char> word = name[range];
            if (word.IsEmpty)
            {
                continue;
            }

            words++;
            small += char.IsLower(word[0]) && !IsOneOf(word, Particles) ? 1 : 0;
            digits += char.IsDigit(word[0]) ? 1 : 0;
            machinery += IsOneOf(word.TrimEnd(":."), Machinery) ? 1 : 0;
            foreach (char c in word)
            {
                letters += char.IsLetter(c) || char.IsHighSurrogate(c) ? 1 : 0;
            }
        }

        bool isUser = words == 1 && isLabelled;
        return letters >= 2 && words <= MaxWords && machinery * 2 < words && (isUser || (small == 0 && digits == 0));
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

    private static bool IsOneOf(ReadOnlySpan<char> word, string[] list)
    {
        foreach (string one in list)
        {
            if (word.Equals(one, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
