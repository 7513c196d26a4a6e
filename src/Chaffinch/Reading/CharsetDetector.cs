using System.Buffers;
using System.Text;
using Chaffinch.Text;
using Script = Chaffinch.Text.LanguageIdentifier.Script;

namespace Chaffinch.Reading;

/// <summary>Tells the encoding of bytes that do not declare one.</summary>
internal static class CharsetDetector
{
    /// <summary>Bytes of the sample that multi-byte encodings are weighed on.</summary>
    public const int SampleBytes = 16 << 10;

    /// <summary>Bytes of the sample that single-byte encodings are weighed on.</summary>
    public const int SingleByteSampleBytes = 4096;
    private const int FirstLookBytes = 640;
    private const double FirstLookShare = 1.15;
    private const int Utf16WindowBytes = 4096;

    // A declaration is overruled only where another reading is shorter by a third and by more than a few characters' worth; by a fifth
    // where a single-byte encoding was declared, since servers say iso-8859-1 of anything.
    private const double MaxCostShare = 0.67;
    private const double MaxSingleByteCostShare = 0.8;
    private const double MinGainBits = 60;

    // Of equal costs the first wins: the commoner encoding stands first.
    private static readonly CharsetCosts.Candidate[] SingleByteCandidates =
    [
        new(WebEncoding.Windows1252, Script.Latin, ["ca", "da", "de", "en", "es", "fi", "fr", "id", "is", "it", "nl", "no", "pt", "sv", "sw", "tl", "sq"]),
        new(WebEncoding.Named("windows-1251"), Script.Cyrillic, ["be", "bg", "mk", "ru", "sr", "uk"]),
        new(WebEncoding.Named("windows-1250"), Script.Latin, ["cs", "hr", "hu", "pl", "ro", "sk", "sl"]),
        new(WebEncoding.Named("iso-8859-2"), Script.Latin, ["cs", "hr", "hu", "pl", "ro", "sk", "sl"]),
        new(WebEncoding.Named("koi8-r"), Script.Cyrillic, ["ru", "bg"]),
        new(WebEncoding.Named("koi8-u"), Script.Cyrillic, ["be", "uk"]),
        new(WebEncoding.Named("iso-8859-5"), Script.Cyrillic, ["be", "bg", "mk", "ru", "sr", "uk"]),
        new(WebEncoding.Named("ibm866"), Script.Cyrillic, ["be", "bg", "ru", "uk"]),
        new(WebEncoding.Named("x-mac-cyrillic"), Script.Cyrillic, ["be", "bg", "mk", "ru", "sr", "uk"]),
        new(WebEncoding.Named("windows-1254"), Script.Latin, ["az", "tr"]),
        new(WebEncoding.Named("windows-1253"), Script.Greek, ["el"]),
        new(WebEncoding.Named("iso-8859-7"), Script.Greek, ["el"]),
        new(WebEncoding.Named("windows-1255"), Script.Hebrew, ["he"]),
        new(WebEncoding.Named("windows-1256"), Script.Arabic, ["ar", "fa", "ur"]),
        new(WebEncoding.Named("iso-8859-6"), Script.Arabic, ["ar"]),
        new(WebEncoding.Named("windows-1257"), Script.Latin, ["et", "lt", "lv"]),
        new(WebEncoding.Named("windows-1258"), Script.Latin, ["vi"]),
        new(WebEncoding.Named("windows-874"), Script.Thai, ["th"]),
    ];

    private static readonly WebEncoding[] CjkCandidates =
    [
        WebEncoding.Named("gb18030"), WebEncoding.Named("big5"), WebEncoding.Named("shift_jis"), WebEncoding.Named("euc-kr"), WebEncoding.Named("euc-jp"),
    ];

    /// <summary>UTF-16 without a byte order mark, by zero bytes that all stand at one parity; null where it is not.</summary>
    public static WebEncoding? Utf16(ReadOnlySpan<byte> s)
    {
        ReadOnlySpan<byte> head = s[..Math.Min(s.Length & ~1, Utf16WindowBytes)];
        if (!head.Contains((byte)0))
        {
            return null;
        }

        Span<int> zeros = stackalloc int[2];
        for (int i = 0; i < head.Length; i++)
        {
            zeros[i & 1] += head[i] == 0 ? 1 : 0;
        }

        int odd = zeros[1];
        int even = zeros[0];
        int units = head.Length / 2;
        int most = Math.Max(odd, even);

        // Markup and blanks of even a Chinese page are one unit in twenty; the other parity holds next to none.
        if (most < 2 || most * 20 < units || Math.Min(odd, even) * 20 > most)
        {
            return null;
        }

        return odd > even ? WebEncoding.Utf16LittleEndian : WebEncoding.Utf16BigEndian;
    }

