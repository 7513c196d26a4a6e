using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Tells how far a text's words and pairs of words are those that stand where a machine has put "synonyms" in, or those of writers: one linear sum over hashed features.</summary>
/// <remarks>
/// Made by <c>lab train-spun</c>. The file is a header (version, bits, scale, a bias for each group of scripts), the levels of languages (a name and four numbers each), and the entries: a signed byte of weight and a byte that tells whose it is, as a
/// feature that was never seen in training must not take another's weight. Two table reads a word.
/// </remarks>
internal sealed class SpunModel
{
    public const int Version = 2;

    /// <summary>Features are told apart by so many bits of their hash.</summary>
    public const int Bits = 24;

    /// <summary>The table has two to the power of this many entries; of the features that meet in one, the weightiest is kept.</summary>
    public const int TableBits = 20;

    /// <summary>Most features of one token.</summary>
    public const int MaxFeatures = 3;

    private const int Shared = 1 << (Bits - TableBits);

    private static readonly Lazy<SpunModel> Loaded = new(Load);

    [ThreadStatic]
    private static SpunModel? _instead;

    private readonly AlignedTable<ushort> _entries;
    private readonly float[] _biases;
    private readonly float _scale;
    private readonly Dictionary<string, SpunLevel> _levels;

    private SpunModel(AlignedTable<ushort> entries, float[] biases, float scale, Dictionary<string, SpunLevel> levels)
    {
        _entries = entries;
        _biases = biases;
        _scale = scale;
        _levels = levels;
    }

    /// <summary>The model of the package, or what <see cref="Use"/> put in its place.</summary>
    public static SpunModel Default => _instead ?? Loaded.Value;

    /// <summary>Puts another model in the place of the package's, on this thread.</summary>
    /// <param name="model">The model; null for the package's.</param>
    public static void Use(SpunModel? model) => _instead = model;

    /// <summary>Makes a model of trained weights.</summary>
    /// <param name="weights">One for each place (<see cref="Features"/>).</param>
    /// <param name="biases">What each token of a group of scripts gives besides.</param>
    public static SpunModel Of(ReadOnlySpan<float> weights, float[] biases)
    {
        float[] sizes = [.. weights];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = Math.Abs(sizes[i]);
        }

        Array.Sort(sizes);

        // A few weights are far larger than the rest: they are cut, so that the others keep their steps.
        float largest = sizes[^(sizes.Length / 4000)] is > 0 and float most ? most : sizes[^1];
        float scale = Math.Max(1e-6f, largest / 127f);
        var entries = new ushort[1 << TableBits];
        for (int e = 0; e < entries.Length; e++)
        {
            int best = 0;
            sbyte heaviest = 0;
            for (int i = 0; i < Shared; i++)
            {
                sbyte weight = (sbyte)Math.Clamp(MathF.Round(weights[(e * Shared) + i] / scale), -127f, 127f);
                (best, heaviest) = Math.Abs((int)weight) > Math.Abs((int)heaviest) ? (i, weight) : (best, heaviest);
            }

            entries[e] = (ushort)((best << 8) | (byte)heaviest);
        }

