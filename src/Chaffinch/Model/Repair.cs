namespace Chaffinch.Model;

/// <summary>A run of the page that a machine damaged and that the article gives back as it was.</summary>
/// <param name="Span">The damaged run, in UTF-16 code units of the page's text; what stands there is listed under <see cref="Article.Cuts"/>.</param>
/// <param name="Text">What the article has in its place, one line; <c>□</c> stands for a character that is lost.</param>
/// <param name="Evidence">Index into <see cref="LabelledPage.Evidence"/> of the fact that it follows from.</param>
/// <param name="InTitle">True when it stands in <see cref="Article.Title"/>, false when it does in <see cref="Article.Text"/>.</param>
/// <param name="Start">First UTF-16 code unit of <paramref name="Text"/> in the title or text.</param>
public readonly record struct Repair(TextSpan Span, string Text, int Evidence, bool InTitle, int Start)
{
    /// <summary>One past its last UTF-16 code unit in the title or text.</summary>
    public int End => Start + Text.Length;
}
