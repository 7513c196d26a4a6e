using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Running;

/// <summary>Reads the files of a folder as one input, one behind the other. A file that cannot be read is a rejected record.</summary>
internal sealed class FolderReader : ItemReader
{
    private readonly IReadOnlyList<string> _files;
    private readonly Func<string, ItemReader> _open;
    private ItemReader? _reader;
    private int _next;
    private long _stored;
    private long _inflated;

    public FolderReader(string folder, IReadOnlyList<string> files, Func<string, ItemReader> open, ArchiveLimits limits)
        : base(new DefectLog(folder, limits.MaxDefectsListed))
    {
        _files = files;
        _open = open;
    }

    private protected override long BytesStored => _stored;

    private protected override long BytesInflated => _inflated;

    private protected override CrawlItem? Next()
    {
        while (true)
        {
            if (_reader is null && _next == _files.Count)
            {
                return null;
            }

            string file = _files[_reader is null ? _next : _next - 1];
            try
            {
                if (_reader is null)
                {
                    _next++;
                    _reader = _open(file);
                }

                if (_reader.TryRead(out CrawlItem? item))
                {
                    return item;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Reject(new ItemDefect(file, 0, "unreadable-file", e.Message, IsRejection: true));
            }

            Leave();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _reader?.Dispose();
        }
    }

    private void Leave()
    {
        if (_reader is null)
        {
            return;
        }

        ReadCounts counts = _reader.Counts;
        _stored += counts.BytesStored;
        _inflated += counts.BytesInflated;
        Adopt(_reader);
        _reader.Dispose();
        _reader = null;
    }
}
