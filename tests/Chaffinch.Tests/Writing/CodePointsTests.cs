using Chaffinch.Writing;
using CsCheck;
using Xunit;

namespace Chaffinch.Tests.Writing;

/// <summary>UTF-16 offsets turn into code point offsets.</summary>
public sealed class CodePointsTests
{
    [Fact]
    public void Text_of_the_basic_plane_keeps_its_offsets()
    {
        var at = new CodePoints("grüße 你好");
        Assert.Equal(0, at.Of(0));
        Assert.Equal(8, at.Of(8));
    }

    [Fact]
    public void Each_pair_counts_once()
    {
        var at = new CodePoints("a😀b𠀀c");
        Assert.Equal([0, 1, 2, 3, 4, 5], new[] { 0, 1, 3, 4, 6, 7 }.Select(at.Of));
    }

    [Fact]
    public void Every_offset_of_any_text_agrees_with_counting()
    {
        Gen.OneOf(Gen.Const("x"), Gen.Const("语"), Gen.Const("😀"), Gen.Const("𠀀"), Gen.Const("abcdefghijklmnopqrst"))
            .Array[0, 120].Select(string.Concat)
            .Sample(text =>
            {
                var at = new CodePoints(text);
                int count = 0;
                for (int i = 0; i < text.Length; i++)
                {
                    if (char.IsLowSurrogate(text[i]))
                    {
                        continue;
                    }

                    Assert.Equal(count++, at.Of(i));
                }

                Assert.Equal(count, at.Of(text.Length));
            });
    }
}
