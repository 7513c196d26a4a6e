using Chaffinch.Model;
using Chaffinch.Parsing;

namespace Chaffinch.Lab;

/// <summary>What holds of the markup array for any input: entries lie in the source, elements nest, no more entries than the input is worth.</summary>
internal sealed class MarkupLaws
{
    private readonly HtmlParser _parser = new();
    private readonly Markup _markup = new();
    private readonly Markup _again = new();

    /// <summary>Parses <paramref name="input"/> within limits that follow from it, so that a finding can be run again.</summary>
    public string? Check(byte[] input)
    {
        var limits = new ReadLimits { MaxDepth = 8 + (input.Length % 592) };
        _parser.Parse(input, limits, _markup);
        if (Structure(_markup, input.Length, limits.MaxDepth) is string broken)
        {
            return "markup: " + broken;
        }

        new HtmlParser().Parse(input, limits, _again);
        return _again.AllNodes.SequenceEqual(_markup.AllNodes) ? null : "determinism: a fresh parser reads it differently";
    }

    private static string? Structure(Markup markup, int length, int maxDepth)
    {
        var open = new Stack<int>();
        for (int i = 0; i < markup.NodeCount; i++)
        {
            MarkupNode n = markup.Nodes[i];
            if (n.Start < 0 || n.Start > n.End || n.End > length)
            {
                return $"entry {i} lies at {n.Start}..{n.End} of {length}";
            }

            if (n.Kind == MarkupKind.Open)
            {
                open.Push(i);
                if (open.Count > maxDepth)
                {
                    return $"entry {i} is deeper than {maxDepth}";
                }
            }
            else if (n.Kind == MarkupKind.Close && (!open.TryPop(out int partner) || partner != n.Partner || markup.Nodes[partner].Partner != i))
            {
                return $"entry {i} closes entry {n.Partner} out of order";
            }
        }

        return open.Count == 0 ? markup.NodeCount > (length * 3 / 2) + 20_010 ? $"{markup.NodeCount} entries for {length} bytes" : null : $"{open.Count} elements are not closed";
    }
}
