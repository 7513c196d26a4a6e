namespace Chaffinch.Corpora.Model;

/// <summary>One input: a file, an object of S3, or standard input.</summary>
/// <param name="Name">How it is called in items and defects: the path or address as reached from the argument, <c>-</c> for standard input.</param>
/// <param name="Bytes">Its size as stored; -1 where unknown.</param>
/// <param name="Problem">Why it cannot be read, in one line; null where nothing is known against it.</param>
public sealed record ArchiveInput(string Name, long Bytes, string? Problem = null);

/// <summary>An input that cannot be taken at all; the message says what is wrong and what to do.</summary>
public sealed class ArchiveException : IOException
{
    /// <summary>Creates an exception without a message.</summary>
    public ArchiveException()
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    public ArchiveException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="innerException">What it comes from.</param>
    public ArchiveException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
