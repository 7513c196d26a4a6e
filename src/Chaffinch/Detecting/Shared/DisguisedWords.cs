using System.Buffers;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Finds words that mix look-alike letters of several scripts, and words set in mathematical or enclosed letters.</summary>
internal static class DisguisedWords
{
    /// <summary>Letters of Cyrillic and Greek that look like Latin ones, and the other way round.</summary>
    private static readonly SearchValues<char> Confusable = SearchValues.Create(
        "асеорхуіјѕһԁԛԝвкмнтАВСЕНІЈКМОРЅТХУαοριντυχκΑΒΕΖΗΙΚΜΝΟΡΤΥΧacdeopxyijshqwABCEHIJKMOPSTXYZNktnmbuvpr");

    private const int MinStyled = 4;

    /// <summary>True for a letter that is taken for one of another script.</summary>
    public static bool IsConfusable(char letter) => Confusable.Contains(letter);

    /// <summary>States each such word.</summary>
    public static void Find(SegmentedPage page, PageFacts facts, Signal signal, EvidenceSink sink)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        for (int b = 0; b < blocks.Length; b++)
        {
            ref readonly LineFacts line = ref facts.Lines[b];
            if (line.MixesScripts)
            {
                Mixed(page, blocks[b].Span, signal, sink);
            }

            if (line.Odd >= MinStyled)
            {
                Styled(page, facts, blocks[b].Span, signal, sink);
            }
        }
    }

    private static void Mixed(SegmentedPage page, TextSpan span, Signal signal, EvidenceSink sink)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        ReadOnlySpan<CharClass> classes = page.Classes;
        CharClass before = CharClass.Space;
        for (int i = span.Start; i < span.End; i++)
        {
            CharClass k = classes[i];
            if (k is CharClass.Cyrillic or CharClass.Greek && before == CharClass.Latin || (k == CharClass.Latin && before is CharClass.Cyrillic or CharClass.Greek))
            {
                i = MixedWord(page, text, i, signal, sink);
                before = CharClass.Space;
                continue;
            }

            before = k;
        }
    }

    /// <summary>Looks at the word around a change of script; gives its last code unit.</summary>
    private static int MixedWord(SegmentedPage page, ReadOnlySpan<char> text, int at, Signal signal, EvidenceSink sink)
    {
        const int MaxWord = 64;
        ReadOnlySpan<CharClass> classes = page.Classes;
        int start = at;
        while (start > 0 && at - start < MaxWord && IsMixable(classes[start - 1]))
        {
            start--;
        }

        int end = at;
        while (end < classes.Length && end - at < MaxWord && IsMixable(classes[end]))
        {
            end++;
        }

        int latin = 0;
        int changes = 0;
        int unlike = 0;
        for (int i = start; i < end; i++)
        {
            latin += classes[i] == CharClass.Latin ? 1 : 0;
            changes += i > start && classes[i] != classes[i - 1] ? 1 : 0;
        }

        bool fewLatin = latin * 2 < end - start;
        for (int i = start; i < end; i++)
        {
            // The scattered letters of the smaller script must be ones that a reader takes for the other's.
            unlike += classes[i] == CharClass.Latin == fewLatin && !Confusable.Contains(text[i]) ? 1 : 0;
        }

        if (end - start >= 4 && unlike == 0)
        {
            sink.Add(signal, new TextSpan(start, end), changes >= 2 ? 0.7f : 0.3f, new Fact("a word of {a} letters changes script {b} times", end - start, changes));
        }

        return end - 1;
    }

    private static bool IsMixable(CharClass k) => k is CharClass.Latin or CharClass.Cyrillic or CharClass.Greek;

    /// <summary>Runs of mathematical, enclosed or (outside of CJK pages) full-width letters.</summary>
    private static void Styled(SegmentedPage page, PageFacts facts, TextSpan span, Signal signal, EvidenceSink sink)
    {
        ReadOnlySpan<char> text = page.Page.Text.AsSpan(0, span.End);
        bool wideIsNormal = facts.MainScript is Script.Han or Script.Hangul;
        int at = span.Start;
        while (at < text.Length)
        {
            // D835: mathematical letters; D83C: enclosed ones; 24xx: circled; FFxx: full width; 1Dxx: small capitals.
            int next = text[at..].IndexOfAny(StyledStarts);
            if (next < 0)
            {
                return;
            }

            at += next;
            int end = at;
            int letters = 0;
            int words = 1;
            while (end < text.Length)
            {
                int wide = StyledLength(text, end, wideIsNormal);
                if (wide > 0)
                {
                    letters++;
                    end += wide;
                }
                else if (text[end] == ' ' && end + 1 < text.Length && StyledLength(text, end + 1, wideIsNormal) > 0 && letters > 0)
                {
                    words++;
                    end++;
                }
                else
                {
                    break;
                }
            }

            if (letters >= MinStyled && letters >= 2 * words)
            {
                sink.Add(signal, new TextSpan(at, end), Math.Min(0.4f + (letters * 0.03f), 0.8f), new Fact("{a} letters of a mathematical or enclosed alphabet", letters));
            }

            at = Math.Max(end, at + 1);
        }
    }

    private static readonly SearchValues<char> StyledStarts = SearchValues.Create(Starts());

    private static string Starts()
    {
        var chars = new List<char> { '\uD835', '\uD83C' };
        AddRange(chars, '\u24B6', '\u24E9');
        AddRange(chars, '\uFF21', '\uFF3A');
        AddRange(chars, '\uFF41', '\uFF5A');
        AddRange(chars, '\u1D00', '\u1D22');
        return new string([.. chars]);
    }

    private static void AddRange(List<char> chars, char first, char last)
    {
        for (char c = first; c <= last; c++)
        {
            chars.Add(c);
        }
    }

    private static int StyledLength(ReadOnlySpan<char> text, int i, bool wideIsNormal)
    {
        char c = text[i];
        if (c == '\uD835')
        {
            return i + 1 < text.Length && text[i + 1] is >= '\uDC00' and <= '\uDFFF' ? 2 : 0;
        }

        if (c == '\uD83C')
        {
            // Squared and negative letters, flags not included.
            return i + 1 < text.Length && text[i + 1] is >= '\uDD10' and <= '\uDD89' ? 2 : 0;
        }

        if (c is >= '\uFF21' and <= '\uFF3A' or >= '\uFF41' and <= '\uFF5A')
        {
            return wideIsNormal ? 0 : 1;
        }

        return c is >= '\u24B6' and <= '\u24E9' or >= '\u1D00' and <= '\u1D22' ? 1 : 0;
    }
}
