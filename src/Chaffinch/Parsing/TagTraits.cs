using Chaffinch.Model;

namespace Chaffinch.Parsing;

/// <summary>What the standard's tree construction asks of an element's name.</summary>
[Flags]
internal enum TagTrait : ushort
{
    None = 0,

    /// <summary>The "special" category.</summary>
    Special = 1,

    /// <summary>Ends the search for an element "in scope".</summary>
    Scope = 2,

    /// <summary>Ends the search "in list item scope", besides <see cref="Scope"/>.</summary>
    ListScope = 4,

    /// <summary>Ends the search "in button scope", besides <see cref="Scope"/>.</summary>
    ButtonScope = 8,

    /// <summary>Ends the search "in table scope".</summary>
    TableScope = 16,

    /// <summary>Its end tag may be left out: "generate implied end tags".</summary>
    ImpliedEnd = 32,

    /// <summary>The further ones of "generate all implied end tags thoroughly".</summary>
    ThoroughEnd = 64,

    /// <summary>Has no contents.</summary>
    Void = 128,

    /// <summary>Formatting element.</summary>
    Formatting = 256,

    /// <summary>table, tbody, tfoot, thead and tr: text in them is moved in front of the table.</summary>
    TablePart = 512,

    /// <summary>Breaks out of foreign content.</summary>
    Breakout = 1024,

    /// <summary>An end tag for the current node of this name does no more than close it.</summary>
    PlainEnd = 2048,

    /// <summary>Shapes the page text even when there is no text in it; see <see cref="MarkupFlags.Blank"/>.</summary>
    Shaping = 4096,

    /// <summary>Speaks for the whole page; see <see cref="Markup.Telling"/>.</summary>
    Telling = 8192,
}

/// <summary>Looks up <see cref="TagTrait"/>.</summary>
internal static class TagTraits
{
    private static readonly TagTrait[] Table = Build();

    public static TagTrait Of(HtmlTag tag) => Table[(int)tag];

    private static TagTrait[] Build()
    {
        var table = new TagTrait[256];
        Mark(
            table,
            TagTrait.Special,
            "address applet area article aside base basefont bgsound blockquote body br button caption center col colgroup dd details dir div dl dt " +
            "embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe img input keygen li link " +
            "listing main marquee menu meta nav noembed noframes noscript object ol p param plaintext pre script search section select source style " +
            "summary table tbody td template textarea tfoot th thead title tr track ul wbr xmp");
        Mark(table, TagTrait.Scope, "applet caption html table td th marquee object select template");
        Mark(table, TagTrait.ListScope, "ol ul");
        Mark(table, TagTrait.ButtonScope, "button");
        Mark(table, TagTrait.TableScope, "html table template");
        Mark(table, TagTrait.ImpliedEnd, "dd dt li optgroup option p rb rp rt rtc");
        Mark(table, TagTrait.ThoroughEnd, "caption colgroup tbody td tfoot th thead tr");
        Mark(table, TagTrait.Void, "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr");
        Mark(table, TagTrait.Telling, "html title meta link style script noscript template time");
        Mark(table, TagTrait.Shaping, "br iframe pre textarea listing plaintext xmp");
        Mark(table, TagTrait.Formatting, "a b big code em font i nobr s small strike strong tt u");
        Mark(table, TagTrait.TablePart, "table tbody tfoot thead tr");
        Mark(
            table,
            TagTrait.Breakout,
            "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s " +
            "small span strong strike sub sup table tt u ul var");
        Mark(
            table,
            TagTrait.PlainEnd,
            "address article aside blockquote button center dd details dialog dir div dl dt fieldset figcaption figure footer header hgroup " +
            "h1 h2 h3 h4 h5 h6 li listing main menu nav ol p pre search section summary ul select abbr acronym audio bdi bdo canvas cite data " +
            "datalist del dfn ins kbd label legend map mark meter noscript optgroup option output picture progress q rb rbc rp rt rtc ruby samp " +
            "slot span sub sup time var video");
        return table;
    }

    private static void Mark(TagTrait[] table, TagTrait trait, string names)
    {
        foreach (string name in names.Split(' '))
        {
            table[(int)TagNames.Find(System.Text.Encoding.ASCII.GetBytes(name))] |= trait;
        }
    }
}
