using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Filtering;

/// <summary>A part of a filter expression.</summary>
internal abstract class FilterNode
{
    public abstract bool Matches(DocumentFacts facts);
}

internal sealed class AndNode(FilterNode[] parts) : FilterNode
{
    public override bool Matches(DocumentFacts facts)
    {
        foreach (FilterNode part in parts)
        {
            if (!part.Matches(facts))
            {
                return false;
            }
        }

        return true;
    }
}

internal sealed class OrNode(FilterNode[] parts) : FilterNode
{
    public override bool Matches(DocumentFacts facts)
    {
        foreach (FilterNode part in parts)
        {
            if (part.Matches(facts))
            {
                return true;
            }
        }

        return false;
    }
}

internal sealed class NotNode(FilterNode inner) : FilterNode
{
    public override bool Matches(DocumentFacts facts) => !inner.Matches(facts);
}

internal enum Comparison
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
    StartsWith,
    EndsWith,
}

internal sealed class NumberNode(Func<DocumentFacts, double> get, Comparison comparison, double value) : FilterNode
{
    public override bool Matches(DocumentFacts facts)
    {
        double x = get(facts);
        return comparison switch
        {
            Comparison.Equal => x == value,
            Comparison.NotEqual => x != value,
            Comparison.Less => x < value,
            Comparison.LessOrEqual => x <= value,
            Comparison.Greater => x > value,
            _ => x >= value,
        };
    }
}

/// <summary>Compares texts without regard to case. What is missing equals nothing, holds nothing and comes before nothing.</summary>
internal sealed class TextNode(Func<DocumentFacts, string?> get, Comparison comparison, string value) : FilterNode
{
    private const StringComparison Fold = StringComparison.OrdinalIgnoreCase;

    public override bool Matches(DocumentFacts facts)
    {
        string? x = get(facts);
        if (x is null)
        {
            return comparison == Comparison.NotEqual;
        }

        return comparison switch
        {
            Comparison.Equal => x.Equals(value, Fold),
            Comparison.NotEqual => !x.Equals(value, Fold),
            Comparison.Contains => x.Contains(value, Fold),
            Comparison.StartsWith => x.StartsWith(value, Fold),
            Comparison.EndsWith => x.EndsWith(value, Fold),
            _ => throw new InvalidOperationException("Texts have no order."),
        };
    }
}

/// <summary>Compares moments. A value without a time is its whole day, month or year: equal to every moment in it.</summary>
internal sealed class DateNode(Func<DocumentFacts, string?> get, Comparison comparison, DateTime from, DateTime to) : FilterNode
{
    public override bool Matches(DocumentFacts facts)
    {
        if (get(facts) is not string text || !FilterDates.TryRead(text, out DateTime x, out _))
        {
            return comparison == Comparison.NotEqual;
        }

        return comparison switch
        {
            Comparison.Equal => x >= from && x < to,
            Comparison.NotEqual => x < from || x >= to,
            Comparison.Less => x < from,
            Comparison.LessOrEqual => x < to,
            Comparison.Greater => x >= to,
            _ => x >= from,
        };
    }
}

internal sealed class WordNode(Func<DocumentFacts, int> get, int word) : FilterNode
{
    public override bool Matches(DocumentFacts facts) => get(facts) == word;
}

internal sealed class WordsNode(Func<DocumentFacts, int, bool> has, int word) : FilterNode
{
    public override bool Matches(DocumentFacts facts) => has(facts, word);
}

internal sealed class MissingNode(FilterField field) : FilterNode
{
    public override bool Matches(DocumentFacts facts)
    {
        if (field.HasWord is not null)
        {
            for (int word = 0; word < field.Allowed.Count; word++)
            {
                if (field.HasWord(facts, word))
                {
                    return false;
                }
            }

            return true;
        }

        return string.IsNullOrWhiteSpace(field.AsText!(facts));
    }
}
