namespace Chaffinch.Segmenting;

/// <summary>The hiding and colouring rules of a page's style elements, by the class, id or tag of their last part.</summary>
/// <remarks>
/// Selectors that need more than names (pseudo-classes, attributes, siblings) and conditional rules (@media with a condition, print)
/// are left out: what hides on some screens only is not hidden. The parts before the last must match some element around, in any order.
/// Names of rules that matter are numbered, so that matching an element compares numbers and asks no table.
/// </remarks>
internal sealed partial class StyleSheet
{
    /// <summary>Rules for one name that are looked at, so that matching stays linear.</summary>
    private const int MaxChain = 64;

    private const int MaxRules = 16384;

    /// <summary>Names of an element that are looked at.</summary>
    private const int MaxNames = NameTokens.MaxNames + 2;

    private readonly Growing<StyleBlock> _blocks = new();
    private readonly Growing<StyleSelector> _selectors = new();
    private readonly Growing<StyleRule> _rules = new();
    private readonly NumberedNames _numbers = new();
    private readonly Growing<StyleName> _names = new();
    private readonly Growing<int> _ruled = new();
    private readonly Growing<int> _pushed = new();
    private readonly int[] _element = new int[MaxNames];
    private readonly int[] _found = new int[MaxChain];
    private readonly (int Sheet, int Number)[] _tags = new (int, int)[256];
    private readonly (ulong Key, StyleFacts Facts)[] _known = new (ulong, StyleFacts)[64];
    private int _elementNames;

    /// <summary>Which names that rules ask for are around: the exclusive or of their marks.</summary>
    private ulong _around;

    /// <summary>Goes up whenever numbers of names may change their meaning; never 0.</summary>
    private int _sheet;

    public int BlockCount => _blocks.Count;

    public bool HasRules { get; private set; }

    /// <summary>The name that a rule for a tag looks for, of the tag's name hashed by <see cref="NameHash.OfFolded"/>.</summary>
    public static ulong TagName(ulong name) => name;

    /// <summary>The name that a rule for a class looks for.</summary>
    public static ulong ClassName(ulong name) => name ^ 0x5C1A55;

    /// <summary>The name that a rule for an id looks for.</summary>
    public static ulong IdName(ulong name) => name ^ 0x1D1D1D;

    public void Clear()
    {
        _blocks.Clear();
        _selectors.Clear();
        _rules.Clear();
        _numbers.Clear();
        _names.Clear();
        _ruled.Clear();
        _pushed.Clear();
        _around = 0;
        HasRules = false;
        _sheet++;
    }

    /// <summary>Adds the declarations of one or more selectors; these follow by <see cref="AddSelector"/>, now or when they turn out to matter.</summary>
    public ref StyleBlock AddBlock() => ref _blocks.AddNew();

    /// <summary>Adds one selector to the block that is being read.</summary>
    /// <param name="last">The last part: its names, the most telling first.</param>
    /// <param name="around">Names that elements around must have.</param>
    /// <param name="specificity">As the cascade weighs it.</param>
    public void AddSelector(ReadOnlySpan<ulong> last, ReadOnlySpan<ulong> around, int specificity)
    {
        if (_selectors.Count >= MaxRules)
        {
            return;
        }

        _selectors.Add(new StyleSelector
        {
            Key = last[0],
            Need1 = last.Length > 1 ? last[1] : 0,
            Need2 = last.Length > 2 ? last[2] : 0,
            Around1 = around.Length > 0 ? around[0] : 0,
            Around2 = around.Length > 1 ? around[1] : 0,
            Around3 = around.Length > 2 ? around[2] : 0,
            Specificity = specificity,
        });
    }

    /// <summary>Reads the selectors that were left for later.</summary>
    /// <param name="source">What the sheets of this page stand in.</param>
    public void ReadSelectors(ReadOnlySpan<byte> source)
    {
        for (int b = 0; b < _blocks.Count; b++)
        {
            ReadSelectors(source, ref _blocks[b]);
        }
    }

    private void ReadSelectors(ReadOnlySpan<byte> source, ref StyleBlock block)
    {
        if (!block.IsRead)
        {
            int first = _selectors.Count;
            StyleSheetReader.ReadSelectors(source[block.Start..block.End], this);
            block.IsRead = true;
            block.FirstSelector = first;
            block.SelectorCount = _selectors.Count - first;
        }
    }

