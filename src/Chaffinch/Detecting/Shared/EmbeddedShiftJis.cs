using System.Buffers;
using System.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Runs of UTF-8 that were read as Shift_JIS, right inside of Japanese that was read well: kana show as three characters that nobody writes, and what stands beside them is told by its bytes.</summary>
internal static class EmbeddedShiftJis
{
    private const int MaxBack = 8;
    private const int MaxChars = 96;

    /// <summary>What the first two bytes of kana and of Japanese marks show as.</summary>
    public static SearchValues<char> Leads { get; } = SearchValues.Create("縺繧繝縲");

    /// <summary>The run around one of <see cref="Leads"/>; empty where its bytes are no UTF-8.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">The run starts here at the earliest.</param>
    /// <param name="at">Where the lead stands.</param>
    public static (int Start, int End) Find(ReadOnlySpan<char> text, int from, int at)
    {
        int first = at;
        while (first > from && at - first < MaxBack && text[first - 1] > '\x7F')
        {
            first--;
        }

        for (int start = first; start <= at; start++)
        {
            int end = EndOf(text, start, at);
            if (end > at)
            {
                return (start, end);
            }
        }

        return default;
    }

    // One past the last character whose bytes go on as UTF-8 of Japanese; 0 where they stop before the lead.
    private static int EndOf(ReadOnlySpan<char> text, int start, int at)
    {
        Span<byte> bytes = stackalloc byte[8];
        int held = 0;
        int good = 0;
        for (int i = start; i < text.Length && i - start < MaxChars; i++)
        {
            if (text[i] <= '\x7F' || char.IsSurrogate(text[i]))
            {
                break;
            }

            int made = Mojibake.ShiftJis.GetBytes(text.Slice(i, 1), bytes[held..]);
            if (bytes[held] <= 0x7F)
            {
                break;
            }

            held += made;
            while (held >= 3)
            {
                if (Rune.DecodeFromUtf8(bytes[..held], out Rune rune, out int used) != OperationStatus.Done || used != 3 || !IsJapanese(rune.Value))
                {
                    return good > at ? good : 0;
                }

                bytes[3..held].CopyTo(bytes);
                held -= 3;

                // A character whose last byte opens the next letter belongs to the run.
                good = i + 1;
            }
        }

        return good > at ? good : 0;
    }

    private static bool IsJapanese(int rune) => rune is (>= 0x3000 and < 0x3100) or (>= 0x4E00 and < 0xA000) or (>= 0xFF00 and < 0xFF66) or (>= 0x2014 and <= 0x2026);
}
