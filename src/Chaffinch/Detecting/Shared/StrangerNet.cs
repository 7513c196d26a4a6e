using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Chaffinch.Detecting.Shared;

/// <summary>What the facts of <see cref="StrangerMap"/> come to: one hidden layer and three answers, the page's own, an offer, a fragment (<c>stranger.res</c>, made by the lab's <c>train-stranger</c>).</summary>
internal sealed class StrangerNet
{
    /// <summary>Units of the hidden layer, a multiple of eight.</summary>
    public const int Hidden = 24;

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

        a = Vector256.Max(a, Vector256<float>.Zero);
        b = Vector256.Max(b, Vector256<float>.Zero);
        c = Vector256.Max(c, Vector256<float>.Zero);
        nuint top = (nuint)((facts.Length + 1) * Hidden);
        float own = Answer(ref rows, top, a, b, c), offer = Answer(ref rows, top + Hidden + 1, a, b, c), fragment = Answer(ref rows, top + (2 * (Hidden + 1)), a, b, c);
        float most = Math.Max(own, Math.Max(offer, fragment));
        (own, offer, fragment) = (MathF.Exp(own - most), MathF.Exp(offer - most), MathF.Exp(fragment - most));
        float sum = own + offer + fragment;
        return (offer / sum, fragment / sum);
    }

    private static float Answer(ref float rows, nuint at, Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Vector256.Sum((Vector256.LoadUnsafe(ref rows, at) * a) + (Vector256.LoadUnsafe(ref rows, at + 8) * b) + (Vector256.LoadUnsafe(ref rows, at + 16) * c)) + System.Runtime.CompilerServices.Unsafe.Add(ref rows, at + Hidden);

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
