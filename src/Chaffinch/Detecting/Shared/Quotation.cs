namespace Chaffinch.Detecting.Shared;

/// <summary>Tells what a page shows from what it says: words between quotation marks.</summary>
internal static class Quotation
{
    /// <summary>True where <paramref name="at"/> stands between an opening and a closing quotation mark of its line, both at most <paramref name="reach"/> code units away.</summary>
    public static bool Holds(ReadOnlySpan<char> text, int at, int reach)
    {
        int open = at - 1;
        while (open >= 0 && at - open <= reach && !IsOpening(text[open]))
        {
            if (IsClosing(text[open]) || text[open] is '\n')
            {
                return false;
            }

            open--;
        }

        if (open < 0 || at - open > reach)
        {
            return false;
        }

        for (int i = at; i < text.Length && i - at <= reach && text[i] != '\n'; i++)
        {
            if (IsClosing(text[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True where <paramref name="start"/> to <paramref name="end"/> lies right between quotation marks, stops and blanks aside, or has them at both ends.</summary>
    public static bool Wraps(ReadOnlySpan<char> text, int start, int end)
    {
        if (end - start < 2)
        {
            return false;
        }

        bool opens = IsAnyMark(text[start]) || (start > 0 && IsAnyMark(text[start - 1]));
        int last = end - 1;
        while (last > start && text[last] is ' ' or '.' or '!' or '?' or ',' or '。' or '！' or '？')
        {
            last--;
        }

        int after = end;
        while (after < text.Length && text[after] is '.' or '!' or '?' or ',' or '。' or '！' or '？' or '…')
        {
            after++;
        }

        return opens && (IsAnyMark(text[last]) || (after < text.Length && IsAnyMark(text[after])));
    }

    /// <summary>Quotations of one or two characters, each a letter of a script without blanks: a page that has several speaks of characters.</summary>
    public static int CountOfCharacters(ReadOnlySpan<char> text)
    {
        int count = 0;
        for (int at = 0; at < text.Length;)
        {
            int next = text[at..].IndexOfAny("“「『‘");
            if (next < 0)
            {
                break;
            }

            at += next + 1;
            int end = at;
            while (end < text.Length && end - at < 3 && text[end] is >= '\u3400' and < '\uA000')
            {
                end++;
            }

            count += end > at && end - at <= 2 && end < text.Length && IsClosing(text[end]) ? 1 : 0;
        }

        return count;
    }

    /// <summary>True for the opening quotation marks of the world's writing; those of ASCII open and close.</summary>
    public static bool IsOpening(char c) => c is '“' or '„' or '«' or '‘' or '「' or '『' or '‹' or '《';

    /// <summary>True for the closing ones.</summary>
    public static bool IsClosing(char c) => c is '”' or '»' or '’' or '」' or '』' or '›' or '》';

    private static bool IsAnyMark(char c) => IsOpening(c) || IsClosing(c) || c is '"' or '`';
}
