using System.Runtime.InteropServices;
using System.Text;

namespace Chaffinch.Segmenting;

/// <summary>The hiding and colouring rules of a page's style elements, by the class, id or tag of their last part.</summary>
/// <remarks>
/// Selectors that need more than names (pseudo-classes, attributes, siblings) and conditional rules (@media with a condition, print)
/// are left out: what hides on some screens only is not hidden. The parts before the last must match some element around, in any order.
/// </remarks>
internal sealed class StyleSheet
{
    /// <summary>Rules for one name that are looked at, so that matching stays linear.</summary>
    private const int MaxChain = 64;

    private const int MaxRules = 16384;
    private const int MaxNames = 32;
    private const int FilterWords = 64;

    private readonly Growing<Rule> _rules = new();
    private readonly Dictionary<ulong, (int Head, int Length)> _heads = [];
    private readonly Dictionary<ulong, int> _around = [];
    private readonly Growing<ulong> _pushed = new();
    private readonly ulong[] _names = new ulong[MaxNames];
    private readonly (ulong Key, int Page, bool Concerned)[] _seen = new (ulong, int, bool)[1024];
    private readonly (int Page, bool Concerned)[] _seenTags = new (int, bool)[256];

    /// <summary>One bit for a slice of each name that some rule looks at: most names on a page are in none.</summary>
    private readonly ulong[] _filter = new ulong[FilterWords];
    private int _nameCount;
    private int _page;

    /// <summary>What any rule hides by.</summary>
    private StyleFacts _hidden;

    public int RuleCount => _rules.Count;

    public bool HasRules => _heads.Count > 0;

    public static ulong TagName(ReadOnlySpan<byte> name) => NameHash.OfFolded(name);

    public static ulong ClassName(ReadOnlySpan<byte> name) => NameHash.OfFolded(name) ^ 0x5C1A55;

    public static ulong IdName(ReadOnlySpan<byte> name) => NameHash.OfFolded(name) ^ 0x1D1D1D;

    public void Clear()
    {
        _rules.Clear();
        _heads.Clear();
        _around.Clear();
        _pushed.Clear();
        _hidden = default;
        _page++;
    }

    /// <summary>Adds one rule.</summary>
    /// <param name="last">The last part: its names, the most telling first.</param>
    /// <param name="around">Names that elements around must have.</param>
    /// <param name="facts">What it declares.</param>
    /// <param name="specificity">As the cascade weighs it.</param>
    public void Add(ReadOnlySpan<ulong> last, ReadOnlySpan<ulong> around, in StyleFacts facts, int specificity)
    {
        if (_rules.Count >= MaxRules)
        {
            return;
        }

        _rules.Add(new Rule
        {
            Key = last[0],
            Need1 = last.Length > 1 ? last[1] : 0,
            Need2 = last.Length > 2 ? last[2] : 0,
            Around1 = around.Length > 0 ? around[0] : 0,
            Around2 = around.Length > 1 ? around[1] : 0,
            Around3 = around.Length > 2 ? around[2] : 0,
            Facts = facts,
            Specificity = specificity,
        });
        _hidden.Override(facts.OnlyHiding());
    }

    /// <summary>Makes the rules ready for matching: those that can hide something or take hiding back, the others are forgotten.</summary>
    /// <param name="hasOuterStyles">The page has sheets that are not at hand: a colour alone then tells nothing, two in one rule do.</param>
    public void Finish(bool hasOuterStyles)
    {
        // Called again when a frame brings its own sheet: elements are open then, so the count of what is around stays.
        _heads.Clear();
        _page++;
        _filter.AsSpan().Clear();
        foreach (ulong name in _around.Keys)
        {
            AddToFilter(name);
        }

        for (int r = 0; r < _rules.Count; r++)
        {
            ref Rule rule = ref _rules[r];
            if (!rule.Facts.Touches(_hidden) && !(hasOuterStyles ? Colour.AreAlike(rule.Facts.Text, rule.Facts.Background) : rule.Facts.HasColours))
            {
                continue;
            }

            ref (int Head, int Length) chain = ref CollectionsMarshal.GetValueRefOrAddDefault(_heads, rule.Key, out bool exists);
            if (exists && chain.Length >= MaxChain)
            {
                continue;
            }

            AddToFilter(rule.Key);
            rule.Next = exists ? chain.Head : -1;
            chain = (r, chain.Length + 1);
            AddAround(rule.Around1);
            AddAround(rule.Around2);
            AddAround(rule.Around3);
        }
    }

    private void AddAround(ulong name)
    {
        if (name != 0)
        {
            _around.TryAdd(name, 0);
            AddToFilter(name);
        }
    }

    private void AddToFilter(ulong name) => _filter[(int)(name & (FilterWords - 1))] |= 1UL << (int)((name >> 6) & 63);

