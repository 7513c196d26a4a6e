using System.Text;
using Chaffinch.Corpora.Filtering;
using Chaffinch.Corpora.Model;

namespace Chaffinch.Lab;

/// <summary>The filter language under fuzzing: an expression is read or refused with a place in it, and what was read gives the same answer each time.</summary>
internal static class FilterFuzz
{
    private static readonly string[] Words =
    [
        .. FilterField.All.Select(static f => f.Name), .. FilterField.All.SelectMany(static f => f.Allowed), "and", "or", "not", "in", "is", "missing", "present", "contains", "starts", "ends", "with",
        "(", ")", ",", "=", "==", "!=", "<>", "<", "<=", ">", ">=", "&&", "||", "!", "'", "\"", "''", "0", "-1", "5k", "2M", "10%", "1e9", "2024", "2024-02-30", "2024-05-01", "9999-12-31", "2024-05-01T10:00:00+02:00", "x", "\u0000", "\uD800", "İ",
    ];

    private static readonly DocumentFacts Facts = MakeFacts();

    public static byte[] Make(int round)
    {
        var random = new Random(round);
        var text = new StringBuilder();
        for (int i = random.Next(1, 60); i > 0; i--)
        {
            text.Append(Words[random.Next(Words.Length)]).Append(random.Next(8) == 0 ? "" : " ");
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        for (int i = random.Next(3); i > 0 && bytes.Length > 0; i--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }

    public static string? Check(byte[] bytes)
    {
        string expression = Encoding.UTF8.GetString(bytes);
        try
        {
            var filter = Filter.Parse(expression);
            return filter.Matches(Facts) == filter.Matches(Facts) && Filter.Parse(expression).Matches(Facts) == filter.Matches(Facts) ? null : "answer: it changes";
        }
        catch (FilterException e)
        {
            return e.Column < 0 || e.Column > expression.Length ? $"column: {e.Column} of {expression.Length}" : e.Message.Contains('\n', StringComparison.Ordinal) && !expression.Contains('\n', StringComparison.Ordinal) ? "message: several lines" : null;
        }
    }

    private static DocumentFacts MakeFacts()
    {
        var facts = new DocumentFacts
        {
            Id = "1",
            Url = "https://user@host.example:8080/x?y#z",
            Fetched = DateTimeOffset.UnixEpoch,
            Page = new PageAnalyzer().Analyze(FuzzSeeds.Own[0]),
        };
        facts.Count();
        return facts;
    }
}
