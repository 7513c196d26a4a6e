namespace Chaffinch.Corpora.Filtering;

/// <summary>A filter expression that cannot be understood; the message says what is wrong and where.</summary>
public sealed class FilterException : Exception
{
    internal FilterException(string problem, string expression, int column)
        : base(Draw(problem, expression, column))
    {
        Problem = problem;
        Column = column;
    }

    /// <summary>What is wrong, in one sentence.</summary>
    public string Problem { get; }

    /// <summary>Where in the expression, in UTF-16 code units from 0.</summary>
    public int Column { get; }

    // The place is quoted, not underlined: the message stands in one line of an error, and wide characters would move a mark.
    private static string Draw(string problem, string expression, int column)
    {
        const int Around = 24;
        if (column >= expression.Length)
        {
            return $"{problem} (at the end of the filter)";
        }

        string rest = expression[column..Math.Min(expression.Length, column + Around)];
        return $"{problem} (column {column + 1}, at \"{rest}{(column + Around < expression.Length ? "…" : "")}\")";
    }
}
