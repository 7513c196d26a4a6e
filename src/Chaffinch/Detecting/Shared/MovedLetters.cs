using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Chaffinch.Model;

namespace Chaffinch.Detecting.Shared;

/// <summary>Finds paragraphs whose letters were all moved by the same number of places in the alphabet (ROT13 and its like).</summary>
/// <remarks>How often letters are used differs little between languages of one script beside what moving them does. Linear: one count a line, then as many sums as the alphabet has letters.</remarks>
internal static class MovedLetters
{
    private const int MinLetters = 60;
    private const int MinWords = 10;
    private const int LeastDistinct = 12;
    private const int Latin = 26;
    private const int Cyrillic = 32;

    /// <summary>By how much a letter has to be likelier when moved back, and how likely it has to be then, in natural log-odds.</summary>
    private const float LeastGain = 0.4f;
    private const float LeastLikely = -3.2f;

    /// <summary>A line that is as likely as it stands reads as it should: no way of moving it back gains <see cref="LeastGain"/> then.</summary>
    private const float Plain = -3.15f;

    /// <summary>A line whose first code units read as a language does was not moved; the rest of it is not counted.</summary>
    private const int Sample = 192;

    // The places of counts: letters first, then digits, apostrophes and all else of ASCII.
    private const int DigitPlace = Latin;
    private const int ApostrophePlace = Latin + 1;
    private const int Places = Latin + 3;

    private static readonly byte[] PlaceOf = BuildPlaces();

    // Per mille, over languages that are written so.
    private static readonly float[] LatinLogs = Logs([88, 15, 32, 38, 125, 12, 18, 25, 75, 6, 18, 45, 28, 70, 65, 25, 5, 65, 62, 60, 40, 13, 10, 3, 12, 10]);
    private static readonly float[] CyrillicLogs = Logs([80, 16, 45, 17, 30, 85, 9, 16, 74, 12, 35, 44, 32, 67, 110, 28, 47, 55, 63, 26, 3, 10, 5, 14, 7, 4, 1, 19, 17, 3, 6, 20]);

    /// <summary>States what lines were moved, where the page has others that were not.</summary>
    public static void Find(SegmentedPage page, Signal signal, EvidenceSink sink)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        bool plain = false;
        bool moved = false;
        foreach (ref readonly Block block in page.Page.Blocks)
        {
            if (block.Span.Length >= MinLetters && block.Zone == Zone.Body)
            {
                int places = PlacesOf(text[block.Span.Start..block.Span.End], out bool good);
                plain |= good;
                moved |= places > 0;
            }
        }

        // Where nothing reads as it should the language is another one.
        if (!plain || !moved)
        {
            return;
        }

