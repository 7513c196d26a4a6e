using System.Globalization;

namespace Chaffinch.Corpora.Filtering;

/// <summary>Reads the filter language by recursive descent; the depth is bounded.</summary>
internal sealed class FilterParser
{
    private const int MaxDepth = 100;

    private static readonly string[] Keywords = ["and", "or", "not", "in", "is", "contains", "starts", "ends", "with", "missing", "present"];

    private readonly string _expression;
    private readonly List<Token> _tokens;
    private int _at;
    private int _depth;

    private FilterParser(string expression)
    {
        _expression = expression;
        _tokens = FilterLexer.Read(expression);
    }

    private Token Next => _tokens[_at];

    public static FilterNode Parse(string expression)
    {
        var parser = new FilterParser(expression);
        if (parser.Next.Kind == TokenKind.End)
        {
            throw parser.Wrong("The filter is empty; write something like: verdict = clean and kept > 200.");
        }

        FilterNode root = parser.Or();
        if (parser.Next.Kind != TokenKind.End)
        {
            throw parser.Wrong(parser.Next.Is(")") ? "There is no opening bracket for this one." : "'and' or 'or' is missing before this.");
        }

        return root;
    }

    private FilterNode Or()
    {
        var parts = new List<FilterNode> { And() };
        while (Take("or") || Take("||"))
        {
            parts.Add(And());
        }

        return parts.Count == 1 ? parts[0] : new OrNode([.. parts]);
    }

    private FilterNode And()
    {
        var parts = new List<FilterNode> { Not() };
        while (Take("and") || Take("&&"))
        {
            parts.Add(Not());
        }

        return parts.Count == 1 ? parts[0] : new AndNode([.. parts]);
    }

    private FilterNode Not()
    {
        if (++_depth > MaxDepth)
        {
            throw Wrong($"The filter is nested more than {MaxDepth} deep.");
        }

        FilterNode node;
        if (Take("not") || Take("!"))
        {
            node = new NotNode(Not());
        }
        else if (Take("("))
        {
            node = Or();
            if (!Take(")"))
            {
                throw Wrong("A closing bracket is missing here.");
            }
        }
        else
        {
            node = Condition();
        }

        _depth--;
        return node;
    }

    private FilterNode Condition()
    {
        FilterField field = Field();
        if (Take("is"))
        {
            return Missing(field);
        }

        bool negated = Take("not");
        if (Take("in"))
        {
            FilterNode list = List(field);
            return negated ? new NotNode(list) : list;
        }

        Token sign = Next;
        Comparison comparison = ReadComparison(negated);
        FilterNode condition = Compare(field, comparison, sign, Value());
        return negated ? new NotNode(condition) : condition;
    }

    private FilterNode Missing(FilterField field)
    {
        bool negated = Take("not");
        Token word = Next;
        if (!Take("missing"))
        {
            negated = !negated;
            if (!Take("present"))
            {
                throw Wrong("After 'is' stands 'missing' or 'present'.");
            }
        }

        if (field.AsText is null && field.HasWord is null)
        {
            throw Wrong($"'{field.Name}' is never missing.", word);
        }

        FilterNode node = new MissingNode(field);
        return negated ? new NotNode(node) : node;
    }

    private FilterField Field()
    {
        Token name = Next;
        if (name.Kind != TokenKind.Word || Array.Exists(Keywords, k => name.Is(k)))
        {
            throw Wrong("A field's name is expected here: " + string.Join(", ", FilterField.All.Select(static f => f.Name)) + ".");
        }

        _at++;
        return FilterField.Find(name.Text)
            ?? throw Wrong($"There is no field '{name.Text}'; the fields are {string.Join(", ", FilterField.All.Select(static f => f.Name))}.", name);
    }

    private FilterNode List(FilterField field)
    {
        if (!Take("("))
        {
            throw Wrong("After 'in' stands a list in brackets: in (clean, polluted).");
        }

        var parts = new List<FilterNode>();
        do
        {
            Token value = Value();
            parts.Add(Compare(field, Comparison.Equal, value, value));
        }
        while (Take(","));

        if (!Take(")"))
        {
            throw Wrong("A comma or a closing bracket is missing here.");
        }

        return new OrNode([.. parts]);
    }

