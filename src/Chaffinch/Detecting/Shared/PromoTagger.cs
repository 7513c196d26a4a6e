using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>A run of tokens that reads like advertising.</summary>
/// <param name="First">Its first token.</param>
/// <param name="End">One past its last token.</param>
/// <param name="Score">By how much the best reading that has it is better than the best one without it, in log-odds.</param>
internal readonly record struct PromoRun(int First, int End, float Score);

/// <summary>
/// Tells for each token of a text whether it belongs to advertising, whether to what kits splice in, and whether it is of the trades that are planted for: three linear chains of two states
/// over the same hashed words, word ends, pairs and (where words are not parted) triples of characters.
/// </summary>
/// <remarks>
/// Made by <c>lab train-promo</c>. The file is a header (version, bits, step, scales, biases) and the entries: a signed byte of weight for the first two questions, a byte that tells whose they are,
/// as a feature that was never seen in training must not take another's weight, and a signed byte for the third question. One pass of about five table reads a word, two a Chinese character, for all
/// questions together: the four bytes of an entry are widened to 16 bits each and added up side by side (what the sum of the third is, nobody asks).
/// </remarks>
internal sealed class PromoTagger
{
    public const int Version = 6;

    /// <summary>Features are told apart by so many bits of their hash.</summary>
    public const int Bits = 22;

    /// <summary>The table has two to the power of this many entries; of the features that meet in one, the weightiest is kept, and the others weigh nothing.</summary>
    public const int TableBits = 19;

    public const int GroupCount = 8;

    /// <summary>Most features of one token.</summary>
    public const int MaxFeatures = 12;

    private const int HeaderBytes = 4 * (6 + (3 * GroupCount));
    private const int EntryBytes = 4;

    private static readonly Lazy<PromoTagger> Loaded = new(Load);

    [ThreadStatic]
    private static PromoTagger? _instead;

    // The weight for advertising in the lowest byte, that for spliced text in the next, whose they are in the third, the weight for trades in the last.
    private readonly AlignedTable<uint> _entries;
    private readonly Question _advertising;
    private readonly Question _spliced;
    private readonly Question _trade;
    private readonly float _step;

    // Log-odds of a step, and of a token of each group without features, in the order of an entry's bytes.
    private readonly Vector128<float> _scales;
    private readonly Vector128<float>[] _biases = new Vector128<float>[GroupCount];

    private PromoTagger(AlignedTable<uint> entries, in Question advertising, in Question spliced, in Question trade, float step)
    {
        _entries = entries;
        _advertising = advertising;
        _spliced = spliced;
        _trade = trade;
        _step = step;
        _scales = Vector128.Create(advertising.Scale, spliced.Scale, 0, trade.Scale);
        for (int g = 0; g < GroupCount; g++)
        {
            _biases[g] = Vector128.Create(advertising.Biases[g], spliced.Biases[g], 0, trade.Biases[g]);
        }
    }

    // Log-odds of a token of each group without features, and of a step of weight.
    private readonly record struct Question(float[] Biases, float Scale);

    /// <summary>What is learned for one question.</summary>
    /// <param name="Values">A weight for each place (<see cref="Place"/>), in steps, -127 to 127.</param>
    /// <param name="Biases">Log-odds of a token of each group without features.</param>
    /// <param name="Scale">Log-odds of a step.</param>
    /// <param name="Step">What going into or out of a run costs.</param>
    public sealed record Weights(sbyte[] Values, float[] Biases, float Scale, float Step);

