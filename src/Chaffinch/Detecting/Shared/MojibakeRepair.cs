using System.Text;
using System.Text.Unicode;

namespace Chaffinch.Detecting.Shared;

/// <summary>Gives misread text back as it was, where encoding it back and reading it rightly leaves no doubt.</summary>
internal static class MojibakeRepair
{
    private const int MaxChars = 4096;

    /// <summary>The code pages that text is misread in, the likeliest first.</summary>
    private static readonly Encoding[] Pages = [.. new[] { 1252, 1251, 936, 932, 1250, 1254, 1253, 1256, 874, 1255 }.Select(Page)];

    private static readonly Encoding Koi8 = Page(20866);
    private static readonly Encoding Windows1251 = Page(1251);

    /// <summary>What UTF-8 stood there; null where no code page gives its bytes back whole. Text that was misread twice is undone twice.</summary>
    public static string? FromUtf8(ReadOnlySpan<char> run)
    {
        string? once = Once(run);
        return once is null || once.Length == run.Length ? once : Once(once) ?? once;
    }

    /// <summary>KOI8-R and windows-1251 taken for each other: the one of the two readings that has more of the commonest letters.</summary>
    public static string? FromCyrillic(ReadOnlySpan<char> run)
    {
        if (run.Length > MaxChars)
        {
            return null;
        }

        string text = run.ToString();
        string one = Koi8.GetString(Windows1251.GetBytes(text));
        string two = Windows1251.GetString(Koi8.GetBytes(text));
        return Common(one) >= Common(two) ? one : two;
    }

    private static int Common(string text)
    {
        int common = 0;
        foreach (char c in text)
        {
            common += c is 'о' or 'е' or 'а' or 'и' or 'н' or 'т' or 'с' or 'р' or 'в' or 'л' ? 1 : 0;
        }

        return common;
    }

    private static string? Once(ReadOnlySpan<char> run)
    {
        if (run.Length > MaxChars || !run.ContainsAnyExceptInRange('\0', '~'))
        {
            return null;
        }

        string text = run.ToString();
        foreach (Encoding page in Pages)
        {
            byte[] bytes = page.GetBytes(text);
            if (Utf8.IsValid(bytes) && page.GetString(bytes) == text)
            {
                return Encoding.UTF8.GetString(bytes);
            }
        }

        return null;
    }

    private static Encoding Page(int number) =>
        CodePagesEncodingProvider.Instance.GetEncoding(number, EncoderFallback.ReplacementFallback, DecoderFallback.ReplacementFallback)!;
}