    /// <summary>True when 7-bit text holds escape sequences of ISO-2022-JP.</summary>
    public static bool Iso2022Jp(ReadOnlySpan<byte> s)
    {
        int escape = s.IndexOf((byte)0x1B);
        if (escape < 0 || !System.Text.Ascii.IsValid(s))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = s[escape..];
        return rest.IndexOf((ReadOnlySpan<byte>)[0x1B, 0x24, 0x42]) >= 0 || rest.IndexOf((ReadOnlySpan<byte>)[0x1B, 0x24, 0x40]) >= 0;
    }

    /// <summary>Counts valid multi-byte sequences and malformed ones, read as UTF-8.</summary>
    public static (int Valid, int Errors) CountUtf8(ReadOnlySpan<byte> s)
    {
        int valid = 0;
        int errors = 0;
        for (int at = 0; at < s.Length;)
        {
            if (s[at] < 0x80)
            {
                int run = s[at..].IndexOfAnyInRange((byte)0x80, (byte)0xFF);
                at = run < 0 ? s.Length : at + run;
                continue;
            }

            bool good = Rune.DecodeFromUtf8(s[at..], out _, out int used) == OperationStatus.Done;
            valid += good ? 1 : 0;
            errors += good ? 0 : 1;
            at += used;
        }

        return (valid, errors);
    }

    /// <summary>The encoding that fits the bytes best, read as text that is not UTF-8; windows-1252 where nothing tells.</summary>
    public static WebEncoding Detect(ReadOnlySpan<byte> s)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(SampleBytes);
        int length = CharsetSampler.Take(s, rented.AsSpan(0, SampleBytes));
        WebEncoding best = Best(rented.AsSpan(0, length), out _);
        ArrayPool<byte>.Shared.Return(rented);
        return best;
    }

    /// <summary>The encoding that fits much better than the declared one, or null where none does.</summary>
    public static WebEncoding? Contradiction(ReadOnlySpan<byte> s, WebEncoding declared)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(SampleBytes);
        ReadOnlySpan<byte> sample = rented.AsSpan(0, CharsetSampler.Take(s, rented.AsSpan(0, SampleBytes)));
        WebEncoding best = Best(sample, out double bits);
        double declaredBits = Bits(declared, sample);
        ArrayPool<byte>.Shared.Return(rented);
        if (best == declared || (best.IsCjk && best.Kind == declared.Kind) || (IsLatin(best) && IsLatin(declared)))
        {
            // Between two encodings of Latin letters the page's word stands: they differ in a few letters, and names are in all languages.
            return null;
        }

        double share = declared.Kind == DecoderKind.SingleByte ? MaxSingleByteCostShare : MaxCostShare;
        return bits + MinGainBits < declaredBits * share ? best : null;
    }

    private static WebEncoding Best(ReadOnlySpan<byte> sample, out double bits)
    {
        WebEncoding best = WebEncoding.Windows1252;
        bits = double.MaxValue;
        ReadOnlySpan<byte> small = sample[..Math.Min(sample.Length, SingleByteSampleBytes)];
        var costs = new CharsetCosts();

        // A short look tells which ones are worth a long one.
        Span<double> first = stackalloc double[SingleByteCandidates.Length];
        ReadOnlySpan<byte> head = small[..Math.Min(small.Length, FirstLookBytes)];
        double lowest = double.MaxValue;
        for (int i = 0; i < first.Length; i++)
        {
            first[i] = costs.SingleByte(SingleByteCandidates[i], head);
            lowest = Math.Min(lowest, first[i]);
        }

        double scale = small.IsEmpty ? 1 : (double)sample.Length / small.Length;
        for (int i = 0; i < first.Length; i++)
        {
            double cost = first[i] > lowest * FirstLookShare ? double.MaxValue
                : small.Length == head.Length ? scale * first[i]
                : scale * costs.SingleByte(SingleByteCandidates[i], small);
            if (cost < bits)
            {
                bits = cost;
                best = SingleByteCandidates[i].Encoding;
            }
        }

        foreach (WebEncoding encoding in CjkCandidates)
        {
            double cost = CharsetCosts.Cjk(encoding, sample);
            if (cost < bits)
            {
                bits = cost;
                best = encoding;
            }
        }

        return best;
    }

    private static double Bits(WebEncoding encoding, ReadOnlySpan<byte> sample)
    {
        if (encoding.Kind != DecoderKind.SingleByte)
        {
            return CharsetCosts.Cjk(encoding, sample);
        }

        CharsetCosts.Candidate candidate = Array.Find(SingleByteCandidates, c => c.Encoding == encoding);
        if (candidate.Encoding is null)
        {
            candidate = new(encoding, Script.Latin, LanguageModel.Latin.Languages);
        }

        ReadOnlySpan<byte> small = sample[..Math.Min(sample.Length, SingleByteSampleBytes)];
        return (small.IsEmpty ? 1 : (double)sample.Length / small.Length) * new CharsetCosts().SingleByte(candidate, small);
    }

    private static bool IsLatin(WebEncoding encoding) => encoding.Kind == DecoderKind.SingleByte
        && (Array.Find(SingleByteCandidates, c => c.Encoding == encoding) is { Encoding: null } or { IsLatin: true });
}