    /// <summary>True when some rule looks at a class of this value; remembered by <paramref name="key"/>, a hash of the value.</summary>
    public bool Concerns(ReadOnlySpan<byte> classes, ulong key)
    {
        int slot = (int)(key >> 54);
        if (_seen[slot].Key != key || _seen[slot].Page != _page)
        {
            Begin();
            AddClasses(classes);
            bool concerned = _nameCount == MaxNames;
            for (int n = 0; n < _nameCount && !concerned; n++)
            {
                concerned = Concerns(_names[n]);
            }

            _seen[slot] = (key, _page, concerned);
        }

        return _seen[slot].Concerned;
    }

    /// <summary>True when some rule looks at this name.</summary>
    public bool Concerns(ulong name) =>
        (_filter[(int)(name & (FilterWords - 1))] & (1UL << (int)((name >> 6) & 63))) != 0 && IsLookedAt(name);

    private bool IsLookedAt(ulong name) => _heads.ContainsKey(name) || (_around.Count > 0 && _around.ContainsKey(name));

    /// <summary>True when it is known whether some rule looks at this tag.</summary>
    public bool IsKnown(Model.HtmlTag tag, out bool concerned)
    {
        (int page, concerned) = _seenTags[(int)tag];
        return page == _page && tag != Model.HtmlTag.Other;
    }

    /// <summary>True when some rule looks at this tag; <paramref name="name"/> is its name, hashed when first asked for.</summary>
    public bool Concerns(Model.HtmlTag tag, ReadOnlySpan<byte> name)
    {
        if (tag == Model.HtmlTag.Other || name.IsEmpty)
        {
            return !name.IsEmpty && Concerns(TagName(name));
        }

        ref (int Page, bool Concerned) seen = ref _seenTags[(int)tag];
        if (seen.Page != _page)
        {
            seen = (_page, Concerns(TagName(name)));
        }

        return seen.Concerned;
    }

    /// <summary>Starts an element: its names are collected with <see cref="AddName"/> and <see cref="AddClasses"/>.</summary>
    public void Begin() => _nameCount = 0;

    public void AddName(ulong name)
    {
        if (_nameCount < MaxNames)
        {
            _names[_nameCount++] = name;
        }
    }

    public void AddClasses(ReadOnlySpan<byte> value)
    {
        int start = 0;
        for (int at = 0; at <= value.Length; at++)
        {
            if (at == value.Length || Blanks.IsBlank(value[at]))
            {
                if (at > start)
                {
                    AddName(ClassName(value[start..at]));
                }

                start = at + 1;
            }
        }
    }

    /// <summary>What the rules declare for the element whose names were collected.</summary>
    public StyleFacts Match()
    {
        StyleFacts facts = default;
        Span<int> found = stackalloc int[MaxChain];
        int count = 0;
        for (int n = 0; n < _nameCount; n++)
        {
            if (!Concerns(_names[n]) || !_heads.TryGetValue(_names[n], out (int Head, int Length) chain))
            {
                continue;
            }

            for (int r = chain.Head; r >= 0 && count < found.Length; r = _rules[r].Next)
            {
                if (Matches(_rules[r]))
                {
                    Insert(found, count++, r);
                }
            }
        }

        foreach (int r in found[..count])
        {
            facts.Override(_rules[r].Facts);
        }

        return facts;
    }

    /// <summary>Keeps the rules found in their order: weakest first, then as in the sheet. There are few.</summary>
    private void Insert(Span<int> found, int count, int rule)
    {
        int specificity = _rules[rule].Specificity;
        int at = count;
        while (at > 0 && (_rules[found[at - 1]].Specificity is int before) && (before > specificity || (before == specificity && found[at - 1] > rule)))
        {
            found[at] = found[at - 1];
            at--;
        }

        found[at] = rule;
    }

    /// <summary>Makes the element whose names were collected an element around; gives what <see cref="Leave"/> takes.</summary>
    public int Enter()
    {
        int mark = _pushed.Count;
        for (int n = 0; n < _nameCount && _around.Count > 0; n++)
        {
            if (!Concerns(_names[n]))
            {
                continue;
            }

            ref int open = ref CollectionsMarshal.GetValueRefOrNullRef(_around, _names[n]);
            if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref open))
            {
                open++;
                _pushed.Add(_names[n]);
            }
        }

        return mark;
    }

    public void Leave(int mark)
    {
        while (_pushed.Count > mark)
        {
            CollectionsMarshal.GetValueRefOrNullRef(_around, _pushed.Last)--;
            _pushed.RemoveLast();
        }
    }

    private bool Matches(in Rule rule) =>
        (rule.Need1 == 0 || HasName(rule.Need1)) && (rule.Need2 == 0 || HasName(rule.Need2))
        && (rule.Around1 == 0 || _around[rule.Around1] > 0)
        && (rule.Around2 == 0 || _around[rule.Around2] > 0)
        && (rule.Around3 == 0 || _around[rule.Around3] > 0);

    private bool HasName(ulong name) => _names.AsSpan(0, _nameCount).Contains(name);

    private record struct Rule
    {
        public ulong Key;
        public ulong Need1;
        public ulong Need2;
        public ulong Around1;
        public ulong Around2;
        public ulong Around3;
        public StyleFacts Facts;
        public int Specificity;
        public int Next;
    }
}
