using Chaffinch.Corpora.Inflating;
using Chaffinch.Corpora.Model;
using Chaffinch.Corpora.Opening;
using Chaffinch.Corpora.Reading;

namespace Chaffinch.Corpora;

/// <summary>Opens archives: tells the format by the first bytes, never by the name, and composes what reads it.</summary>
public static class ArchiveOpener
{
    /// <summary>Opens a file.</summary>
    /// <param name="path">Its path, also the name that items and defects give.</param>
    /// <param name="options">How to read; the defaults where null.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static ItemReader Open(string path, ReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite, BufferSize = 0, Options = FileOptions.SequentialScan });
        return Open(stream, path, options);
    }

    /// <summary>Opens a stream.</summary>
    /// <param name="stream">The archive as stored, from its first byte; owned by the reader.</param>
    /// <param name="name">The name that items and defects give.</param>
    /// <param name="options">How to read; the defaults where null.</param>
    public static ItemReader Open(Stream stream, string name, ReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        options ??= ReadOptions.Default;
        var log = new DefectLog(name, options.Limits.MaxDefectsListed);
        ByteSource source = new StreamSource(stream);
        source.Ensure(4);
        bool isGzip = source.Window.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);
        if (isGzip)
        {
            source = new GzipSource(source, log, WarcBorders.Begins, seekFirst: false);
        }

        return new WarcReader(source, options, log, isGzip);
    }
}
