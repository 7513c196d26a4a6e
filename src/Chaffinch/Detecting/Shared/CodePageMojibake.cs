using System.Buffers;
using System.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>UTF-8 of one script read in that script's own single-byte code page: every letter shows as one of two or three lead letters and another sign.</summary>
internal sealed class CodePageMojibake
{
    private const int MinLetters = 2;

    private readonly Dictionary<char, byte> _bytes = [];
    private readonly int _first;
    private readonly int _last;
    private readonly int _length;

    private CodePageMojibake(int codePage, int first, int last)
    {
        Encoding encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ReplacementFallback, DecoderFallback.ReplacementFallback)!;
        Span<byte> one = stackalloc byte[1];
        for (int b = 0x80; b <= 0xFF; b++)
        {
            one[0] = (byte)b;
            string shown = encoding.GetString(one);
            char c = shown.Length == 1 && shown[0] != '\uFFFD' ? shown[0] : (char)b;
            _bytes.TryAdd(c, (byte)b);
            _bytes.TryAdd((char)b, (byte)b);
        }

        _first = first;
        _last = last;
        Span<byte> utf8 = stackalloc byte[4];
        _length = new Rune(first).EncodeToUtf8(utf8);
        int from = utf8[0];
        new Rune(last).EncodeToUtf8(utf8);
        int to = utf8[0];
        Leads = SearchValues.Create([.. _bytes.Where(p => p.Value >= from && p.Value <= to && p.Key > '\xFF').Select(p => p.Key)]);
    }

    /// <summary>Arabic, Greek, Hebrew and Thai in their Windows code pages; Cyrillic has rules of its own in <see cref="Mojibake"/>.</summary>
    public static CodePageMojibake[] All { get; } =
        [new(1256, 0x600, 0x6FF), new(1253, 0x384, 0x3CE), new(1255, 0x5D0, 0x5EA), new(874, 0xE01, 0xE5B)];

    /// <summary>The letters that the first bytes show as.</summary>
    public SearchValues<char> Leads { get; }

    /// <summary>Length in code units of the run of such letters that starts at <paramref name="at"/>; 0 where there are fewer than two.</summary>
    public int LengthAt(ReadOnlySpan<char> text, int at)
    {
        int i = at;
        while (i + _length <= text.Length)
        {
            int code = Decode(text.Slice(i, _length));
            if (code < _first || code > _last)
            {
                break;
            }

            i += _length;
        }

        return i - at >= MinLetters * _length ? i - at : 0;
    }

    /// <summary>The text that a run found by <see cref="LengthAt"/> was.</summary>
    public string Repair(ReadOnlySpan<char> run)
    {
        var s = new StringBuilder(run.Length / _length);
        for (int i = 0; i + _length <= run.Length; i += _length)
        {
            s.Append((char)Decode(run.Slice(i, _length)));
        }

        return s.ToString();
    }

    private int Decode(ReadOnlySpan<char> sequence)
    {
        if (!_bytes.TryGetValue(sequence[0], out byte lead))
        {
            return -1;
        }

        int code = lead & (0xFF >> (_length + 1));
        bool valid = lead >> (7 - _length) == (0xFF >> (7 - _length)) - 1;
        for (int k = 1; k < sequence.Length && valid; k++)
        {
            valid = _bytes.TryGetValue(sequence[k], out byte b) && b is >= 0x80 and <= 0xBF;
            code = (code << 6) | (b & 0x3F);
        }

        return valid ? code : -1;
    }
}
