using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Parsing;

/// <summary>What holds for the markup of any input.</summary>
internal static class MarkupLaws
{
    /// <summary>Checks that elements nest, that partners know each other, and that everything lies inside the source.</summary>
    public static void Hold(Markup markup, int length, int maxDepth)
    {
        var open = new Stack<int>();
        for (int i = 0; i < markup.NodeCount; i++)
        {
            MarkupNode n = markup.Nodes[i];
            Assert.True(n.Start >= 0 && n.Start <= n.End && n.End <= length, $"entry {i} lies at {n.Start}..{n.End} of {length}");
            Assert.True(n.FirstAttribute >= 0 && n.AttributeCount >= 0 && n.FirstAttribute + n.AttributeCount <= markup.AttributeCount, $"entry {i} has attributes that are not there");
            switch (n.Kind)
            {
                case MarkupKind.Open:
                    open.Push(i);
                    Assert.True(open.Count <= maxDepth + 1, "too deep");
                    break;
                case MarkupKind.Close:
                    Assert.True(open.TryPop(out int partner), $"entry {i} closes nothing");
                    Assert.Equal(partner, n.Partner);
                    Assert.Equal(i, markup.Nodes[partner].Partner);
                    Assert.Equal(markup.Nodes[partner].Tag, n.Tag);
                    break;
                case MarkupKind.Text:
                    Assert.True(n.End > n.Start, $"text {i} is empty");
                    break;
            }
        }

        Assert.Empty(open);
        HoldNotes(markup);
        foreach (MarkupAttribute a in markup.Attributes.AsSpan(0, markup.AttributeCount))
        {
            Assert.True(a.ValueStart >= 0 && a.ValueStart <= a.ValueEnd && a.ValueEnd <= length);
        }
    }

    /// <summary>Checks what the parser notes while it goes: which elements hold no text, and which speak for the whole page.</summary>
    private static void HoldNotes(Markup markup)
    {
        var telling = new List<int>();
        int shown = -1;
        for (int i = 0; i < markup.NodeCount; i++)
        {
            MarkupNode n = markup.Nodes[i];
            bool isText = n.Kind == MarkupKind.Text && (n.Flags & (MarkupFlags.WhiteSpace | MarkupFlags.NotText)) == 0;
            bool shapes = n.Kind == MarkupKind.Open
                && n.Tag is HtmlTag.Br or HtmlTag.Iframe or HtmlTag.Pre or HtmlTag.Textarea or HtmlTag.Listing or HtmlTag.Plaintext or HtmlTag.Xmp;
            shown = isText || shapes ? i : shown;
            if (n.Kind == MarkupKind.Open
                && n.Tag is HtmlTag.Html or HtmlTag.Title or HtmlTag.Meta or HtmlTag.Link or HtmlTag.Style or HtmlTag.Script or HtmlTag.Noscript
                    or HtmlTag.Template or HtmlTag.Time)
            {
                telling.Add(i);
            }

            if (n.Kind == MarkupKind.Close)
            {
                Assert.Equal(shown < n.Partner, (markup.Nodes[n.Partner].Flags & MarkupFlags.Blank) != 0);
            }
        }

        Assert.Equal(telling, markup.AllTelling.ToArray());
    }
}
