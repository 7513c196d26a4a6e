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

    private static readonly Kind[] Kinds = BuildKinds();

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

    /// <summary>What a code unit is to a term; from <see cref="Word"/> on letters of words.</summary>
    private enum Kind : byte
    {
        None,
        Mark,
        Dense,
        Word,
        PlainWord,
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
            Kind kind = Kinds[(int)_classes[_at]];
            if (kind <= Kind.Mark)
            {
                _at++;
            }
            else if (kind == Kind.Dense)
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
        ReadOnlySpan<char> text = _text;
        ReadOnlySpan<CharClass> classes = _classes;
        Kind[] kinds = Kinds;
        int start = _at;
        int end = _end;
        uint hash = 2166136261;
        int letters = 0;
        bool plain = true;
        int i = start;
        for (; i < end; i++)
        {
            Kind kind = kinds[(int)classes[i]];
            if (kind < Kind.Word)
            {
                if (kind == Kind.Mark)
                {
                    plain = false;
                    continue;
                }

                break;
            }

            char c = text[i];
            plain &= c < 0x80 | kind == Kind.PlainWord;
            if (letters < StemChars)
            {
                hash = (hash ^ CharFold.Fold(c)) * 16777619;
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

    private static Kind[] BuildKinds()
    {
        var kinds = new Kind[Enum.GetValues<CharClass>().Length];
        for (int k = 0; k < kinds.Length; k++)
        {
            Script script = Scripts.Of((CharClass)k);
            kinds[k] = (CharClass)k == CharClass.Mark ? Kind.Mark
                : script == Script.None ? Kind.None
                : Scripts.IsDense(script) ? Kind.Dense
                : script is Script.Cyrillic or Script.Greek ? Kind.PlainWord : Kind.Word;
        }

        return kinds;
    }

    private static uint Mix(char a, char b)
    {
        uint h = (((uint)a << 16) | b) * 0x9E3779B1u;
        h ^= h >> 15;
        return h == 0 ? 1 : h;
    }
}
