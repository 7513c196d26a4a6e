using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Takes from a run of advertising what stands at its ends behind a border of its own and does not sell.</summary>
/// <remarks>
/// Runs are found leaning towards finding, so that a run goes on over the headline or the sentence that its phrase is glued to. Where such a part is told apart by a border that
/// a reader sees (a joint, dots, a bracket, a version's number, a stop), it has to read like advertising by itself, without the lean. Linear in the run.
/// </remarks>
internal static class PromoEdges
{
    /// <summary>What a part has to say against advertising to be cut off, in log-odds: a whole part, one in the middle of which the run begins or ends, and a token of the sentences before a bare phrase.</summary>
    private const float Against = -0.5f;
    private const float AgainstHalf = 0;
    private const float AgainstToken = -0.12f;

    /// <summary>What stands beside a phrase with known borders is advertising too from this sum on.</summary>
    private const float OwnAdvertising = 2.5f;

    /// <summary>A bare phrase behind the last stop has at most so many tokens.</summary>
    private const int MaxPhrase = 32;

    /// <summary>A title or heading has at most so many.</summary>
    private const int MaxHead = 80;

    /// <summary>Cuts both ends of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="tokens">The tokens of its line.</param>
    /// <param name="odds">Their log-odds.</param>
    /// <param name="text">The line.</param>
    /// <param name="classes">Its classes.</param>
    /// <param name="step">What a change of state costs.</param>
    /// <returns>The run itself, or a shorter one.</returns>
    public static PromoRun Trim(in PromoRun run, ReadOnlySpan<PhraseToken> tokens, ReadOnlySpan<float> odds, ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, float step)
    {
        bool head = IsHead(tokens, text, classes);
        int first = TrimStart(run, tokens, odds, text, classes, head);
        int end = head ? TrimEnd(new PromoRun(first, run.End, 0), tokens, odds, text, classes) : run.End;
        if (first == run.First && end == run.End)
        {
            return run;
        }

        // The border is there whatever the run says: it costs what a stop does.
        float border = PromoTagger.StepAt(step, 4);
        float score = -(first == run.First ? PromoTagger.StepAt(step, tokens[first].Gap) : border);
        score -= end != run.End || end == tokens.Length ? border : PromoTagger.StepAt(step, tokens[end].Gap);
        for (int i = first; i < end; i++)
        {
            score += odds[i];
        }

        return new PromoRun(first, end, score);
    }

    /// <summary>Cuts a run where a phrase that others found with its borders begins or ends inside of it, if what stands beside the phrase is no advertising of its own.</summary>
    /// <param name="run">The run.</param>
    /// <param name="tokens">The tokens of its line.</param>
    /// <param name="odds">Their log-odds.</param>
    /// <param name="phrase">The phrase, in code units from the line's start.</param>
    /// <param name="step">What a change of state costs.</param>
    public static PromoRun TrimTo(in PromoRun run, ReadOnlySpan<PhraseToken> tokens, ReadOnlySpan<float> odds, TextSpan phrase, float step)
    {
        int first = run.First, end = run.End;
        float before = 0, behind = 0;
        while (first < run.End && tokens[first].Start < phrase.Start)
        {
            before += odds[first++];
        }

        while (end > first && tokens[end - 1].End > phrase.End)
        {
            behind += odds[--end];
        }

        first = before >= OwnAdvertising ? run.First : first;
        end = behind >= OwnAdvertising ? run.End : end;
        if (first >= end || (first == run.First && end == run.End))
        {
            return run;
        }

        float score = -2 * PromoTagger.StepAt(step, 4);
        for (int i = first; i < end; i++)
        {
            score += odds[i];
        }

        return new PromoRun(first, end, score);
    }

