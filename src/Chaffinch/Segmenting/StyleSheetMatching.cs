using System.Numerics;

namespace Chaffinch.Segmenting;

/// <summary>The matching side of a style sheet: which rules hold for an element, and which names are around.</summary>
internal sealed partial class StyleSheet
{
    /// <summary>What the rules declare for an element with these names; it stays the element at hand until the next call.</summary>
    public StyleFacts Match(int tag, ReadOnlySpan<int> classes, int id)
    {
        int names = 0;
        if (tag >= 0)
        {
            _element[names++] = tag;
        }

        foreach (int name in classes)
        {
            _element[names++] = name;
        }

        if (id >= 0)
        {
            _element[names++] = id;
        }

        _elementNames = names;
        ulong key = KeyOf(names);
        ref (ulong Key, StyleFacts Facts) known = ref _known[(int)(key >> 58)];
        if (known.Key != key)
        {
            known = (key, MatchElement(names));
        }

        return known.Facts;
    }

    /// <summary>Two elements with the same names, while the same names that rules ask for are around, get the same.</summary>
    private ulong KeyOf(int names)
    {
        const ulong Mixer = 0x9E37_79B9_7F4A_7C15;
        ulong key = ((ulong)(uint)_sheet * Mixer) ^ _around;
        foreach (int name in _element.AsSpan(0, names))
        {
            key = (BitOperations.RotateLeft(key, 29) ^ (uint)name) * Mixer;
        }

        return key | 1;
    }

    private StyleFacts MatchElement(int names)
    {
        int count = 0;
        for (int n = 0; n < names; n++)
        {
            for (int r = _names[_element[n]].Head; r >= 0 && count < _found.Length; r = _rules[r].Next)
            {
                if (Matches(_rules[r]))
                {
                    Insert(count++, r);
                }
            }
        }

        StyleFacts facts = default;
        for (int f = 0; f < count; f++)
        {
            facts.Override(_blocks[_rules[_found[f]].Block].Facts);
        }

        return facts;
    }

    /// <summary>Keeps the rules found in their order: weakest first, then as in the sheet. There are few.</summary>
    private void Insert(int count, int rule)
    {
        int specificity = _rules[rule].Specificity;
        int at = count;
        while (at > 0 && (_rules[_found[at - 1]].Specificity is int before) && (before > specificity || (before == specificity && _found[at - 1] > rule)))
        {
            _found[at] = _found[at - 1];
            at--;
        }

        _found[at] = rule;
    }

    /// <summary>Makes the element at hand an element around; gives what <see cref="Leave"/> takes.</summary>
    public int Enter()
    {
        int mark = _pushed.Count;
        for (int n = 0; n < _elementNames; n++)
        {
            ref StyleName name = ref _names[_element[n]];
            if (name.IsAround)
            {
                _around ^= name.Open++ == 0 ? Mark(_element[n]) : 0;
                _pushed.Add(_element[n]);
            }
        }

        return mark;
    }

    public void Leave(int mark)
    {
        while (_pushed.Count > mark)
        {
            _around ^= --_names[_pushed.Last].Open == 0 ? Mark(_pushed.Last) : 0;
            _pushed.RemoveLast();
        }
    }

    /// <summary>A number that stands for a name in <see cref="_around"/>.</summary>
    private static ulong Mark(int name)
    {
        ulong mark = ((ulong)(uint)name + 1) * 0xD6E8_FEB8_6659_FD93;
        mark = (mark ^ (mark >> 32)) * 0xD6E8_FEB8_6659_FD93;
        return mark ^ (mark >> 32);
    }

    private bool Matches(in StyleRule rule) =>
        (rule.Need1 < 0 || HasName(rule.Need1)) && (rule.Need2 < 0 || HasName(rule.Need2))
        && (rule.Around1 < 0 || _names[rule.Around1].Open > 0)
        && (rule.Around2 < 0 || _names[rule.Around2].Open > 0)
        && (rule.Around3 < 0 || _names[rule.Around3].Open > 0);

    private bool HasName(int name) => _element.AsSpan(0, _elementNames).Contains(name);
}
