namespace Chaffinch.Corpora.Model;

/// <summary>An input, or a part of one, that is read from its start to its end by one reader.</summary>
/// <param name="Name">What its outputs are called, without an extension: unique in the run, with <c>/</c> between folders.</param>
/// <param name="Path">Where it is read from: a path, an <c>s3://</c> address, <c>-</c>.</param>
/// <param name="Part">The part of the stored file.</param>
/// <param name="Bytes">Its stored size; null when unknown.</param>
/// <param name="Format">The format of its outputs.</param>
/// <param name="Ending">What the files of its main output end in.</param>
public sealed record WorkUnit(string Name, string Path, ArchiveRange Part, long? Bytes, OutputFormat Format, string Ending)
{
    /// <summary>The files of a folder that is read as one input, in order; null for everything else.</summary>
    public IReadOnlyList<string>? Files { get; init; }
}