    /// <summary>Makes the rules ready for matching: those that can hide something or take hiding back, the others are left out.</summary>
    /// <param name="source">What the sheets of this page stand in.</param>
    /// <param name="hasOuterStyles">The page has sheets that are not at hand: a colour alone then tells nothing, two in one rule do.</param>
    public void Finish(ReadOnlySpan<byte> source, bool hasOuterStyles)
    {
        // Called again when a frame brings its own sheet: elements are open then, so the count of what is around stays.
        _sheet++;
        _rules.Clear();
        _ruled.Clear();
        foreach (ref StyleName name in _names.Items)
        {
            name.Head = -1;
            name.Rules = 0;
        }

        if (_blocks.Count == 0)
        {
            return;
        }

        ulong touching = FindHidden(source).Touching();
        for (int b = 0; b < _blocks.Count; b++)
        {
            ref StyleBlock block = ref _blocks[b];
            if (block.Facts.Sets(touching) || (hasOuterStyles ? Colour.AreAlike(block.Facts.Text, block.Facts.Background) : block.Facts.HasColours))
            {
                ReadSelectors(source, ref block);
                for (int s = 0; s < block.SelectorCount; s++)
                {
                    AddRule(b, _selectors[block.FirstSelector + s]);
                }
            }
        }

        HasRules = _rules.Count > 0;
    }

    /// <summary>What any rule hides by. Selectors are read where the answer hangs on them.</summary>
    private StyleFacts FindHidden(ReadOnlySpan<byte> source)
    {
        StyleFacts hidden = default;
        foreach (bool weak in (ReadOnlySpan<bool>)[false, true])
        {
            StyleFacts open = hidden;
            for (int b = 0; b < _blocks.Count; b++)
            {
                ref StyleBlock block = ref _blocks[b];
                if (!block.Facts.MayHide)
                {
                    continue;
                }

                StyleFacts hiding = block.Facts.OnlyHiding(weak, open);
                if (!hiding.IsEmpty)
                {
                    ReadSelectors(source, ref block);
                    if (block.SelectorCount > 0)
                    {
                        hidden.Override(hiding);
                    }
                }
            }
        }

        return hidden;
    }

    private void AddRule(int block, in StyleSelector selector)
    {
        int key = Number(selector.Key);
        ref StyleName name = ref _names[key];
        if (name.Rules >= MaxChain)
        {
            return;
        }

        int next = name.Head;
        name.Head = _rules.Count;
        name.Rules++;
        _rules.Add(new StyleRule
        {
            Need1 = Number(selector.Need1),
            Need2 = Number(selector.Need2),
            Around1 = NumberAround(selector.Around1),
            Around2 = NumberAround(selector.Around2),
            Around3 = NumberAround(selector.Around3),
            Specificity = selector.Specificity,
            Block = block,
            Next = next,
        });
    }

    private int NumberAround(ulong name)
    {
        int number = Number(name);
        if (number >= 0)
        {
            _names[number].IsAround = true;
        }

        return number;
    }

    private int Number(ulong name)
    {
        if (name == 0)
        {
            return -1;
        }

        int number = _numbers.Add(name);
        if (number == _names.Count)
        {
            _names.Add(new StyleName { Head = -1 });
        }

        return number;
    }

    /// <summary>The number of a name that some rule looks at, -1 for any other.</summary>
    public int Find(ulong name) => _numbers.Find(name);

    /// <summary>The number of a tag; <paramref name="name"/> is its name as written, hashed when first asked for.</summary>
    public int FindTag(Model.HtmlTag tag, ReadOnlySpan<byte> name)
    {
        if (tag == Model.HtmlTag.Other || name.IsEmpty)
        {
            return name.IsEmpty ? -1 : Find(TagName(NameHash.OfFolded(name)));
        }

        ref (int Sheet, int Number) seen = ref _tags[(int)tag];
        if (seen.Sheet != _sheet)
        {
            seen = (_sheet, Find(TagName(NameHash.OfFolded(name))));
        }

        return seen.Number;
    }

    /// <summary>True when it is known whether some rule looks at this tag, which <paramref name="number"/> then tells.</summary>
    public bool IsKnown(Model.HtmlTag tag, out int number)
    {
        (int sheet, number) = _tags[(int)tag];
        return sheet == _sheet && tag != Model.HtmlTag.Other;
    }

    /// <summary>The numbers of those of a class value's names that some rule looks at; found once for each value.</summary>
    public ReadOnlySpan<int> RuledNames(ref NameEntry entry, ReadOnlySpan<byte> value)
    {
        if (entry.Sheet != _sheet)
        {
            FindRuled(ref entry, value);
        }

        return _ruled.Items.Slice(entry.FirstRuled, entry.RuledCount);
    }

    private void FindRuled(ref NameEntry entry, ReadOnlySpan<byte> value)
    {
        entry.Sheet = _sheet;
        entry.FirstRuled = _ruled.Count;
        int length = Math.Min(value.Length, NameTokens.MaxBytes);
        int at = 0;
        for (int count = 0; count < NameTokens.MaxNames; count++)
        {
            while (at < length && Blanks.IsBlank(value[at]))
            {
                at++;
            }

            int start = at;
            while (at < length && !Blanks.IsBlank(value[at]))
            {
                at++;
            }

            if (at == start)
            {
                break;
            }

            int number = Find(ClassName(NameHash.OfFolded(value[start..at])));
            if (number >= 0)
            {
                _ruled.Add(number);
            }
        }

        entry.RuledCount = _ruled.Count - entry.FirstRuled;
    }
}
