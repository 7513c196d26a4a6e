using System.Buffers;
using System.Numerics;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Finds the noise that forum software strews into posts so that copies are spoilt: random signs, letters and digits, seen or hidden.</summary>
/// <remarks>
/// Four forms: runs of signs with letters between East Asian letters; runs of letters and digits between two sentences; hidden inline runs without
/// a word; hidden lines of single characters. One alone is a slip of the keyboard: a page has several, and none comes twice. Linear.
/// </remarks>
internal static class CopyNoise
{
    private const int MinRuns = 3;
    private const int MinChars = 4;
    private const int MaxChars = 48;
    private const int MaxRuns = 256;

    /// <summary>Signs that neither versions, dates, prices, sums, tags nor addresses are written with.</summary>
    private static readonly SearchValues<char> Noisy = SearchValues.Create("!#$%&'*;?@[\\]^`{|}~\"");

    public static void Find(SegmentedPage page, Signal signal, EvidenceSink sink)
    {
        Span<TextSpan> runs = stackalloc TextSpan[MaxRuns];
        int hidden = FindHidden(page, runs);
        FindRows(page, runs, ref hidden);
        int count = hidden;
        if (CharClasses.Bytes(page.Classes).ContainsAny((byte)CharClass.Han, (byte)CharClass.Hiragana, (byte)CharClass.Katakana))
        {
            foreach (ref readonly Block block in page.Page.Blocks)
            {
                if (block.Zone == Zone.Body && (block.Traits & (BlockTraits.Code | BlockTraits.Preformatted)) == 0)
                {
                    FindSeen(page, block.Span, runs, ref count);
                }
            }
        }

        if (count < MinRuns || !Differ(page.Page.Text, runs[..count]))
        {
            return;
        }

        for (int i = 0; i < count; i++)
        {
            sink.Add(signal, runs[i], i < hidden ? 1f : 0.9f, new("one of {a} runs of random characters in or between sentences", count));
        }
    }

    /// <summary>Inline runs that no reader sees, inside paragraphs that readers see, without a word in them.</summary>
    private static int FindHidden(SegmentedPage page, Span<TextSpan> runs)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        int count = 0;
        int until = 0;
        foreach (ref readonly InlineRun run in page.Page.Inlines)
        {
            if (run.Kind != InlineKind.Hidden || run.Span.Start < until || count == runs.Length)
            {
                continue;
            }

            until = run.Span.End;
            ReadOnlySpan<char> inside = text[run.Span.Start..run.Span.End];
            if (inside.Length is >= MinChars and <= MaxChars && (IsRow(inside) || (!inside.ContainsAnyExceptInRange(' ', '~') && IsRandom(inside, needsSigns: false))))
            {
                runs[count++] = run.Span;
            }
        }

