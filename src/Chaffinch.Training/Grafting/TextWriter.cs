using System.Text;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Grafting;

/// <summary>Collects bytes and what each run of them is.</summary>
internal sealed class GoldWriter
{
    private readonly List<byte> _bytes = [];
    private readonly List<GoldRange> _gold = [];

    public byte[] Bytes => [.. _bytes];

    public GoldRange[] Gold => [.. _gold];

    /// <summary>Markup: bytes without a label.</summary>
    public void Raw(string text) => _bytes.AddRange(Encoding.UTF8.GetBytes(text));

    public void Labelled(string text, Gold gold)
    {
        int start = _bytes.Count;
        _bytes.AddRange(Encoding.UTF8.GetBytes(text));
        if (_bytes.Count > start)
        {
            _gold.Add(new GoldRange(start, _bytes.Count, gold));
        }
    }
}

/// <summary>Writes a draft as a plain-text extractor would leave it: one line a block.</summary>
internal static class TextWriter
{
    public static (byte[] Bytes, GoldRange[] Gold) Write(Draft draft, Dice dice)
    {
        var to = new GoldWriter();
        bool spaced = dice.Chance(0.8);
        bool titled = dice.Chance(0.25);
        LineRole? last = null;
        foreach (DraftLine line in draft.Lines)
        {
            // An extractor drops the head of the document; some keep its title as the first line.
            if (line.Role is LineRole.Description or LineRole.Keywords || (line.Role == LineRole.Title && !titled) || line.Runs.Count == 0)
            {
                continue;
            }

            if (last is { } before)
            {
                bool together = !spaced || (before == line.Role && line.Role is LineRole.Nav or LineRole.Item or LineRole.Footer or LineRole.Related or LineRole.Breadcrumb);
                to.Raw(together ? "\n" : "\n\n");
            }

            bool joined = line.Role is LineRole.Nav or LineRole.Tags or LineRole.Related or LineRole.Footer;
            for (int i = 0; i < line.Runs.Count; i++)
            {
                Run run = line.Runs[i];
                string text = i > 0 && joined && run.Href is not null && line.Runs[i - 1].Href is not null ? " " + run.Text : run.Text;
                to.Labelled(text, run.Gold);
            }

            last = line.Role;
        }

        return (to.Bytes, to.Gold);
    }
}
