using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Filtering;

/// <summary>A condition on labelled records in a language that people can read: <c>verdict in (clean, polluted) and language = zh and kept &gt; 200</c>.</summary>
/// <remarks>Described in <c>docs/filter.md</c>. Immutable and safe for use by several threads. A test of a record is linear in the expression and in the texts it asks for.</remarks>
public sealed class Filter
{
    /// <summary>The longest expression that is taken, in UTF-16 code units.</summary>
    public const int MaxLength = 64 << 10;

    private readonly FilterNode _root;

    private Filter(string expression, FilterNode root)
    {
        Expression = expression;
        _root = root;
    }

    /// <summary>The expression as given.</summary>
    public string Expression { get; }

    /// <summary>Reads an expression.</summary>
    /// <param name="expression">At most <see cref="MaxLength"/> long; brackets and <c>not</c> nest at most <c>100</c> deep.</param>
    /// <exception cref="FilterException">It cannot be understood; the message says what is wrong and where.</exception>
    public static Filter Parse(string expression)
    {
        if (expression.Length > MaxLength)
        {
            throw new FilterException($"The filter is longer than {MaxLength} characters.", expression, MaxLength);
        }

        return new(expression, FilterParser.Parse(expression));
    }

    /// <summary>True when a record meets the condition.</summary>
    /// <param name="facts">The record, counted.</param>
    public bool Matches(DocumentFacts facts) => _root.Matches(facts);
}
