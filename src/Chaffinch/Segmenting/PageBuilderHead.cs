using System.Text;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Segmenting;

/// <summary>What is gathered before the body is walked: title, metas, style sheets, scripts that hide, and pages in frames.</summary>
internal sealed partial class PageBuilder
{
    private readonly Growing<int> _titles = new();
    private readonly Growing<int> _descriptions = new();
    private readonly Growing<int> _keywords = new();
    private readonly HashSet<ulong> _hiddenIds = [];
    private readonly StyleSheetReader _styleReader = new();
    private readonly PageMetaReader _metaReader = new();
    private PageMeta _meta = PageMeta.None;
    private string? _scriptTitle;
    private string? _language;
    private bool _hasOuterStyles;
    private uint _initialBackground;
    private int _styleBytes;

    private void ClearHead()
    {
        _titles.Clear();
        _descriptions.Clear();
        _keywords.Clear();
        _hiddenIds.Clear();
        _metaReader.Clear();
        _meta = PageMeta.None;
        _scriptTitle = null;
        _marksAuthor = false;
        _language = null;
        _hasOuterStyles = false;
        _styleBytes = 0;
    }

    private void ReadHead(ReadOnlySpan<byte> source)
    {
        Gather(source, inFrame: false);
        _sheet.Finish(source, _hasOuterStyles);
        _meta = _metaReader.ToMeta();
        _meta = _scriptTitle is null ? _meta : _meta with { ScriptTitle = _scriptTitle };
        _language ??= _metaReader.Language;
        _initialBackground = _hasOuterStyles ? 0 : Colour.White;
    }

    /// <summary>Looks at the few elements that speak for the whole page, wherever they stand: those that the parser noted.</summary>
    private void Gather(ReadOnlySpan<byte> source, bool inFrame)
    {
        MarkupNode[] nodes = _markup.Nodes;
        int noscriptEnd = -1;
        int templateEnd = -1;
        foreach (int i in _markup.AllTelling)
        {
            ref MarkupNode node = ref nodes[i];
            if (i < templateEnd)
            {
                continue;
            }

            switch (node.Tag)
            {
                case HtmlTag.Noscript:
                    noscriptEnd = Math.Max(noscriptEnd, node.Partner);
                    break;
                case HtmlTag.Template:
                    templateEnd = node.Partner;
                    break;
                case HtmlTag.Style when i > noscriptEnd:
                    // Rules inside noscript hold for readers without scripts only.
                    ReadStyle(source, node, i);
                    break;
                case HtmlTag.Script:
                    ReadScript(source, node, i, inFrame);
                    break;
                case HtmlTag.Link:
                    ReadLinkElement(source, node, inFrame);
                    break;
                case HtmlTag.Time when !inFrame:
                    ReadTime(source, node);
                    break;
                case HtmlTag.Title or HtmlTag.Meta or HtmlTag.Html when !inFrame:
                    ReadPageElement(source, node, i);
                    break;
            }
        }
    }

    private void ReadPageElement(ReadOnlySpan<byte> source, in MarkupNode node, int index)
    {
        switch (node.Tag)
        {
            case HtmlTag.Title when (node.Flags & MarkupFlags.Foreign) == 0:
                _titles.Add(index);
                break;
            case HtmlTag.Html:
                string? lang = ValueOf(source, node, HtmlAttribute.Lang);
                _language ??= string.IsNullOrWhiteSpace(lang) ? null : lang.Trim();
                break;
            case HtmlTag.Meta:
                ReadMeta(source, node);
                break;
        }
    }

    private void ReadMeta(ReadOnlySpan<byte> source, in MarkupNode node)
    {
        ReadOnlySpan<byte> name = default;
        int content = -1;
        for (int a = 0; a < node.AttributeCount; a++)
        {
            MarkupAttribute attribute = _markup.Attributes[node.FirstAttribute + a];
            switch (attribute.Name)
            {
                case HtmlAttribute.Name or HtmlAttribute.Property or HtmlAttribute.HttpEquiv or HtmlAttribute.Itemprop:
                    name = name.IsEmpty || attribute.Name == HtmlAttribute.Name ? source[attribute.ValueStart..attribute.ValueEnd] : name;
                    break;
                case HtmlAttribute.Content:
                    content = node.FirstAttribute + a;
                    break;
            }
        }

        if (content < 0 || name.IsEmpty)
        {
            return;
        }

        bool named = ValueSpan(node, HtmlAttribute.Name, out _);
        if (named && Ascii.EqualsIgnoreCase(name, "description"u8))
        {
            _descriptions.Add(content);
        }
        else if (named && Ascii.EqualsIgnoreCase(name, "keywords"u8))
        {
            _keywords.Add(content);
        }
        else
        {
            MarkupAttribute value = _markup.Attributes[content];
            _metaReader.ReadMeta(Blanks.Trim(name), source[value.ValueStart..value.ValueEnd]);
        }
    }

