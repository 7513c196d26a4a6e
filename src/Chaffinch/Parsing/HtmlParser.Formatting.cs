using Chaffinch.Model;

namespace Chaffinch.Parsing;

/// <summary>The list of active formatting elements and the adoption agency.</summary>
internal sealed unsafe partial class HtmlParser
{
    /// <summary>Entries of the list; older ones are forgotten. No page known needs more than a few dozen.</summary>
    private const int MaxFormatting = 128;

    private readonly FormattingElement[] _formatting = new FormattingElement[MaxFormatting + 1];
    private int _formattingCount;

    private void InsertFormatting(HtmlTag tag)
    {
        if (InsertOrdinary(tag))
        {
            PushFormatting(tag);
        }
    }

    private void PushMarker() => Remember(new FormattingElement { Node = -1 });

    private void PushFormatting(HtmlTag tag)
    {
        // Noah's Ark clause: at most three equal elements.
        int length = _t.TokenEnd - _t.TokenStart;
        int equal = 0;
        int earliest = -1;
        for (int i = _formattingCount - 1; i >= 0 && _formatting[i].Node >= 0; i--)
        {
            ref FormattingElement e = ref _formatting[i];
            if (e.Tag == tag && e.End - e.Start == length
                && new ReadOnlySpan<byte>(_p + e.Start, length).SequenceEqual(new ReadOnlySpan<byte>(_p + _t.TokenStart, length)))
            {
                equal++;
                earliest = i;
            }
        }

        if (equal >= 3)
        {
            Forget(earliest);
        }

        Remember(new FormattingElement
        {
            Node = Top.Node, Tag = tag, Start = _t.TokenStart, End = _t.TokenEnd, NameStart = _t.NameStart, NameLength = _t.NameEnd - _t.NameStart,
        });
    }

    private void Remember(in FormattingElement element)
    {
        if (_formattingCount == MaxFormatting)
        {
            Forget(0);
            LeaveOutRepair();
        }

        _formatting[_formattingCount++] = element;
    }

    private void Forget(int index)
    {
        Array.Copy(_formatting, index + 1, _formatting, index, _formattingCount - index - 1);
        _formattingCount--;
    }

    private void ClearToMarker()
    {
        while (_formattingCount > 0 && _formatting[--_formattingCount].Node >= 0)
        {
        }
    }

    private void LeaveOutRepair()
    {
        _repairsLeftOutAt = _repairsLeftOut++ == 0 ? _t.TokenStart : _repairsLeftOutAt;
    }

    private int FormattingIndexOf(int node)
    {
        int i = _formattingCount - 1;
        while (i >= 0 && _formatting[i].Node != node)
        {
            i--;
        }

        return i;
    }

    /// <summary>Opens again the formatting elements that were closed by the end of something around them.</summary>
    private void Reconstruct()
    {
        int i = _formattingCount;
        while (i > 0 && _formatting[i - 1].Node >= 0 && !_tree.IsOpen(_formatting[i - 1].Node))
        {
            i--;
        }

        for (; i < _formattingCount; i++)
        {
            if (_repairBudget <= 0 || _depth >= _maxDepth)
            {
                LeaveOutRepair();
                _formattingCount = i;
                return;
            }

            _repairBudget--;
            ref FormattingElement e = ref _formatting[i];
            MarkupNode like = _out.Nodes[e.Node];
            int node = AddOpen(e.Tag, MarkupFlags.Implied | MarkupFlags.Repeated, like.Start, like.End, like.FirstAttribute, like.AttributeCount);
            e.Node = node;
            Push(Entry(e));
        }
    }

    private static OpenElement Entry(in FormattingElement e) => new()
    {
        Node = e.Node, Tag = e.Tag, Name = e.Tag, Traits = TagTraits.Of(e.Tag), NameStart = e.NameStart, NameLength = e.NameLength,
    };

    private void StartLink()
    {
        for (int i = _formattingCount - 1; i >= 0 && _formatting[i].Node >= 0; i--)
        {
            if (_formatting[i].Tag != HtmlTag.A)
            {
                continue;
            }

            int node = _formatting[i].Node;
            Adopt(HtmlTag.A);
            int left = FormattingIndexOf(node);
            if (left >= 0)
            {
                Forget(left);
            }

            int index = StackIndexOf(node);
            if (index >= 0)
            {
                RemoveFromStack(index, MarkupFlags.Implied, _t.TokenStart, _t.TokenStart);
            }

            break;
        }

        InsertFormatting(HtmlTag.A);
    }

    private void StartNobr()
    {
        Reconstruct();
        if (InScope(HtmlTag.Nobr))
        {
            Adopt(HtmlTag.Nobr);
        }

        InsertFormatting(HtmlTag.Nobr);
    }