        foreach (ref readonly Block block in page.Page.Blocks)
        {
            ReadOnlySpan<char> line = text[block.Span.Start..block.Span.End];
            if (line.Length >= MinLetters && block.Zone == Zone.Body && (block.Traits & (BlockTraits.Code | BlockTraits.Preformatted)) == BlockTraits.None && PlacesOf(line, out _) is > 0 and int places)
            {
                sink.Add(signal, block.Span, 1f, new("with its letters moved back by {a} places it reads as a language does", places), Back(line, places));
            }
        }
    }

    /// <summary>By how many places the letters were moved; 0 where the line reads best as it is or is no prose.</summary>
    private static int PlacesOf(ReadOnlySpan<char> line, out bool good)
    {
        if (line.Length > Sample && PlacesIn(line[..Sample], out good) == 0 && good)
        {
            return 0;
        }

        return PlacesIn(line, out good);
    }

    private static int PlacesIn(ReadOnlySpan<char> line, out bool good)
    {
        Span<int> ascii = stackalloc int[Places];
        Span<int> cyrillics = stackalloc int[Cyrillic];
        ascii.Clear();
        cyrillics.Clear();
        int words = Count(line, ascii, cyrillics);
        int digits = ascii[DigitPlace];
        Span<int> latins = ascii[..Latin];
        int latin = Sum(latins), cyrillic = Sum(cyrillics);
        int letters = Math.Max(latin, cyrillic);
        good = false;
        if (letters < MinLetters || words < MinWords || letters > words * 10 || letters < words * 2 || digits * 12 > letters || Math.Min(latin, cyrillic) * 10 > letters)
        {
            return 0;
        }

        Span<int> counts = latin >= cyrillic ? latins : cyrillics;
        ReadOnlySpan<float> logs = latin >= cyrillic ? LatinLogs : CyrillicLogs;
        float own = MovedBack(counts, logs, 0);
        if (own / letters >= Plain)
        {
            good = true;
            return 0;
        }

        // A button's two words a hundred times over have the letters of no language.
        if (counts.Length - counts.Count(0) < LeastDistinct)
        {
            return 0;
        }

        float most = own;
        int best = 0;
        for (int k = 1; k < counts.Length; k++)
        {
            float sum = MovedBack(counts, logs, k);
            (best, most) = sum > most ? (k, sum) : (best, most);
        }

        good = best == 0;
        return (most - own) / letters >= LeastGain && most / letters >= LeastLikely ? best : 0;
    }

    // Which sign comes next cannot be guessed: of ASCII nothing is asked of it but its place.
    private static int Count(ReadOnlySpan<char> line, Span<int> ascii, Span<int> cyrillics)
    {
        ref byte places = ref MemoryMarshal.GetArrayDataReference(PlaceOf);
        ref int counts = ref MemoryMarshal.GetReference(ascii);
        int words = 0;
        int inside = 0;
        foreach (char c in line)
        {
            if (c < 128)
            {
                int place = Unsafe.Add(ref places, c);
                Unsafe.Add(ref counts, place)++;
                int letter = (place - Latin) >>> 31;
                words += letter & ~inside;
                inside = letter | (inside & (place == ApostrophePlace ? 1 : 0));
                continue;
            }

            bool other = c is >= 'А' and <= 'я';
            if (other)
            {
                cyrillics[(c - 'А') & (Cyrillic - 1)]++;
            }

            bool isLetter = other || char.IsLetter(c);
            words += isLetter && inside == 0 ? 1 : 0;
            inside = isLetter || (inside != 0 && c == '’') ? 1 : 0;
        }

        return words;
    }

    private static byte[] BuildPlaces()
    {
        var places = new byte[128];
        for (int c = 0; c < places.Length; c++)
        {
            places[c] = (byte)(char.IsAsciiLetter((char)c) ? (c | 0x20) - 'a' : char.IsAsciiDigit((char)c) ? DigitPlace : c == '\'' ? ApostrophePlace : Places - 1);
        }

        return places;
    }

    private static int Sum(ReadOnlySpan<int> counts)
    {
        int sum = 0;
        foreach (int count in counts)
        {
            sum += count;
        }

        return sum;
    }

    private static float MovedBack(ReadOnlySpan<int> counts, ReadOnlySpan<float> logs, int places)
    {
        float sum = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            sum += counts[i] * logs[i >= places ? i - places : i - places + counts.Length];
        }

        return sum;
    }

    private static string Back(ReadOnlySpan<char> line, int places) =>
        string.Create(line.Length, (line.ToString(), places), (to, from) =>
        {
            for (int i = 0; i < to.Length; i++)
            {
                char c = from.Item1[i];
                to[i] = char.IsAsciiLetterLower(c) ? Moved(c, 'a', Latin, from.places) : char.IsAsciiLetterUpper(c) ? Moved(c, 'A', Latin, from.places)
                    : c is >= 'а' and <= 'я' ? Moved(c, 'а', Cyrillic, from.places) : c is >= 'А' and <= 'Я' ? Moved(c, 'А', Cyrillic, from.places) : c;
            }
        });

    private static char Moved(char c, char first, int size, int places) => (char)(first + ((c - first - places + size) % size));

    private static float[] Logs(ReadOnlySpan<int> shares)
    {
        var logs = new float[shares.Length];
        float all = 0;
        foreach (int share in shares)
        {
            all += share;
        }

        for (int i = 0; i < logs.Length; i++)
        {
            logs[i] = MathF.Log(shares[i] / all);
        }

        return logs;
    }
}
