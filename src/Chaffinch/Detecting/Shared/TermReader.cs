using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Reads the content terms of a run of text: pairs of characters in scripts without blanks, stems of words in the others.</summary>
/// <remarks>
/// Left out because every text has them: pairs of hiragana (endings and particles), words of three letters or less in plain Latin,
/// Cyrillic and Greek, and bare numbers. A stem is the first five letters, which takes off most endings of most languages.
/// </remarks>
internal ref struct TermReader
{
    private const int StemChars = 5;
    private const int MinPlainWordChars = 4;

    private readonly ReadOnlySpan<char> _text;
    private readonly ReadOnlySpan<CharClass> _classes;
    private readonly int _end;
    private int _at;

    public TermReader(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, TextSpan span)
    {
        _text = text;
        _classes = classes;
        _at = span.Start;
        _end = span.End;
    }

    /// <summary>Hash of the term, never 0.</summary>
    public uint Term { get; private set; }

    /// <summary>First code unit of the term.</summary>
    public int Start { get; private set; }

    /// <summary>One past its last code unit.</summary>
    public int End { get; private set; }

    /// <summary>Goes to the next term.</summary>
    public bool Next()
    {
        while (_at < _end)
        {
            Script script = Scripts.Of(_classes[_at]);
            if (script == Script.None)
            {
                _at++;
            }
            else if (Scripts.IsDense(script))
            {
                if (NextPair())
                {
                    return true;
                }
            }
            else if (NextWord())
            {
                return true;
            }
        }

        return false;
    }

    private bool NextPair()
    {
        int i = _at++;
        if (_at >= _end)
        {
            return false;
        }

        CharClass a = _classes[i];
        CharClass b = _classes[_at];
        if (b != CharClass.Mark && !Scripts.IsDense(Scripts.Of(b)))
        {
            return false;
        }

        if (a == CharClass.Hiragana && b == CharClass.Hiragana)
        {
            return false;
        }

        Start = i;
        End = i + 2;
        Term = Mix(_text[i], _text[_at]);
        return true;
    }

    private bool NextWord()
    {
        int start = _at;
        uint hash = 2166136261;
        int letters = 0;
        bool plain = true;
        int i = start;
        for (; i < _end; i++)
        {
            CharClass k = _classes[i];
            if (k == CharClass.Mark)
            {
                plain = false;
                continue;
            }

            Script script = Scripts.Of(k);
            if (script == Script.None || Scripts.IsDense(script))
            {
                break;
            }

            plain &= _text[i] < 0x80 || script is Script.Cyrillic or Script.Greek;
            if (letters < StemChars)
            {
                hash = (hash ^ CharFold.Fold(_text[i])) * 16777619;
            }

            letters++;
        }

        _at = i;
        if (letters < (plain ? MinPlainWordChars : 2))
        {
            return false;
        }

        Start = start;
        End = i;
        Term = hash == 0 ? 1 : hash;
        return true;
    }

    private static uint Mix(char a, char b)
    {
        uint h = (((uint)a << 16) | b) * 0x9E3779B1u;
        h ^= h >> 15;
        return h == 0 ? 1 : h;
    }
}
