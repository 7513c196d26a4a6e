using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>The words of a short text as hashes, for saying how much of one title stands in another.</summary>
internal readonly ref struct TitleWords
{
    /// <summary>Words of a text that are looked at.</summary>
    public const int MaxWords = 64;

    private const ulong Seed = 0xCBF29CE484222325;
    private const ulong Prime = 0x100000001B3;

    private readonly ReadOnlySpan<ulong> _hashes;

    private TitleWords(ReadOnlySpan<ulong> hashes) => _hashes = hashes;

    /// <summary>Number of words; a character of a script without blanks counts as one.</summary>
    public int Count => _hashes.Length;

    /// <summary>Reads a text's words; case is folded, punctuation is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="room">Room for <see cref="MaxWords"/> hashes.</param>
    public static TitleWords Of(ReadOnlySpan<char> text, Span<ulong> room)
    {
        int count = 0;
        ulong hash = Seed;
        bool inside = false;
        foreach (char c in text)
        {
            bool wide = c >= '\u2E80';
            if (inside && (wide || !char.IsLetterOrDigit(c)))
            {
                room[count++] = hash;
                (hash, inside) = (Seed, false);
                if (count == room.Length)
                {
                    return new(room);
                }
            }

            if (char.IsLetterOrDigit(c) || char.IsSurrogate(c))
            {
                hash = (hash ^ char.ToLowerInvariant(c)) * Prime;
                inside = true;
                if (wide && count < room.Length)
                {
                    room[count++] = hash;
                    (hash, inside) = (Seed, false);
                    if (count == room.Length)
                    {
                        return new(room);
                    }
                }
            }
        }

        if (inside)
        {
            room[count++] = hash;
        }

        return new(room[..count]);
    }

    /// <summary>Words that were read before.</summary>
    public static TitleWords From(ReadOnlySpan<ulong> hashes) => new(hashes);

    /// <summary>A hash that is the same for texts that differ in case, white space, quotes and dashes only.</summary>
    public static ulong FoldOf(ReadOnlySpan<char> text)
    {
        ulong hash = Seed;
        bool blank = false;
        foreach (char c in text)
        {
            if (char.IsWhiteSpace(c))
            {
                blank = hash != Seed;
                continue;
            }

            if (blank)
            {
                hash = (hash ^ ' ') * Prime;
                blank = false;
            }

            char folded = c switch
            {
                '‘' or '’' or '‛' or '`' => '\'',
                '“' or '”' or '„' => '"',
                '–' or '—' or '‒' or '−' => '-',
                _ => char.ToLowerInvariant(c),
            };
            hash = (hash ^ folded) * Prime;
        }

        return hash;
    }

    /// <summary>True when these words are the first ones of <paramref name="other"/>.</summary>
    public bool Begins(TitleWords other) => Count > 0 && other._hashes.StartsWith(_hashes);

    /// <summary>True when these words are the last ones of <paramref name="other"/>.</summary>
    public bool Ends(TitleWords other) => Count > 0 && other._hashes.EndsWith(_hashes);

    /// <summary>The share of these words that stand in <paramref name="other"/>, 0 to 1; 0 where there are none.</summary>
    public double ShareIn(TitleWords other)
    {
        int found = 0;
        foreach (ulong hash in _hashes)
        {
            found += other._hashes.Contains(hash) ? 1 : 0;
        }

        return _hashes.IsEmpty ? 0 : found / (double)_hashes.Length;
    }

    /// <summary>True when both have the same words in the same order.</summary>
    public bool SameAs(TitleWords other) => _hashes.SequenceEqual(other._hashes);
}
