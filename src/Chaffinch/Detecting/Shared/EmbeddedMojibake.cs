using System.Buffers;
using System.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Runs of UTF-8 of Han or kana that was read as GBK, right inside of Chinese that was read well: nothing parts them from it but what their bytes are.</summary>
/// <remarks>By the shares of bytes in GBK (reckoned, not measured) three letters in a row come by chance once in some hundred thousand places that have a character of the kind that is looked for. Some twenty code units
/// are looked at a place where nothing fits, ten times 128 where all does.</remarks>
internal static class EmbeddedMojibake
{
    private const int MaxBack = 9;
    private const int MaxChars = 128;

    // Characters from the rare one on that are looked at first.
    private const int Ahead = 12;

    /// <summary>The run around a rare character, empty where there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">The run starts here at the earliest.</param>
    /// <param name="at">Where the character stands.</param>
    /// <param name="leastLetters">Letters that the bytes have to give.</param>
    public static (int Start, int End) Find(ReadOnlySpan<char> text, int from, int at, int leastLetters)
    {
        // Most such characters stand in good text of another kind, in which hardly a byte fits: the bytes around one are made once.
        int first = at;
        while (first > from && at - first < MaxBack && text[first - 1] > '\x7F')
        {
            first--;
        }

        Span<byte> near = stackalloc byte[(MaxBack + Ahead) * 2];
        ReadOnlySpan<char> window = text[first..Math.Min(text.Length, at + Ahead)];
        int ascii = window.IndexOfAnyInRange('\0', '\x7F');
        window = ascii < 0 ? window : window[..ascii];
        int made = Mojibake.Gbk.GetBytes(window, near);
        for (int start = first; start <= at; start++)
        {
            // Where a character has no two bytes, places in the window are not those of the text.
            if (made == 2 * window.Length && !MayStart(near[(2 * (start - first))..made], leastLetters))
            {
                continue;
            }

            (int Start, int End) run = RunFrom(text, from, start, at, leastLetters);
            if (run.End > run.Start)
            {
                return run;
            }
        }

        return default;
    }

    // False where the bytes stop being letters before there are enough of them, well before what was looked at ends.
    private static bool MayStart(ReadOnlySpan<byte> bytes, int leastLetters)
    {
        const int LetterBytes = 3;
        (int good, int letters) = Read(bytes);
        return letters >= leastLetters || bytes.Length - good < LetterBytes;
    }

    private static (int Start, int End) RunFrom(ReadOnlySpan<char> text, int from, int start, int at, int leastLetters)
    {
        ReadOnlySpan<char> rest = text[start..Math.Min(text.Length, start + MaxChars)];
        int ascii = rest.IndexOfAnyInRange('\0', '\x7F');
        rest = ascii < 0 ? rest : rest[..ascii];
        Span<byte> bytes = stackalloc byte[MaxChars * 2];
        int count = Mojibake.Gbk.GetBytes(rest, bytes);
        (int good, int letters) = Read(bytes[..count]);
        int stop = start + ((good + 1) / 2);
        if (letters < leastLetters || stop <= at || count != 2 * rest.Length)
        {
            return default;
        }

        // A letter may have lost its last byte to what follows, or its first one to what stands before.
        bool half = good % 2 == 0 && good + 1 < count && bytes[good] is >= 0xE3 and <= 0xE9 && bytes[good + 1] is >= 0x80 and < 0xA1;
        return (start - (StartsHalf(text, from, start) ? 1 : 0), stop + (half ? 1 : 0));
    }

    private static (int Good, int Letters) Read(ReadOnlySpan<byte> bytes)
    {
        int good = 0, letters = 0;
        while (good < bytes.Length && Rune.DecodeFromUtf8(bytes[good..], out Rune rune, out int used) == OperationStatus.Done && used == 3 && IsWritten(rune.Value))
        {
            letters++;
            good += used;
        }

        return (good, letters);
    }

    private static bool IsWritten(int rune) => rune is (>= 0x3000 and < 0x3100) or (>= 0x4E00 and < 0xA000) or (>= 0xFF00 and < 0xFF66) or (>= 0x2014 and <= 0x2026);

    private static bool StartsHalf(ReadOnlySpan<char> text, int from, int start)
    {
        // Marks of good text end in such a byte too.
        if (start <= from || text[start - 1] <= '\x7F' || text[start - 1] is '，' or '。' or '、' or '：' or '；' or '！' or '？' or '“' or '”')
        {
            return false;
        }

        Span<byte> pair = stackalloc byte[2];
        return Mojibake.Gbk.GetBytes(text.Slice(start - 1, 1), pair) == 2 && pair[0] is >= 0x80 and < 0xB0 && pair[1] is >= 0x80 and < 0xC0;
    }
}
