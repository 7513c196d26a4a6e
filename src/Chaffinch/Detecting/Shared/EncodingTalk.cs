using Chaffinch.Model;

namespace Chaffinch.Detecting.Shared;

/// <summary>Tells pages about encodings, which show broken text on purpose.</summary>
internal static class EncodingTalk
{
    /// <summary>From this many broken places on, a page that speaks of encodings is itself broken.</summary>
    private const int MaxExamples = 40;

    /// <summary>True when the page names encodings and shows few broken places, or names one and shows them between quotation marks: it speaks of them.</summary>
    public static bool Is(SegmentedPage page, ReadOnlySpan<TextSpan> places)
    {
        if (places.Length > MaxExamples)
        {
            return false;
        }

        ReadOnlySpan<char> text = page.Page.Text;
        int quoted = 0;
        foreach (TextSpan place in places)
        {
            quoted += place.Start > 0 && Quotation.IsOpening(text[place.Start - 1]) ? 1 : 0;
        }

        bool shown = quoted >= 2 || (quoted == 1 && places.Length <= 3);
        int names = 0;
        foreach (string name in EncodingNames)
        {
            names += text.Contains(name, StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        }

        return names > (shown ? 0 : 1);
    }

    private static readonly string[] EncodingNames =
        ["utf-8", "utf8", "unicode", "windows-125", "iso-8859", "iso 8859", "latin-1", "latin1", "gbk", "gb2312", "shift_jis", "euc-", "mojibake", "u+fffd", "ascii", "字符集", "文字コード", "юникод", "кодировк", "кодуванн", "encodage", "zeichensatz", "zeichenkodierung", "kodowani", "karakter kodlama", "bảng mã", "การเข้ารหัสอักขระ", "ترميز", "يونيكود", "κωδικοποίησ", "קידוד", "인코딩", "乱码", "亂碼", "文字化け", "кракозябр"];
}
