using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Chaffinch.Segmenting;

/// <summary>One walk through a style sheet from sign to sign: rules with their declarations are added to a <see cref="StyleSheet"/>, their selectors left for later.</summary>
/// <param name="css">The sheet without comments.</param>
/// <param name="places">Where its signs stand, the sheet's length last; see <see cref="CssSigns"/>.</param>
internal ref struct StyleSheetWalk(ReadOnlySpan<byte> css, ReadOnlySpan<int> places)
{
    private readonly ReadOnlySpan<byte> _css = css;
    private readonly ReadOnlySpan<int> _places = places;

    /// <summary>The sign that comes next.</summary>
    private int _next;

    /// <summary>Reads all rules.</summary>
    /// <param name="offset">Where the sheet starts in the source of the page.</param>
    /// <param name="sheet">Takes the rules that may matter.</param>
    public void ReadRules(int offset, StyleSheet sheet)
    {
        int at = 0;
        while (at < _css.Length)
        {
            at = SkipBlanksAndMarkupComments(_css, at);
            if (at >= _css.Length)
            {
                return;
            }

            while (_places[_next] < at)
            {
                _next++;
            }

            if (_css[at] == '}')
            {
                at++; // The end of a group rule that was entered.
            }
            else if (_css[at] == '@')
            {
                at = AtRule(at);
            }
            else
            {
                at = Rule(at, offset, sheet);
            }
        }
    }

    private static int SkipBlanksAndMarkupComments(ReadOnlySpan<byte> css, int at)
    {
        while (at < css.Length)
        {
            while (at < css.Length && Blanks.IsBlank(css[at]))
            {
                at++;
            }

            if (at >= css.Length || css[at] is not ((byte)'<' or (byte)'-'))
            {
                return at;
            }

            ReadOnlySpan<byte> rest = css[at..];
            if (rest.StartsWith("<!--"u8))
            {
                at += 4;
            }
            else if (rest.StartsWith("-->"u8))
            {
                at += 3;
            }
            else
            {
                return at;
            }
        }

        return at;
    }

    private int AtRule(int at)
    {
        while (_places[_next] < _css.Length && _css[_places[_next]] is not ((byte)';' or (byte)'{'))
        {
            _next++;
        }

        int end = _places[_next];
        if (end >= _css.Length)
        {
            return _css.Length;
        }

        if (_css[end] == ';')
        {
            return end + 1;
        }

        ReadOnlySpan<byte> prelude = Blanks.Trim(_css[at..end]);
        bool applies = prelude.StartsWith("@supports"u8) || prelude.StartsWith("@layer"u8)
            || Ascii.EqualsIgnoreCase(prelude, "@media screen"u8) || Ascii.EqualsIgnoreCase(prelude, "@media all"u8);
        return applies ? end + 1 : EndOfBlock();
    }

    /// <summary>One past the '}' that closes the '{' that comes next.</summary>
    private int EndOfBlock()
    {
        int depth = 0;
        for (; _places[_next] < _css.Length; _next++)
        {
            byte sign = _css[_places[_next]];
            depth += sign == '{' ? 1 : sign == '}' ? -1 : 0;
            if (depth == 0)
            {
                return _places[_next] + 1;
            }
        }

        return _css.Length;
    }

    private int Rule(int at, int offset, StyleSheet sheet)
    {
        bool hasColon = false;
        int open;
        while (true)
        {
            open = _places[_next];
            if (open >= _css.Length)
            {
                return _css.Length;
            }

            _next++;
            byte sign = _css[open];
            if (sign == '{')
            {
                break;
            }

            hasColon |= sign == ':';
        }

        // Where the only selector says more than names, what it declares does not matter.
        if (hasColon && !_css[at..open].Contains((byte)','))
        {
            while (_places[_next] < _css.Length && _css[_places[_next]] != '}')
            {
                _next++;
            }
        }
        else
        {
            StyleFacts facts = default;
            Body(open + 1, ref facts);
            if (!facts.IsEmpty)
            {
                sheet.AddBlock() = new StyleBlock { Facts = facts, Start = offset + at, End = offset + open };
            }
        }

        return Math.Min(_places[_next] + 1, _css.Length);
    }

    /// <summary>Reads declarations up to the next '}' or the sheet's end.</summary>
    private void Body(int start, ref StyleFacts facts)
    {
        bool ended;
        do
        {
            ended = PlainDeclarations(ref start, ref facts) || OddDeclaration(ref start, ref facts);
        }
        while (!ended);
    }

    /// <summary>Reads declarations that are a colon and what ends them, as most are; true where the last one was read.</summary>
    private bool PlainDeclarations(ref int start, ref StyleFacts facts)
    {
        while (_places[_next] is int colon && colon < _css.Length && _css[colon] == ':')
        {
            int end = _places[_next + 1]; // The sheet's length is the last place.
            byte sign = end < _css.Length ? _css[end] : (byte)'}';
            if (sign != ';' & sign != '}')
            {
                return false;
            }

            Declaration(start, colon, end, mayBeImportant: false, ref facts);
            if (sign == '}')
            {
                _next++;
                return true;
            }

            _next += 2;
            start = end + 1;
        }

        return false;
    }

    /// <summary>Reads one declaration whatever signs stand in it; true where it was the last one.</summary>
    private bool OddDeclaration(ref int start, ref StyleFacts facts)
    {
        int colon = -1;
        bool mayBeImportant = false;

        // Semicolons in brackets, as in url(…), end no declaration; behind a bracket no further one counts.
        byte awaited = 0;
        for (; ; _next++)
        {
            int at = _places[_next];
            byte sign = at < _css.Length ? _css[at] : (byte)'}';
            switch (sign)
            {
                case (byte)':':
                    colon = colon < 0 ? at : colon;
                    continue;
                case (byte)'(':
                    awaited = awaited == 0 ? (byte)')' : awaited;
                    continue;
                case (byte)')':
                    awaited = awaited == (byte)')' ? (byte)';' : awaited;
                    continue;
                case (byte)'!':
                    mayBeImportant = true;
                    continue;
                case (byte)'{':
                case (byte)';' when awaited == (byte)')':
                    continue;
            }

            if (colon >= 0)
            {
                Declaration(start, colon, at, mayBeImportant, ref facts);
            }

            if (sign == '}')
            {
                return true;
            }

            start = at + 1;
            _next++;
            return false;
        }
    }

    private readonly void Declaration(int start, int colon, int end, bool mayBeImportant, ref StyleFacts facts)
    {
        while (start < colon && Blanks.IsBlank(_css[start]))
        {
            start++;
        }

        int nameEnd = colon;
        while (nameEnd > start && Blanks.IsBlank(_css[nameEnd - 1]))
        {
            nameEnd--;
        }

        CssProperty property = nameEnd >= sizeof(ulong)
            ? CssProperties.FindBefore(ref Unsafe.Add(ref MemoryMarshal.GetReference(_css), nameEnd), nameEnd - start)
            : CssProperties.Find(_css[start..nameEnd]);
        if (property != CssProperty.None)
        {
            StyleDeclarations.Read(property, _css[(colon + 1)..end], mayBeImportant, ref facts);
        }
    }
}
