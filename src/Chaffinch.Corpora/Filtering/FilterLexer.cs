using System.Text;

namespace Chaffinch.Corpora.Filtering;

internal enum TokenKind
{
    End,
    Word,
    Quoted,
    Symbol,
}

/// <summary>A word, a quoted text or a sign of a filter expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; of a quoted one, what stands between the quotes.</param>
/// <param name="Column">Where it begins.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Column)
{
    public bool Is(string word) => Kind is TokenKind.Word or TokenKind.Symbol && string.Equals(Text, word, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Cuts a filter expression into words, quoted texts and signs. Linear.</summary>
internal static class FilterLexer
{
    // Longest first.
    private static readonly string[] Signs = ["==", "!=", "<>", "<=", ">=", "&&", "||", "=", "<", ">", "(", ")", ",", "!"];

    public static List<Token> Read(string expression)
    {
        var tokens = new List<Token>();
        int at = 0;
        while (at < expression.Length)
        {
            char c = expression[at];
            if (char.IsWhiteSpace(c))
            {
                at++;
            }
            else if (c is '"' or '\'')
            {
                at = ReadQuoted(expression, at, tokens);
            }
            else if (SignAt(expression, at) is string sign)
            {
                tokens.Add(new(TokenKind.Symbol, sign, at));
                at += sign.Length;
            }
            else
            {
                int start = at;
                while (at < expression.Length && !char.IsWhiteSpace(expression[at]) && expression[at] is not ('"' or '\'') && SignAt(expression, at) is null)
                {
                    at++;
                }

                tokens.Add(new(TokenKind.Word, expression[start..at], start));
            }
        }

        tokens.Add(new(TokenKind.End, "", expression.Length));
        return tokens;
    }

    // A quote inside is doubled, as in SQL.
    private static int ReadQuoted(string expression, int start, List<Token> tokens)
    {
        char quote = expression[start];
        var text = new StringBuilder();
        int at = start + 1;
        while (true)
        {
            int end = expression.IndexOf(quote, at);
            if (end < 0)
            {
                throw new FilterException($"The text in quotes has no closing {quote}.", expression, start);
            }

            text.Append(expression, at, end - at);
            at = end + 1;
            if (at >= expression.Length || expression[at] != quote)
            {
                tokens.Add(new(TokenKind.Quoted, text.ToString(), start));
                return at;
            }

            text.Append(quote);
            at++;
        }
    }

    private static string? SignAt(string expression, int at)
    {
        foreach (string sign in Signs)
        {
            if (string.CompareOrdinal(expression, at, sign, 0, sign.Length) == 0)
            {
                return sign;
            }
        }

        return null;
    }
}
