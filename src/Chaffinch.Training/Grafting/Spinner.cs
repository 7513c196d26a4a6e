using System.Text;

namespace Chaffinch.Training.Grafting;

/// <summary>Rewrites a text word by word as spinners do: words are swapped for those that a thesaurus gives for them, whatever stands around.</summary>
/// <param name="thesaurus">Of the text's language.</param>
public sealed class Spinner(Thesaurus thesaurus)
{
    /// <summary>The text with words swapped.</summary>
    /// <param name="text">Prose.</param>
    /// <param name="share">Share of the words that are swapped where the thesaurus has another one, 0 to 1.</param>
    /// <param name="random">What is swapped, and for what.</param>
    /// <param name="swapped">How many words were.</param>
    public string Spin(string text, double share, Random random, out int swapped)
    {
        var to = new StringBuilder(text.Length + (text.Length / 4));
        swapped = 0;
        for (int i = 0; i < text.Length;)
        {
            int start = i;
            while (i < text.Length && char.IsLetter(text[i]))
            {
                i++;
            }

            if (i == start)
            {
                to.Append(text[i++]);
                continue;
            }

            string word = text[start..i];
            string? other = random.NextDouble() < share ? thesaurus.Swap(word.ToLowerInvariant(), random) : null;
            swapped += other is null ? 0 : 1;
            to.Append(other is null ? word : char.IsUpper(word[0]) ? char.ToUpperInvariant(other[0]) + other[1..] : other);
        }

        return to.ToString();
    }
}