    private static int TrimStart(in PromoRun run, ReadOnlySpan<PhraseToken> tokens, ReadOnlySpan<float> odds, ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, bool head)
    {
        int stop = LastStop(run, tokens, classes);
        float sum = odds[run.First];
        int first = run.First;
        int count = 1;
        bool whole = first == 0 || IsBorder(tokens, first, text, classes);
        for (int i = run.First + 1; i < run.End; i++)
        {
            if (i == stop || (head && (IsBorder(tokens, i, text, classes) || OpensBracket(tokens, i, classes))))
            {
                if (sum >= (i == stop ? count * AgainstToken : whole ? Against : AgainstHalf))
                {
                    break;
                }

                (first, sum, count, whole) = (i, 0, 0, true);
            }

            sum += odds[i];
            count++;
        }

        return first;
    }

    // A title, a heading, a row: a line without a sentence in it, whose brackets, dashes and blanks part what was set together.
    private static bool IsHead(ReadOnlySpan<PhraseToken> tokens, ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes)
    {
        if (tokens.Length > MaxHead)
        {
            return false;
        }

        for (int i = 1; i < tokens.Length; i++)
        {
            if (tokens[i].Gap == 4 && classes[tokens[i].Start] != CharClass.Digit && !IsDots(text[tokens[i - 1].End..tokens[i].Start]))
            {
                return false;
            }
        }

        ReadOnlySpan<char> behind = text[tokens[^1].End..];
        return !classes[tokens[^1].End..].Contains(CharClass.SentenceEnd) || IsDots(behind);
    }

    private static bool IsDots(ReadOnlySpan<char> between) => between.Contains('…') || between.IndexOf("...") >= 0;

    // The token behind the last stop, where a bare phrase stands behind it up to the line's end: advertising of whole sentences is not cut at its stops. -1 where there is none.
    private static int LastStop(in PromoRun run, ReadOnlySpan<PhraseToken> tokens, ReadOnlySpan<CharClass> classes)
    {
        if (run.End < tokens.Length || classes[tokens[^1].End..].Contains(CharClass.SentenceEnd))
        {
            return -1;
        }

        for (int i = run.End - 1; i > run.First && run.End - i <= MaxPhrase; i--)
        {
            if (tokens[i].Gap == 4 && classes[tokens[i].Start] != CharClass.Digit)
            {
                return i;
            }
        }

        return -1;
    }

    private static int TrimEnd(in PromoRun run, ReadOnlySpan<PhraseToken> tokens, ReadOnlySpan<float> odds, ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes)
    {
        float sum = 0;
        int end = run.End;
        bool whole = end == tokens.Length || IsBorder(tokens, end, text, classes);
        for (int i = run.End - 1; i > run.First; i--)
        {
            sum += odds[i];
            if (IsBorder(tokens, i, text, classes))
            {
                if (sum >= (whole ? Against : AgainstHalf))
                {
                    break;
                }

                (end, sum, whole) = (i, 0, true);
            }
        }

        return end;
    }

    // A bracket opens before the token: what stands in it may be all that is planted, but what stands before it is not told apart by it from behind.
    private static bool OpensBracket(ReadOnlySpan<PhraseToken> tokens, int i, ReadOnlySpan<CharClass> classes) =>
        tokens[i].Gap == 2 && classes[tokens[i].Start - 1] == CharClass.OpenBracket;

    // A border that a reader sees stands before the token.
    private static bool IsBorder(ReadOnlySpan<PhraseToken> tokens, int i, ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes)
    {
        int before = tokens[i - 1].End;
        int at = tokens[i].Start;
        bool number = classes[at] == CharClass.Digit;
        switch (tokens[i].Gap)
        {
            case 0:
                // A version or a year, then a word of a script whose words stand without blanks.
                return PromoTagger.IsDense(tokens[i].Group) && !number && classes[before - 1] == CharClass.Digit && i >= 2 && tokens[i - 1].Gap == 4;
            case 1:
                return classes[at] == CharClass.Han && classes[before - 1] == CharClass.Han;
            case 2:
                return classes[before..at].Contains(CharClass.CloseBracket) && !classes[before..at].Contains(CharClass.Comma);
            case 3:
                return at - before > 1 || text[before] is '|' or '｜' || PromoTagger.IsDense(tokens[i].Group);
            default:
                // Dots behind a phrase that is cut off; a full stop ends a sentence of the advertising as well.
                return !number && IsDots(text[before..at]);
        }
    }
}
