using Chaffinch.Model;

namespace Chaffinch.Parsing;

/// <summary>Linked entries, and elements that leave the stack out of order.</summary>
internal sealed unsafe partial class HtmlParser
{
    /// <summary>Goes over to linked entries; elements that only waited for their contents to close are closed now.</summary>
    private void Link()
    {
        if (_tree.IsLinked)
        {
            return;
        }

        if (_openNodes.Length < _depth)
        {
            _openNodes = new int[_stack.Length];
        }

        for (int i = 0; i < _depth; i++)
        {
            _openNodes[i] = _stack[i].Node;
        }

        _tree.Link(_openNodes.AsSpan(0, _depth));
        int kept = 0;
        for (int i = 0; i < _depth; i++)
        {
            if (_stack[i].IsGhost)
            {
                _tree.Close(_stack[i].Node, MarkupFlags.None, _stack[i].NameStart, _stack[i].NameStart + _stack[i].NameLength);
            }
            else
            {
                _stack[kept++] = _stack[i];
            }
        }

        _depth = kept;
        SetTop();
    }

    /// <summary>Takes an element off the stack that need not be the current node; it stays the parent of what is in it.</summary>
    private void RemoveFromStack(int index, MarkupFlags flags, int start, int end)
    {
        if (index == _depth - 1)
        {
            Pop(flags, start, end);
            return;
        }

        _openCount[(int)_stack[index].Tag]--;
        if (!_tree.IsLinked)
        {
            ref OpenElement ghost = ref _stack[index];
            ghost.IsGhost = true;
            ghost.Tag = ghost.Name = HtmlTag.None;
            ghost.Traits = TagTrait.None;
            ghost.NameStart = start;
            ghost.NameLength = end - start;
            return;
        }

        _tree.Close(_stack[index].Node, flags, start, end);
        Array.Copy(_stack, index + 1, _stack, index, _depth - index - 1);
        _depth--;
        SetTop();
    }
}
