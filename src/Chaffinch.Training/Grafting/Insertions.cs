using System.Text;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Grafting;

/// <summary>What is put into a source at one byte: markup without a label and text with one, in order.</summary>
/// <param name="position">The byte before which it stands.</param>
/// <param name="place">The name of the place.</param>
internal sealed class Insertion(int position, string place)
{
    /// <summary>The byte before which it stands.</summary>
    public int Position => position;

    /// <summary>The name of the place.</summary>
    public string Place => place;

    /// <summary>What is put there; null is markup.</summary>
    public List<(string Text, Gold? Gold)> Pieces { get; } = [];

    /// <summary>Labelled characters that are not white space, as the page's text will have them.</summary>
    public int Chars { get; private set; }

    public void Raw(string markup)
    {
        if (markup.Length > 0)
        {
            Pieces.Add((markup, null));
        }
    }

    /// <summary>Text that is escaped where the page is HTML.</summary>
    public void Text(string text, Gold gold, bool html)
    {
        Chars += text.Count(c => !char.IsWhiteSpace(c));
        Pieces.Add((html ? Escape(text) : text, gold));
    }

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);
}

/// <summary>A source with what was put into it, and where that lies.</summary>
/// <param name="Bytes">The bytes.</param>
/// <param name="Gold">What was put in, in order.</param>
/// <param name="Owners">For each range of gold the insertion that it belongs to.</param>
internal readonly record struct Spliced(byte[] Bytes, GoldRange[] Gold, int[] Owners)
{
    /// <summary>Writes a source with insertions.</summary>
    /// <param name="source">The source.</param>
    /// <param name="insertions">In any order; those of one position stay in theirs.</param>
    public static Spliced Write(ReadOnlySpan<byte> source, IReadOnlyList<Insertion> insertions)
    {
        var bytes = new List<byte>(source.Length + 4096);
        var gold = new List<GoldRange>();
        var owners = new List<int>();
        int at = 0;
        foreach (int i in Enumerable.Range(0, insertions.Count).OrderBy(i => insertions[i].Position))
        {
            bytes.AddRange(source[at..insertions[i].Position]);
            at = insertions[i].Position;
            foreach ((string text, Gold? label) in insertions[i].Pieces)
            {
                int start = bytes.Count;
                bytes.AddRange(Encoding.UTF8.GetBytes(text));
                if (label is { } known && bytes.Count > start)
                {
                    gold.Add(new GoldRange(start, bytes.Count, known));
                    owners.Add(i);
                }
            }
        }

        bytes.AddRange(source[at..]);
        return new Spliced([.. bytes], [.. gold], [.. owners]);
    }
}
