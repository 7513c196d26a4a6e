using System.Buffers;
using System.Numerics;
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
        int least = shown ? 1 : 2;
        ulong seen = 0;

        // One search for all of them.
        for (int at = 0; BitOperations.PopCount(seen) < least; at++)
        {
            int found = text[at..].IndexOfAny(AnyName);
            if (found < 0)
            {
                return false;
            }

            at += found;
            for (int name = 0; name < EncodingNames.Length; name++)
            {
                seen |= text[at..].StartsWith(EncodingNames[name], StringComparison.OrdinalIgnoreCase) ? 1UL << name : 0;
            }
        }

        return true;
    }

    private static readonly string[] EncodingNames =
        ["utf-8", "utf8", "unicode", "windows-125", "iso-8859", "iso 8859", "latin-1", "latin1", "gbk", "gb2312", "shift_jis", "euc-", "mojibake", "u+fffd", "ascii", "字符集", "文字コード", "юникод", "кодировк", "кодуванн", "encodage", "zeichensatz", "zeichenkodierung", "kodowani", "karakter kodlama", "bảng mã", "การเข้ารหัสอักขระ", "ترميز", "يونيكود", "κωδικοποίησ", "קידוד", "인코딩", "乱码", "亂碼", "文字化け", "кракозябр"];

    private static readonly SearchValues<string> AnyName = SearchValues.Create(EncodingNames, StringComparison.OrdinalIgnoreCase);
}
