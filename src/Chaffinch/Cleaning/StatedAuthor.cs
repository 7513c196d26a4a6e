using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>The author as the page states it to machines, held against the visible text.</summary>
internal static class StatedAuthor
{
    private const int MaxChars = 200;

    /// <summary>The name without a leading "by"; null where it is no name: an address, a handle of a machine account, too long.</summary>
    public static string? Clean(string? stated)
    {
        if (stated is null)
        {
            return null;
        }

        ReadOnlySpan<char> name = stated.AsSpan().Trim();
        if (name.StartsWith("by ", StringComparison.OrdinalIgnoreCase))
        {
            name = name[3..].TrimStart();
        }

        int letters = 0;
        foreach (char c in name)
        {
            letters += char.IsLetter(c) || char.IsHighSurrogate(c) ? 1 : 0;
        }

        bool isMachine = name.Equals("admin", StringComparison.OrdinalIgnoreCase) || name.Equals("administrator", StringComparison.OrdinalIgnoreCase)
            || name.Equals("webmaster", StringComparison.OrdinalIgnoreCase);
        return letters < 2 || name.Length > MaxChars || isMachine || name.IndexOfAny('@', '<', '{') >= 0 ? null : name.ToString();
    }

    /// <summary>Where the name stands in a part of the text, empty where it does not. Of several names the range from the first to the last.</summary>
    public static TextSpan FindIn(string text, TextSpan part, string stated)
    {
        ReadOnlySpan<char> line = text.AsSpan(part.Start, part.Length);
        int start = -1;
        int end = -1;
        foreach (Range range in stated.AsSpan().SplitAny(',', ';'))
        {
            ReadOnlySpan<char> name = stated.AsSpan()[range].Trim();
            int at = name.IsEmpty ? -1 : line.IndexOf(name, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                return default;
            }

            start = start < 0 ? at : Math.Min(start, at);
            end = Math.Max(end, at + name.Length);
        }

        return start < 0 ? default : new(part.Start + start, part.Start + end);
    }
}
