using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Finds words of several seldom scripts in a row, as nobody writes: what a model or a kit falls into.</summary>
internal static class RareScripts
{
    /// <summary>Classes of scripts that hardly stand beside another of them.</summary>
    public const ulong Mask = (1UL << (int)CharClass.Armenian) | (1UL << (int)CharClass.Hebrew) | (1UL << (int)CharClass.Arabic) | (1UL << (int)CharClass.Devanagari) | (1UL << (int)CharClass.Bengali)
        | (1UL << (int)CharClass.OtherIndic) | (1UL << (int)CharClass.Lao) | (1UL << (int)CharClass.Khmer) | (1UL << (int)CharClass.Burmese) | (1UL << (int)CharClass.Tibetan)
        | (1UL << (int)CharClass.Georgian) | (1UL << (int)CharClass.Ethiopic) | (1UL << (int)CharClass.OtherLetter);

    private const int MinLetters = 4;

    /// <summary>The next row of words of two or more seldom scripts with nothing but blanks between them.</summary>
    /// <param name="page">The page.</param>
    /// <param name="own">The class of the letters that the page is written in.</param>
    /// <param name="line">Where to look.</param>
    /// <param name="at">Where to go on from; moved behind what was found.</param>
    /// <param name="row">The row.</param>
    /// <param name="scripts">How many scripts stand in it.</param>
    public static bool Next(SegmentedPage page, Script own, TextSpan line, ref int at, out TextSpan row, out int scripts)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        ReadOnlySpan<CharClass> classes = page.Classes;
        while (at < line.End)
        {
            int start = at;
            while (start < line.End && !IsRare(classes[start], own))
            {
                start++;
            }

            int end = start;
            int letters = 0;
            int last = 0;
            scripts = 0;
            int i = start;
            for (; i < line.End; i++)
            {
                if (IsRare(classes[i], own))
                {
                    int script = ScriptOf(classes[i], text[i]);
                    scripts += script != last ? 1 : 0;
                    last = script;
                    letters++;
                    end = i + 1;
                }
                else if (classes[i] is CharClass.Mark or CharClass.Format)
                {
                    end = i + 1;
                }
                else if (classes[i] != CharClass.Space)
                {
                    break;
                }
            }

            at = Math.Max(i, start + 1);
            if (scripts >= 2 && letters >= MinLetters)
            {
                row = new(start, end);
                return true;
            }
        }

        row = default;
        scripts = 0;
        return false;
    }

    private static bool IsRare(CharClass k, Script own) => ((Mask >> (int)k) & 1) != 0 && (Scripts.Of(k) != own || k == CharClass.OtherLetter);

    // Classes hold several scripts each; in the code table they stand 128 places apart, Syriac and N'Ko behind Arabic.
    private static int ScriptOf(CharClass k, char c) => k switch
    {
        CharClass.OtherLetter or CharClass.OtherIndic or CharClass.Bengali => 1000 + (char.IsSurrogate(c) ? 0 : c >> 7),
        CharClass.Arabic when c is >= '\u0700' and < '\u0750' or (>= '\u0780' and < '\u0860') => 2000 + (c >> 6),
        _ => (int)k,
    };
}
