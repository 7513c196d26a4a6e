using System.Runtime.CompilerServices;

namespace Chaffinch.Text;

/// <summary>How much a term says about a topic: little for words that stand in most texts of their language.</summary>
/// <remarks>
/// A table of 64 Ki bytes (<c>terms.res</c>, made by the lab's <c>term-weights</c> from genuine sentences in 20 languages): the low 16 bits
/// of a term's hash choose the byte, its high half holds the top four bits of the hash, its low half the weight in fifteenths.
/// A term that is not listed is rare and weighs 1; one in about 40 rare terms is taken for a listed one.
/// </remarks>
internal static class TermWeights
{
    /// <summary>Weight of a term that is not in the table.</summary>
    public const int Max = 15;

    private static readonly byte[] Table = Load();

    /// <summary>The weight of a term, 0 (says nothing) to <see cref="Max"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(uint term)
    {
        byte entry = Table[term & 0xFFFF];

        // All bits where the term is not the listed one: no branch, since no processor guesses it.
        int other = -((((entry >> 4) ^ (int)(term >> 28)) + 15) >> 4);
        return (entry & 15) | (other & Max);
    }

    private static byte[] Load()
    {
        var table = new byte[0x10000];
        using Stream stream = typeof(TermWeights).Assembly.GetManifestResourceStream("terms.res")
            ?? throw new InvalidOperationException("The resource terms.res is missing from the assembly.");
        stream.ReadExactly(table);
        return table;
    }
}