        return count;
    }

    /// <summary>Whole lines, seen or not, of single letters, digits and signs parted by blanks.</summary>
    private static void FindRows(SegmentedPage page, Span<TextSpan> runs, ref int count)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        foreach (ref readonly Block block in page.Page.Blocks)
        {
            if (block.Zone == Zone.Body && (block.Traits & (BlockTraits.Code | BlockTraits.Preformatted)) == 0 && count < runs.Length && block.Span.Length <= MaxChars && IsRow(text[block.Span.Start..block.Span.End]))
            {
                runs[count++] = block.Span;
            }
        }
    }

    private static bool IsRow(ReadOnlySpan<char> row)
    {
        const int MinTokens = 5;
        const int LongestToken = 3;
        UInt128 seen = 0;
        int letters = 0, digits = 0, signs = 0, tokens = 0, token = 0;
        foreach (char unit in row)
        {
            // The software sets a no-break space here and there.
            char c = unit == '\u00A0' ? ' ' : unit;
            if (c is < ' ' or > '~')
            {
                return false;
            }

            tokens += c != ' ' && token == 0 ? 1 : 0;
            token = c == ' ' ? 0 : token + 1;
            if (token > LongestToken)
            {
                return false;
            }

            bool letter = char.IsAsciiLetter(c);
            letters += letter ? 1 : 0;
            digits += char.IsAsciiDigit(c) ? 1 : 0;
            signs += c != ' ' && !letter && !char.IsAsciiDigit(c) ? 1 : 0;
            seen |= UInt128.One << c;
        }

        int chars = letters + digits + signs;
        return tokens >= MinTokens && letters >= 2 && digits >= 1 && signs >= 2 && (int)UInt128.PopCount(seen) * 10 >= chars * 8;
    }

    private static void FindSeen(SegmentedPage page, TextSpan block, Span<TextSpan> runs, ref int count)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        ReadOnlySpan<CharClass> classes = page.Classes;
        for (int at = block.Start; at < block.End && count < runs.Length;)
        {
            int next = text[at..block.End].IndexOfAnyInRange('!', '~');
            if (next < 0)
            {
                return;
            }

            at += next;
            int start = at;
            int end = at;
            while (at < block.End && text[at] is >= ' ' and <= '~')
            {
                at++;
                end = text[at - 1] == ' ' ? end : at;
            }

            if (end - start is < MinChars or > MaxChars)
            {
                continue;
            }

            bool before = start > block.Start && IsCjk(classes[start - 1]);
            bool after = end < block.End && IsCjk(classes[Math.Min(at, block.End - 1)]);
            bool begins = start == block.Start || classes[start - 1] is CharClass.SentenceEnd or CharClass.Comma;
            bool ends = at >= block.End;
            ReadOnlySpan<char> run = text[start..end];
            bool signs = (before || begins) && (after || ends) && (before || after) && (IsRandom(run, needsSigns: true) || IsRow(run));
            bool alphanumeric = begins && start > block.Start && (after || ends) && IsRandom(run, needsSigns: false);
            if (signs || alphanumeric)
            {
                runs[count++] = new(start, end);
            }
        }
    }

    private static bool IsCjk(CharClass k) => k is CharClass.Han or CharClass.Hiragana or CharClass.Katakana;

    /// <summary>True for characters without order: sorts of characters change all the time, hardly one comes twice, no word stands in it.</summary>
    private static bool IsRandom(ReadOnlySpan<char> run, bool needsSigns)
    {
        UInt128 seen = 0;
        UInt128 signs = 0;
        int chars = 0;
        int changes = 0;
        int letters = 0;
        int digits = 0;
        int word = 0;
        int longest = 0;
        int sort = -1;
        foreach (char c in run)
        {
            if (c == ' ')
            {
                word = 0;
                continue;
            }

            int now = char.IsAsciiLetterLower(c) ? 0 : char.IsAsciiLetterUpper(c) ? 1 : char.IsAsciiDigit(c) ? 2 : 3;
            letters += now < 2 ? 1 : 0;
            digits += now == 2 ? 1 : 0;
            word = now < 2 && now == sort ? word + 1 : 1;
            longest = now < 2 ? Math.Max(longest, word) : longest;
            changes += sort >= 0 && now != sort ? 1 : 0;
            sort = now;
            seen |= UInt128.One << c;
            signs |= Noisy.Contains(c) ? UInt128.One << c : 0;
            chars++;
        }

        int different = (int)UInt128.PopCount(seen);
        int noisy = (int)UInt128.PopCount(signs);
        if (chars < MinChars || different * 10 < Math.Min(chars, 20) * 7 || longest > 3 || IsMarkup(run))
        {
            return false;
        }

        return needsSigns
            ? noisy >= 2 && letters >= 1 && changes * 2 >= chars - 1
            : (noisy >= 2 && changes >= 3 && changes * 2 >= chars - 1) || (letters + digits == run.Length && IsRandomWord(run, letters, digits, changes));
    }

    /// <summary>Letters of both cases and digits by turns: model names and units keep to one case or one turn.</summary>
    private static bool IsRandomWord(ReadOnlySpan<char> run, int letters, int digits, int changes) =>
        run.Length >= 6 && letters >= 3 && digits >= 2 && changes >= 4 && changes * 2 >= run.Length - 1
        && run.ContainsAnyInRange('a', 'z') && run.ContainsAnyInRange('A', 'Z');

    /// <summary>Tags, character references and escapes that are printed as text.</summary>
    private static bool IsMarkup(ReadOnlySpan<char> run) =>
        run.ContainsAny('<', '>') || run.Contains("\\n", StringComparison.Ordinal) || (run.Contains('&') && run.Contains(';'));

    /// <summary>Noise is drawn anew each time; what comes again is a name, a mark or a habit.</summary>
    private static bool Differ(ReadOnlySpan<char> text, ReadOnlySpan<TextSpan> runs)
    {
        Span<char> buffer = stackalloc char[MaxChars + TextHash.Chunk];
        ulong seen = 0;
        foreach (TextSpan run in runs)
        {
            text[run.Start..run.End].CopyTo(buffer);
            seen |= 1UL << (int)(TextHash.Of(buffer, run.Length) >> 58);
        }

        return BitOperations.PopCount(seen) * 2 >= Math.Min(runs.Length, 32);
    }
}
