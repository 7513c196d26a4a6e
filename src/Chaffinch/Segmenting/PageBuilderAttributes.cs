using System.Buffers.Text;
using System.Text;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Segmenting;

/// <summary>What attributes say: hints, roles and visibility.</summary>
internal sealed partial class PageBuilder
{
    private const int StyleSlots = 512;

    /// <summary>Attributes from before style sheets, and those that speak of visibility.</summary>
    private const ulong Legacy = (1UL << (int)HtmlAttribute.Hidden) | (1UL << (int)HtmlAttribute.AriaHidden) | (1UL << (int)HtmlAttribute.Bgcolor)
        | (1UL << (int)HtmlAttribute.Color) | (1UL << (int)HtmlAttribute.Width) | (1UL << (int)HtmlAttribute.Height);

    /// <summary>Attributes that say something of the element itself.</summary>
    private const ulong Telling = Legacy | (1UL << (int)HtmlAttribute.Class) | (1UL << (int)HtmlAttribute.Id) | (1UL << (int)HtmlAttribute.Itemprop)
        | (1UL << (int)HtmlAttribute.Rel) | (1UL << (int)HtmlAttribute.Role) | (1UL << (int)HtmlAttribute.Itemtype) | (1UL << (int)HtmlAttribute.Style);

    private readonly StyleSheet _sheet = new();
    private readonly ulong[] _styleKeys = new ulong[StyleSlots];
    private readonly StyleFacts[] _styles = new StyleFacts[StyleSlots];

    private void ReadAttributes(ReadOnlySpan<byte> source, in MarkupNode node, ref Frame frame)
    {
        ReadOnlySpan<MarkupAttribute> attributes = _markup.AttributesOf(node);
        ulong present = 0;
        foreach (ref readonly MarkupAttribute attribute in attributes)
        {
            present |= 1UL << (int)attribute.Name;
        }

        // Most attributes are addresses, titles and data: nothing to see here.
        if ((present & Telling) == 0 && node.Tag != HtmlTag.Marquee && !_sheet.HasRules)
        {
            return;
        }

        var seen = new Seen { Width = -1, Height = -1 };
        foreach (ref readonly MarkupAttribute attribute in attributes)
        {
            if ((Telling & (1UL << (int)attribute.Name)) == 0)
            {
                continue;
            }

            ReadOnlySpan<byte> value = source[attribute.ValueStart..attribute.ValueEnd];
            switch (attribute.Name)
            {
                case HtmlAttribute.Class:
                    ref readonly NameFacts names = ref _names.Read(value, out seen.ClassKey);
                    frame.ElementHints |= names.Hints;
                    frame.Traits |= names.Foldable ? BlockTraits.Foldable : BlockTraits.None;
                    frame.Shape = names.Shape;
                    seen.Class = new(attribute.ValueStart, attribute.ValueEnd);
                    break;
                case HtmlAttribute.Id:
                    frame.ElementHints |= _names.Read(value, out ulong id).Hints;
                    frame.Id = value.IsEmpty ? 0 : id;
                    seen.Id = new(attribute.ValueStart, attribute.ValueEnd);
                    break;
                case HtmlAttribute.Itemprop or HtmlAttribute.Rel:
                    frame.ElementHints |= _names.Read(value).Hints;
                    break;
                case HtmlAttribute.Role:
                    ReadRole(value, ref frame);
                    break;
                case HtmlAttribute.Itemtype:
                    frame.ElementHints |= OfItemType(value);
                    break;
                case HtmlAttribute.Style:
                    ReadInlineStyle(value, attribute.HasReferences, ref seen.Style);
                    break;
                default:
                    ReadLegacy(attribute.Name, value, ref seen);
                    break;
            }
        }

        ApplyRules(source, node, seen, ref frame);
        if ((present & Legacy) != 0 || node.Tag == HtmlTag.Marquee)
        {
            ApplyAttributes(source, node, seen, ref frame);
        }
    }

    private static void ReadLegacy(HtmlAttribute name, ReadOnlySpan<byte> value, ref Seen seen)
    {
        switch (name)
        {
            case HtmlAttribute.Hidden:
                seen.Hidden = true;
                break;
            case HtmlAttribute.AriaHidden:
                seen.AriaHidden = Ascii.EqualsIgnoreCase(value, "true"u8);
                break;
            case HtmlAttribute.Bgcolor:
                seen.Bgcolor = Colour.ParseAttribute(value);
                break;
            case HtmlAttribute.Color:
                seen.Color = Colour.ParseAttribute(value);
                break;
            case HtmlAttribute.Width:
                seen.Width = Utf8Parser.TryParse(value, out int width, out _) ? width : -1;
                break;
            case HtmlAttribute.Height:
                seen.Height = Utf8Parser.TryParse(value, out int height, out _) ? height : -1;
                break;
        }
    }

