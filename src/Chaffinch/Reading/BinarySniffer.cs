using System.Buffers;

namespace Chaffinch.Reading;

/// <summary>Tells inputs that hold no text.</summary>
internal static class BinarySniffer
{
    private const int WindowBytes = 4096;

    // Control characters that no text holds; tab, line ends, form feed and escape (ISO-2022) are text.
    private static readonly SearchValues<byte> Controls =
        SearchValues.Create([0, 1, 2, 3, 4, 5, 6, 7, 8, 0x0B, 0x0E, 0x0F, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1A, 0x1C, 0x1D, 0x1E, 0x1F, 0x7F]);

    /// <summary>What the input is, such as "a PDF document", or null where it may be text.</summary>
    public static string? Kind(ReadOnlySpan<byte> s)
    {
        if (Signature(s) is { } known)
        {
            return known;
        }

        ReadOnlySpan<byte> head = s[..Math.Min(s.Length, WindowBytes)];
        int controls = 0;
        for (ReadOnlySpan<byte> rest = head; ;)
        {
            int next = rest.IndexOfAny(Controls);
            if (next < 0)
            {
                break;
            }

            controls++;
            rest = rest[(next + 1)..];
        }

        // Broken pages hold a few of them; one in ten is no text in any encoding (UTF-16 was told apart before).
        return controls >= 4 && controls * 10 > head.Length ? "binary data" : null;
    }

    private static string? Signature(ReadOnlySpan<byte> s)
    {
        ReadOnlySpan<byte> text = s.TrimStart("\t\n\f\r "u8);
        if (text.StartsWith("%PDF-"u8))
        {
            return "a PDF document";
        }

        if (text.StartsWith("%!PS-Adobe"u8))
        {
            return "a PostScript document";
        }

        if (text.StartsWith("{\\rtf"u8))
        {
            return "an RTF document";
        }

        return Picture(s) ?? Archive(s) ?? Media(s) ?? Program(s);
    }

    private static string? Picture(ReadOnlySpan<byte> s)
    {
        if (s.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A]))
        {
            return "a PNG picture";
        }

        if (s.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return "a JPEG picture";
        }

        if (s.StartsWith("GIF87a"u8) || s.StartsWith("GIF89a"u8))
        {
            return "a GIF picture";
        }

        if (s.StartsWith("RIFF"u8) && s.Length > 12 && s[8..].StartsWith("WEBP"u8))
        {
            return "a WebP picture";
        }

        if (s.StartsWith((ReadOnlySpan<byte>)[0x49, 0x49, 0x2A, 0]) || s.StartsWith((ReadOnlySpan<byte>)[0x4D, 0x4D, 0, 0x2A]))
        {
            return "a TIFF picture";
        }

        return s.StartsWith((ReadOnlySpan<byte>)[0, 0, 1, 0]) ? "an icon" : null;
    }

    private static string? Archive(ReadOnlySpan<byte> s)
    {
        if (s.StartsWith((ReadOnlySpan<byte>)[0x50, 0x4B, 3, 4]) || s.StartsWith((ReadOnlySpan<byte>)[0x50, 0x4B, 5, 6]))
        {
            return "a ZIP archive (or an office document)";
        }

        if (s.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 8]))
        {
            return "gzip-compressed data";
        }

        if (s.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]))
        {
            return "zstd-compressed data";
        }

        if (s.StartsWith((ReadOnlySpan<byte>)[0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]))
        {
            return "xz-compressed data";
        }

        if (s.StartsWith("BZh"u8) && s.Length > 10 && s[4..].StartsWith((ReadOnlySpan<byte>)[0x31, 0x41, 0x59, 0x26, 0x53, 0x59]))
        {
            return "bzip2-compressed data";
        }

        if (s.StartsWith((ReadOnlySpan<byte>)[0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]))
        {
            return "a 7z archive";
        }

        if (s.StartsWith((ReadOnlySpan<byte>)[0x52, 0x61, 0x72, 0x21, 0x1A, 7]))
        {
            return "a RAR archive";
        }

        return s.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) ? "an office document (OLE)" : null;
    }

    private static string? Media(ReadOnlySpan<byte> s)
    {
        if (s.Length > 12 && s[4..].StartsWith("ftyp"u8))
        {
            return "an MP4 file";
        }

        if (s.StartsWith("RIFF"u8) && s.Length > 12 && (s[8..].StartsWith("WAVE"u8) || s[8..].StartsWith("AVI "u8)))
        {
            return "a sound or video file";
        }

        if (s.StartsWith("ID3\x03"u8) || s.StartsWith("ID3\x04"u8) || s.StartsWith("OggS\0"u8) || s.StartsWith("fLaC\0"u8))
        {
            return "a sound file";
        }

        if (s.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]))
        {
            return "a Matroska or WebM video";
        }

        return s.StartsWith("wOFF"u8) || s.StartsWith("wOF2"u8) || s.StartsWith("OTTO\0"u8) || s.StartsWith((ReadOnlySpan<byte>)[0, 1, 0, 0, 0]) ? "a font" : null;
    }

    private static string? Program(ReadOnlySpan<byte> s)
    {
        if (s.StartsWith((ReadOnlySpan<byte>)[0x7F, 0x45, 0x4C, 0x46]))
        {
            return "a program (ELF)";
        }

        if (s.StartsWith("MZ"u8) && s.Length > 64 && s[..64].Contains((byte)0))
        {
            return "a program (Windows)";
        }

        if (s.StartsWith("\0asm"u8))
        {
            return "a WebAssembly module";
        }

        if (s.StartsWith((ReadOnlySpan<byte>)[0xCA, 0xFE, 0xBA, 0xBE]))
        {
            return "a Java class";
        }

        return s.StartsWith("SQLite format 3\0"u8) ? "an SQLite database" : null;
    }
}