    private void ReadTime(ReadOnlySpan<byte> source, in MarkupNode node)
    {
        if (!ValueSpan(node, HtmlAttribute.Datetime, out MarkupAttribute when))
        {
            return;
        }

        bool published = (ValueSpan(node, HtmlAttribute.Itemprop, out MarkupAttribute property)
                && (Ascii.EqualsIgnoreCase(source[property.ValueStart..property.ValueEnd], "datePublished"u8)
                    || Ascii.EqualsIgnoreCase(source[property.ValueStart..property.ValueEnd], "dateCreated"u8)))
            || (ValueSpan(node, HtmlAttribute.Class, out MarkupAttribute name) && source[name.ValueStart..name.ValueEnd].IndexOf("publish"u8) >= 0);
        _metaReader.ReadTime(Blanks.Trim(source[when.ValueStart..when.ValueEnd]), published);
    }

    private void ReadLinkElement(ReadOnlySpan<byte> source, in MarkupNode node, bool inFrame)
    {
        if (!ValueSpan(node, HtmlAttribute.Rel, out MarkupAttribute attribute))
        {
            return;
        }

        ReadOnlySpan<byte> rel = Blanks.Trim(source[attribute.ValueStart..attribute.ValueEnd]);
        if (rel.IndexOf("stylesheet"u8) >= 0)
        {
            _hasOuterStyles = true;
        }
        else if (!inFrame && Ascii.EqualsIgnoreCase(rel, "canonical"u8))
        {
            _metaReader.Canonical ??= ValueOf(source, node, HtmlAttribute.Href);
        }
    }

    private void ReadStyle(ReadOnlySpan<byte> source, in MarkupNode node, int index)
    {
        ReadOnlySpan<byte> tag = source[node.Start..node.End];
        int media = tag.IndexOf("media"u8);
        if (media >= 0 && (tag[media..].IndexOf("print"u8) >= 0 || tag[media..].IndexOf((byte)'(') >= 0))
        {
            return;
        }

        for (int i = index + 1; i < node.Partner; i++)
        {
            MarkupNode text = _markup.Nodes[i];
            if (text.Kind != MarkupKind.Text)
            {
                continue;
            }

            int length = Math.Min(text.End - text.Start, limits.MaxStyleBytes - _styleBytes);
            if (length < text.End - text.Start)
            {
                _defects.Add(new Defect("limit-style", new(text.Start, text.End), "The page's style sheets are longer than the limit; the rest is not read."));
            }

            _styleBytes += length;
            _styleReader.Read(source, text.Start, text.Start + length, _sheet);
            _hasOuterStyles |= _styleReader.MayImport && source.Slice(text.Start, length).IndexOf("@import"u8) >= 0;
        }
    }

    private void ReadScript(ReadOnlySpan<byte> source, in MarkupNode node, int index, bool inFrame)
    {
        if (index + 1 >= node.Partner)
        {
            return;
        }

        MarkupNode text = _markup.Nodes[index + 1];
        ReadOnlySpan<byte> script = source[text.Start..text.End];
        if (ValueSpan(node, HtmlAttribute.Type, out MarkupAttribute type)
            && Ascii.EqualsIgnoreCase(Blanks.Trim(source[type.ValueStart..type.ValueEnd]), "application/ld+json"u8))
        {
            _metaReader.ReadJson(script);
            return;
        }

        int end = Math.Min(text.End, text.Start + ScriptSigns.MaxBytes);
        ScriptSign signs = ScriptSigns.Find(source, text.Start, end);
        if (signs != ScriptSign.None)
        {
            HidingScripts.Read(source, text.Start, end, signs, _hiddenIds, _styleReader, _sheet);
            _scriptTitle ??= inFrame || (signs & ScriptSign.Title) == 0 ? null : ScriptTitles.Read(source[text.Start..end]);
        }
    }

