using System.Text;
using Chaffinch.Segmenting;
using Xunit;

namespace Chaffinch.Tests.Segmenting;

/// <summary>Style rules and scripts are searched many bytes at once: where a sign stands must not matter.</summary>
public sealed class StyleReadingTests
{
    [Theory]
    [InlineData("top", CssProperty.Inset)]
    [InlineData("clip-path", CssProperty.Clip)]
    [InlineData("max-width", CssProperty.Width)]
    [InlineData("Overflow-X", CssProperty.Overflow)]
    [InlineData("background-color", CssProperty.Background)]
    [InlineData("-webkit-background-clip", CssProperty.BackgroundClip)]
    [InlineData("border-color", CssProperty.None)]
    [InlineData("lookground-color", CssProperty.None)]
    [InlineData("min-width", CssProperty.None)]
    [InlineData("stop", CssProperty.None)]
    [InlineData("font\rsize", CssProperty.None)]
    [InlineData("", CssProperty.None)]
    [InlineData("--a-name-that-is-longer-than-any-property", CssProperty.None)]
    internal void A_property_is_told_by_its_whole_name_in_any_case(string name, CssProperty property) =>
        Assert.Equal(property, CssProperties.Find(Encoding.ASCII.GetBytes(name)));

    [Theory]
    [InlineData(".q{display:none}")]
    [InlineData(".q { \n  color: red ;\n  display : none ;\n}")]
    [InlineData(".q{/* none of it */display:none!important}")]
    [InlineData(".q{/* colour: none; } */display:none}")]
    [InlineData(".q{color:red;/* a: b */display:/* no */none}")]
    [InlineData("a:hover,.q{background:url(data:x;y);display:none}")]
    [InlineData("@media screen{.p{}.q{color:blue;;DISPLAY:NONE")]
    public void A_rule_hides_wherever_in_the_sheet_it_stands(string rule)
    {
        for (int before = 0; before < 130; before++)
        {
            string css = new string('x', before) + "{left:0}" + rule;
            string page = $"<style>{css}</style><p class=q>gone<p>here";
            Model.Page read = new PageAnalyzer().Read(Encoding.UTF8.GetBytes(page));
            Assert.True(read.Blocks[0].IsHidden, css);
            Assert.False(read.Blocks[1].IsHidden, css);
        }
    }

    [Fact]
    public void A_sheet_of_rules_without_colons_or_semicolons_takes_linear_time()
    {
        string css = string.Concat(Enumerable.Repeat("a{}", 300_000));
        Model.Page page = new PageAnalyzer().Read(Encoding.UTF8.GetBytes($"<style>{css}</style><p>here"));
        Assert.Equal("here", page.Text);
    }

    [Theory]
    [InlineData("/* a: b; c */display:none", "here")]
    [InlineData("color:red;display:/**/none", "here")]
    [InlineData("color:red/*;display:none", "gone\nhere")]
    [InlineData("/* display:none */color:red", "gone\nhere")]
    public void Comments_in_a_style_attribute_say_nothing(string style, string visible)
    {
        Model.Page page = new PageAnalyzer().Read(Encoding.UTF8.GetBytes($"<p style='{style}'>gone<p>here"));
        Assert.Equal(visible, string.Join('\n', page.Blocks.ToArray().Where(b => !b.IsHidden).Select(b => page.Text[b.Span.Start..b.Span.End])));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(640)]
    [InlineData(600_000)]
    [InlineData(1 << 20)]
    public void A_sheet_may_end_anywhere_in_a_rule(int bytes)
    {
        foreach (string end in (string[])["{", "a{", "a{b", "a{b:", "a{b:c", "a{b:c;", "a{(", "a{}", "@", "@media{", "/*"])
        {
            string css = string.Concat(Enumerable.Repeat("a{c:d}", bytes / 6)).PadRight(bytes, ' ')[..(bytes - end.Length)] + end;
            Model.Page page = new PageAnalyzer().Read(Encoding.UTF8.GetBytes($"<style>{css}</style><p>here"));
            Assert.Equal("here", page.Text);
        }
    }

    [Theory]
    [InlineData("getElementById(", ScriptSign.ElementById)]
    [InlineData(").hide(", ScriptSign.Hide)]
    [InlineData("document.write", ScriptSign.Write)]
    [InlineData("title", ScriptSign.Title)]
    internal void A_script_s_sign_is_found_wherever_it_stands_and_only_whole(string sign, ScriptSign expected)
    {
        for (int before = 0; before < 70; before++)
        {
            string script = new string(';', before) + sign;
            byte[] bytes = Encoding.ASCII.GetBytes(script);
            byte[] longer = Encoding.ASCII.GetBytes(script + new string(';', 70));
            Assert.Equal(expected, ScriptSigns.Find(bytes, 0, bytes.Length));
            Assert.Equal(expected, ScriptSigns.Find(longer, 0, longer.Length));
            Assert.Equal(expected, ScriptSigns.Find(longer, before, bytes.Length));
            Assert.Equal(ScriptSign.None, ScriptSigns.Find(longer, 0, bytes.Length - 1));
            Assert.Equal(ScriptSign.None, ScriptSigns.Find(longer, before + 1, longer.Length));
        }
    }

    [Fact]
    public void An_element_repeated_under_other_names_gets_what_holds_there()
    {
        const string Page = "<style>.q{display:none}.on .q{display:block}</style><div><p class=q>a</div><div class=on><p class=q>b</div><div><p class=q>c</div>";
        Model.Page page = new PageAnalyzer().Read(Encoding.UTF8.GetBytes(Page));
        Assert.Equal([true, false, true], page.Blocks.ToArray().Select(b => b.IsHidden));
    }
}
