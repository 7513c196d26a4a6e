using System.Buffers;
using Chaffinch.Model;

namespace Chaffinch.Reading;

/// <summary>An input as UTF-8, with what was found out about it.</summary>
/// <param name="Utf8">Valid UTF-8 without a byte order mark.</param>
/// <param name="Encoding">WHATWG name of the encoding it was decoded from.</param>
/// <param name="IsHtml">True when it is to be read as HTML.</param>
/// <param name="Defects">What was wrong with it.</param>
/// <param name="BinaryKind">What the input is where it holds no text, such as "a PDF document"; else null.</param>
internal readonly record struct DecodedSource(
    ReadOnlyMemory<byte> Utf8, string Encoding, bool IsHtml, IReadOnlyList<Defect> Defects, string? BinaryKind = null)
{
    /// <summary>True when the input holds no text.</summary>
    public bool IsBinary => BinaryKind is not null;
}

/// <summary>Turns bytes into a decoded source: charset by byte order mark, header, meta, then detection; format by content.</summary>
/// <remarks>Valid UTF-8 is not copied. Linear in the input; memory for other encodings is at most three bytes for each input byte.</remarks>
internal static class SourceReader
{
    public static DecodedSource Read(ReadOnlyMemory<byte> bytes, InputHints hints, ReadLimits limits)
    {
        bool cut = bytes.Length > limits.MaxInputBytes;
        ReadOnlyMemory<byte> input = cut ? bytes[..Math.Max(0, limits.MaxInputBytes)] : bytes;
        var defects = new List<Defect>();
        CharsetChoice choice = CharsetChooser.Choose(input.Span, cut, hints);
        input = input[choice.MarkBytes..];
        string? binary = choice.Encoding.Kind is DecoderKind.Utf16LittleEndian or DecoderKind.Utf16BigEndian ? null : BinarySniffer.Kind(input.Span);
        ReadOnlyMemory<byte> utf8 = Decode(input, choice, cut, defects);
        if (choice.Defect is { } defect)
        {
            defects.Insert(0, defect);
        }

        if (binary is not null)
        {
            defects.Insert(0, new Defect("binary-input", default, $"The input is {binary}, not a page."));
        }

        if (cut)
        {
            defects.Add(new Defect(
                "limit-input",
                new SourceSpan(utf8.Length, utf8.Length),
                $"The input has {bytes.Length} bytes; those after the first {limits.MaxInputBytes} were left out."));
        }

        bool html = hints.Format switch
        {
            InputFormat.Html => true,
            InputFormat.Text => false,
            _ => binary is null && FormatSniffer.IsHtml(utf8.Span, hints.ContentType),
        };
        return new DecodedSource(utf8, choice.Encoding.Name, html, defects, binary);
    }

    private static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> input, CharsetChoice choice, bool cut, List<Defect> defects)
    {
        if (choice.Encoding.Kind == DecoderKind.Utf8)
        {
            ReadOnlyMemory<byte> whole = cut ? input[..CompleteLength(input.Span)] : input;
            if (choice.IsValidUtf8 || Utf8Validator.IsValid(whole.Span))
            {
                return whole;
            }
        }
        else if (choice.Encoding.Kind is not (DecoderKind.Iso2022Jp or DecoderKind.Utf16BigEndian or DecoderKind.Utf16LittleEndian)
            && System.Text.Ascii.IsValid(input.Span))
        {
            return input;
        }

        var sink = new Utf8Sink(input.Length + (input.Length / 2));
        Decoder.Decode(choice.Encoding, input.Span, cut, ref sink);
        byte[] utf8 = sink.Written.ToArray();
        if (sink.Errors > 0)
        {
            bool isUtf8 = choice.Encoding.Kind == DecoderKind.Utf8;
            defects.Add(new Defect(
                isUtf8 ? "invalid-utf8" : "invalid-bytes",
                new SourceSpan(sink.FirstError, sink.FirstError + 3),
                $"Bytes that are not {choice.Encoding.Name} were replaced by U+FFFD.",
                sink.Errors));
        }

        sink.Release();
        return utf8;
    }

    /// <summary>The length without a UTF-8 sequence that the end cuts off.</summary>
    internal static int CompleteLength(ReadOnlySpan<byte> s)
    {
        for (int back = 1; back <= 3 && back <= s.Length; back++)
        {
            byte b = s[^back];
            if (b >= 0xC0)
            {
                int need = b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
                return need > back ? s.Length - back : s.Length;
            }

            if (b < 0x80)
            {
                break;
            }
        }

        return s.Length;
    }
}
