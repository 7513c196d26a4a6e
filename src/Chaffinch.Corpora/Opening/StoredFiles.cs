using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Opening;

/// <summary>Opens the bytes of an input as stored.</summary>
internal static class StoredFiles
{
    /// <summary>Opens a path, an S3 address or standard input.</summary>
    /// <exception cref="ArchiveException">It cannot be opened.</exception>
    public static Stream Open(string name)
    {
        if (name == "-")
        {
            return Console.OpenStandardInput();
        }

        if (S3Address.TryParse(name, out S3Address address))
        {
            return S3Store.Shared.Open(address);
        }

        try
        {
            return new FileStream(name, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
                Options = FileOptions.SequentialScan,
            });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ArchiveException($"{name}: there is no such file; check the path", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ArchiveException(Directory.Exists(name) ? $"{name}: this is a folder; list it first" : $"{name}: may not be read; check its permissions", e);
        }
    }
}
