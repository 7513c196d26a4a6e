using System.Runtime.CompilerServices;
using Chaffinch.Model;

namespace Chaffinch.Segmenting;

/// <summary>Parses valid UTF-8 into <paramref name="into"/>, whose arrays it may reuse. The root hands it in: rooms do not call each other.</summary>
internal delegate void ParseMarkup(ReadOnlySpan<byte> utf8, ReadLimits limits, Markup into);

/// <summary>What is known of a page before its markup is walked.</summary>
internal readonly record struct PageFacts(string Encoding, string? Url, IReadOnlyList<Defect> Defects);

/// <summary>Makes a <see cref="Page"/> of markup: the page text of the label contract, one block a line, with what the markup says of each.</summary>
/// <remarks>
/// One instance makes many pages, one after the other; it keeps its working memory. One pass over the markup after a short one over the head.
/// Linear in the size of the source whatever it holds; the arrays of the result are copied once.
/// </remarks>
internal sealed partial class PageBuilder(ReadLimits limits, ParseMarkup parse)
{
    private readonly NameTokens _classes = new();
    private readonly NameTokens _names = new();
    private readonly Growing<Frame> _frames = new();
    private readonly Growing<Block> _blocks = new();
    private readonly Growing<Container> _containers = new();
    private readonly Growing<InlineRun> _inlines = new();
    private readonly List<Defect> _defects = [];
    private Markup _markup = new();
    private int _frameDepth;

    /// <summary>Makes the page.</summary>
    /// <param name="source">The UTF-8 that <paramref name="markup"/> was parsed from.</param>
    /// <param name="markup">The parsed page; not kept.</param>
    /// <param name="facts">What else is known.</param>
    public Page Build(ReadOnlyMemory<byte> source, Markup markup, in PageFacts facts)
    {
        Clear();
        ReadOnlySpan<byte> bytes = source.Span;
        _defects.AddRange(facts.Defects);
        _defects.AddRange(markup.Defects);
        _markup = markup;
        ReadHead(bytes);
        EmitHead(bytes);
        AddBaseFrame(HtmlTag.None, _initialBackground);
        _ending = false;
        Walk(bytes);
        _ending = true;
        FlushBlock();
        Answers.Mark(_blocks.Items, _containers.Items, _text.AsSpan(0, _length));
        string? url = facts.Url ?? _meta.CanonicalUrl;
        ResolveLinks(url);
        SortInlines();
        if (_marksAuthor && _meta.Author is null && ReadMarkedAuthor(bytes) is { } author)
        {
            _meta = _meta with { MarkedAuthor = author };
        }

        FillSources(bytes, out SourceMap map);
        return new Page(new PageParts
        {
            Source = source,
            Text = new string(_text, 0, _length),
            Blocks = _blocks.ToArray(),
            Map = map,
            Containers = _containers.ToArray(),
            Links = TakeLinks(),
            Inlines = _inlines.ToArray(),
            Meta = _meta,
            IsHtml = true,
            Encoding = facts.Encoding,
            DeclaredLanguage = _language,
            Url = url,
            Defects = [.. _defects],
        });
    }

    private void Clear()
    {
        _frames.Clear();
        _blocks.Clear();
        _containers.Clear();
        _inlines.Clear();
        _defects.Clear();
        _sheet.Clear();
        _frameDepth = 0;
        ClearText();
        ClearLinks();
        ClearHead();
    }

    /// <summary>Goes through the markup array once; frames hold what the open elements say.</summary>
    private void Walk(ReadOnlySpan<byte> source)
    {
        MarkupNode[] nodes = _markup.Nodes;
        int count = _markup.NodeCount;
        for (int i = 0; i < count; i++)
        {
            ref MarkupNode node = ref nodes[i];
            if (node.Kind == MarkupKind.Text)
            {
                if ((node.Flags & MarkupFlags.NotText) == 0)
                {
                    Text(source, node);
                }
            }
            else if (node.Kind == MarkupKind.Open)
            {
                i = Open(source, ref node, i);
            }
            else if (node.Kind == MarkupKind.Close)
            {
                Close();
            }
        }
    }

