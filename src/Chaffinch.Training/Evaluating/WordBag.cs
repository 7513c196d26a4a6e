using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Chaffinch.Training.Evaluating;

/// <summary>Precision, recall and their harmonic mean, 0 to 1 each.</summary>
public readonly record struct WordScore(double Precision, double Recall, double F1);

/// <summary>Words of a text with their counts, as the benchmark counts them: runs of letters, numbers and low lines, in lower case.</summary>
/// <remarks>The benchmark's own rule is Python's <c>\w+</c>: letters and numeric characters of Unicode and <c>_</c>; marks part words.</remarks>
public sealed class WordBag
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Counts the words of <paramref name="text"/>.</summary>
    public WordBag(string text)
    {
        Read(text, word =>
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, word, out _)++;
            Count++;
        });
    }

    /// <summary>Number of words.</summary>
    public int Count { get; private set; }

    /// <summary>Calls <paramref name="take"/> with each word of a text, in lower case.</summary>
    public static void Read(string text, Action<string> take)
    {
        var word = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (IsWord(rune))
            {
                word.Append(Rune.ToLowerInvariant(rune));
            }
            else if (word.Length > 0)
            {
                take(word.ToString());
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            take(word.ToString());
        }
    }

    /// <summary>Whether a character belongs to words.</summary>
    public static bool IsWord(Rune rune) =>
        rune.Value == '_' || Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    /// <summary>How well <paramref name="found"/> meets this bag, the reference.</summary>
    public WordScore Score(WordBag found)
    {
        if (Count == 0)
        {
            return found.Count == 0 ? new(1, 1, 1) : default;
        }

        if (found.Count == 0)
        {
            return default;
        }

        long shared = 0;
        foreach ((string word, int count) in found._counts)
        {
            shared += Math.Min(count, _counts.GetValueOrDefault(word));
        }

        double precision = shared / (double)found.Count;
        double recall = shared / (double)Count;
        return new(precision, recall, shared == 0 ? 0 : 2 * precision * recall / (precision + recall));
    }
}
