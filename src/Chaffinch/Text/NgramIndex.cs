namespace Chaffinch.Text;

/// <summary>Which n-grams stand in which segments of one page: the ground for asking how well the rest of the page supports a piece of text.</summary>
/// <remarks>
/// Terms are character bigrams in scripts without blanks (Han, kana, Thai …) and folded word stems in the others, hashed to 32 bits.
/// For each term the index holds in how many segments it stands and the first and the last of them, so that "elsewhere" is answered
/// without the text itself counting (leave one out).
/// </remarks>
internal sealed class NgramIndex
{
    /// <summary>An index without any term.</summary>
    public static NgramIndex Empty { get; } = new();
}
