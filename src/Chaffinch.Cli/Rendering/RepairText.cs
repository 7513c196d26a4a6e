using Chaffinch.Model;

namespace Chaffinch.Cli.Rendering;

/// <summary>A repair in words for people: what stood there, what the article has, where, and why.</summary>
internal static class RepairText
{
    private const int MaxChars = 120;

    /// <summary>What stood on the page, shortened, in one line.</summary>
    public static string Before(LabelledPage page, in Repair repair) => Shortened(page.Page.Text.AsSpan(repair.Span.Start, repair.Span.Length));

    /// <summary>What the article has in its place, shortened, in one line.</summary>
    public static string After(in Repair repair) => Shortened(repair.Text);

    /// <summary>Where it stands and what was measured.</summary>
    public static string Why(LabelledPage page, in Repair repair)
    {
        Evidence evidence = page.Evidence[repair.Evidence];
        return Screen.OneLine($"{(repair.InTitle ? "title" : "text")}; {evidence.Detector}: {evidence.Fact.Render(page.Page.Text)}");
    }

    private static string Shortened(ReadOnlySpan<char> text)
    {
        if (text.Length <= MaxChars)
        {
            return Screen.OneLine(text);
        }

        int end = char.IsHighSurrogate(text[MaxChars - 1]) ? MaxChars - 1 : MaxChars;
        return Screen.OneLine(text[..end]) + "…";
    }
}