    /// <summary>Makes a tagger of trained weights.</summary>
    /// <param name="advertising">For advertising.</param>
    /// <param name="spliced">For what kits splice in.</param>
    /// <param name="trade">For the trades that are planted for.</param>
    public static PromoTagger Of(Weights advertising, Weights spliced, Weights trade)
    {
        const int Shared = 1 << (Bits - TableBits);
        var entries = new uint[1 << TableBits];
        for (int e = 0; e < entries.Length; e++)
        {
            int best = -1;
            int most = 0;
            for (int i = 0; i < Shared; i++)
            {
                int place = (e * Shared) + i;
                int weight = Math.Max(Math.Max(Math.Abs((int)advertising.Values[place]), Math.Abs((int)spliced.Values[place])), Math.Abs((int)trade.Values[place]));
                (best, most) = weight > most ? (i, weight) : (best, most);
            }

            int own = (e * Shared) + Math.Max(0, best);
            entries[e] = best < 0 ? 0 : (uint)(((byte)trade.Values[own] << 24) | (best << 16) | ((byte)spliced.Values[own] << 8) | (byte)advertising.Values[own]);
        }

        return new PromoTagger(
            new AlignedTable<uint>(entries), new Question(advertising.Biases, advertising.Scale), new Question(spliced.Biases, spliced.Scale), new Question(trade.Biases, trade.Scale), advertising.Step);
    }

    /// <summary>A tagger that gives every token of a group other log-odds of advertising; it shares this one's table.</summary>
    /// <param name="shifts">What is added, by group.</param>
    public PromoTagger Shifted(ReadOnlySpan<float> shifts)
    {
        float[] biases = [.. _advertising.Biases];
        for (int i = 0; i < biases.Length; i++)
        {
            biases[i] += shifts[i];
        }

        return new PromoTagger(_entries, _advertising with { Biases = biases }, _spliced, _trade, _step);
    }

    /// <summary>The tagger of the package, or what <see cref="Use"/> put in its place.</summary>
    public static PromoTagger Default => _instead ?? Loaded.Value;

    /// <summary>
    /// Puts another tagger in the place of the package's, on this thread: what is trained on the tagger's word must see it on phrases and pages that it
    /// has not learned.
    /// </summary>
    /// <param name="tagger">The tagger; null for the package's.</param>
    public static void Use(PromoTagger? tagger) => _instead = tagger;

    /// <summary>What going into or out of advertising costs between two tokens without a mark between them.</summary>
    public float Step => _step;

    /// <summary>What stands before a token that nothing joins to the one before it.</summary>
    public const uint NoneBefore = 0x12345;

    /// <summary>What stands behind a token that nothing joins to the next one.</summary>
    public const uint NoneAfter = 0x54321;

    /// <summary>True for scripts whose single characters are tokens: one says little, three together and the pairs on both sides say more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsDense(byte group) => group is 3 or 4 or 7;

    /// <summary>What the tokens of a text in a group of scripts are.</summary>
    public static TokenKind KindOf(byte group) => group is 3 or 4 ? TokenKind.Characters : group == 7 ? TokenKind.Letters : TokenKind.Words;

    /// <summary>The feature of standing before a word.</summary>
    public static uint After(uint word) => word + 0x1000;

    /// <summary>The feature of standing behind a word.</summary>
    public static uint Before(uint word) => word + 0x2000;

    /// <summary>The feature of marks of style.</summary>
    public static uint StyleOf(byte style) => 0xABC00000u + style;

    /// <summary>The entry of a feature: its weights for all questions, in steps; 0 where the place is another's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint EntryOf(uint feature) => AtPlace(Place(feature));

    /// <summary>The weights of an entry side by side, to be added up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> WeightsOf(uint entry) => Vector128.WidenLower(Vector128.CreateScalarUnsafe(entry).AsSByte());

    /// <summary>Asks for the weights of a feature that will be wanted soon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(uint feature) => AlignedTable<uint>.Fetch(ref _entries.First, Place(feature) >> (Bits - TableBits));

