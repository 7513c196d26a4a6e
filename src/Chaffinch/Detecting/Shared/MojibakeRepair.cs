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

    /// <summary>
    /// What UTF-8 stood there; null where no code page gives its bytes back whole. Text that was misread twice in one code page is undone twice: in another one, whole letters
    /// pass for bytes by chance.
    /// </summary>
    public static string? FromUtf8(ReadOnlySpan<char> run)
    {
        string? once = Once(run, Pages, out int page);
        once = once is null || once.Length == run.Length ? once : Once(once, Pages.AsSpan(page, 1), out _) ?? once;
        return once is { Length: 1 } && IsRare(once[0]) ? null : once;
    }

    // Two bytes of a Chinese or Korean character are such a letter in one case of three; by itself it is the likelier reading only where people write it.
    private static bool IsRare(char c) => c switch
    {
        '\u01A0' or '\u01A1' or '\u01AF' or '\u01B0' or 'ə' => false,
        >= '\u01CD' and <= '\u01DC' or >= '\u0218' and <= '\u021B' => false,
        >= '\u0180' and <= '\u036F' => true,
        'ґ' or 'Ґ' => false,
        _ => c is >= '\u0460' and <= '\u08FF',
    };

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

    private static string? Once(ReadOnlySpan<char> run, ReadOnlySpan<Encoding> pages, out int index)
    {
        index = 0;
        if (run.Length > MaxChars || !run.ContainsAnyExceptInRange('\0', '~'))
        {
            return null;
        }

        string text = run.ToString();
        for (; index < pages.Length; index++)
        {
            Encoding page = pages[index];
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