    private bool ValueSpan(in MarkupNode node, HtmlAttribute name, out MarkupAttribute found)
    {
        foreach (ref readonly MarkupAttribute attribute in _markup.AttributesOf(node))
        {
            if (attribute.Name == name)
            {
                found = attribute;
                return true;
            }
        }

        found = default;
        return false;
    }

    private string? ValueOf(ReadOnlySpan<byte> source, in MarkupNode node, HtmlAttribute name) =>
        ValueSpan(node, name, out MarkupAttribute attribute)
            ? CharacterReferences.DecodeToString(source[attribute.ValueStart..attribute.ValueEnd], CharacterMode.Attribute)
            : null;

    /// <summary>Writes title, description and keywords, the first lines of the page text.</summary>
    private void EmitHead(ReadOnlySpan<byte> source)
    {
        foreach (int title in _titles.Items)
        {
            _zone = Zone.Title;
            AddBaseFrame(HtmlTag.Title, 0);
            for (int i = title + 1; i < _markup.Nodes[title].Partner; i++)
            {
                if (_markup.Nodes[i].Kind == MarkupKind.Text)
                {
                    // A title inside a template is marked as no text, but never gathered.
                    Text(source, _markup.Nodes[i]);
                }
            }

            FlushBlock();
        }

        EmitMetas(source, _descriptions, Zone.Description);
        EmitMetas(source, _keywords, Zone.Keywords);
        _frames.Clear();
        _zone = Zone.Body;
    }

    private void EmitMetas(ReadOnlySpan<byte> source, Growing<int> contents, Zone zone)
    {
        foreach (int content in contents.Items)
        {
            _zone = zone;
            AddBaseFrame(HtmlTag.Meta, 0);
            MarkupAttribute attribute = _markup.Attributes[content];
            Begin(BlockTraits.None, HiddenBy.None);
            Characters(source, attribute.ValueStart, attribute.ValueEnd, MarkupFlags.HasReferences | MarkupFlags.HasControls, replaceNul: true, inAttribute: true);
            FlushBlock();
        }
    }

    /// <summary>A frame's sheets come in addition; where it has none, what is known of names stays.</summary>
    private void ReadFrameStyles(ReadOnlySpan<byte> outer, ReadOnlySpan<byte> inner)
    {
        // What is known of names points into the outer page.
        _sheet.ReadSelectors(outer);
        int blocks = _sheet.BlockCount;
        Gather(inner, inFrame: true);
        if (_sheet.BlockCount != blocks)
        {
            _sheet.Finish(inner, _hasOuterStyles);
            _sheet.ReadSelectors(inner);
        }
    }

    /// <summary>Reads the page in an iframe's srcdoc as if it stood there; all of it maps to the attribute.</summary>
    private void ReadFrame(ReadOnlySpan<byte> source, in MarkupNode node, ref Frame frame)
    {
        if (!ValueSpan(node, HtmlAttribute.Srcdoc, out MarkupAttribute attribute) || attribute.ValueEnd <= attribute.ValueStart)
        {
            return;
        }

        if (_frameDepth >= limits.MaxFrameDepth)
        {
            _defects.Add(new Defect("limit-frames", new(node.Start, node.End), "Frames are nested deeper than the limit; the inner ones are left out."));
            return;
        }

        frame.Traits |= BlockTraits.InFrame;
        foreach (ref Frame open in _frames.Items)
        {
            if (open.Source.IsEmpty && open.Node >= 0)
            {
                open.Source = SourceOf(open.Node); // Its markup gives way to the frame's.
            }
        }

        byte[] inner = Decoded(source[attribute.ValueStart..attribute.ValueEnd]);
        Markup outer = _markup;
        SourceSpan outerOverride = _override;
        var markup = new Markup();
        parse(inner, limits, markup);
        _override = outerOverride.IsEmpty ? new(attribute.ValueStart, attribute.ValueEnd) : outerOverride;
        _markup = markup;
        _frameDepth++;
        ReadFrameStyles(source, inner);
        Walk(inner);
        FlushBlock();
        _frameDepth--;
        _markup = outer;
        _override = outerOverride;
    }
}
