namespace Chaffinch.Cli.Inputs;

/// <summary>Tells files that are no pages from pages.</summary>
internal static class ContentSniffer
{
    private const int LookedAtBytes = 8 << 10;

    /// <summary>What the bytes are if they are surely neither HTML nor text, with an article; else null.</summary>
    public static string? WhatElse(ReadOnlySpan<byte> bytes)
    {
        string? known = bytes switch
        {
            _ when StartsWith(bytes, 0x89, 0x50, 0x4E, 0x47) => "a PNG picture",
            _ when StartsWith(bytes, 0xFF, 0xD8, 0xFF) => "a JPEG picture",
            _ when bytes.StartsWith("GIF8"u8) => "a GIF picture",
            _ when bytes.StartsWith("RIFF"u8) => "a picture, sound or video file",
            _ when bytes.StartsWith("%PDF-"u8) => "a PDF document",
            _ when StartsWith(bytes, 0x50, 0x4B, 0x03, 0x04) => "a ZIP archive or office document",
            _ when StartsWith(bytes, 0x28, 0xB5, 0x2F, 0xFD) => "a Zstandard archive",
            _ when StartsWith(bytes, 0xFD, 0x37, 0x7A, 0x58) => "an XZ archive",
            _ when StartsWith(bytes, 0x7F, 0x45, 0x4C, 0x46) => "a program",
            _ when bytes.StartsWith("WARC/"u8) => "a web archive of many pages",
            _ => null,
        };
        return known ?? (IsBinary(bytes[..Math.Min(bytes.Length, LookedAtBytes)]) ? "a binary file" : null);
    }

    private static bool StartsWith(ReadOnlySpan<byte> bytes, params ReadOnlySpan<byte> magic) => bytes.StartsWith(magic);

    // Text of any encoding but UTF-16 and UTF-32 has next to no control bytes; UTF-16 of Western text has NULs at every other place.
    private static bool IsBinary(ReadOnlySpan<byte> head)
    {
        if (StartsWith(head, 0xFF, 0xFE) || StartsWith(head, 0xFE, 0xFF) || StartsWith(head, 0, 0, 0xFE, 0xFF))
        {
            return false;
        }

        int controls = 0;
        int evenNuls = 0;
        int oddNuls = 0;
        for (int i = 0; i < head.Length; i++)
        {
            byte b = head[i];
            if (b == 0)
            {
                evenNuls += ~i & 1;
                oddNuls += i & 1;
            }
            else if (b < 0x20 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f' or 0x1B or 0x0E or 0x0F))
            {
                controls++;
            }
        }

        int nuls = evenNuls + oddNuls;
        bool wide = nuls > head.Length / 4 && Math.Min(evenNuls, oddNuls) <= nuls / 20 && controls <= head.Length / 50;
        return !wide && (nuls > head.Length / 20 || controls + nuls > head.Length / 16);
    }
}