    private void ReadRole(ReadOnlySpan<byte> value, ref Frame frame)
    {
        bool inArticle = (frame.Traits & BlockTraits.InArticle) != 0;
        frame.Traits |= value.Length switch
        {
            4 when Ascii.EqualsIgnoreCase(value, "main"u8) => BlockTraits.InMain,
            6 when Ascii.EqualsIgnoreCase(value, "banner"u8) && !inArticle => BlockTraits.InHeader,
            6 when Ascii.EqualsIgnoreCase(value, "button"u8) => BlockTraits.Control,
            7 when Ascii.EqualsIgnoreCase(value, "article"u8) => BlockTraits.InArticle,
            8 when Ascii.EqualsIgnoreCase(value, "tabpanel"u8) => BlockTraits.Foldable,
            10 when Ascii.EqualsIgnoreCase(value, "navigation"u8) => BlockTraits.InNav,
            11 when Ascii.EqualsIgnoreCase(value, "contentinfo"u8) && !inArticle => BlockTraits.InFooter,
            13 when Ascii.EqualsIgnoreCase(value, "complementary"u8) => BlockTraits.InAside,
            _ => BlockTraits.None,
        };
        frame.ElementHints |= _names.Read(value).Hints & (Hints.Navigation | Hints.Search | Hints.Notice);
    }

    private static Hints OfItemType(ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> type = value[(value.LastIndexOf((byte)'/') + 1)..];
        return type.Length switch
        {
            8 when type.SequenceEqual("WPHeader"u8) => Hints.Header,
            8 when type.SequenceEqual("WPFooter"u8) => Hints.Footer,
            9 when type.SequenceEqual("WPSideBar"u8) => Hints.Sidebar,
            7 when type.SequenceEqual("Comment"u8) => Hints.Comments,
            14 when type.SequenceEqual("BreadcrumbList"u8) => Hints.Breadcrumb,
            21 when type.SequenceEqual("SiteNavigationElement"u8) => Hints.Navigation,
            _ => Hints.None,
        };
    }

    private void ReadInlineStyle(ReadOnlySpan<byte> value, bool coded, ref StyleFacts facts)
    {
        ulong key = NameHash.OfBytes(value);
        int slot = (int)(key >> 55);
        if (_styleKeys[slot] != key)
        {
            StyleFacts read = default;
            StyleDeclarations.Read(coded ? Decoded(value) : value, ref read);
            _styles[slot] = read;
            _styleKeys[slot] = key;
        }

        facts = _styles[slot];
    }

    private static byte[] Decoded(ReadOnlySpan<byte> value) => Encoding.UTF8.GetBytes(CharacterReferences.DecodeToString(value, CharacterMode.Attribute));

    private void ApplyRules(ReadOnlySpan<byte> source, in MarkupNode node, in Seen seen, ref Frame frame)
    {
        if (!seen.Id.IsEmpty && _hiddenIds.Count > 0 && _hiddenIds.Contains(NameHash.Of(source[seen.Id.Start..seen.Id.End])))
        {
            frame.Hide(HiddenBy.Script);
        }

        if (_hasOuterStyles && (!seen.Class.IsEmpty || !seen.Id.IsEmpty) && (frame.TextColour | frame.Background) + (frame.TinyFont ? 1 : 0) != 0)
        {
            // A sheet that is not at hand may set these for any name.
            frame.TextColour = 0;
            frame.Background = 0;
            frame.TinyFont = false;
            SetTextHidden(ref frame);
        }

        if (_sheet.HasRules && MatchRules(source, node, seen, ref frame, out StyleFacts facts))
        {
            facts.Override(seen.Style);
            ApplyFacts(facts, ref frame);
        }
        else if (!seen.Style.IsEmpty)
        {
            ApplyFacts(seen.Style, ref frame);
        }
    }

    /// <summary>What the rules say of the element; false when none looks at any of its names.</summary>
    private bool MatchRules(ReadOnlySpan<byte> source, in MarkupNode node, in Seen seen, ref Frame frame, out StyleFacts facts)
    {
        ReadOnlySpan<byte> id = source[seen.Id.Start..seen.Id.End];
        ReadOnlySpan<byte> classes = source[seen.Class.Start..seen.Class.End];
        bool byTag = _sheet.IsKnown(node.Tag, out bool tagConcerned) ? tagConcerned : _sheet.Concerns(node.Tag, TagName(source, node));
        bool byId = !id.IsEmpty && _sheet.Concerns(StyleSheet.IdName(id));
        bool byClass = !classes.IsEmpty && _sheet.Concerns(classes, seen.ClassKey);
        if (!byTag && !byId && !byClass)
        {
            facts = default;
            return false;
        }

        _sheet.Begin();
        _sheet.AddName(StyleSheet.TagName(TagName(source, node)));
        _sheet.AddClasses(classes);
        if (!id.IsEmpty)
        {
            _sheet.AddName(StyleSheet.IdName(id));
        }

        facts = _sheet.Match();
        frame.StyleMark = _sheet.Enter();
        return true;
    }

