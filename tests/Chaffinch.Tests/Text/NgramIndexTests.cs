using Chaffinch.Model;
using Chaffinch.Tests.Segmenting;
using Chaffinch.Text;
using CsCheck;
using Xunit;

namespace Chaffinch.Tests.Text;

/// <summary>Support of a piece of text by the rest of its page.</summary>
public sealed class NgramIndexTests
{
    [Theory]
    [InlineData("The glacier feeds three rivers.\nFarmers below the glacier watch its rivers.\nAn orchestra rehearsed Mahler yesterday.")]
    [InlineData("冰川滋养三条河流。\n下游农民观察冰川河流。\n管弦乐团昨晚排练交响曲。")]
    [InlineData("Ледник питает горные реки.\nКрестьяне следят за ледником и реками.\nОркестр репетировал симфонию.")]
    [InlineData("빙하는 강물을 키운다.\n농부들은 빙하와 강물을 지켜본다.\n교향악단이 연습했다.")]
    [InlineData("النهر الجليدي يغذي الوادي.\nالمزارعون يراقبون النهر والوادي.\nعزفت الفرقة سيمفونية.")]
    [InlineData("ธารน้ำแข็งหล่อเลี้ยงแม่น้ำ\nชาวนาเฝ้าดูธารน้ำแข็งและแม่น้ำ\nวงดุริยางค์ซ้อมเพลงใหม่")]
    public void A_text_on_the_same_matter_supports_and_a_foreign_one_does_not(string text)
    {
        NgramIndex index = SegmenterTests.Make(text).Ngrams;
        Assert.Equal(3, index.SegmentCount);
        (int weight, int supported) = index.Support(0, 1);
        (int foreignWeight, int foreignSupported) = index.Support(2, 3);
        Assert.True(weight > 0 && foreignWeight > 0);
        Assert.True(supported * 4 >= weight, $"{supported} of {weight}");
        Assert.Equal(0, foreignSupported);
    }

    [Fact]
    public void A_repeat_does_not_support_itself()
    {
        NgramIndex index = SegmenterTests.Make("Blue lantern festival\n\nSomething else entirely\n\nBLUE lantern  festival").Ngrams;
        Assert.Equal(0, index.FirstSame(2));
        Assert.Equal(0, index.Support(0, 1).Supported);
        Assert.Equal(0, index.Support(2, 3).Supported);
        Assert.True(index.Support(2, 3).Weight > 0);
    }

    [Fact]
    public void Function_words_weigh_less_than_rare_ones()
    {
        SegmentedPage page = SegmenterTests.Make("because glacier");
        ReadOnlySpan<int> terms = page.Ngrams.TermsOf(0);
        Assert.Equal(2, terms.Length);
        Assert.True(page.Ngrams.WeightOf(terms[0]) < page.Ngrams.WeightOf(terms[1]));
    }

    [Fact]
    public void Support_equals_what_a_search_through_the_segments_finds() =>
        Gen.Select(Gen.Int[0, 11].Array[1, 6].Array[1, 30], Gen.Int[0, 3]).Sample((lines, margin) =>
        {
            string[] words = ["amber", "brook", "cedar", "delta", "ember", "fjord", "gorge", "heath", "islet", "knoll", "lagoon", "marsh"];
            NgramIndex index = SegmenterTests.Make(string.Join('\n', lines.Select(l => string.Join(' ', l.Select(w => words[w]))))).Ngrams;
            for (int s = 0; s < index.SegmentCount; s++)
            {
                if (index.FirstSame(s) != s)
                {
                    continue;
                }

                int expected = 0;
                foreach (int term in index.TermsOf(s))
                {
                    bool elsewhere = false;
                    for (int o = 0; o < index.SegmentCount; o++)
                    {
                        elsewhere |= index.FirstSame(o) == o && Math.Abs(o - s) > margin && index.TermsOf(o).Contains(term);
                    }

                    expected += elsewhere ? index.WeightOf(term) : 0;
                }

                Assert.Equal(expected, index.Support(s, s + 1, margin).Supported);
            }
        });

    [Fact]
    public void A_page_of_more_terms_than_are_indexed_is_still_segmented()
    {
        NgramIndex index = SegmenterTests.Make(string.Concat(Enumerable.Range(0, 1_200_000).Select(i => (char)(0x4E00 + (i * 7 % 20000))))).Ngrams;
        Assert.InRange(index.TermsOf(index.SegmentCount - 1).Length, 0, 0);
        Assert.True(index.TermsOf(0).Length > 100);
    }
}
