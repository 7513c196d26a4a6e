using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Reading;

/// <summary>Tells the format of a file by its first bytes, inflated.</summary>
internal static class Sniffer
{
    // A damaged first record must not hide what the others are.
    private const int FarBytes = 16 << 10;

    public static ArchiveFormat Tell(ReadOnlySpan<byte> first)
    {
        ReadOnlySpan<byte> text = first.TrimStart("\r\n"u8);
        if (WarcFormat.IsStart(text))
        {
            return ArchiveFormat.Warc;
        }

        if (first.StartsWith(ZipEntryHeader.Magic) || first.StartsWith((ReadOnlySpan<byte>)[0x50, 0x4B, 5, 6]))
        {
            return ArchiveFormat.Zip;
        }

        if (TarHeader.IsHeader(first) || IsTarBehind(first))
        {
            return ArchiveFormat.Tar;
        }

        if (JsonLinesReader.Begins(first))
        {
            return ArchiveFormat.JsonLines;
        }

        if (ArcFormat.IsStart(text))
        {
            return ArchiveFormat.Arc;
        }

        // Names in angle brackets are pages, whatever they quote.
        bool isMarkup = MediaTypes.LooksLikeHtml(first);
        first = first[..Math.Min(first.Length, FarBytes)];
        return !isMarkup && IsWarcBehind(first) ? ArchiveFormat.Warc : ArchiveFormat.File;
    }

    private static bool IsTarBehind(ReadOnlySpan<byte> s)
    {
        s = s[..Math.Min(s.Length, FarBytes)];
        for (int at = 0, next; (next = s[at..].IndexOf("ustar"u8)) >= 0; at++)
        {
            at += next;
            if (at >= 257 + TarHeader.BlockBytes && TarHeader.IsHeader(s[(at - 257)..]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWarcBehind(ReadOnlySpan<byte> s)
    {
        for (int at; (at = s.IndexOf("\nWARC/1."u8)) >= 0;)
        {
            s = s[(at + 1)..];
            ReadOnlySpan<byte> head = s[..Math.Min(s.Length, 4096)];
            if (WarcFormat.IsStart(s) && head.IndexOf("\nWARC-Type:"u8) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