    /// <summary>The entries of many places, all of them on their way from memory at once.</summary>
    /// <param name="places">Takes the places of features (<see cref="Place"/>), gives their entries.</param>
    public void Weigh(Span<uint> places)
    {
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = AtPlace((int)places[i]);
        }
    }

    /// <summary>The log-odds of a token whose features' weights are <paramref name="sum"/> together: first of advertising, second of spliced text, last of the trades that are planted for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> OddsOf(byte group, Vector128<short> sum) => _biases[group] + (Vector128.ConvertToSingle(Vector128.WidenLower(sum)) * _scales);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint AtPlace(int place)
    {
        // Nothing branches on what comes from far away in memory: so the processor need not wait for one entry before it asks for the next.
        uint entry = Unsafe.Add(ref _entries.First, place >> (Bits - TableBits));
        int other = (byte)(entry >> 16) ^ (place & ((1 << (Bits - TableBits)) - 1));
        return entry & (uint)((other - 1) >> 31);
    }

    /// <summary>What the characters around one of a dense script weigh.</summary>
    public Vector128<short> WeightOfNeighbours(ReadOnlySpan<PhraseToken> tokens, int i)
    {
        Span<int> places = stackalloc int[MaxFeatures];
        int n = AddNeighbours(tokens, i, places, 0);
        Vector128<short> sum = default;
        foreach (int place in places[..n])
        {
            sum += WeightsOf(AtPlace(place));
        }

        return sum;
    }

    /// <summary>The features of token <paramref name="i"/> as places in the table.</summary>
    /// <returns>Their number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Features(ReadOnlySpan<PhraseToken> tokens, int i, Span<int> features)
    {
        ref readonly PhraseToken token = ref tokens[i];
        uint before = i > 0 && token.Gap < 4 ? tokens[i - 1].Word : NoneBefore;
        uint after = i + 1 < tokens.Length && tokens[i + 1].Gap < 4 ? tokens[i + 1].Word : NoneAfter;
        int n = 0;
        features[n++] = Place(token.Word);
        features[n++] = Place(Pair(before, token.Word));
        features[n++] = Place(Pair(token.Word, after));
        if (token.Head != 0)
        {
            features[n++] = Place(token.Head);
        }

        if (token.Tail != 0)
        {
            features[n++] = Place(token.Tail);
        }

        if (IsDense(token.Group))
        {
            n = AddNeighbours(tokens, i, features, n);
        }
        else
        {
            // Names that nobody has seen stand beside words that tell what they sell.
            features[n++] = Place(After(after));
            features[n++] = Place(Before(before));
        }

        if (token.Style != 0)
        {
            features[n++] = Place(StyleOf(token.Style));
        }

        return n;
    }

    // Three characters together, and the pairs on both sides.
    private static int AddNeighbours(ReadOnlySpan<PhraseToken> tokens, int i, Span<int> features, int n)
    {
        ref readonly PhraseToken token = ref tokens[i];
        bool joined = i > 0 && token.Gap < 4;
        bool joins = i + 1 < tokens.Length && tokens[i + 1].Gap < 4;
        uint before = joined ? tokens[i - 1].Word : NoneBefore;
        uint after = joins ? tokens[i + 1].Word : NoneAfter;
        uint further = i + 2 < tokens.Length && joins && tokens[i + 2].Gap < 4 ? tokens[i + 2].Word : NoneAfter;
        uint earlier = i > 1 && joined && tokens[i - 1].Gap < 4 ? tokens[i - 2].Word : NoneBefore;
        features[n++] = Place(Pair(Pair(before, token.Word), after) + 77);
        features[n++] = Place(Pair(after, further) + 0x1000);
        features[n++] = Place(Pair(earlier, before) + 0x2000);
        return n;
    }

    /// <summary>Log-odds of advertising of each token by itself.</summary>
    public void Emit(ReadOnlySpan<PhraseToken> tokens, Span<float> odds) => EmitFor(tokens, odds, 0);

    /// <summary>The same of spliced text.</summary>
    public void EmitSpliced(ReadOnlySpan<PhraseToken> tokens, Span<float> odds) => EmitFor(tokens, odds, 1);

    /// <summary>The same of the trades that are planted for.</summary>
    public void EmitTrade(ReadOnlySpan<PhraseToken> tokens, Span<float> odds) => EmitFor(tokens, odds, 3);

    private void EmitFor(ReadOnlySpan<PhraseToken> tokens, Span<float> odds, int question)
    {
        Span<int> features = stackalloc int[MaxFeatures];
        for (int i = 0; i < tokens.Length; i++)
        {
            Vector128<short> sum = default;
            foreach (int feature in features[..Features(tokens, i, features)])
            {
                sum += WeightsOf(AtPlace(feature));
            }

            odds[i] = OddsOf(tokens[i].Group, sum)[question];
        }
    }

    /// <summary>The cost of a change of state before a token, less where a mark parts it from the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float StepAt(float step, byte gap) => gap switch
    {
        0 or 1 => step,
        2 or 3 => step * 0.6f,
        _ => step * 0.35f,
    };

    /// <summary>Writes the model in the form that <see cref="Read"/> reads.</summary>
    public byte[] Write()
    {
        ReadOnlySpan<uint> entries = _entries.Span;
        byte[] file = new byte[HeaderBytes + (entries.Length * EntryBytes)];
        BinaryPrimitives.WriteInt32LittleEndian(file, Version);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), Bits);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(8), _step);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(12), _advertising.Scale);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(16), _spliced.Scale);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(20), _trade.Scale);
        for (int i = 0; i < GroupCount; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(24 + (4 * i)), _advertising.Biases[i]);
            BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(24 + (4 * (GroupCount + i))), _spliced.Biases[i]);
            BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(24 + (4 * ((2 * GroupCount) + i))), _trade.Biases[i]);
        }

        for (int i = 0; i < entries.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(HeaderBytes + (EntryBytes * i)), entries[i]);
        }

        return file;
    }

    /// <exception cref="InvalidDataException">The bytes are not a model of this version.</exception>
    public static PromoTagger Read(ReadOnlySpan<byte> file)
    {
        if (file.Length != HeaderBytes + (EntryBytes << TableBits) || BinaryPrimitives.ReadInt32LittleEndian(file) != Version || BinaryPrimitives.ReadInt32LittleEndian(file[4..]) != Bits)
        {
            throw new InvalidDataException("promo.res is not a model of this version: run lab train-promo.");
        }

        var entries = new uint[1 << TableBits];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = BinaryPrimitives.ReadUInt32LittleEndian(file[(HeaderBytes + (EntryBytes * i))..]);
        }

        float step = BinaryPrimitives.ReadSingleLittleEndian(file[8..]);
        return new(new AlignedTable<uint>(entries), QuestionOf(file, 0), QuestionOf(file, 1), QuestionOf(file, 2), step);
    }

    private static Question QuestionOf(ReadOnlySpan<byte> file, int which)
    {
        float[] biases = new float[GroupCount];
        for (int i = 0; i < GroupCount; i++)
        {
            biases[i] = BinaryPrimitives.ReadSingleLittleEndian(file[(24 + (4 * ((which * GroupCount) + i)))..]);
        }

        return new Question(biases, BinaryPrimitives.ReadSingleLittleEndian(file[(12 + (4 * which))..]));
    }

    public static int Place(uint hash) => (int)((hash * 0x9E3779B1u) >> (32 - Bits));

    public static uint Pair(uint first, uint second) => ((first * 0x85EBCA6Bu) ^ (first >> 13)) + (second * 0xC2B2AE35u);

    private static PromoTagger Load()
    {
        using Stream stream = typeof(PromoTagger).Assembly.GetManifestResourceStream("promo.res")
            ?? throw new InvalidOperationException("The resource promo.res is missing from the assembly.");
        byte[] file = new byte[stream.Length];
        stream.ReadExactly(file);
        return Read(file);
    }
}