        return new SpunModel(new AlignedTable<ushort>(entries), biases, scale, new Dictionary<string, SpunLevel>(StringComparer.Ordinal));
    }

    /// <summary>The same weights with the levels of languages.</summary>
    /// <param name="levels">By ISO 639-1.</param>
    public SpunModel With(Dictionary<string, SpunLevel> levels) => new(_entries, _biases, _scale, levels);

    /// <summary>How genuine pages of a language lie; false where too few were measured to say.</summary>
    public bool TryLevel(string language, out SpunLevel level) => _levels.TryGetValue(language, out level);

    /// <summary>The features of a token as places.</summary>
    /// <param name="before">The word before it, <see cref="PromoTagger.NoneBefore"/> where none is joined to it.</param>
    /// <param name="token">The token.</param>
    /// <param name="places">Takes at most <see cref="MaxFeatures"/>.</param>
    /// <returns>Their number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Features(uint before, in PhraseToken token, Span<int> places)
    {
        places[0] = Place(token.Word);
        places[1] = Place(PromoTagger.Pair(before, token.Word));
        if (token.Tail == 0)
        {
            return 2;
        }

        // The ending beside the word before it: a word put in often has the wrong one.
        places[2] = Place(PromoTagger.Pair(before, token.Tail) + 0x77);
        return 3;
    }

    /// <summary>Says where a token's features stand and asks for their entries, which lie here and there in 2 MB: many are on their way while further tokens are read.</summary>
    /// <param name="before">The word before it, <see cref="PromoTagger.NoneBefore"/> where none is joined to it.</param>
    /// <param name="token">The token.</param>
    /// <param name="asked">Takes what <see cref="OddsOf"/> is told; <see cref="MaxFeatures"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ask(uint before, in PhraseToken token, Span<int> asked)
    {
        // Where there is no third one.
        asked[2] = -1;
        int n = Features(before, token, asked);
        ref ushort entries = ref _entries.First;
        for (int i = 0; i < n; i++)
        {
            AlignedTable<ushort>.Fetch(ref entries, asked[i] >> (Bits - TableBits));
        }
    }

    /// <summary>What a token adds to the log-odds of a text's having been rewritten.</summary>
    /// <param name="asked">What <see cref="Ask"/> gave.</param>
    /// <param name="group">The token's group of scripts.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float OddsOf(ReadOnlySpan<int> asked, int group)
    {
        ref ushort entries = ref _entries.First;
        int sum = WeightOf(ref entries, asked[0]) + WeightOf(ref entries, asked[1]) + WeightOf(ref entries, asked[2]);
        return _biases[group] + (sum * _scale);
    }

    // Whose an entry is cannot be guessed: the weight of another feature's is masked away. Of no feature the last entry is looked at, for an owner that none has.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WeightOf(ref ushort entries, int place)
    {
        uint entry = Unsafe.Add(ref entries, (int)((uint)place << (32 - Bits) >> (32 - TableBits)));
        int other = (int)(entry >> 8) ^ ((place & (Shared - 1)) | ((place >> 31) & Shared));
        return (sbyte)entry & ((other - 1) >> 31);
    }

    /// <summary>Writes the model in the form that <see cref="Read"/> reads.</summary>
    public byte[] Write()
    {
        using var to = new MemoryStream();
        using var writer = new BinaryWriter(to, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(Bits);
        writer.Write(_scale);
        foreach (float bias in _biases)
        {
            writer.Write(bias);
        }

        writer.Write(_levels.Count);
        foreach ((string language, SpunLevel level) in _levels.OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            writer.Write(language);
            writer.Write(level.Mean);
            writer.Write(level.Between);
            writer.Write(level.Within);
            writer.Write(level.Least);
        }

        writer.Write(MemoryMarshal.AsBytes<ushort>(_entries.Span));
        writer.Flush();
        return to.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not a model of this version.</exception>
    public static SpunModel Read(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        if (reader.ReadInt32() != Version || reader.ReadInt32() != Bits)
        {
            throw new InvalidDataException("spun.res is not a model of this version: run lab train-spun.");
        }

        float scale = reader.ReadSingle();
        var biases = new float[PromoTagger.GroupCount];
        for (int i = 0; i < biases.Length; i++)
        {
            biases[i] = reader.ReadSingle();
        }

        var levels = new Dictionary<string, SpunLevel>(StringComparer.Ordinal);
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            levels.Add(reader.ReadString(), new SpunLevel(reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle()));
        }

        var entries = new AlignedTable<ushort>(1 << TableBits);
        stream.ReadExactly(MemoryMarshal.AsBytes(entries.Span));
        return new SpunModel(entries, biases, scale, levels);
    }

    private static int Place(uint hash) => (int)((hash * 0x9E3779B1u) >> (32 - Bits));

    private static SpunModel Load()
    {
        using Stream stream = typeof(SpunModel).Assembly.GetManifestResourceStream("spun.res")
            ?? throw new InvalidOperationException("The resource spun.res is missing from the assembly.");
        return Read(stream);
    }
}
