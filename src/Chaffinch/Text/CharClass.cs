namespace Chaffinch.Text;

/// <summary>What one UTF-16 code unit is, as finely as detectors need it. Both units of a surrogate pair carry the class of their code point.</summary>
internal enum CharClass : byte
{
    Space,
    LineEnd,
    Control,
    Replacement,
    PrivateUse,
    Digit,
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Hebrew,
    Arabic,
    Devanagari,
    Bengali,
    OtherIndic,
    Thai,
    Lao,
    Khmer,
    Burmese,
    Tibetan,
    Georgian,
    Ethiopic,
    Hangul,
    Hiragana,
    Katakana,
    Bopomofo,
    Han,
    OtherLetter,

    /// <summary>Combining marks; they belong to the letter before them.</summary>
    Mark,

    /// <summary>. ! ? and their kin in all scripts.</summary>
    SentenceEnd,

    /// <summary>Comma, semicolon, colon, ideographic comma and their kin.</summary>
    Comma,
    OpenBracket,
    CloseBracket,
    Quote,

    /// <summary>_ - | / · • » › and their kin: what joins titles and rows.</summary>
    Separator,
    OtherPunctuation,

    /// <summary>Currency signs.</summary>
    Currency,

    /// <summary>+ = &lt; &gt; and other plain mathematics of ASCII and Latin-1.</summary>
    Operator,

    /// <summary>Mathematical operators, arrows, box drawing, geometric shapes, dingbats, enclosed forms.</summary>
    Symbol,
    Emoji,

    /// <summary>Zero-width and directional format characters.</summary>
    Format,
}