    private Comparison ReadComparison(bool onlyWords)
    {
        Token token = Next;
        _at++;
        Comparison? comparison = token.Text.ToLowerInvariant() switch
        {
            "contains" => Comparison.Contains,
            "starts" => Comparison.StartsWith,
            "ends" => Comparison.EndsWith,
            "=" or "==" when !onlyWords => Comparison.Equal,
            "!=" or "<>" when !onlyWords => Comparison.NotEqual,
            "<" when !onlyWords => Comparison.Less,
            "<=" when !onlyWords => Comparison.LessOrEqual,
            ">" when !onlyWords => Comparison.Greater,
            ">=" when !onlyWords => Comparison.GreaterOrEqual,
            _ => null,
        };
        if (comparison is null || token.Kind is TokenKind.Quoted or TokenKind.End)
        {
            throw Wrong(
                onlyWords
                    ? "After 'not' stands 'in', 'contains', 'starts with' or 'ends with' here."
                    : "A comparison is expected here: =, !=, <, <=, >, >=, in, not in, contains, starts with, ends with, is missing, is present.",
                token);
        }

        if (comparison is Comparison.StartsWith or Comparison.EndsWith && !Take("with"))
        {
            throw Wrong($"'{token.Text}' is followed by 'with'.");
        }

        return comparison.Value;
    }

    private Token Value()
    {
        Token token = Next;
        if (token.Kind is not (TokenKind.Word or TokenKind.Quoted))
        {
            throw Wrong("A value is expected here.");
        }

        _at++;
        return token;
    }

    private FilterNode Compare(FilterField field, Comparison comparison, Token sign, Token value)
    {
        bool ordered = comparison is Comparison.Less or Comparison.LessOrEqual or Comparison.Greater or Comparison.GreaterOrEqual;
        bool textual = comparison is Comparison.Contains or Comparison.StartsWith or Comparison.EndsWith;
        switch (field.Type)
        {
            case FilterType.Number when !textual:
                return new NumberNode(field.AsNumber!, comparison, Number(field, value));
            case FilterType.Date when !textual:
                return FilterDates.TryRead(value.Text, out DateTime from, out DateTime to)
                    ? new DateNode(field.AsText!, comparison, from, to)
                    : throw Wrong($"'{field.Name}' is compared with a date such as 2024, 2024-05-31 or 2024-05-31T12:00:00Z.", value);
            case FilterType.Text when !ordered:
                return new TextNode(field.AsText!, comparison, value.Text);
            case FilterType.Word when !ordered && !textual:
                var word = new WordNode(field.AsWord!, Word(field, value));
                return comparison == Comparison.NotEqual ? new NotNode(word) : word;
            case FilterType.Words when !ordered && (!textual || comparison == Comparison.Contains):
                var words = new WordsNode(field.HasWord!, Word(field, value));
                return comparison == Comparison.NotEqual ? new NotNode(words) : words;
            default:
                string takes = field.Type switch
                {
                    FilterType.Number or FilterType.Date => "=, !=, <, <=, >, >=, in",
                    FilterType.Text => "=, !=, in, contains, starts with, ends with, is missing, is present",
                    FilterType.Word => "=, !=, in",
                    _ => "=, !=, in, contains, is missing, is present",
                };
                throw Wrong($"'{field.Name}' takes {takes}.", sign);
        }
    }

    private int Word(FilterField field, Token value)
    {
        for (int i = 0; i < field.Allowed.Count; i++)
        {
            if (string.Equals(field.Allowed[i], value.Text, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        throw Wrong($"'{field.Name}' is one of {string.Join(", ", field.Allowed)}.", value);
    }

    private double Number(FilterField field, Token value)
    {
        ReadOnlySpan<char> text = value.Text;
        double factor = text switch
        {
            [.., '%'] => 0.01,
            [.., 'k' or 'K'] => 1e3,
            [.., 'M'] => 1e6,
            _ => 1,
        };
        ReadOnlySpan<char> digits = factor == 1 ? text : text[..^1];
        return value.Kind == TokenKind.Word && double.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out double number)
            ? number * factor
            : throw Wrong($"'{field.Name}' is compared with a number such as 200, 5k or 10%.", value);
    }

    private bool Take(string word)
    {
        if (!Next.Is(word))
        {
            return false;
        }

        _at++;
        return true;
    }

    private FilterException Wrong(string problem, Token? at = null) => new(problem, _expression, (at ?? Next).Column);
}
