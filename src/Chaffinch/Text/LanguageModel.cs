using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Chaffinch.Text;

/// <summary>Log-probabilities of hashed character n-grams (1 to 4) in the languages of one group of scripts.</summary>
/// <remarks>
/// Made by <c>lab train-language</c>. A bucket's row holds one byte a language: the negative natural logarithm of the n-gram's share
/// among n-grams of its order, in sixteenths. Words are lower-cased letters between two blanks; nothing reaches over a blank.
/// </remarks>
internal sealed class LanguageModel
{
    /// <summary>Longest n-gram.</summary>
    public const int MaxOrder = 4;

    /// <summary>Bytes of a row in memory: room for 32 languages, one vector.</summary>
    public const int RowBytes = 32;

    private const int ScoreUnitsPerNat = 16;

    // Sums of 255 rows of bytes fit into 16 bits.
    private const int RowsPerFlush = 250;
    private readonly AlignedTable<byte> _rows;
    private readonly int _shift;

    private LanguageModel(string[] languages, int bucketBits, AlignedTable<byte> rows)
    {
        Languages = languages;
        _shift = 32 - bucketBits;
        _rows = rows;
    }

    /// <summary>Languages of Latin script.</summary>
    public static LanguageModel Latin => Embedded.Latin;

    /// <summary>Languages of Cyrillic, Arabic, Greek, Hebrew and Thai script.</summary>
    public static LanguageModel Other => Embedded.Other;

    /// <summary>Codes (ISO 639-1) in the order of the rows.</summary>
    public string[] Languages { get; }

    /// <summary>Adds a character to a running window of the last four and returns it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Push(ulong window, char c) => window << 16 | c;

    /// <summary>The hash of the last <paramref name="order"/> characters of a window; its top bits name the bucket.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Hash(ulong window, int order)
    {
        ulong gram = order == MaxOrder ? window : window & ((1UL << (16 * order)) - 1);
        return (uint)(((gram + (ulong)order) * 0x9E3779B97F4A7C15UL) >> 32);
    }

    /// <summary>Adds the costs of all words of <paramref name="text"/>; letters outside of the group's scripts are the caller's to leave out.</summary>
    /// <param name="text">Text; all that is not a letter or mark parts words.</param>
    /// <param name="costs">One sum for each language, in sixteenths of a nat; 32 long.</param>
    /// <returns>The number of n-grams.</returns>
    public int Score(ReadOnlySpan<char> text, Span<int> costs)
    {
        int grams = 0;
        int pending = 0;
        ref byte rows = ref _rows.First;
        ulong window = ' ';
        int length = 1;
        Vector256<ushort> low = default;
        Vector256<ushort> high = default;
        for (int i = 0; i <= text.Length; i++)
        {
            char c = i < text.Length ? Fold(text[i]) : ' ';
            if (c == ' ' && length == 1)
            {
                continue;
            }

            window = Push(window, c);
            length = Math.Min(length + 1, MaxOrder);
            if (length == MaxOrder && c != ' ')
            {
                // Inside a word all orders end at a letter: no processor need guess how many.
                Add(RowOf(ref rows, window, 1), ref low, ref high);
                Add(RowOf(ref rows, window, 2), ref low, ref high);
                Add(RowOf(ref rows, window, 3), ref low, ref high);
                Add(RowOf(ref rows, window, MaxOrder), ref low, ref high);
                pending += MaxOrder;
            }
            else
            {
                for (int order = c == ' ' ? 2 : 1; order <= length; order++)
                {
                    Add(RowOf(ref rows, window, order), ref low, ref high);
                    pending++;
                }
            }

            if (pending >= RowsPerFlush)
            {
                grams += pending;
                pending = 0;
                Flush(ref low, ref high, costs);
            }

            if (c == ' ')
            {
                window = ' ';
                length = 1;
            }
        }

        Flush(ref low, ref high, costs);
        return grams + pending;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<ushort> RowOf(ref byte rows, ulong window, int order) => Vector256.LoadUnsafe(ref rows, (Hash(window, order) >> _shift) * RowBytes).AsUInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector256<ushort> row, ref Vector256<ushort> low, ref Vector256<ushort> high)
    {
        low += row & Vector256.Create((ushort)0xFF);
        high += row >>> 8;
    }

    /// <summary>The lower-case letter, or a blank for all that is not a letter or mark.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static char Fold(char c)
    {
        if (c < 0x80)
        {
            uint ascii = (uint)c | 0x20;
            return ascii - 'a' < 26 ? (char)ascii : ' ';
        }

        CharClass k = CharClasses.Of(c);
        if (!CharClasses.IsLetter(k))
        {
            return k == CharClass.Mark ? c : ' ';
        }

        // Romanian is written with comma or with cedilla below, as keyboards and code pages had it.
        char lower = char.ToLowerInvariant(c);
        return lower switch
        {
            'ş' => 'ș',
            'ţ' => 'ț',
            _ => lower,
        };
    }

    /// <summary>Writes a model; the counterpart of loading.</summary>
    /// <param name="to">Takes the bytes.</param>
    /// <param name="languages">Two-letter codes, at most 32.</param>
    /// <param name="bucketBits">Logarithm of the number of buckets.</param>
    /// <param name="costs">Row by row, one byte a language.</param>
    public static void Save(Stream to, IReadOnlyList<string> languages, int bucketBits, ReadOnlySpan<byte> costs)
    {
        to.WriteByte((byte)languages.Count);
        to.WriteByte((byte)bucketBits);
        foreach (string language in languages)
        {
            to.WriteByte((byte)language[0]);
            to.WriteByte((byte)language[1]);
        }

        to.Write(costs);
    }

    /// <summary>Reads a model that <see cref="Save"/> wrote.</summary>
    public static LanguageModel Load(Stream from)
    {
        Span<byte> head = stackalloc byte[2];
        from.ReadExactly(head);
        int count = head[0];
        int bits = head[1];
        var languages = new string[count];
        for (int i = 0; i < count; i++)
        {
            from.ReadExactly(head);
            languages[i] = string.Create(2, (head[0], head[1]), static (s, c) =>
            {
                s[0] = (char)c.Item1;
                s[1] = (char)c.Item2;
            });
        }

        var packed = new byte[count << bits];
        from.ReadExactly(packed);
        var rows = new AlignedTable<byte>(RowBytes << bits);
        for (int i = 0; i < 1 << bits; i++)
        {
            packed.AsSpan(i * count, count).CopyTo(rows.Span[(i * RowBytes)..]);
        }

        return new LanguageModel(languages, bits, rows);
    }

    /// <summary>A cost as it is stored.</summary>
    public static byte Quantise(double probability) => (byte)Math.Clamp(Math.Round(-Math.Log(probability) * ScoreUnitsPerNat), 0, 255);

    private static void Flush(ref Vector256<ushort> low, ref Vector256<ushort> high, Span<int> costs)
    {
        // The bytes of even places were summed apart from those of odd ones.
        for (int i = 0; i < Vector256<ushort>.Count; i++)
        {
            costs[2 * i] += low[i];
            costs[(2 * i) + 1] += high[i];
        }

        low = default;
        high = default;
    }

    /// <summary>The models of the assembly's resource, loaded at the first use.</summary>
    private static class Embedded
    {
        public static readonly LanguageModel Latin;
        public static readonly LanguageModel Other;

        static Embedded()
        {
            using Stream stream = typeof(LanguageModel).Assembly.GetManifestResourceStream("languages.res")
                ?? throw new InvalidOperationException("The resource languages.res is missing from the assembly.");
            Latin = Load(stream);
            Other = Load(stream);
        }
    }
}
