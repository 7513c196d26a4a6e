using System.Buffers;
using System.Runtime.CompilerServices;
using Chaffinch.Text;

namespace Chaffinch.Segmenting;

/// <summary>Finds places where a text was set onto the end of another one without a blank, in scripts with capitals: "a guide for televisionsShares fell", "offers 2021Researchers".</summary>
internal static class SegmenterSeams
{
    /// <summary>Fewer small letters before a capital are the head of a name: "iPhone", "eBay".</summary>
    private const int MinSmall = 3;

    /// <summary>Fewer digits before a capital are a part of a name or a size.</summary>
    private const int MinDigits = 4;

    /// <summary>A fragment inside a paragraph has so many characters up to its open end.</summary>
    private const int MinFragment = 24;
    private const int MaxFragment = 420;

    private const int MaxWord = 32;
    private const int CommonWeight = 3;
    private const int MinCommonLetters = 3;

    private static readonly SearchValues<char> Capitals = SearchValues.Create(AllCapitals());

    /// <summary>Marks such places in a line that is no code.</summary>
    /// <param name="line">The line.</param>
    /// <param name="title">True for titles, where a word with a capital of its own may stand before the seam too.</param>
    public static void Mark(in SegmenterLine line, bool title)
    {
        if (!line.Has(CharClass.Latin) && !line.Has(CharClass.Cyrillic) && !line.Has(CharClass.Greek))
        {
            return;
        }

        for (int i = 1; i + 2 < line.Length; i++)
        {
            int found = line.Text[i..^2].IndexOfAny(Capitals);
            if (found < 0)
            {
                return;
            }

            i += found;
            bool digit = line.Classes[i - 1] == CharClass.Digit;
            if ((digit || char.IsLower(line.Text[i - 1])) && StartsText(line, i, out int end) && (digit ? EndsInNumber(line, i) : EndsInWord(line, i, end, title)))
            {
                line.Cut(i, CutMark.Splice);
            }
        }
    }

    /// <summary>Marks where a sentence that starts in small letters, or without a blank behind the one before it, breaks off and another one starts.</summary>
    /// <param name="line">A line whose sentence ends are marked.</param>
    public static void MarkOpenEnds(in SegmenterLine line)
    {
        if (!line.HasCuts || (!line.Has(CharClass.Latin) && !line.Has(CharClass.Cyrillic) && !line.Has(CharClass.Greek)))
        {
            return;
        }

        for (int i = 1; i < line.Length; i++)
        {
            int found = line.MarkBytes[i..].IndexOf((byte)CutMark.Sentence);
            if (found < 0)
            {
                return;
            }

            i += found;
            bool small = char.IsLower(line.Text[i]);
            if (!small && (CharClasses.IsSpace(line.Classes[i - 1]) || !(SegmenterLine.IsCased(line.Classes[i]) || line.Text[i] is '—' or '–')))
            {
                continue;
            }

            int next = line.ClassBytes[i..].IndexOf((byte)CharClass.SentenceEnd);
            int last = Math.Min(next < 0 ? line.Length : i + next, i + MaxFragment);
            for (int at = i + MinFragment; at < last; at++)
            {
                int seam = OpenSeams.At(line.Text, line.Classes, at);
                if (seam == 2 || (seam == 1 && (small || !OpenSeams.IsPolite(line.Text[at..]))))
                {
                    line.Cut(at, CutMark.Splice);
                    break;
                }
            }
        }
    }

    // A word with a capital, a word of one letter, or one with an apostrophe behind its first letter; what goes on like a name in code is none.
    private static bool StartsText(in SegmenterLine line, int at, out int end)
    {
        end = at + 1;
        while (end < line.Length && end - at < MaxWord && char.IsLower(line.Text[end]))
        {
            end++;
        }

        char next = line.CharAt(end);
        return end - at > 1 ? !char.IsLetterOrDigit(next) && next is not ('(' or '_' or '=' or '/' or '@')
            : next is '\'' or '’' ? char.IsLower(line.CharAt(end + 1)) : next == ' ' && char.IsLower(line.CharAt(end + 1));
    }

    private static bool EndsInNumber(in SegmenterLine line, int at)
    {
        int first = at;
        while (first > 0 && at - first < MaxWord && line.Classes[first - 1] == CharClass.Digit)
        {
            first--;
        }

        return at - first >= MinDigits && CharClasses.IsSpace(line.ClassAt(first - 1));
    }

    private static bool EndsInWord(in SegmenterLine line, int at, int end, bool title)
    {
        int first = at;
        while (first > 0 && at - first < MaxWord && char.IsLower(line.Text[first - 1]))
        {
            first--;
        }

        CharClass before = line.ClassAt(first - 1);
        if (first == 0 || CharClasses.IsSpace(before) || before is CharClass.Quote or CharClass.OpenBracket)
        {
            return at - first >= MinSmall;
        }

        // A word with a capital before the seam is a name more often ("PowerPoint"), unless a function word with a capital of its own stands behind it.
        return title && at - first >= MinSmall && char.IsUpper(line.Text[first - 1]) && (first == 1 || CharClasses.IsSpace(line.ClassAt(first - 2)))
            && end - at >= MinCommonLetters && line.CharAt(end) == ' ' && IsCommon(line, at, end);
    }

    [SkipLocalsInit]
    private static bool IsCommon(in SegmenterLine line, int at, int end)
    {
        Span<uint> terms = stackalloc uint[MaxWord];
        return TermReader.Read(line.Text[at..end], line.Classes[at..end], terms) > 0 && TermWeights.Of(terms[0]) <= CommonWeight;
    }

    private static char[] AllCapitals()
    {
        var capitals = new List<char>();
        for (char c = 'A'; c < '\u0530'; c++)
        {
            if (char.IsUpper(c))
            {
                capitals.Add(c);
            }
        }

        return [.. capitals];
    }
}
