using Chaffinch.Model;
using Chaffinch.Parsing;
using Chaffinch.Text;
using Xunit;

namespace Chaffinch.Tests.Parsing;

/// <summary>The name tables of the HTML reader.</summary>
public sealed class HtmlNameTests
{
    [Fact]
    public void Every_tag_of_the_enum_is_found_by_its_name_in_any_case()
    {
        string[] names = TagNames.All.Split(' ');
        Assert.Equal(Enum.GetValues<HtmlTag>().Length - 2, names.Length);
        for (int i = 0; i < names.Length; i++)
        {
            var tag = (HtmlTag)((int)HtmlTag.A + i);
            Assert.Equal(tag.ToString().ToLowerInvariant(), names[i].Replace("-", "", StringComparison.Ordinal));
            Assert.Equal(tag, TagNames.Find(System.Text.Encoding.ASCII.GetBytes(names[i])));
            Assert.Equal(tag, TagNames.Find(System.Text.Encoding.ASCII.GetBytes(names[i].ToUpperInvariant())));
        }

        Assert.Equal(0, TagNames.CollisionCount);
        Assert.Equal(HtmlTag.Other, TagNames.Find("blockquot1"u8));
        Assert.Equal(HtmlTag.Other, TagNames.Find("a\0"u8));
    }

    [Fact]
    public void Every_attribute_of_the_enum_is_found_by_its_name()
    {
        string[] names = AttributeNames.All.Split(' ');
        Assert.Equal(Enum.GetValues<HtmlAttribute>().Length - 1, names.Length);
        Assert.Equal(0, AttributeNames.CollisionCount);
        for (int i = 0; i < names.Length; i++)
        {
            var markup = new Markup();
            new HtmlParser().Parse(System.Text.Encoding.ASCII.GetBytes($"<p {names[i].ToUpperInvariant()}='x'>text and more of it"), ReadLimits.Default, markup);
            MarkupAttribute attribute = Assert.Single(markup.Attributes.AsSpan(0, markup.AttributeCount).ToArray());
            Assert.Equal((HtmlAttribute)((int)HtmlAttribute.AriaHidden + i), attribute.Name);
            Assert.Equal(attribute.Name.ToString().ToLowerInvariant(), names[i].Replace("-", "", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void All_names_of_the_standard_are_in_the_table_of_character_references() =>
        Assert.Equal(2231, CharacterReferences.NameCount);
}
