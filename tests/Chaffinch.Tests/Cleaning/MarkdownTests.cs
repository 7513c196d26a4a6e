using System.Text;
using System.Text.RegularExpressions;
using Chaffinch.Model;
using CsCheck;
using Markdig;
using Xunit;

namespace Chaffinch.Tests.Cleaning;

/// <summary>Markdown renders to the article's text, whatever the text holds.</summary>
public sealed partial class MarkdownTests
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    private static readonly string[] Words =
    [
        "a", "Wort", "词", "。", "1", "12", ".", ")", "*", "**", "_", "`", "``", "[", "]", "(", "!", "<", ">", "&", "&amp;", "#", "-", "+", "=", "|", "~", "\\",
        " ", " ", "  ", "é", "😀", "\"", "'", ":", "@", "http://x.example", "$", "^",
    ];

    [Theory]
    [InlineData("# not a heading")]
    [InlineData("1. not a list")]
    [InlineData("2024) not a list")]
    [InlineData("1.1 not a list")]
    [InlineData("1.")]
    [InlineData("- not * a _ list_ `x`")]
    [InlineData("+ a")]
    [InlineData("> a")]
    [InlineData("====")]
    [InlineData("---")]
    [InlineData("a | b")]
    [InlineData("[a](b) ![c](d) [e]: f")]
    [InlineData("<b>x</b> &copy; &#65; <!-- x -->")]
    [InlineData("~~~ ``` ~~")]
    [InlineData("back\\slash \\* \\")]
    [InlineData("***")]
    [InlineData("https://a.example/b_c_d")]
    public void Special_characters_render_as_themselves(string line)
    {
        AssertSameText(new Sample().Line(line).Line(line));
        AssertSameText(new Sample().Line(line).Line(line, b => b with { Traits = BlockTraits.None }));
        AssertSameText(new Sample().Line($"⟦subhead|{line}⟧"));
        var list = new Sample();
        int ul = list.Element(HtmlTag.Ul);
        AssertSameText(list.Line(line, Item(ul)).Line(line, Item(ul)));
    }

    [Fact]
    public void Random_lines_of_markup_characters_render_as_themselves()
    {
        Gen<string> word = Gen.Int[0, Words.Length - 1].Select(i => Words[i]);
        Gen<string> line = word.Array[1, 12].Select(w => string.Concat(w).Trim()).Where(l => l.Length > 0);
        Gen.Select(line.Array[1, 6], Gen.Int[0, 7].Array[6], Gen.Int[0, 1000]).Sample((lines, forms, marks) => Assert.Null(Compare(Build(lines, forms, marks))), iter: 8000);
    }

    [Fact]
    public void Writes_headings_lists_quotes_code_links_and_emphasis()
    {
        var sample = new Sample { Url = "https://coast.example/a/b.html" };
        int ol = sample.Element(HtmlTag.Ol);
        int first = sample.Element(HtmlTag.Li, ol);
        int ul = sample.Element(HtmlTag.Ul, first);
        int inner = sample.Element(HtmlTag.Li, ul);
        int second = sample.Element(HtmlTag.Li, ol);
        int pre = sample.Element(HtmlTag.Pre);
        sample.Line("⟦subhead|Rope and sail⟧", b => b with { HeadingLevel = 3 })
            .Line("Read the old log of the harbour today.").Run("old log", InlineKind.Strong).Link("harbour", "../c?x=1&amp;y=2")
            .Line("a trap").Link("trap", "java\nscript:alert(1)")
            .Line("one", Item(first)).Line("inner", Item(inner, 2)).Line("two", Item(second))
            .Line("said", b => b with { Traits = BlockTraits.Quote | BlockTraits.ParagraphStart })
            .Line("x = `1`", b => b with { Container = pre, Traits = BlockTraits.Preformatted })
            .Line("run make now").Run("make", InlineKind.Code);
        Assert.Equal(
            """
            ### Rope and sail

            Read the **old log** of the [harbour](https://coast.example/c?x=1&amp;y=2) today.

            a trap

            1. one
               - inner
            2. two

            > said

            ```
            x = `1`
            ```

            run `make` now
            """.ReplaceLineEndings("\n"),
            sample.Clean().Markdown);
        Assert.Null(Compare(sample));
    }

    [Fact]
    public void Emphasis_that_would_not_flank_is_left_out()
    {
        Sample sample = new Sample().Line("前面“引用”后面").Run("“引用”", InlineKind.Strong).Line("前面链接后面").Run("链接", InlineKind.Strong).Link("链接", "/x");
        Assert.Null(Compare(sample));
        Assert.Equal("前面“引用”后面\n\n前面[链接](/x)后面", sample.Clean().Markdown);
    }

    private static Func<Block, Block> Item(int container, byte depth = 1) =>
        b => b with { Container = container, Tag = HtmlTag.Li, ListDepth = depth, Traits = BlockTraits.ListItem };

    private static Sample Build(string[] lines, int[] forms, int marks)
    {
        var sample = new Sample();
        int ul = sample.Element(HtmlTag.Ul);
        int ol = sample.Element(HtmlTag.Ol);
        int li = sample.Element(HtmlTag.Li, ol);
        int pre = sample.Element(HtmlTag.Pre);
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            switch (forms[i])
            {
                case 0: sample.Line(line); break;
                case 1: sample.Line(line, b => b with { Traits = BlockTraits.None }); break;
                case 2: sample.Line($"⟦subhead|{line.Replace("|", "", StringComparison.Ordinal)} ⟧"); break;
                case 3: sample.Line(line, Item(ul)); break;
                case 4: sample.Line(line, Item(li)); break;
                case 5: sample.Line(line, b => b with { Traits = BlockTraits.Quote }); break;
                case 6: sample.Line(line, b => b with { Container = pre, Traits = BlockTraits.Preformatted }); break;
                default: sample.Line(line + " ⟦injected:keyword|planted⟧ " + line); break;
            }

            if (((marks >> i) & 1) == 1)
            {
                string piece = line[(marks % line.Length)..];
                _ = (marks % 4) switch
                {
                    0 => sample.Link(piece, "https://a.example/(x)_y&amp;z"),
                    1 => sample.Run(piece, InlineKind.Strong),
                    2 => sample.Run(piece, InlineKind.Code),
                    _ => sample.Run(piece, InlineKind.Emphasis).Link(piece, "/a b"),
                };
            }
        }

        return sample;
    }

    private static void AssertSameText(Sample sample) => Assert.Null(Compare(sample));

    /// <summary>Null when the Markdown renders to the text, else both.</summary>
    internal static string? Compare(Sample sample) => Compare(sample.Clean());

    internal static string? Compare(Article article)
    {
        string html = Markdig.Markdown.ToHtml(article.Markdown, Pipeline);
        string rendered = System.Net.WebUtility.HtmlDecode(Tag().Replace(html, " "));
        return Squeeze(rendered) == Squeeze(article.Text) ? null : $"{article.Text}\n-- as Markdown --\n{article.Markdown}\n-- as HTML --\n{html}";
    }

    /// <summary>Null when the Markdown renders to the text, else the surroundings of the first difference.</summary>
    internal static string? FirstDifference(Article article)
    {
        string rendered = Squeeze(System.Net.WebUtility.HtmlDecode(Tag().Replace(Markdig.Markdown.ToHtml(article.Markdown, Pipeline), " ")));
        string text = Squeeze(article.Text);
        int at = rendered.AsSpan().CommonPrefixLength(text);
        string Around(string s) => s[Math.Max(0, at - 40)..Math.Min(s.Length, at + 40)];
        return at == text.Length && at == rendered.Length ? null : $"text …{Around(text)}… renders as …{Around(rendered)}…";
    }

    private static string Squeeze(string s)
    {
        var kept = new StringBuilder(s.Length);
        foreach (char c in s)
        {
            if (!char.IsWhiteSpace(c))
            {
                kept.Append(c);
            }
        }

        return kept.ToString();
    }

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 5000)]
    private static partial Regex Tag();
}
