using System.Globalization;
using Chaffinch.Corpora;
using Chaffinch.Corpora.Model;

namespace Chaffinch.Lab;

/// <summary>Hostile archives against the laws of reading: nothing throws, nothing is lost silently, a good record behind a bad one is found.</summary>
internal static class ArchiveFuzz
{
    private static readonly ReadOptions Small = new()
    {
        Limits = new ArchiveLimits { MaxRecordBytes = 1 << 20, MaxBodyBytes = 1 << 20, MaxPassedBytes = 4 << 20, MaxHeaderBytes = 8 << 10, MaxEncodings = 3 },
        VerifyDigests = true,
    };

    public static IReadOnlyList<string> Names { get; } = ["warc", "arc", "jsonl", "gzip", "zstd", "parquet", "zip", "tar", "http"];

    /// <summary>The input of a round: a made archive of the target's kind, mutated before or after it was packed.</summary>
    public static byte[] Make(string name, int round)
    {
        var random = new Random(round);
        byte[] seed = ArchiveSeeds.Make(name, random);
        byte[] input = name is "gzip" or "zstd" ? ArchiveSeeds.Pack(name, ArchiveSeeds.Make(random.Next(3) switch { 0 => "jsonl", 1 => "arc", _ => "warc" }, random), random) : seed;
        int changes = 1 << random.Next(6);
        for (int i = 0; i < changes; i++)
        {
            input = Mutate(input, random);
        }

        return name is "warc" or "arc" or "jsonl" or "http" or "tar" && random.Next(4) == 0 ? ArchiveSeeds.Pack(random.Next(2) == 0 ? "gzip" : "zstd", input, random) : input;
    }

    /// <summary>The law that an input breaks, or null.</summary>
    public static string? Check(string name, byte[] input)
    {
        ReadingResult whole = Read(new MemoryStream(input, writable: false), Small);
        if (whole.Broken is not null)
        {
            return whole.Broken;
        }

        if (name != "parquet")
        {
            ReadingResult dribbled = Read(new Dribble(input), Small);
            if (dribbled.Broken is not null || !whole.Items.SequenceEqual(dribbled.Items) || !whole.Defects.SequenceEqual(dribbled.Defects))
            {
                return dribbled.Broken ?? $"pieces: {whole.Items.Count} items, {dribbled.Items.Count} when read in small pieces; {string.Join(',', whole.Defects)} | {string.Join(',', dribbled.Defects)}";
            }
        }

        return Split(name, input, whole) ?? Behind(name, input, whole);
    }

