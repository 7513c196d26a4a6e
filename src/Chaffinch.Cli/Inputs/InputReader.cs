using System.Globalization;
using System.IO.Compression;

namespace Chaffinch.Cli.Inputs;

/// <summary>Reads the bytes of an input, within a limit, and says in plain words why one cannot be taken.</summary>
/// <param name="standardInput">Where <c>-</c> is read from.</param>
/// <param name="maxBytes">The largest input that is taken, after unpacking.</param>
internal sealed class InputReader(Stream standardInput, int maxBytes)
{
    private const int FirstBufferBytes = 64 << 10;

    /// <summary>All bytes of an input; a gzip file is unpacked.</summary>
    /// <exception cref="InputException">It cannot be taken.</exception>
    public ReadOnlyMemory<byte> Read(Input input)
    {
        if (input.Problem is not null)
        {
            throw new InputException(input.Problem);
        }

        ReadOnlyMemory<byte> bytes = Load(input);
        if (bytes.Span.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
        {
            bytes = Unpack(bytes);
        }

        if (bytes.Span.TrimStart(" \t\r\n\f\0"u8).IsEmpty || bytes.Span.SequenceEqual((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            throw new InputException("the input is empty; check how it was fetched");
        }

        if (bytes.Span.StartsWith("WARC/"u8))
        {
            throw new InputException("this is a web archive of many pages; extract the page from it first");
        }

        return bytes;
    }

    private ReadOnlyMemory<byte> Load(Input input)
    {
        try
        {
            if (input.Path is null)
            {
                return ReadAll(standardInput, 0);
            }

            using var file = new FileStream(input.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            return ReadAll(file, file.CanSeek ? file.Length : 0);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException("there is no such file; check the path");
        }
        catch (UnauthorizedAccessException)
        {
            throw new InputException("the file may not be read; check its permissions");
        }
        catch (IOException e)
        {
            throw new InputException($"the input cannot be read ({e.Message.TrimEnd('.')}); try again or copy it elsewhere");
        }
    }

    private ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> packed)
    {
        try
        {
            // That a truncated file is refused is set in the project file (UseStrictValidation).
            using var gzip = new GZipStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            return ReadAll(gzip, 0);
        }
        catch (InvalidDataException)
        {
            throw new InputException("the gzip file is damaged or cut off; fetch it again");
        }
    }

    private ReadOnlyMemory<byte> ReadAll(Stream stream, long expected)
    {
        if (expected > maxBytes)
        {
            throw TooLarge();
        }

        byte[] buffer = new byte[Math.Min(maxBytes, Math.Max(expected, FirstBufferBytes)) + 1L];
        int length = 0;
        while (true)
        {
            int read = stream.Read(buffer, length, buffer.Length - length);
            if (read == 0)
            {
                return buffer.AsMemory(0, length);
            }

            length += read;
            if (length > maxBytes)
            {
                throw TooLarge();
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min((long)maxBytes + 1, buffer.Length * 2L));
            }
        }
    }

    private InputException TooLarge() =>
        new(string.Create(CultureInfo.InvariantCulture, $"the input is larger than {maxBytes >> 20} MiB; raise the limit with --max-size"));
}
