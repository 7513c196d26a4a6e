using Chaffinch.Corpora.Inflating;
using Chaffinch.Corpora.Model;
using Chaffinch.Corpora.Opening;
using Chaffinch.Corpora.Reading;

namespace Chaffinch.Corpora;

/// <summary>Opens archives: tells compression and format by the first bytes, never by the name, and composes what reads it.</summary>
public static class ArchiveOpener
{
    // A tar header has 512 bytes; an ARC record's line may be long.
    private const int SniffBytes = 16 << 10;

    /// <summary>Opens an input.</summary>
    /// <param name="name">A path, an address <c>s3://bucket/key</c>, or <c>-</c> for standard input; also the name that items and defects give.</param>
    /// <param name="options">How to read; the defaults where null.</param>
    /// <exception cref="ArchiveException">It cannot be opened: it is not there, may not be read, or cannot be read in parts.</exception>
    public static ItemReader Open(string name, ReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Open(StoredFiles.Open(name), name, options);
    }

    /// <summary>Opens a stream.</summary>
    /// <param name="stream">The archive as stored, from its first byte; owned by the reader.</param>
    /// <param name="name">The name that items and defects give.</param>
    /// <param name="options">How to read; the defaults where null.</param>
    /// <exception cref="ArchiveException">It cannot be read in the way that its format needs.</exception>
    public static ItemReader Open(Stream stream, string name, ReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        options ??= ReadOptions.Default;
        var log = new DefectLog(name, options.Limits.MaxDefectsListed);
        ByteSource stored = new StreamSource(stream);
        bool isComposed = false;
        try
        {
            var archive = Compose(stored, stream, options, log);
            isComposed = true;
            return archive;
        }
        finally
        {
            if (!isComposed)
            {
                stored.Dispose();
            }
        }
    }

    /// <summary>Lists inputs: files as they are, folders to their depth in ordinal order, patterns with <c>*</c>, <c>?</c> and <c>**</c>, S3 addresses that end in <c>/</c> or hold a pattern.</summary>
    /// <param name="arguments">What the caller named, in its order.</param>
    /// <returns>The inputs; those that cannot be read say why.</returns>
    public static IReadOnlyList<ArchiveInput> List(IEnumerable<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return [.. arguments.SelectMany(InputLister.Expand)];
    }

    private static ItemReader Compose(ByteSource stored, Stream stream, ReadOptions options, DefectLog log)
    {
        stored.Ensure(SniffBytes);
        ReadOnlySpan<byte> first = stored.Window;
        if (first.StartsWith(ParquetItemReader.Magic))
        {
            if (!stream.CanSeek)
            {
                throw new ArchiveException($"{log.Archive}: Parquet is read from its end, which is not possible here; save it as a file first");
            }

            stream.Seek(0, SeekOrigin.Begin);
            return new ParquetItemReader(stream, options, log);
        }

        var decoder = new ContentDecoder();
        MemberCodec? codec = Codec(first);
        if (codec is null)
        {
            return Reader(Sniffer.Tell(first), stored, options, log, decoder, isCompressed: false);
        }

        var source = new MemberSource(stored, codec, log);
        ArchiveFormat format = Sniff(source);

        // What a damaged unit gave before it broke may look like anything, a row of JSON above all.
        if (format is not (ArchiveFormat.Warc or ArchiveFormat.Arc) && source.Ended == SegmentEnd.Damage)
        {
            format = HasRecords(stored.Window, WarcFormat.IsStart) ? ArchiveFormat.Warc : HasRecords(stored.Window, ArcFormat.IsStart) ? ArchiveFormat.Arc : format;
        }

        RecordFormat? records = format == ArchiveFormat.Warc ? new WarcFormat() : format == ArchiveFormat.Arc ? new ArcFormat() : null;
        if (records is not null)
        {
            source.Begins = records.Begins;
        }

        if (options.Part.Start > 0 && records is not null)
        {
            source = Part(stream, codec, options, log, records);
        }

        return Reader(format, source, options, log, decoder, isCompressed: true);
    }

    // Damage at the very start must not hide what the file is.
    private static ArchiveFormat Sniff(MemberSource source)
    {
        do
        {
            source.Ensure(SniffBytes);
        }
        while (source.Window.IsEmpty && source.NextSegment());
        return Sniffer.Tell(source.Window);
    }

    /// <summary>The compression of a file; where its first bytes are damaged, that of the first unit that is not.</summary>
    private static MemberCodec? Codec(ReadOnlySpan<byte> first)
    {
        if (GzipCodec.HeadLength(first) >= 0 && first.Length > 2)
        {
            return new GzipCodec();
        }

        if (ZstdCodec.IsStart(first))
        {
            return new ZstdCodec();
        }

        return MemberScanner.Find(first, static () => new GzipCodec(), WarcFormat.IsStart) ?? MemberScanner.Find(first, static () => new ZstdCodec(), WarcFormat.IsStart);
    }

    private static bool HasRecords(ReadOnlySpan<byte> stored, MemberCheck begins)
    {
        using MemberCodec? gzip = MemberScanner.Find(stored, static () => new GzipCodec(), begins);
        using MemberCodec? zstd = gzip is null ? MemberScanner.Find(stored, static () => new ZstdCodec(), begins) : null;
        return gzip is not null || zstd is not null;
    }

    private static MemberSource Part(Stream stream, MemberCodec codec, ReadOptions options, DefectLog log, RecordFormat records)
    {
        if (!stream.CanSeek)
        {
            throw new ArchiveException($"{log.Archive}: a part of it can be read only where it can be read in any order; save it as a file first");
        }

        // Dictionaries stand at the start of the file, and damage there is the first part's.
        stream.Seek(0, SeekOrigin.Begin);
        var source = new MemberSource(new StreamSource(stream), codec, log) { Begins = records.Begins };
        source.StartAt(options.Part.Start);
        return source;
    }

    private static ItemReader Reader(ArchiveFormat format, ByteSource source, ReadOptions options, DefectLog log, ContentDecoder decoder, bool isCompressed)
    {
        ItemReader reader = Choose(format, source, options, log, decoder, isCompressed);
        reader.Owned = decoder;
        return reader;
    }

    private static ItemReader Choose(ArchiveFormat format, ByteSource source, ReadOptions options, DefectLog log, ContentDecoder decoder, bool isCompressed) => format switch
    {
        ArchiveFormat.Warc => new RecordReader(source, options, log, new WarcFormat(), decoder, isCompressed),
        ArchiveFormat.Arc => new RecordReader(source, options, log, new ArcFormat(), decoder, isCompressed),
        ArchiveFormat.JsonLines => new JsonLinesReader(source, options, log, isCompressed),
        ArchiveFormat.Tar => new TarReader(source, options, log, decoder, isCompressed),
        ArchiveFormat.Zip when !isCompressed => new ZipReader(source, options, log, decoder),
        _ => new FileReader(source, options, log, decoder),
    };
}
