using System.Runtime.CompilerServices;
using Chaffinch.Model;

namespace Chaffinch.Segmenting;

/// <summary>The frame side of page building: what open elements hand down, and the containers made of them.</summary>
internal sealed partial class PageBuilder
{
    /// <summary>The frame outside all elements.</summary>
    private void AddBaseFrame(HtmlTag tag, uint background)
    {
        _frames.Clear();
        ref Frame frame = ref _frames.AddNew();
        frame.Container = -1;
        frame.Node = -1;
        frame.StyleMark = -1;
        frame.Tag = tag;
        frame.Background = background;
    }

    /// <summary>Adds the frame of an element: what it inherits, field by field, since copying it whole waits for what was just written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Frame Push(in MarkupNode node, int index, in ElementInfo info, bool foreign)
    {
        ref Frame frame = ref _frames.AddOld();
        ref Frame outer = ref Unsafe.Subtract(ref frame, 1); // There is always the one outside all elements.
        BlockTraits traits = outer.Traits | info.Traits;
        if ((outer.Traits & (BlockTraits.InArticle | BlockTraits.InMain)) == 0)
        {
            traits |= node.Tag == HtmlTag.Header ? BlockTraits.InHeader : node.Tag == HtmlTag.Footer ? BlockTraits.InFooter : BlockTraits.None;
        }

        frame.Tag = node.Tag;
        frame.IsBlock = !foreign && info.Has(ElementKind.Block);
        frame.OpensRun = false;
        frame.IsPreformatted = outer.IsPreformatted | info.Has(ElementKind.Preformatted);
        frame.HeadingLevel = info.Heading != 0 ? info.Heading : outer.HeadingLevel;
        frame.ListDepth = info.Has(ElementKind.List) ? (byte)Math.Min(255, outer.ListDepth + 1) : outer.ListDepth;
        frame.Depth = (ushort)Math.Min(ushort.MaxValue, outer.Depth + 1);
        frame.TinyFont = outer.TinyFont;
        frame.OwnHints = outer.OwnHints;
        frame.InlineHints = outer.InlineHints;
        frame.AllHints = outer.AllHints;
        frame.BlockFrame = outer.BlockFrame;
        frame.Container = outer.Container;
        frame.TextColour = outer.TextColour;
        frame.Background = outer.Background;
        frame.Source = _override;
        frame.Node = index;
        frame.Shape = 0;
        frame.Id = 0;
        frame.ClassWords = 0;
        frame.MoreClassWords = 0;
        frame.OtherWords = 0;
        frame.StyleMark = -1;
        frame.Hidden = outer.Hidden;
        frame.TextHidden = outer.TextHidden;
        if (info.Hidden != HiddenBy.None)
        {
            frame.Hide(info.Hidden);
        }
        else if ((node.Flags & MarkupFlags.AfterEnd) != 0)
        {
            frame.Hide(HiddenBy.AfterEnd);
        }

        frame.Traits = (node.Flags & MarkupFlags.Fostered) != 0 ? traits | BlockTraits.Misnested : traits;
        return ref frame;
    }

    /// <summary>The container of the block-level element at <paramref name="at"/>, made with those around it when first needed.</summary>
    private int ContainerOf(int at)
    {
        ref Frame frame = ref _frames[at];
        if (frame.Container >= 0 || at == 0)
        {
            return frame.Container;
        }

        int outer = ParentBlock(at);
        if (outer > 0 && _frames[outer].Container >= 0 && frame.Tag != HtmlTag.Html)
        {
            AddContainer(ref frame, _frames[outer].Container);
            return frame.Container;
        }

        // Outer ones come first: go up to the nearest that has one, then down again.
        int top = at;
        while (top > 0 && _frames[top].Container < 0)
        {
            top = ParentBlock(top);
        }

        int parent = top == 0 ? -1 : _frames[top].Container;
        _path.Clear();
        for (int f = at; f != top; f = ParentBlock(f))
        {
            _path.Add(f);
        }

        for (int p = _path.Count - 1; p >= 0; p--)
        {
            ref Frame owner = ref _frames[_path[p]];
            if (owner.Tag == HtmlTag.Html)
            {
                continue;
            }

            AddContainer(ref owner, parent);
            parent = owner.Container;
        }

        return frame.Container;
    }

    private void AddContainer(ref Frame owner, int parent)
    {
        int depth = parent < 0 ? 0 : _containers[parent].Depth + 1;
        owner.Container = _containers.Count;
        _containers.AddOld() = new Container
        {
            Parent = parent,
            Tag = owner.Tag,
            Depth = (ushort)depth,
            Hints = owner.OwnHints,
            Hidden = owner.TextHidden,
            Source = owner.Source.IsEmpty ? SourceOf(owner.Node) : owner.Source,
            Shape = (owner.Shape * 131) + (ulong)owner.Tag + 1,
            Id = owner.Id,
            ClassWords = owner.ClassWords,
            MoreClassWords = owner.MoreClassWords,
            OtherWords = owner.OtherWords,
        };
    }

    /// <summary>The bytes of an element of the markup at hand.</summary>
    private SourceSpan SourceOf(int open)
    {
        ref MarkupNode node = ref _markup.Nodes[open];
        return new(node.Start, Math.Max(node.End, _markup.Nodes[node.Partner].End));
    }

    private int ParentBlock(int at) => at <= 0 ? 0 : _frames[at - 1].BlockFrame;

    private readonly Growing<int> _path = new();

    /// <summary>What the open elements say, summed up in the innermost.</summary>
    private struct Frame
    {
        public HtmlTag Tag;
        public bool IsBlock;
        public bool IsPreformatted;
        public bool OpensRun;
        public byte HeadingLevel;
        public byte ListDepth;

        /// <summary>By what the element and all in it is hidden.</summary>
        public HiddenBy Hidden;

        /// <summary>By what its own text is hidden: font and colour too, which an element inside can take back.</summary>
        public HiddenBy TextHidden;
        public bool TinyFont;
        public ushort Depth;
        public BlockTraits Traits;

        /// <summary>Of the nearest block-level element.</summary>
        public Hints OwnHints;

        /// <summary>Of the inline elements inside it.</summary>
        public Hints InlineHints;
        public Hints AllHints;

        /// <summary>Where the nearest block-level element stands in the frames.</summary>
        public int BlockFrame;
        public int Container;
        public int StyleMark;
        public uint TextColour;
        public uint Background;

        /// <summary>Its Open in the markup at hand, from which <see cref="SourceOf"/> tells its bytes; -1 where <see cref="Source"/> does.</summary>
        public int Node;
        public SourceSpan Source;
        public ulong Shape;
        public ulong Id;
        public ulong ClassWords;
        public ulong MoreClassWords;

        /// <summary>Of id, itemprop, rel and role.</summary>
        public ulong OtherWords;

        /// <summary>The outermost reason counts.</summary>
        public void Hide(HiddenBy by)
        {
            Hidden = Hidden == HiddenBy.None ? by : Hidden;
            TextHidden = Hidden == HiddenBy.None ? TextHidden : Hidden;
        }
    }
}
