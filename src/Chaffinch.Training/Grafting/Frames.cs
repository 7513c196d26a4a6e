using System.Globalization;

namespace Chaffinch.Training.Grafting;

/// <summary>The words of sites' frames by language: menus, bylines, footers, captions (<c>Samples/frames.tsv</c>, our own).</summary>
internal sealed class Frames
{
    private static readonly string[] SiteHeads = ["alder", "kestrel", "moor", "linden", "harbor", "ridge", "juniper", "heron", "quarry", "meadow", "tarn", "birch", "salt", "mill"];
    private static readonly string[] SiteTails = ["valley", "gate", "herald", "museum", "club", "school", "works", "library", "council", "press", "field", "house"];
    private readonly Dictionary<(string Language, string What), string[]> _words = [];

    public Frames(string file)
    {
        foreach (string line in File.ReadLines(file).Where(l => l.Length > 0 && l[0] != '#'))
        {
            string[] cells = line.Split('\t');
            _words.Add((cells[0], cells[1]), cells[2].Split('|'));
        }
    }

    public IEnumerable<string> Languages => _words.Keys.Select(k => k.Language).Distinct();

    public static string HostOf(Dice dice) => dice.Of(SiteHeads) + dice.Of(SiteTails) + dice.Of([".example", ".example.org", ".example.net", ".test"]);

    public string[] All(string language, string what) => _words[(_words.ContainsKey((language, what)) ? language : "en", what)];

    /// <summary>One of the words, its places filled.</summary>
    public string One(string language, string what, Dice dice, string host) => Fill(dice.Of(All(language, what)), language, dice, host);

    public string Fill(string pattern, string language, Dice dice, string host)
    {
        if (!pattern.Contains('{', StringComparison.Ordinal))
        {
            return pattern;
        }

        string name = host.Split('.')[0];
        return pattern
            .Replace("{n}", dice.Between(10, 28).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{y}", dice.Between(2012, 2025).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{h}", string.Create(CultureInfo.InvariantCulture, $"{dice.Between(6, 22):00}:{dice.Between(10, 59)}"), StringComparison.Ordinal)
            .Replace("{p}", dice.Of(All(language, "persons")), StringComparison.Ordinal)
            .Replace("{s}", char.ToUpperInvariant(name[0]) + name[1..], StringComparison.Ordinal)
            .Replace("{d}", host, StringComparison.Ordinal);
    }
}