    private void EndFormatting(HtmlTag tag)
    {
        int last = _formattingCount - 1;
        if (Top.Tag == tag && last >= 0 && _formatting[last].Node == Top.Node)
        {
            // Properly nested: the adoption agency would do no more.
            _formattingCount = last;
            Pop(MarkupFlags.None, _t.TokenStart, _t.TokenEnd);
            return;
        }

        Adopt(tag);
    }

    /// <summary>The adoption agency algorithm for an end tag, or an implied end, of <paramref name="subject"/>.</summary>
    private void Adopt(HtmlTag subject)
    {
        if (Top.Tag == subject && FormattingIndexOf(Top.Node) < 0)
        {
            PopByToken(subject);
            return;
        }

        for (int outer = 0; outer < 8; outer++)
        {
            int f = _formattingCount - 1;
            while (f >= 0 && _formatting[f].Node >= 0 && _formatting[f].Tag != subject)
            {
                f--;
            }

            if (f < 0 || _formatting[f].Node < 0)
            {
                if (outer == 0 || _tokenIsEnd)
                {
                    EndOther(subject);
                }

                return;
            }

            int at = StackIndexOf(_formatting[f].Node);
            if (at < 0)
            {
                Forget(f);
                return;
            }

            int block = -1;
            for (int i = _depth - 1; i > at; i--)
            {
                if ((_stack[i].Traits & TagTrait.Scope) != 0)
                {
                    return;
                }

                block = (_stack[i].Traits & TagTrait.Special) != 0 ? i : block;
            }

            if (block < 0 || _repairBudget <= 0)
            {
                if (block >= 0)
                {
                    LeaveOutRepair();
                }

                PopToIndex(at);
                PopByToken(subject);
                Forget(f);
                return;
            }

            if (!_tree.IsLinked)
            {
                Link(); // Places on the stack may change: look again.
                outer--;
                continue;
            }

            Adopt(f, at, block);
        }
    }

    /// <summary>One round: the formatting element at <paramref name="at"/> ends before the block, and a repetition of it starts inside the block.</summary>
    private void Adopt(int f, int at, int block)
    {
        int blockNode = _stack[block].Node;
        int lastNode = blockNode;
        int bookmark = f;
        int end = _t.TokenStart;
        for (int inner = 1, i = block - 1; i > at; inner++, i--)
        {
            _repairBudget--;
            int entry = FormattingIndexOf(_stack[i].Node);
            if (inner > 3 && entry >= 0)
            {
                Forget(entry);
                f -= entry < f ? 1 : 0;
                bookmark -= entry < bookmark ? 1 : 0;
                entry = -1;
            }

            if (entry < 0)
            {
                RemoveFromStack(i, MarkupFlags.Implied, end, end);
                block--;
                continue;
            }

            int old = _stack[i].Node;
            int repeated = _tree.Repeat(old);
            _tree.Close(old, MarkupFlags.Implied, end, end);
            _formatting[entry].Node = _stack[i].Node = repeated;
            if (lastNode == blockNode)
            {
                bookmark = entry + 1;
            }

            _tree.Detach(lastNode);
            _tree.Attach(lastNode, _tree.EndOf(repeated));
            lastNode = repeated;
        }

        _repairBudget -= 2;
        MoveTo(lastNode, at - 1);
        int clone = _tree.Repeat(_formatting[f].Node);
        _tree.Wrap(blockNode, clone);
        FormattingElement element = _formatting[f];
        element.Node = clone;
        Forget(f);
        bookmark -= f < bookmark ? 1 : 0;
        Array.Copy(_formatting, bookmark, _formatting, bookmark + 1, _formattingCount - bookmark);
        _formatting[bookmark] = element;
        _formattingCount++;

        // The old element leaves the stack, the new one goes in below the block.
        ref OpenElement old2 = ref _stack[at];
        bool byToken = _tokenIsEnd && _t.Tag == element.Tag;
        _tree.Close(old2.Node, byToken ? MarkupFlags.None : MarkupFlags.Implied, end, byToken ? _t.TokenEnd : end);
        Array.Copy(_stack, at + 1, _stack, at, block - at);
        _stack[block] = Entry(element);
        SetTop();
    }

    /// <summary>Puts the chain that ends in the block where contents of the common ancestor go.</summary>
    private void MoveTo(int lastNode, int ancestor)
    {
        _tree.Detach(lastNode);
        bool foster = _foster && (_stack[ancestor].Traits & TagTrait.TablePart) != 0;
        _tree.Attach(lastNode, foster ? FosterPlace() : _tree.EndOf(_stack[ancestor].Node));
    }
}
