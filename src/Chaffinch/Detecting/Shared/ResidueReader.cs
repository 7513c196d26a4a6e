using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Finds where the residue of a model's tool call begins and ends in its line.</summary>
/// <param name="page">The page.</param>
/// <param name="main">The page's script.</param>
internal readonly ref struct ResidueReader(SegmentedPage page, Script main)
{
    /// <summary>Text behind the last marker is taken along up to so many code units, where no new sentence starts.</summary>
    private const int MaxTail = 240;

    /// <summary>From so many words of the page's own script on, what follows is the sentence that goes on.</summary>
    private const int MinOwnWords = 3;

    private static readonly string[] Roles = ["analysis", "assistant", "commentary", "user", "system", "developer", "tool", "final"];

    private static readonly string[] Words = ["json", "code", "commentary", "final", "analysis", "in", "numerusform", "json_schema"];

    private readonly ReadOnlySpan<char> _text = page.Page.Text;
    private readonly ReadOnlySpan<CharClass> _classes = page.Classes;
    private readonly Script _main = main;

    /// <summary>True where a mark at <paramref name="at"/> is that of a tool call: <c>to=</c> with an addressee behind a blank or a role, a special token, a call's field.</summary>
    public static bool IsMarker(ReadOnlySpan<char> text, int at) => text[at] switch
    {
        '<' => TokenEnd(text, at) > at,
        '"' => at > 0 && text[at - 1] is '{' or ',' or ' ' && text[at..].StartsWith("\"recipient_name\":", StringComparison.Ordinal),
        _ => IsAddressee(text, at),
    };

    /// <summary>End of a special token such as <c>&lt;|name|&gt;</c>; <paramref name="at"/> where none starts there.</summary>
    private static int TokenEnd(ReadOnlySpan<char> text, int at)
    {
        const int MaxName = 24;
        int end = at + 2;
        while (end < text.Length && end - at < MaxName && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '▁' or '-'))
        {
            end++;
        }

        return end > at + 4 && text[end..].StartsWith("|>", StringComparison.Ordinal) ? end + 2 : at;
    }

    private static bool IsAddressee(ReadOnlySpan<char> text, int at)
    {
        int end = at + 3;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '.' or '_'))
        {
            end++;
        }

        ReadOnlySpan<char> to = text[(at + 3)..end];
        if (to.Length < 3 || at == 0)
        {
            return false;
        }

        bool known = to.Contains('.') || Is(to, Roles) || to is "all" or "none" or "functions" or "browser" or "python" or "container";
        if (text[at - 1] is ' ' or '\u00A0' or '_')
        {
            return (known && text[at - 1] != '_') || FollowsRole(text[..(at - 1)]);
        }

        return known && text[at - 1] is '>' or '】';
    }

    private static bool FollowsRole(ReadOnlySpan<char> before)
    {
        foreach (string role in Roles)
        {
            if (before.EndsWith(role, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The residue around a marker.</summary>
    /// <param name="marker">Where <c>to=</c> stands.</param>
    /// <param name="line">What it may reach over.</param>
    public TextSpan Around(int marker, TextSpan line)
    {
        // A paragraph's sentence goes on behind what broke into it; an item of a list has no more to say.
        bool sentence = CharClasses.IsLetter(_classes[line.Start]) && _classes[line.End - 1] == CharClass.SentenceEnd;
        return new(StartOf(marker, line.Start), EndOf(marker, line.End, sentence));
    }

    /// <summary>Letters of other scripts than the page's.</summary>
    /// <param name="span">Where.</param>
    /// <param name="tangles">Brackets that close before they open, as no writer sets them.</param>
    public int ForeignLetters(TextSpan span, out int tangles)
    {
        int letters = 0;
        tangles = 0;
        for (int i = span.Start; i < span.End; i++)
        {
            letters += IsForeign(i) ? 1 : 0;
            tangles += _text[i] == '【' && i > span.Start && _text[i - 1] == '】' ? 1 : 0;
        }

        return letters;
    }

    /// <summary>The next run of letters of a script without blanks, with the digits and single blanks inside it.</summary>
    public bool NextPhrase(TextSpan span, ref int at, out TextSpan phrase, out int letters)
    {
        letters = 0;
        phrase = default;
        int i = at;
        while (i < span.End && !IsPhraseLetter(i))
        {
            i++;
        }

        int start = i;
        int end = i;
        for (; i < span.End && end >= i - 1; i++)
        {
            if (IsPhraseLetter(i) || (_classes[i] == CharClass.Digit && end == i))
            {
                letters += _classes[i] == CharClass.Digit ? 0 : 1;
                end = i + 1;
            }
            else if (_text[i] != ' ')
            {
                break;
            }
        }

        at = Math.Max(i, end);
        phrase = new(start, end);
        return start < span.End;
    }

    private bool IsPhraseLetter(int i) => _classes[i] is CharClass.Han or CharClass.Hiragana or CharClass.Katakana or CharClass.Hangul && (_main != Script.Han || IsForeign(i) || _classes[i] == CharClass.Han);

    private int StartOf(int marker, int from)
    {
        int at = _text[marker] == '"' && marker > from && _text[marker - 1] == '{' ? marker - 1 : marker;
        at = marker > from && _text[marker - 1] == '_' ? marker - 1 : BackOverBlanks(at, from);
        at = BackOverRole(at, from);
        at = BackOverHangingWord(at, from);
        while (at > from)
        {
            int back = BackOverBlanks(at, from);
            int junk = back;
            while (junk > from && IsJunk(junk - 1))
            {
                junk--;
            }

            if (junk == back)
            {
                break;
            }

            at = BackOverHangingWord(junk, from);
        }

        return BackOverBlanks(at, from) is var start && start > from ? start : at;
    }

    // A word of the page's script that hangs on a tangle or a foreign run is part of it.
    private int BackOverHangingWord(int at, int from)
    {
        int word = at;
        while (word > from && CharClasses.IsLetter(_classes[word - 1]) && !IsForeign(word - 1))
        {
            word--;
        }

        return word < at && word > from && IsJunk(word - 1) ? word : at;
    }

    private int BackOverRole(int at, int from)
    {
        foreach (string role in Roles)
        {
            if (at - role.Length >= from && _text[from..at].EndsWith(role, StringComparison.Ordinal))
            {
                return at - role.Length;
            }
        }

        return at;
    }

    private int BackOverBlanks(int at, int from)
    {
        while (at > from && _classes[at - 1] == CharClass.Space)
        {
            at--;
        }

        return at;
    }

    private bool IsForeign(int i)
    {
        Script script = Scripts.Of(_classes[i]);
        return script != Script.None && script != _main && script != Script.Latin && !(script == Script.Kana && _main == Script.Han);
    }

    private bool IsJunk(int i) =>
        IsForeign(i) || _text[i] is '【' or '】' or '+' or '#' or '@' or '：' or '♀' or '<' or '/' || (_text[i] is '“' or '。' && i > 0 && _text[i - 1] is '【' or '】')
        || _classes[i] is CharClass.Symbol or CharClass.Format or CharClass.PrivateUse || (_classes[i] == CharClass.Mark && (i == 0 || IsForeign(i - 1) || _classes[i - 1] == CharClass.Mark));

    // The residue goes on over foreign words, the words of the format and JSON; then over the rest of the line unless a sentence starts there.
    private int EndOf(int marker, int stop, bool inSentence)
    {
        int at = EndOfToken(marker, stop);
        for (int end = at; end < stop;)
        {
            int next = end;
            while (next < stop && _classes[next] == CharClass.Space)
            {
                next++;
            }

            if (next >= stop)
            {
                break;
            }

            end = _text[next] == '{' ? EndOfBraces(next, stop) : EndOfToken(next, stop);
            if (_text[next] == '{' || IsResidueToken(next, end, stop))
            {
                at = end;
            }
            else if (!MarkerFollows(next, stop))
            {
                break;
            }
        }

        return Rest(at, stop, inSentence);
    }

    private int Rest(int at, int stop, bool inSentence)
    {
        int next = at;
        while (next < stop && _classes[next] == CharClass.Space)
        {
            next++;
        }

        bool sentence = next > at && next < stop && (char.IsUpper(_text[next]) || (CharClasses.IsLetter(_classes[next]) && !char.IsLower(_text[next])));
        return sentence || stop - at > MaxTail || (inSentence && OwnWords(next, stop) >= MinOwnWords) ? at : stop;
    }

    // Words of the page's own script: a few of them are the sentence that the residue broke into.
    private int OwnWords(int at, int stop)
    {
        int words = 0;
        bool inWord = false;
        for (; at < stop; at++)
        {
            bool own = Scripts.Of(_classes[at]) == _main && CharClasses.IsLetter(_classes[at]);
            words += own && !inWord ? 1 : 0;
            inWord = own;
        }

        return words;
    }

    private bool MarkerFollows(int at, int stop)
    {
        ReadOnlySpan<char> rest = _text[at..Math.Min(stop, at + MaxTail)];
        int next = rest.IndexOf(" to=", StringComparison.Ordinal);
        return next >= 0 && IsMarker(_text, at + next + 1);
    }

    private bool IsResidueToken(int start, int end, int stop)
    {
        for (int i = start; i < end; i++)
        {
            if (IsForeign(i) || _text[i] is '【' or '】')
            {
                return true;
            }
        }

        ReadOnlySpan<char> token = _text[start..end];
        return token.StartsWith("to=", StringComparison.Ordinal) || token.StartsWith("<|", StringComparison.Ordinal) || Is(token, Words) || Is(token, Roles) || token.EndsWith("json", StringComparison.Ordinal)
            || (_main == Script.Han && end - start <= 12 && end < stop && _text[end] == ' ');
    }

    private int EndOfToken(int at, int stop)
    {
        while (at < stop && _classes[at] != CharClass.Space && _text[at] != '{')
        {
            at++;
        }

        return at;
    }

    private int EndOfBraces(int at, int stop)
    {
        int depth = 0;
        for (; at < stop; at++)
        {
            depth += _text[at] == '{' ? 1 : _text[at] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return at + 1;
            }
        }

        return stop;
    }

    private static bool Is(ReadOnlySpan<char> word, string[] of)
    {
        foreach (string one in of)
        {
            if (word.SequenceEqual(one))
            {
                return true;
            }
        }

        return false;
    }
}