    /// <summary>The tag's name as written; empty for an element that has no tag.</summary>
    private static ReadOnlySpan<byte> TagName(ReadOnlySpan<byte> source, in MarkupNode node)
    {
        if ((node.Flags & MarkupFlags.Implied) != 0 || node.End - node.Start < 3)
        {
            return default;
        }

        ReadOnlySpan<byte> tag = source[(node.Start + 1)..node.End];
        int end = 0;
        while (end < tag.Length && tag[end] is not ((byte)'>' or (byte)'/') && !Blanks.IsBlank(tag[end]))
        {
            end++;
        }

        return tag[..end];
    }

    private static void ApplyFacts(in StyleFacts facts, ref Frame frame)
    {
        frame.Hide(facts.Hidden());
        frame.IsBlock |= facts[StyleProperty.Display] == StyleValue.Third;
        frame.TinyFont = facts[StyleProperty.Font] switch
        {
            StyleValue.Hides => true,
            StyleValue.Shows => false,
            _ => frame.TinyFont,
        };
        frame.Traits = facts[StyleProperty.Weight] switch
        {
            StyleValue.Hides => frame.Traits | BlockTraits.Strong,
            StyleValue.Shows => frame.Traits & ~BlockTraits.Strong,
            _ => frame.Traits,
        };
        frame.Background = facts.Background is 0 or Colour.Transparent ? frame.Background : facts.Background;
        frame.TextColour = facts.Text == 0 || (facts.Text == Colour.Transparent && facts.Hides(StyleProperty.ClipText)) ? frame.TextColour : facts.Text;
        SetTextHidden(ref frame);
    }

    private static void SetTextHidden(ref Frame frame)
    {
        frame.TextHidden = frame.Hidden != HiddenBy.None ? frame.Hidden
            : frame.TinyFont ? HiddenBy.Size
            : frame.TextColour == Colour.Transparent || Colour.AreAlike(frame.TextColour, frame.Background) ? HiddenBy.Colour
            : HiddenBy.None;
    }

    private static void ApplyAttributes(ReadOnlySpan<byte> source, in MarkupNode node, in Seen seen, ref Frame frame)
    {
        bool shown = seen.Style[StyleProperty.Display] is StyleValue.Shows or StyleValue.Third;
        if (seen.Hidden && !shown)
        {
            frame.Hide(HiddenBy.Attribute);
        }

        // On its own the attribute only speaks to screen readers; on a closed dialog or menu it says that nobody sees it.
        if (seen.AriaHidden && ((frame.ElementHints & (Hints.Notice | Hints.Navigation)) != 0 || (frame.Traits & BlockTraits.Foldable) != 0))
        {
            frame.Hide(HiddenBy.Aria);
        }

        bool tiny = node.Tag == HtmlTag.Marquee
            ? seen.Width is >= 0 and <= 4 || seen.Height is >= 0 and <= 4 || ScrollsAway(source[node.Start..node.End])
            : seen.Width is 0 or 1 && seen.Height is 0 or 1;
        if (tiny)
        {
            frame.Hide(HiddenBy.Size);
        }

        frame.Background = seen.Bgcolor > Colour.Transparent && seen.Style.Background == 0 ? seen.Bgcolor : frame.Background;
        frame.TextColour = seen.Color > Colour.Transparent && seen.Style.Text == 0 ? seen.Color : frame.TextColour;
        if (seen.Bgcolor != 0 || seen.Color != 0)
        {
            SetTextHidden(ref frame);
        }
    }

    /// <summary>A marquee that jumps a thousand pixels a step is never seen.</summary>
    private static bool ScrollsAway(ReadOnlySpan<byte> tag)
    {
        int at = tag.IndexOf("scrollamount"u8);
        if (at < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = tag[(at + 12)..];
        int digit = rest.IndexOfAnyExcept("= \"'"u8);
        return digit >= 0 && Utf8Parser.TryParse(rest[digit..], out int amount, out _) && amount >= 1000;
    }

    /// <summary>Attributes of one element that are weighed together.</summary>
    private record struct Seen
    {
        public SourceSpan Class;
        public SourceSpan Id;
        public ulong ClassKey;
        public StyleFacts Style;
        public bool Hidden;
        public bool AriaHidden;
        public uint Bgcolor;
        public uint Color;
        public int Width;
        public int Height;
    }
}
