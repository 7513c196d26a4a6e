using System.Numerics;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Compares and trims pieces of classified text by their letters and digits.</summary>
internal readonly ref struct Pieces
{
    private readonly ReadOnlySpan<char> _text;
    private readonly ReadOnlySpan<CharClass> _classes;
    private readonly ReadOnlySpan<CharClass> _padded;

    public Pieces(SegmentedPage page)
    {
        _text = page.Page.Text;
        _classes = page.Classes;
        _padded = page.PaddedClasses;
    }

    /// <summary>True for letters, marks and digits: what two pieces are compared by.</summary>
    public static bool IsWord(CharClass c) => CharClasses.IsLetter(c) || c is CharClass.Digit or CharClass.Mark;

    /// <summary>Where <paramref name="whole"/> goes on after all words of <paramref name="part"/>, or -1 where it does not start with them.</summary>
    public int EndOfPrefix(TextSpan whole, TextSpan part)
    {
        int w = whole.Start;
        int end = -1;
        for (int p = part.Start; p < part.End; p++)
        {
            if (!IsWord(_classes[p]))
            {
                continue;
            }

            while (w < whole.End && !IsWord(_classes[w]))
            {
                w++;
            }

            if (w >= whole.End || CharFold.Fold(_text[w]) != CharFold.Fold(_text[p]))
            {
                return -1;
            }

            end = ++w;
        }

        return end < 0 || (SplitsWord(end) && !MayPart(end, part)) ? -1 : end;
    }

    /// <summary>Where the words of <paramref name="part"/> start at the end of <paramref name="whole"/>, or -1 where it does not end with them.</summary>
    public int StartOfSuffix(TextSpan whole, TextSpan part)
    {
        int w = whole.End - 1;
        int start = -1;
        for (int p = part.End - 1; p >= part.Start; p--)
        {
            if (!IsWord(_classes[p]))
            {
                continue;
            }

            while (w >= whole.Start && !IsWord(_classes[w]))
            {
                w--;
            }

            if (w < whole.Start || CharFold.Fold(_text[w]) != CharFold.Fold(_text[p]))
            {
                return -1;
            }

            start = w--;
        }

        return start < 0 || (SplitsWord(start) && !MayPart(start, part)) ? -1 : start;
    }

    /// <summary>Goes on from <paramref name="at"/> over the punctuation that also ends <paramref name="part"/>.</summary>
    public int OverSameEnding(int at, int stop, TextSpan part)
    {
        int p = part.End;
        while (p > part.Start && !IsWord(_classes[p - 1]))
        {
            p--;
        }

        for (; p < part.End && at < stop; p++)
        {
            if (CharClasses.IsSpace(_classes[p]))
            {
                continue;
            }

            if (_text[at] != _text[p])
            {
                break;
            }

            at++;
        }

        return at;
    }

    /// <summary>Goes on over what joins two parts: bars, dashes, commas, colons and blanks.</summary>
    public int OverJoint(int at, int stop)
    {
        while (at < stop && (_classes[at] is CharClass.Separator or CharClass.Comma or CharClass.Format || CharClasses.IsSpace(_classes[at])))
        {
            at++;
        }

        return at;
    }

    /// <summary>Goes back over what joins two parts.</summary>
    public int BackOverJoint(int at, int stop)
    {
        while (at > stop && (_classes[at - 1] is CharClass.Separator or CharClass.Format || CharClasses.IsSpace(_classes[at - 1])))
        {
            at--;
        }

        return at;
    }

    /// <summary>As <see cref="EndOfPrefix"/>, with the marks that <paramref name="part"/> ends in where the whole has them too.</summary>
    public int EndOfCopy(TextSpan whole, TextSpan part)
    {
        int marks = 0;
        while (marks < part.Length && !IsWord(_classes[part.End - 1 - marks]))
        {
            marks++;
        }

        int end = EndOfPrefix(whole, part);
        while (end > 0 && marks-- > 0 && end < whole.End && !IsWord(_classes[end]))
        {
            end++;
        }

        return end;
    }

    /// <summary>The span without white space at its ends.</summary>
    public TextSpan Trim(int start, int end)
    {
        while (start < end && CharClasses.IsSpace(_classes[start]))
        {
            start++;
        }

        while (end > start && CharClasses.IsSpace(_classes[end - 1]))
        {
            end--;
        }

        return new(start, end);
    }

    /// <summary>Letters in a span.</summary>
    public int Letters(TextSpan span)
    {
        int n = 0;
        for (int i = span.Start; i < span.End; i++)
        {
            n += CharClasses.IsLetter(_classes[i]) ? 1 : 0;
        }

        return n;
    }

    /// <summary>Length of a span as a reader feels it: letters of scripts without blanks count for two and a half.</summary>
    public float Weight(TextSpan span)
    {
        int chars = span.Length - CharClasses.CountSpaces(_padded, span.Start, span.End);
        int dense = 0;
        for (int at = span.Start; at < span.End; at += ClassBits.Width)
        {
            ulong bits = ClassBits.Between(_padded, at, CharClass.Thai, CharClass.Tibetan) | ClassBits.Between(_padded, at, CharClass.Hangul, CharClass.Han);
            dense += BitOperations.PopCount(bits & ClassBits.Low(Math.Min(ClassBits.Width, span.End - at)));
        }

        return chars + (dense * 1.5f);
    }

    /// <summary>True where a border would cut through a word of a script that sets blanks, or through a number or a surrogate pair.</summary>
    public bool SplitsWord(int at)
    {
        if (at <= 0 || at >= _classes.Length)
        {
            return false;
        }

        CharClass a = _classes[at - 1];
        CharClass b = _classes[at];
        if (char.IsLowSurrogate(_text[at]) || b == CharClass.Mark)
        {
            return true;
        }

        Script left = Scripts.Of(a);
        Script right = Scripts.Of(b);
        return (left != Script.None && left == right && !Scripts.IsDense(left)) || (a == CharClass.Digit && b == CharClass.Digit);
    }

    /// <summary>True where words (or numbers) of scripts that set blanks stand on both sides with nothing between them.</summary>
    public bool IsGlued(int at) =>
        at > 0 && at < _classes.Length && IsWord(_classes[at - 1]) && IsWord(_classes[at])
        && !Scripts.IsDense(Scripts.Of(_classes[at - 1])) && !Scripts.IsDense(Scripts.Of(_classes[at]));

    /// <summary>True where two parts of a title meet with nothing between them but blanks and the marks that end a sentence.</summary>
    public bool IsPlainJoint(int end, int start)
    {
        for (int i = end; i < start; i++)
        {
            if (!CharClasses.IsSpace(_classes[i]) && _classes[i] is not (CharClass.SentenceEnd or CharClass.Format))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True where a bar, dash or another joint of titles stands between two places.</summary>
    public bool HasSeparator(int start, int end) => _classes[start..end].Contains(CharClass.Separator);

    /// <summary>Goes back over opening quotes and brackets that also open <paramref name="part"/>: they belong to it.</summary>
    public int WithOpening(TextSpan whole, TextSpan part, int start)
    {
        int first = start;
        for (int p = part.Start; p < part.End && !IsWord(_classes[p]); p++)
        {
            first--;
        }

        return first > whole.Start && _text[first] == _text[part.Start] ? first : start;
    }

    /// <summary>True where the letters themselves say that two words were glued together; see <see cref="Seams"/>.</summary>
    public bool IsSeam(int at) => Seams.Is(_text, _classes, at);

    /// <summary>True where a word may be cut because a copy of <paramref name="part"/> ends there: the letters say so, or the script has no case and the copy is of several words.</summary>
    private bool MayPart(int at, TextSpan part)
    {
        const int MinWords = 3;
        return IsSeam(at) || (Seams.IsCaseless(_text, at - 1) && Seams.IsCaseless(_text, at) && Words(part) >= MinWords);
    }

    private int Words(TextSpan part)
    {
        int words = 0;
        for (int i = part.Start; i < part.End; i++)
        {
            words += IsWord(_classes[i]) && (i == part.Start || CharClasses.IsSpace(_classes[i - 1])) ? 1 : 0;
        }

        return words;
    }
}
