using System.Buffers.Text;
using System.Runtime.CompilerServices;
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

    private readonly StyleSheet _sheet = new();
    private readonly ulong[] _styleKeys = new ulong[StyleSlots];
    private readonly StyleFacts[] _styles = new StyleFacts[StyleSlots];
    private byte[] _plainStyle = [];

    /// <summary>Which attributes the element that is being opened has: a bit for each name.</summary>
    private ulong _present;

    /// <summary>Reads the attributes of an element; gives what its names say it is for.</summary>
    private Hints ReadAttributes(ReadOnlySpan<byte> source, in MarkupNode node, ref Frame frame)
    {
        ulong present = 0;
        var others = new OtherAttributes { Style = -1 };
        ReadOnlySpan<byte> classValue = default;
        ref NameEntry classes = ref Unsafe.NullRef<NameEntry>();
        foreach (ref readonly MarkupAttribute attribute in _markup.AttributesOf(node))
        {
            present |= 1UL << (int)attribute.Name;
            if (attribute.Name == HtmlAttribute.Class)
            {
                if (attribute.ValueEnd > attribute.ValueStart)
                {
                    classes = ref _classes.Find(source, attribute.ValueStart, attribute.ValueEnd);
                    classValue = source[attribute.ValueStart..attribute.ValueEnd];
                    frame.Traits |= classes.Facts.Foldable ? BlockTraits.Foldable : BlockTraits.None;
                    frame.Shape = classes.Facts.Shape;
                    frame.ClassWords = classes.Facts.Words;
                    frame.MoreClassWords = classes.Facts.MoreWords;
                }
            }
            else if (attribute.Name != HtmlAttribute.Href)
            {
                ReadOther(source, attribute, ref frame, ref others);
            }
        }

        _present = present;
        Hints hints = others.Hints | (Unsafe.IsNullRef(ref classes) ? Hints.None : classes.Facts.Hints);
        ApplyRules(source, node, others.Style, ref classes, classValue, others.Id, ref frame);
        if ((present & Legacy) != 0 || node.Tag == HtmlTag.Marquee)
        {
            ApplyLegacy(source, node, others.Style < 0 ? default : _styles[others.Style], hints, ref frame);
        }

        return hints;
    }

    /// <summary>Reads an attribute other than class and href, which nearly all are.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReadOther(ReadOnlySpan<byte> source, in MarkupAttribute attribute, ref Frame frame, ref OtherAttributes others)
    {
        ReadOnlySpan<byte> value = source[attribute.ValueStart..attribute.ValueEnd];
        switch (attribute.Name)
        {
            case HtmlAttribute.Id when !value.IsEmpty:
                ref readonly NameFacts names = ref _names.Find(source, attribute.ValueStart, attribute.ValueEnd).Facts;
                others.Hints |= names.Hints;
                frame.Id = NameHash.OfBytes(value);
                frame.OtherWords |= names.Words & 0xFFFF_FFFF_FFFF;
                others.Id = new(attribute.ValueStart, attribute.ValueEnd);
                break;
            case HtmlAttribute.Itemprop or HtmlAttribute.Rel:
                ref readonly NameFacts other = ref _names.Read(value);
                others.Hints |= other.Hints;
                frame.OtherWords |= other.Words << 48;
                _marksAuthor |= attribute.Name == HtmlAttribute.Itemprop && (other.Hints & Hints.Byline) != Hints.None;
                break;
            case HtmlAttribute.Role:
                others.Hints |= ReadRole(value, ref frame);
                break;
            case HtmlAttribute.Itemtype:
                others.Hints |= OfItemType(value);
                break;
            case HtmlAttribute.Style:
                others.Style = FindStyle(value, attribute.HasReferences);
                break;
        }
    }

    /// <summary>What the attributes of an element say that few elements have.</summary>
    private record struct OtherAttributes
    {
        public Hints Hints;
        public SourceSpan Id;

        /// <summary>Its own style among <see cref="_styles"/>, -1 for none.</summary>
        public int Style;
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

    private Hints ReadRole(ReadOnlySpan<byte> value, ref Frame frame)
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
        ref readonly NameFacts names = ref _names.Read(value);
        frame.OtherWords |= names.Words << 48;
        return names.Hints & (Hints.Navigation | Hints.Search | Hints.Notice);
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

    /// <summary>Where the declarations of a style attribute are kept, read when they are new.</summary>
    private int FindStyle(ReadOnlySpan<byte> value, bool coded)
    {
        ulong key = NameHash.OfBytes(value);
        int slot = (int)(key >> 55);
        if (_styleKeys[slot] != key)
        {
            StyleFacts read = default;
            StyleDeclarations.Read(CssComments.Blank(coded ? Decoded(value) : value, ref _plainStyle), ref read);
            _styles[slot] = read;
            _styleKeys[slot] = key;
        }

        return slot;
    }

    private static byte[] Decoded(ReadOnlySpan<byte> value) => Encoding.UTF8.GetBytes(CharacterReferences.DecodeToString(value, CharacterMode.Attribute));

    /// <summary>Applies what scripts and style rules say of the element, and its own style.</summary>
    /// <param name="source">The page.</param>
    /// <param name="node">The element.</param>
    /// <param name="style">Its own style among <see cref="_styles"/>, -1 for none.</param>
    /// <param name="classes">Its class attribute, a null reference for none.</param>
    /// <param name="classValue">The bytes of that attribute.</param>
    /// <param name="id">Its id, empty for none.</param>
    /// <param name="frame">Its frame.</param>
    private void ApplyRules(ReadOnlySpan<byte> source, in MarkupNode node, int style, ref NameEntry classes, ReadOnlySpan<byte> classValue, SourceSpan id, ref Frame frame)
    {
        bool hasClass = !Unsafe.IsNullRef(ref classes);
        if (!id.IsEmpty && _hiddenIds.Count > 0 && _hiddenIds.Contains(NameHash.Of(source[id.Start..id.End])))
        {
            frame.Hide(HiddenBy.Script);
        }

        if (_hasOuterStyles && (hasClass || !id.IsEmpty) && (frame.TextColour | frame.Background) + (frame.TinyFont ? 1 : 0) != 0)
        {
            // A sheet that is not at hand may set these for any name.
            frame.TextColour = 0;
            frame.Background = 0;
            frame.TinyFont = false;
            SetTextHidden(ref frame);
        }

        if (_sheet.HasRules)
        {
            int tag = TagNumber(source, node);
            int number = id.IsEmpty ? -1 : _sheet.Find(StyleSheet.IdName(NameHash.OfFolded(source[id.Start..id.End])));
            ReadOnlySpan<int> ruled = hasClass ? _sheet.RuledNames(ref classes, classValue) : [];
            if ((tag & number) >= 0 || !ruled.IsEmpty)
            {
                StyleFacts facts = _sheet.Match(tag, ruled, number);
                frame.StyleMark = _sheet.Enter();
                if (style >= 0)
                {
                    facts.Override(_styles[style]);
                }

                ApplyFacts(facts, ref frame);
                return;
            }
        }

        if (style >= 0 && !_styles[style].IsEmpty)
        {
            ApplyFacts(_styles[style], ref frame);
        }
    }

    /// <summary>The number that the style sheet gives the element's tag, -1 where no rule looks at it.</summary>
    private int TagNumber(ReadOnlySpan<byte> source, in MarkupNode node)
    {
        if ((node.Flags & MarkupFlags.Implied) != 0)
        {
            return -1;
        }

        return _sheet.IsKnown(node.Tag, out int number) ? number : _sheet.FindTag(node.Tag, TagName(source, node));
    }

    /// <summary>The tag's name as written.</summary>
    private static ReadOnlySpan<byte> TagName(ReadOnlySpan<byte> source, in MarkupNode node)
    {
        if (node.End - node.Start < 3)
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

    private void ApplyLegacy(ReadOnlySpan<byte> source, in MarkupNode node, in StyleFacts style, Hints hints, ref Frame frame)
    {
        var seen = new Seen { Width = -1, Height = -1 };
        foreach (ref readonly MarkupAttribute attribute in _markup.AttributesOf(node))
        {
            if ((Legacy & (1UL << (int)attribute.Name)) != 0)
            {
                ReadLegacy(attribute.Name, source[attribute.ValueStart..attribute.ValueEnd], ref seen);
            }
        }

        bool shown = style[StyleProperty.Display] is StyleValue.Shows or StyleValue.Third;
        if (seen.Hidden && !shown)
        {
            frame.Hide(HiddenBy.Attribute);
        }

        // On its own the attribute only speaks to screen readers; on a closed dialog or menu it says that nobody sees it.
        if (seen.AriaHidden && ((hints & (Hints.Notice | Hints.Navigation)) != 0 || (frame.Traits & BlockTraits.Foldable) != 0))
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

        frame.Background = seen.Bgcolor > Colour.Transparent && style.Background == 0 ? seen.Bgcolor : frame.Background;
        frame.TextColour = seen.Color > Colour.Transparent && style.Text == 0 ? seen.Color : frame.TextColour;
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
        public bool Hidden;
        public bool AriaHidden;
        public uint Bgcolor;
        public uint Color;
        public int Width;
        public int Height;
    }
}
