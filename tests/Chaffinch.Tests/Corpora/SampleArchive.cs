using System.IO.Compression;
using System.Text;

namespace Chaffinch.Tests.Corpora;

/// <summary>Small archives in own words: pages of several kinds, requests, pictures, and a record that is broken.</summary>
internal static class SampleArchive
{
    private static readonly string[] Words =
        ["harbour", "boat", "morning", "county", "bridge", "river", "school", "garden", "market", "window", "lamp", "winter", "letter", "station", "meadow", "bread"];

    /// <summary>A WARC file, one gzip member a record; the same for the same arguments.</summary>
    public static byte[] Warc(int pages, int seed = 1, bool withBroken = false, int padBytes = 0)
    {
        var file = new MemoryStream();
        AddMember(file, Record("warcinfo", 0, seed, "application/warc-fields", "software: test\r\n"u8.ToArray()));
        for (int i = 0; i < pages; i++)
        {
            AddMember(file, Record("request", i, seed, "application/http; msgtype=request", "GET / HTTP/1.1\r\n\r\n"u8.ToArray()));
            string page = Page(i, seed) + new string(' ', padBytes);
            string head = $"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {Encoding.UTF8.GetByteCount(page)}\r\n\r\n";
            AddMember(file, Record("response", i, seed, "application/http; msgtype=response", Encoding.UTF8.GetBytes(head + page)));
            if (withBroken && i == pages / 2)
            {
                // A length that is none: the record is given up, those behind it are not.
                AddMember(file, Encoding.ASCII.GetBytes("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\n\r\n\r\n"));
            }
        }

        return file.ToArray();
    }

    /// <summary>JSON Lines with <c>id</c> and <c>text</c>.</summary>
    public static string Lines(int rows, int seed = 1)
    {
        var lines = new StringBuilder();
        for (int i = 0; i < rows; i++)
        {
            lines.Append($"{{\"id\":\"row-{i}\",\"text\":\"{Text(i, seed).Replace("\n", "\\n", StringComparison.Ordinal)} \\uD83D\\uDE80 écrit\\n∞∧∨∑∏∥∠≌∽≦≧≒﹤﹥☆■♀『』◆◣◥▲Ψ※◤◥→№←㊣\"}}\n");
        }

        return lines.ToString();
    }

    /// <summary>A page: every third one holds a planted run of symbols, every seventh is a shell without text.</summary>
    public static string Page(int number, int seed)
    {
        if (number % 7 == 6)
        {
            return "<html><head><title></title></head><body></body></html>";
        }

        string planted = number % 3 == 1 ? "<p>∞∧∨∑∏∥∠≌∽≦≧≒﹤﹥☆■♀『』◆◣◥▲Ψ※◤◥→№←㊣</p>" : "";
        return $"<html><head><title>Notice {number} of the town</title></head><body><nav><a href=/>Home</a> <a href=/news>News</a></nav><article><h1>Notice {number} of the town</h1>"
            + string.Concat(Text(number, seed).Split('\n').Select(static p => $"<p>{p}</p>")) + planted + "</article><footer>Imprint</footer></body></html>";
    }

    private static string Text(int number, int seed)
    {
        var random = new Random((seed * 7919) + number);
        var text = new StringBuilder();
        int paragraphs = 2 + random.Next(4);
        for (int p = 0; p < paragraphs; p++)
        {
            text.Append(p > 0 ? "\n" : "");
            for (int s = 0; s < 3; s++)
            {
                string first = Words[random.Next(Words.Length)];
                text.Append($"{(s > 0 ? " " : "")}The {first} of the {Words[random.Next(Words.Length)]} was seen near the {Words[random.Next(Words.Length)]} on day {random.Next(28) + 1}, and people spoke of it.");
            }
        }

        return text.ToString();
    }

    private static byte[] Record(string type, int number, int seed, string mediaType, byte[] body)
    {
        string id = $"<urn:uuid:00000000-0000-4000-{seed:x4}-{number:x8}{type.Length:x4}>";
        string head = $"WARC/1.0\r\nWARC-Type: {type}\r\nWARC-Record-ID: {id}\r\nWARC-Date: 2024-05-0{1 + (number % 9)}T00:00:00Z\r\nWARC-Target-URI: https://town{number % 5}.example/{number}\r\n"
            + $"Content-Type: {mediaType}\r\nContent-Length: {body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body, .. "\r\n\r\n"u8];
    }

    private static void AddMember(MemoryStream file, byte[] record)
    {
        using var gzip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true);
        gzip.Write(record);
    }
}
