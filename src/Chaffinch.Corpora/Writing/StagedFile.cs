using System.Runtime.InteropServices;

namespace Chaffinch.Corpora.Writing;

/// <summary>A file that appears whole or not at all: written under a temporary name beside its own, made durable, then renamed.</summary>
/// <remarks>The temporary name is always the same, so that what a killed process left is overwritten by the next one.</remarks>
internal sealed partial class StagedFile : IDisposable
{
    /// <summary>What temporary names end in.</summary>
    public const string Suffix = ".part";

    private const int BufferBytes = 256 << 10;

    private readonly string _path;
    private readonly string _staged;
    private FileStream? _stream;

    /// <summary>Begins a file; its folder is made where it is missing.</summary>
    public StagedFile(string path)
    {
        _path = path;
        _staged = path + Suffix;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _stream = new FileStream(_staged, FileMode.Create, FileAccess.Write, FileShare.Read, BufferBytes);
    }

    /// <summary>Where to write.</summary>
    public Stream Stream => _stream ?? throw new ObjectDisposedException(_staged);

    /// <summary>Makes the file durable and gives it its name.</summary>
    /// <returns>Its size in bytes.</returns>
    public long Complete()
    {
        long length = Stream.Length;
        _stream!.Flush(flushToDisk: true);
        _stream.Dispose();
        _stream = null;
        File.Move(_staged, _path, overwrite: true);
        SyncFolder(Path.GetDirectoryName(_path)!);
        return length;
    }

    /// <summary>Writes a whole small file durably.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = new StagedFile(path);
        file.Stream.Write(bytes);
        file.Complete();
    }

    public void Dispose()
    {
        if (_stream is null)
        {
            return;
        }

        // What is still buffered is thrown away with the file: a disk that is full would refuse it again.
        FileStream stream = _stream;
        _stream = null;
        try
        {
            stream.Dispose();
        }
        catch (IOException) when (TryDelete())
        {
            // The error that led here is already on its way.
        }

        TryDelete();
    }

    private bool TryDelete()
    {
        try
        {
            File.Delete(_staged);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that has become read-only keeps its temporary file: the next run overwrites it.
            return true;
        }

        return true;
    }

    // A new name is only durable when its folder is. Windows has no such call and needs none.
    private static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int handle = Open(folder, 0);
        if (handle < 0)
        {
            throw new IOException($"The folder {folder} cannot be opened to make a new file in it durable (error {Marshal.GetLastPInvokeError()}).");
        }

        int result = FSync(handle);
        int error = Marshal.GetLastPInvokeError();
        _ = Close(handle);
        if (result != 0 && error is not (Einval or Enotsup))
        {
            throw new IOException($"The folder {folder} cannot be made durable (error {error}).");
        }
    }

    // File systems that cannot sync folders say so with these.
    private const int Einval = 22;
    private const int Enotsup = 95;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FSync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int handle);
}
