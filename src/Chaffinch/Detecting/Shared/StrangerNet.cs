using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Chaffinch.Detecting.Shared;

/// <summary>What the facts of <see cref="StrangerMap"/> come to: one hidden layer and three answers, the page's own, an offer, a fragment (<c>stranger.res</c>, made by the lab's <c>train-stranger</c>).</summary>
internal sealed class StrangerNet
{
    /// <summary>Units of the hidden layer, a multiple of eight.</summary>
    public const int Hidden = 24;

    /// <summary>So many segments are judged at once.</summary>
    public const int Together = 4;

    /// <summary>The answers.</summary>
    public const int Answers = 3;

    private static readonly Lazy<StrangerNet[]> Loaded = new(Load);
    private readonly float[] _numbers;

    /// <param name="facts">How many facts it is asked about.</param>
    /// <param name="numbers">All of its numbers: for each fact and for the bias a row of units, then for each answer a row and a bias.</param>
    public StrangerNet(int facts, float[] numbers)
    {
        Facts = facts;
        _numbers = numbers.Length == SizeOf(facts) ? numbers : throw new ArgumentException("other facts than the program's", nameof(numbers));
    }

    /// <summary>That of the package which judges segments by themselves.</summary>
    public static StrangerNet First => Loaded.Value[0];

    /// <summary>That of the package which knows what was made of the others.</summary>
    public static StrangerNet Second => Loaded.Value[1];

    /// <summary>Facts that it is asked about.</summary>
    public int Facts { get; }

    /// <summary>How many numbers a network of so many facts has.</summary>
    public static int SizeOf(int facts) => ((facts + 1) * Hidden) + (Answers * (Hidden + 1));

    /// <summary>How likely it is an offer, and a fragment.</summary>
    public (float Offer, float Fragment) Judge(ReadOnlySpan<float> facts)
    {
        (float, float) answer = default;
        Judge(facts, new Span<(float Offer, float Fragment)>(ref answer));
        return answer;
    }

    /// <summary>The same of up to <see cref="Together"/> segments, digit by digit: a row of weights is read once for all of them.</summary>
    /// <param name="rows">The facts of each, one after the other.</param>
    /// <param name="answers">Takes how likely each is an offer, and a fragment.</param>
    public void Judge(ReadOnlySpan<float> rows, Span<(float Offer, float Fragment)> answers)
    {
        int count = rows.Length / Facts;
        Span<float> hidden = stackalloc float[Hidden * Together];
        if (count == Together)
        {
            SumFour(rows, hidden);
        }
        else
        {
            for (int i = 0; i < count; i++)
            {
                SumOne(rows.Slice(i * Facts, Facts), hidden[(i * Hidden)..]);
            }
        }

        for (int i = 0; i < count; i++)
        {
            answers[i] = AnswerOf(hidden.Slice(i * Hidden, Hidden));
        }
    }

    private void SumOne(ReadOnlySpan<float> facts, Span<float> hidden)
    {
        ref float rows = ref MemoryMarshal.GetArrayDataReference(_numbers);
        Vector256<float> a = Vector256.LoadUnsafe(ref rows, (nuint)(facts.Length * Hidden));
        Vector256<float> b = Vector256.LoadUnsafe(ref rows, (nuint)((facts.Length * Hidden) + 8));
        Vector256<float> c = Vector256.LoadUnsafe(ref rows, (nuint)((facts.Length * Hidden) + 16));
        for (int i = 0; i < facts.Length; i++)
        {
            float value = facts[i];
            if (value != 0)
            {
                nuint at = (nuint)(i * Hidden);
                a += Vector256.LoadUnsafe(ref rows, at) * value;
                b += Vector256.LoadUnsafe(ref rows, at + 8) * value;
                c += Vector256.LoadUnsafe(ref rows, at + 16) * value;
            }
        }

        Put(hidden, a, b, c);
    }

