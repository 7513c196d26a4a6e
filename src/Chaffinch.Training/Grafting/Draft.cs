using Chaffinch.Model;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Grafting;

/// <summary>What a line of a drafted page is for its writer: in HTML it chooses the element, in text only empty lines.</summary>
internal enum LineRole
{
    Title,
    Description,
    Keywords,
    Nav,
    Breadcrumb,
    Headline,
    Byline,
    Subhead,
    Paragraph,
    Item,
    Caption,
    Related,
    Tags,
    Advert,
    Comment,
    Footer,

    /// <summary>Stands behind <c>&lt;/html&gt;</c>.</summary>
    AfterEnd,
}

/// <summary>A run of one label inside a line.</summary>
/// <param name="Text">Its characters.</param>
/// <param name="Gold">What they are.</param>
/// <param name="Href">The target where the run is a link.</param>
internal readonly record struct Run(string Text, Gold Gold, string? Href = null)
{
    /// <summary>Written as character references where plain characters would do.</summary>
    public bool IsEntityCoded { get; init; }
}

/// <summary>One line of a drafted page.</summary>
internal sealed class DraftLine(LineRole role, params Run[] runs)
{
    public LineRole Role { get; set; } = role;

    public List<Run> Runs { get; } = [.. runs];

    /// <summary>How the line is hidden in HTML; text has no such thing.</summary>
    public Hiding Hiding { get; set; }

    public string Text => string.Concat(Runs.Select(r => r.Text));

    public bool IsGenuine => Runs.All(r => r.Gold.Label < Label.Injected);
}

/// <summary>The ways in which a page hides a line.</summary>
internal enum Hiding
{
    None,
    Display,
    Visibility,
    OffScreen,
    Zero,
    Colour,
    StyleRule,
    NoScript,
    Attribute,
    Clip,
}

/// <summary>A page before it is written: its lines in document order.</summary>
internal sealed class Draft
{
    public required string Language { get; init; }

    /// <summary>A host name for addresses inside the page.</summary>
    public required string Host { get; init; }

    /// <summary>The text that the page is made of.</summary>
    public required SourceArticle Article { get; init; }

    public List<DraftLine> Lines { get; } = [];

    public List<string> Shapes { get; } = [];

    /// <summary>Damage that a verdict has to call the page damaged for.</summary>
    public bool IsDamagedThroughout { get; set; }

    public bool IsChinese => Language.StartsWith("zh", StringComparison.Ordinal);

    /// <summary>True where words are not parted by blanks.</summary>
    public bool IsUnspaced => IsChinese || Language is "ja" or "th";

    public IEnumerable<DraftLine> Of(LineRole role) => Lines.Where(l => l.Role == role);

    public int IndexOf(LineRole role) => Lines.FindIndex(l => l.Role == role);

    /// <summary>Index one past the last line of the article, where a tail is put.</summary>
    public int EndOfArticle
    {
        get
        {
            int last = Lines.FindLastIndex(l => l.Role is LineRole.Paragraph or LineRole.Item or LineRole.Caption or LineRole.Subhead or LineRole.Headline);
            return last < 0 ? Lines.Count : last + 1;
        }
    }

    /// <summary>Borders between paragraphs where a line can be put, as indexes into <see cref="Lines"/>.</summary>
    public List<int> Borders()
    {
        var borders = new List<int>();
        for (int i = 1; i < Lines.Count; i++)
        {
            if (Lines[i - 1].Role is LineRole.Paragraph or LineRole.Byline or LineRole.Caption && Lines[i].Role is LineRole.Paragraph or LineRole.Subhead or LineRole.Caption)
            {
                borders.Add(i);
            }
        }

        return borders;
    }
}
