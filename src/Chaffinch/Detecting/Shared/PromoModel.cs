using System.Buffers;
using System.Buffers.Binary;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>A linear model of promotional style over hashed terms and pairs of neighbouring terms, with a bias for each group of scripts.</summary>
/// <remarks>Made by <c>lab train-promo</c>; the file is a header (version, bits, threshold, scale, biases) and signed bytes.</remarks>
internal sealed class PromoModel
{
    public const int Version = 2;
    public const int Bits = 17;
    public const int GroupCount = 8;
    public const int HeaderBytes = 8 + (4 * (2 + GroupCount));

    /// <summary>The group of texts of Latin letters.</summary>
    public const int LatinGroup = 1;

    /// <summary>Fewer terms than this say nothing of style.</summary>
    public const int MinTerms = 4;

    /// <summary>The same where terms are overlapping pieces of text without blanks.</summary>
    public const int MinUnspacedTerms = 6;

    private const int StyleCount = 4;
    private const ulong Letters = (2UL << (int)CharClass.OtherLetter) - (1UL << (int)CharClass.Latin);

    private static readonly SearchValues<string> Addresses = SearchValues.Create(["http", "www."], StringComparison.OrdinalIgnoreCase);

    private static readonly Lazy<PromoModel> Loaded = new(Load);

    private readonly sbyte[] _weights;
    private readonly float[] _biases;
    private readonly float _scale;

    public PromoModel(sbyte[] weights, float[] biases, float scale, float threshold)
    {
        _weights = weights;
        _biases = biases;
        _scale = scale;
        Threshold = threshold;
    }

    public static PromoModel Default => Loaded.Value;

    /// <summary>Log-odds from which a text counts as promotional.</summary>
    public float Threshold { get; }

    /// <summary>Log-odds that a text with these terms is promotional.</summary>
    /// <param name="terms">Its terms in order.</param>
    /// <param name="group">Its group of scripts.</param>
    /// <param name="style">Its marks of style.</param>
    public float Score(ReadOnlySpan<uint> terms, int group, uint style)
    {
        sbyte[] weights = _weights;
        int sum = terms.IsEmpty ? 0 : weights[Unigram(terms[0])];
        for (int i = 1; i < terms.Length; i++)
        {
            sum += weights[Unigram(terms[i])];
            sum += terms[i - 1] == 0 ? 0 : weights[Bigram(terms[i - 1], terms[i])];
        }

        for (uint s = 0; s < StyleCount; s++)
        {
            sum += (style >> (int)s & 1) == 0 ? 0 : _weights[Style(s)];
        }

        return _biases[group] + (sum * _scale / MathF.Sqrt((2 * terms.Length) + StyleCount));
    }

    public static int Unigram(uint term) => (int)((term * 0x9E3779B1u) >> (32 - Bits));

    public static int Bigram(uint last, uint term) => (int)((((last * 0x85EBCA6Bu) ^ (last >> 13)) + (term * 0xC2B2AE35u)) * 0x27D4EB2Fu >> (32 - Bits));

    public static int Style(uint mark) => (int)((0xABCD1234u + mark) * 0x9E3779B1u >> (32 - Bits));

    /// <summary>How many terms a text of this group of scripts needs to be judged.</summary>
    public static int MinTermsOf(int group) => group is 3 or 4 or 7 ? MinUnspacedTerms : MinTerms;

    /// <summary>The group of scripts whose bias counts: the one with most letters.</summary>
    public static int GroupOf(ReadOnlySpan<CharClass> classes)
    {
        ulong mask = CharClasses.MaskOf(classes) & Letters;
        if (mask == 1UL << (int)CharClass.Latin)
        {
            return LatinGroup;
        }

        Span<int> counts = stackalloc int[GroupCount];
        foreach (CharClass k in classes)
        {
            int group = k switch
            {
                CharClass.Latin => 1,
                CharClass.Cyrillic => 2,
                CharClass.Han => 3,
                CharClass.Hiragana or CharClass.Katakana => 4,
                CharClass.Hangul => 5,
                CharClass.Arabic or CharClass.Hebrew => 6,
                CharClass.Thai or CharClass.Lao or CharClass.Khmer or CharClass.Burmese => 7,
                _ => 0,
            };
            counts[group]++;
        }

        counts[0] = 0;
        if (counts[4] > 0 && counts[4] * 5 > counts[3])
        {
            return 4;
        }

        int best = 0;
        for (int i = 1; i < GroupCount; i++)
        {
            best = counts[i] > counts[best] ? i : best;
        }

        return best;
    }

    /// <summary>Marks of style: bit 0 exclamations, 1 a percentage or money, 2 emoji, 3 an address.</summary>
    /// <param name="text">The text.</param>
    /// <param name="classes">Its classes.</param>
    /// <param name="mask">Which classes stand in it or in what it is a part of.</param>
    public static uint StyleOf(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, ulong mask)
    {
        ReadOnlySpan<byte> bytes = CharClasses.Bytes(classes);
        uint style = Has(mask, CharClass.SentenceEnd) && text.ContainsAny('!', '！') ? 1u : 0u;
        style |= (Has(mask, CharClass.Operator) && text.Contains('%')) || (Has(mask, CharClass.Currency) && bytes.Contains((byte)CharClass.Currency)) ? 2u : 0u;
        style |= Has(mask, CharClass.Emoji) && bytes.Contains((byte)CharClass.Emoji) ? 4u : 0u;
        return style | (text.ContainsAny(Addresses) ? 8u : 0u);
    }

    private static bool Has(ulong mask, CharClass k) => (mask & CharClasses.Bit(k)) != 0;

    /// <summary>Writes the model in the form that <see cref="Read"/> reads.</summary>
    public byte[] Write()
    {
        byte[] file = new byte[HeaderBytes + _weights.Length];
        BinaryPrimitives.WriteInt32LittleEndian(file, Version);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), Bits);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(8), Threshold);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(12), _scale);
        for (int i = 0; i < GroupCount; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(16 + (4 * i)), _biases[i]);
        }

        System.Runtime.InteropServices.MemoryMarshal.AsBytes(_weights.AsSpan()).CopyTo(file.AsSpan(HeaderBytes));
        return file;
    }

    /// <exception cref="InvalidDataException">The bytes are not a model of this version.</exception>
    public static PromoModel Read(ReadOnlySpan<byte> file)
    {
        if (file.Length != HeaderBytes + (1 << Bits) || BinaryPrimitives.ReadInt32LittleEndian(file) != Version || BinaryPrimitives.ReadInt32LittleEndian(file[4..]) != Bits)
        {
            throw new InvalidDataException("promo.res is not a model of this version: run lab train-promo.");
        }

        float[] biases = new float[GroupCount];
        for (int i = 0; i < GroupCount; i++)
        {
            biases[i] = BinaryPrimitives.ReadSingleLittleEndian(file[(16 + (4 * i))..]);
        }

        sbyte[] weights = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, sbyte>(file[HeaderBytes..]).ToArray();
        return new(weights, biases, BinaryPrimitives.ReadSingleLittleEndian(file[12..]), BinaryPrimitives.ReadSingleLittleEndian(file[8..]));
    }

    private static PromoModel Load()
    {
        using Stream stream = typeof(PromoModel).Assembly.GetManifestResourceStream("promo.res")
            ?? throw new InvalidOperationException("The resource promo.res is missing from the assembly.");
        byte[] file = new byte[stream.Length];
        stream.ReadExactly(file);
        return Read(file);
    }
}