    // Twelve sums at once, each with its own order of facts: none waits for another one.
    private void SumFour(ReadOnlySpan<float> facts, Span<float> hidden)
    {
        int n = Facts;
        ref float rows = ref MemoryMarshal.GetArrayDataReference(_numbers);
        ref float values = ref MemoryMarshal.GetReference(facts);
        nuint bias = (nuint)(n * Hidden);
        Vector256<float> a0 = Vector256.LoadUnsafe(ref rows, bias), b0 = Vector256.LoadUnsafe(ref rows, bias + 8), c0 = Vector256.LoadUnsafe(ref rows, bias + 16);
        Vector256<float> a1 = a0, b1 = b0, c1 = c0, a2 = a0, b2 = b0, c2 = c0, a3 = a0, b3 = b0, c3 = c0;
        for (int i = 0; i < n; i++)
        {
            ref float value = ref Unsafe.Add(ref values, i);
            Vector256<float> v0 = Vector256.Create(value), v1 = Vector256.Create(Unsafe.Add(ref value, n));
            Vector256<float> v2 = Vector256.Create(Unsafe.Add(ref value, 2 * n)), v3 = Vector256.Create(Unsafe.Add(ref value, 3 * n));
            nuint at = (nuint)(i * Hidden);
            Vector256<float> row = Vector256.LoadUnsafe(ref rows, at);
            a0 += row * v0;
            a1 += row * v1;
            a2 += row * v2;
            a3 += row * v3;
            row = Vector256.LoadUnsafe(ref rows, at + 8);
            b0 += row * v0;
            b1 += row * v1;
            b2 += row * v2;
            b3 += row * v3;
            row = Vector256.LoadUnsafe(ref rows, at + 16);
            c0 += row * v0;
            c1 += row * v1;
            c2 += row * v2;
            c3 += row * v3;
        }

        Put(hidden, a0, b0, c0);
        Put(hidden[Hidden..], a1, b1, c1);
        Put(hidden[(2 * Hidden)..], a2, b2, c2);
        Put(hidden[(3 * Hidden)..], a3, b3, c3);
    }

    private static void Put(Span<float> hidden, Vector256<float> a, Vector256<float> b, Vector256<float> c)
    {
        Vector256.Max(a, Vector256<float>.Zero).CopyTo(hidden);
        Vector256.Max(b, Vector256<float>.Zero).CopyTo(hidden[8..]);
        Vector256.Max(c, Vector256<float>.Zero).CopyTo(hidden[16..]);
    }

    private (float Offer, float Fragment) AnswerOf(ReadOnlySpan<float> hidden)
    {
        ref float rows = ref MemoryMarshal.GetArrayDataReference(_numbers);
        ref float units = ref MemoryMarshal.GetReference(hidden);
        Vector256<float> a = Vector256.LoadUnsafe(ref units), b = Vector256.LoadUnsafe(ref units, 8), c = Vector256.LoadUnsafe(ref units, 16);
        nuint top = (nuint)((Facts + 1) * Hidden);
        float own = Answer(ref rows, top, a, b, c), offer = Answer(ref rows, top + Hidden + 1, a, b, c), fragment = Answer(ref rows, top + (2 * (Hidden + 1)), a, b, c);
        float most = Math.Max(own, Math.Max(offer, fragment));
        (own, offer, fragment) = (Power(own - most), Power(offer - most), Power(fragment - most));
        float sum = own + offer + fragment;
        return (offer / sum, fragment / sum);
    }

    // The likeliest answer lies nothing behind itself.
    private static float Power(float behind) => behind == 0 ? 1 : MathF.Exp(behind);

    private static float Answer(ref float rows, nuint at, Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Vector256.Sum((Vector256.LoadUnsafe(ref rows, at) * a) + (Vector256.LoadUnsafe(ref rows, at + 8) * b) + (Vector256.LoadUnsafe(ref rows, at + 16) * c)) + Unsafe.Add(ref rows, at + Hidden);

    /// <summary>The file: halves, in order, of the first network and then of the second.</summary>
    public static byte[] Write(StrangerNet first, StrangerNet second) => MemoryMarshal.AsBytes(Array.ConvertAll([.. first._numbers, .. second._numbers], static n => (Half)n).AsSpan()).ToArray();

    private static StrangerNet[] Load()
    {
        using Stream stream = typeof(StrangerNet).Assembly.GetManifestResourceStream("stranger.res")
            ?? throw new InvalidOperationException("The resource stranger.res is missing from the assembly.");
        return [Read(stream, StrangerMap.FactCount), Read(stream, StrangerMap.AllCount)];
    }

    private static StrangerNet Read(Stream stream, int facts)
    {
        var halves = new Half[SizeOf(facts)];
        stream.ReadExactly(MemoryMarshal.AsBytes(halves.AsSpan()));
        return new StrangerNet(facts, Array.ConvertAll(halves, static h => (float)h));
    }
}
