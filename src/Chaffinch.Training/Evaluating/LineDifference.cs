using System.Globalization;

namespace Chaffinch.Training.Evaluating;

/// <summary>What a found text lacks and has too much, line by line, as word counts see it.</summary>
internal static class LineDifference
{
    private const int MaxLines = 12;
    private const int MaxChars = 110;

    /// <summary>Writes the lines of <paramref name="gold"/> whose words are missing in <paramref name="found"/>, and the other way round.</summary>
    public static void Write(string gold, string found, TextWriter to)
    {
        Side("missing ", gold, found, to);
        Side("too much", found, gold, to);
    }

    private static void Side(string name, string text, string other, TextWriter to)
    {
        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        WordBag.Read(other, w => left[w] = left.GetValueOrDefault(w) + 1);
        var lines = new List<(int Extra, string Line)>();
        foreach (string line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int words = 0;
            int extra = 0;
            WordBag.Read(line, w =>
            {
                words++;
                int count = left.GetValueOrDefault(w);
                left[w] = count - 1;
                extra += count <= 0 ? 1 : 0;
            });
            if (extra * 2 > words)
            {
                lines.Add((extra, line));
            }
        }

        to.Write(string.Create(CultureInfo.InvariantCulture, $"  {name}: {lines.Count} lines, {lines.Sum(l => l.Extra)} words\n"));
        foreach ((int extra, string line) in lines.Take(MaxLines))
        {
            to.Write(string.Create(CultureInfo.InvariantCulture, $"    {extra,4} {(line.Length > MaxChars ? line[..MaxChars] + "…" : line)}\n"));
        }
    }
}
