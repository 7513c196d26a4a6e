namespace Chaffinch.Training.Model;

/// <summary>A page with the title, author and date that somebody wrote down for it; null where the page has none.</summary>
/// <param name="Page">Its name.</param>
/// <param name="Bytes">The page as fetched.</param>
/// <param name="Url">Its address, null when unknown.</param>
/// <param name="Title">Its title.</param>
/// <param name="Author">Its authors.</param>
/// <param name="Date">Its day of publication, ISO 8601.</param>
public sealed record GoldMetadata(string Page, ReadOnlyMemory<byte> Bytes, string? Url, string? Title, string? Author, string? Date);