    /// <summary>Opens an element; gives the index of the last node that is dealt with.</summary>
    private int Open(ReadOnlySpan<byte> source, ref MarkupNode node, int index)
    {
        ref readonly ElementInfo info = ref ElementInfo.Of(node.Tag);
        bool foreign = (node.Flags & MarkupFlags.Foreign) != 0;
        if (info.Has(ElementKind.Skipped) || (node.Tag == HtmlTag.Title && !foreign))
        {
            return node.Partner;
        }

        if (node.Partner == index + 1 && node.Tag != HtmlTag.Iframe)
        {
            // Nothing in it: only its border counts.
            if (node.Tag == HtmlTag.Br)
            {
                LineBreak();
            }
            else if (info.Has(ElementKind.Block))
            {
                FlushBlock();
            }

            return index + 1;
        }

        if ((node.Flags & MarkupFlags.Blank) != 0 && SkipBlank(info, foreign))
        {
            return node.Partner;
        }

        ref Frame frame = ref Push(node, index, info, foreign);
        Hints hints = Hints.None;
        _present = 0;
        if (node.AttributeCount > 0 || node.Tag == HtmlTag.Marquee)
        {
            hints = ReadAttributes(source, node, ref frame);
        }
        else if (_sheet.HasRules)
        {
            ApplyRules(source, node, -1, ref Unsafe.NullRef<NameEntry>(), default, default, ref frame);
        }

        Enter(source, node, info, ref frame, hints, foreign && HoldsOwnText(source, node));
        if (info.Has(ElementKind.Frame))
        {
            ReadFrame(source, node, ref frame);
        }

        return index;
    }

    /// <summary>Deals with an element without text by its border alone; false where white space in it or a style may still part a line.</summary>
    private bool SkipBlank(in ElementInfo info, bool foreign)
    {
        if (_frames.Last.IsPreformatted)
        {
            return false; // White space is text there.
        }

        if (!foreign && info.Has(ElementKind.Block))
        {
            FlushBlock();
            _blankLines = 0;
            _afterBreak = false;
            return true;
        }

        return !_inBlock && !_afterBreak && _blankLines == 0;
    }

    /// <summary>Does what an element does once its attributes are known.</summary>
    private void Enter(ReadOnlySpan<byte> source, in MarkupNode node, in ElementInfo info, ref Frame frame, Hints hints, bool ownText)
    {
        if (frame.IsBlock || ownText)
        {
            frame.IsBlock = true;
            FlushBlock();
            _blankLines = 0;
            frame.BlockFrame = _frames.Count - 1;
            frame.Container = -1;
            frame.OwnHints = hints;
            frame.InlineHints = Hints.None;
        }
        else
        {
            frame.InlineHints |= hints;
        }

        if (info.Has(ElementKind.Whole))
        {
            frame.OwnHints = Hints.None;
        }
        else
        {
            frame.AllHints |= hints;
        }

        if (info.Has(ElementKind.Run) || (info.Has(ElementKind.Link) && IsLink()))
        {
            frame.OpensRun = OpenRun(source, info, node, frame.TextHidden);
        }
    }

    private void Close()
    {
        if (_frames.Count <= 1)
        {
            return;
        }

        ref Frame frame = ref _frames.Last;
        if (frame.OpensRun)
        {
            CloseRun();
        }

        if (frame.IsBlock)
        {
            FlushBlock();
        }

        if (frame.StyleMark >= 0)
        {
            _sheet.Leave(frame.StyleMark);
        }

        _frames.RemoveLast();
    }

    /// <summary>Elements of SVG lie side by side, not in a line: text, title and desc make lines of their own.</summary>
    private static bool HoldsOwnText(ReadOnlySpan<byte> source, in MarkupNode node)
    {
        if (node.Tag is HtmlTag.Title or HtmlTag.Desc or HtmlTag.ForeignObject)
        {
            return true;
        }

        ReadOnlySpan<byte> tag = source[node.Start..Math.Min(node.End, node.Start + 6)];
        return tag.Length == 6 && tag[..5].SequenceEqual("<text"u8) && !char.IsAsciiLetterOrDigit((char)tag[5]);
    }
}
