using Chaffinch.Model;

namespace Chaffinch.Segmenting;

/// <summary>How an element shapes the page text.</summary>
[Flags]
internal enum ElementKind : ushort
{
    None = 0,

    /// <summary>Its borders end a line of the page text.</summary>
    Block = 1,

    /// <summary>Nothing in it is page text.</summary>
    Skipped = 2,

    /// <summary>White space in it is kept.</summary>
    Preformatted = 4,

    /// <summary>A link when it has an href.</summary>
    Link = 8,

    /// <summary>It makes an <see cref="InlineRun"/>.</summary>
    Run = 16,

    /// <summary>A list of items.</summary>
    List = 32,

    /// <summary>Its source may hold a page of its own.</summary>
    Frame = 64,

    /// <summary>Its class names speak of the whole page, not of a part: they give no hints.</summary>
    Whole = 128,
}

/// <summary>What is known of an element by its name alone.</summary>
internal readonly record struct ElementInfo(ElementKind Kind, BlockTraits Traits, HiddenBy Hidden, byte Heading, InlineKind Inline)
{
    private static readonly ElementInfo[] Table = Build();

    /// <summary>The facts of <paramref name="tag"/>; an element with an unknown name is inline.</summary>
    public static ref readonly ElementInfo Of(HtmlTag tag) => ref Table[(int)tag];

    public bool Has(ElementKind kind) => (Kind & kind) != 0;

    private static ElementInfo[] Build()
    {
        var table = new ElementInfo[256];
        Set(table, ElementKind.Block, BlockTraits.None,
            HtmlTag.Address, HtmlTag.Center, HtmlTag.Dir, HtmlTag.Div, HtmlTag.Dl, HtmlTag.Fieldset, HtmlTag.Figure,
            HtmlTag.Frameset, HtmlTag.Hgroup, HtmlTag.Hr, HtmlTag.P, HtmlTag.Section, HtmlTag.Search, HtmlTag.Table, HtmlTag.Tbody,
            HtmlTag.Tfoot, HtmlTag.Thead, HtmlTag.Tr, HtmlTag.Marquee, HtmlTag.Multicol, HtmlTag.Dialog, HtmlTag.Head,
            HtmlTag.Colgroup, HtmlTag.Header, HtmlTag.Footer);
        Set(table, ElementKind.Block | ElementKind.Whole, BlockTraits.None, HtmlTag.Html, HtmlTag.Body);
        Set(table, ElementKind.Block | ElementKind.List, BlockTraits.None, HtmlTag.Ul, HtmlTag.Ol, HtmlTag.Menu, HtmlTag.Dir);
        Set(table, ElementKind.Block, BlockTraits.ListItem, HtmlTag.Li);
        Set(table, ElementKind.Block, BlockTraits.Definition, HtmlTag.Dt, HtmlTag.Dd);
        Set(table, ElementKind.Block, BlockTraits.TableCell, HtmlTag.Td, HtmlTag.Th);
        Set(table, ElementKind.Block, BlockTraits.Caption, HtmlTag.Figcaption, HtmlTag.Caption);
        Set(table, ElementKind.Block, BlockTraits.Quote, HtmlTag.Blockquote);
        Set(table, ElementKind.Block, BlockTraits.Foldable, HtmlTag.Details, HtmlTag.Summary);
        Set(table, ElementKind.Block, BlockTraits.InNav, HtmlTag.Nav);
        Set(table, ElementKind.Block, BlockTraits.InAside, HtmlTag.Aside);
        Set(table, ElementKind.Block, BlockTraits.InMain, HtmlTag.Main);
        Set(table, ElementKind.Block, BlockTraits.InArticle, HtmlTag.Article);
        Set(table, ElementKind.Block, BlockTraits.InForm, HtmlTag.Form);
        Set(table, ElementKind.Block, BlockTraits.Control, HtmlTag.Button, HtmlTag.Legend, HtmlTag.Optgroup, HtmlTag.Option, HtmlTag.Select, HtmlTag.Datalist);
        Set(table, ElementKind.Block | ElementKind.Preformatted, BlockTraits.Control, HtmlTag.Textarea);
        Set(table, ElementKind.Block | ElementKind.Preformatted, BlockTraits.Preformatted, HtmlTag.Pre, HtmlTag.Listing, HtmlTag.Plaintext);
        Set(table, ElementKind.Block | ElementKind.Preformatted, BlockTraits.Preformatted | BlockTraits.Code, HtmlTag.Xmp);
        Set(table, ElementKind.Skipped, BlockTraits.None, HtmlTag.Script, HtmlTag.Style, HtmlTag.Template);
        Set(table, ElementKind.None, BlockTraits.Control, HtmlTag.Label, HtmlTag.Output);
        Set(table, ElementKind.Link, BlockTraits.None, HtmlTag.A);
        Set(table, ElementKind.Block | ElementKind.Frame, BlockTraits.None, HtmlTag.Iframe);
        Set(table, ElementKind.Block, BlockTraits.None, HtmlTag.Noframes, HtmlTag.Noembed);
        for (HtmlTag h = HtmlTag.H1; h <= HtmlTag.H6; h++)
        {
            table[(int)h] = new(ElementKind.Block, BlockTraits.None, HiddenBy.None, (byte)(h - HtmlTag.H1 + 1), default);
        }

        SetRuns(table);
        table[(int)HtmlTag.Noscript] = new(ElementKind.Block, BlockTraits.None, HiddenBy.NoScript, 0, default);
        foreach (HtmlTag fallback in (ReadOnlySpan<HtmlTag>)[HtmlTag.Noframes, HtmlTag.Noembed])
        {
            table[(int)fallback] = table[(int)fallback] with { Hidden = HiddenBy.NoScript };
        }

        table[(int)HtmlTag.Datalist] = table[(int)HtmlTag.Datalist] with { Hidden = HiddenBy.Display };
        return table;
    }

    private static void SetRuns(ElementInfo[] table)
    {
        Run(table, InlineKind.Strong, BlockTraits.Strong, HtmlTag.B, HtmlTag.Strong);
        Run(table, InlineKind.Emphasis, BlockTraits.None, HtmlTag.I, HtmlTag.Em, HtmlTag.Cite, HtmlTag.Dfn, HtmlTag.Var);
        Run(table, InlineKind.Code, BlockTraits.Code, HtmlTag.Code, HtmlTag.Kbd, HtmlTag.Samp, HtmlTag.Tt);
        Run(table, InlineKind.Time, BlockTraits.None, HtmlTag.Time);
        Run(table, InlineKind.Script, BlockTraits.None, HtmlTag.Sub, HtmlTag.Sup);
        Run(table, InlineKind.Deleted, BlockTraits.None, HtmlTag.S, HtmlTag.Strike, HtmlTag.Del);
    }

    private static void Set(ElementInfo[] table, ElementKind kind, BlockTraits traits, params ReadOnlySpan<HtmlTag> tags)
    {
        foreach (HtmlTag tag in tags)
        {
            table[(int)tag] = new(kind, traits, HiddenBy.None, 0, default);
        }
    }

    private static void Run(ElementInfo[] table, InlineKind inline, BlockTraits traits, params ReadOnlySpan<HtmlTag> tags)
    {
        foreach (HtmlTag tag in tags)
        {
            table[(int)tag] = new(ElementKind.Run, traits, HiddenBy.None, 0, inline);
        }
    }
}
