namespace Chaffinch.Corpora.Model;

/// <summary>Something wrong with an archive or a record.</summary>
/// <param name="Archive">Name of the input.</param>
/// <param name="Offset">Byte offset in the file as stored: of the record, or of the gzip member or zstd frame that holds it.</param>
/// <param name="Kind">What it is, such as <c>cut-record</c>; docs/corpora.md has the list.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="IsRejection">True when a record was given up for it: such defects add up to <see cref="ReadCounts.Broken"/>.</param>
public sealed record ItemDefect(string Archive, long Offset, string Kind, string Message, bool IsRejection = false);