    private static string? Split(string name, byte[] input, ReadingResult whole)
    {
        // What is not compressed splits exactly, whatever stands in it.
        bool isExact = name is "warc" or "arc" or "jsonl" or "http" && input.Length > 4 && !(input[0] == 0x1F && input[1] == 0x8B) && !input.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]);
        if (!isExact || whole.Format == "compressed")
        {
            return null;
        }

        int cut = (int)((uint)input.AsSpan(0, Math.Min(64, input.Length)).ToArray().Aggregate(17, (h, b) => (h * 31) + b) % (uint)input.Length);
        ReadingResult first = Read(new MemoryStream(input, writable: false), Small with { Part = new ArchiveRange(0, cut) });
        ReadingResult second = Read(new MemoryStream(input, writable: false), Small with { Part = new ArchiveRange(cut, long.MaxValue) });
        return first.Items.Concat(second.Items).SequenceEqual(whole.Items) && first.Records + second.Records == whole.Records
            ? null
            : $"split: {whole.Items.Count} items of {whole.Records}, parts at {cut}: {first.Items.Count} of {first.Records} and {second.Items.Count} of {second.Records}";
    }

    private static string? Behind(string name, byte[] input, ReadingResult whole)
    {
        if (name is not ("warc" or "gzip" or "zstd" or "http") || !whole.Items.Any(i => i.Id.StartsWith("fuzz:", StringComparison.Ordinal) && i.Url.StartsWith("http://seed.example/", StringComparison.Ordinal)))
        {
            return null;
        }

        bool isGzip = name == "gzip" || input.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 8]);
        bool isZstd = name == "zstd" || input.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]);
        string defects = "";

        // A wrong length can end exactly where the good record does; it cannot do so for two lengths.
        for (int more = 0; more < 2; more++)
        {
            byte[] good = ArchiveSeeds.Record("http://good.example/", new byte[5 + more].AsSpan());
            byte[] behind = isGzip ? ArchiveSeeds.Gzip(good) : isZstd ? ArchiveSeeds.Zstd(good) : [.. "\r\n\r\n"u8, .. good];
            ReadingResult longer = Read(new MemoryStream([.. input, .. behind], writable: false), Small);
            if (longer.Items.Any(i => i.Url == "http://good.example/"))
            {
                return null;
            }

            defects = string.Join(',', longer.Defects);
        }

        return "behind: the good record was not found; " + defects;
    }

    private static ReadingResult Read(Stream stream, ReadOptions options)
    {
        var items = new List<Item>();
        ItemReader reader;
        try
        {
            reader = ArchiveOpener.Open(stream, "fuzz", options);
        }
        catch (ArchiveException)
        {
            return new ReadingResult([], [], 0, "", null);
        }

        using (reader)
        {
            string? broken = null;
            long last = -1;
            while (reader.TryRead(out CrawlItem? item))
            {
                ulong hash = System.IO.Hashing.XxHash3.HashToUInt64(item.Content.Span);
                items.Add(new Item(item.Id, item.Url ?? "", item.Offset, item.InnerOffset, hash, item.Content.Length));
                broken ??= item.Content.IsEmpty ? "empty: an item without content" : null;
                broken ??= item.Content.Length > options.Limits.MaxBodyBytes + options.Limits.MaxRecordBytes ? "limit: an item over the limit" : null;
                broken ??= item.Offset < last ? "order: offsets go back" : null;
                last = item.Offset;
                item.Dispose();
            }

            ReadCounts counts = reader.Counts;
            broken ??= counts.Records != counts.Pages + counts.Skipped + counts.Broken || counts.Pages != items.Count ? "counts: they do not add up" : null;
            broken ??= counts.Broken != reader.Defects.Count(d => d.IsRejection) && reader.DefectCount == reader.Defects.Count ? "counts: rejections without defects" : null;
            broken ??= items.Select(i => (i.Offset, i.Inner)).Distinct().Count() != items.Count ? "place: two items at one" : null;
            string format = counts.BytesInflated == counts.BytesStored ? "" : "compressed";
            return new ReadingResult(items, [.. reader.Defects.Select(d => $"{d.Offset} {d.Kind}")], counts.Records, format, broken);
        }
    }

    private static byte[] Mutate(byte[] input, Random random)
    {
        if (input.Length == 0)
        {
            return [(byte)random.Next(256)];
        }

        int at = random.Next(input.Length);
        int length = Math.Min(input.Length - at, 1 << random.Next(10));
        switch (random.Next(8))
        {
            case 0:
                byte[] flipped = [.. input];
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1:
                byte[] noise = [.. input];
                random.NextBytes(noise.AsSpan(at, Math.Min(length, 16)));
                return noise;
            case 2:
                return [.. input.AsSpan(0, at), .. input.AsSpan(at + length)];
            case 3:
                return [.. input.AsSpan(0, at), .. input.AsSpan(random.Next(input.Length - length + 1), length), .. input.AsSpan(at)];
            case 4:
                return input[..(at + 1)];
            case 5:
                return [.. input.AsSpan(0, at), .. ArchiveSeeds.Token(random), .. input.AsSpan(at)];
            case 6:
                return Number(input, at, random);
            default:
                byte[] filled = [.. input];
                filled.AsSpan(at, length).Fill((byte)random.Next(256));
                return filled;
        }
    }

    // Replaces the next number of the text, as lengths are numbers.
    private static byte[] Number(byte[] input, int at, Random random)
    {
        int digit = input.AsSpan(at).IndexOfAnyInRange((byte)'0', (byte)'9');
        if (digit < 0)
        {
            return input;
        }

        at += digit;
        int end = at;
        while (end < input.Length && input[end] is >= (byte)'0' and <= (byte)'9')
        {
            end++;
        }

        long number = random.Next(6) switch { 0 => 0, 1 => int.MaxValue, 2 => long.MaxValue, 3 => random.Next(100), 4 => random.Next(100_000), _ => 1L << random.Next(40) };
        return [.. input.AsSpan(0, at), .. System.Text.Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)), .. input.AsSpan(end)];
    }

    private sealed record Item(string Id, string Url, long Offset, long Inner, ulong Hash, int Length);

    private sealed record ReadingResult(List<Item> Items, List<string> Defects, long Records, string Format, string? Broken);

    /// <summary>A stream that gives little at once and cannot be wound back.</summary>
    private sealed class Dribble(byte[] content) : Stream
    {
        private readonly Random _random = new(content.Length);
        private int _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            int count = Math.Min(Math.Min(buffer.Length, content.Length - _position), 1 + _random.Next(_random.Next(3) == 0 ? 40_000 : 300));
            content.AsSpan(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
