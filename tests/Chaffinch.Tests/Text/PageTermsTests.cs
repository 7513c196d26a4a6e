using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Tests.Segmenting;
using Chaffinch.Text;
using CsCheck;
using Xunit;
using SpanReader = Chaffinch.Detecting.Shared.TermReader;

namespace Chaffinch.Tests.Text;

/// <summary>Terms that are read once a page are those that reading the piece itself gives, wherever the piece is cut.</summary>
public sealed class PageTermsTests
{
    private static readonly string[] Pieces =
    [
        "harbour ", "a ", "of the ", "Glacier", "internationalisation ", "covid19 ", "it's ", "naïve ", "é ", "éa ", "e\u0301te ", "слово ", "ОТ ", "λόγος ", "中文词语", "中", "句，", "日本のカタカナ", "カナ",
        "한국어를 ", "말 ", "ภาษาไทย", "كلمات ", "الكلمة ", "ＷＩＤＥ ", "12 345", "7", "\u200Bzero", "\n", " - ", "\uD840\uDC00\uD840\uDC01", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    ];

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[1, 60].Select(string.Concat),
        Gen.String[1, 150]);

    [Fact]
    public void Content_terms_of_any_span_are_those_read_from_it_alone() =>
        Gen.Select(Texts, Gen.Int[0, 400], Gen.Int[0, 400]).Sample((text, a, b) =>
        {
            SegmentedPage page = SegmenterTests.Make(text);
            int length = page.Page.Text.Length;
            var span = new TextSpan(Math.Min(a, length), Math.Min(Math.Max(a, b), length));
            var expected = new TermList(length + 1);
            ContentTermReader.Read(page.Page.Text, page.Classes, span.Start, span.End, ref expected);
            var reader = new SpanReader(page, span);
            foreach (Term term in expected.Items)
            {
                Assert.True(reader.Next());
                Assert.Equal(term, new Term(reader.Start, reader.End, reader.Term));
            }

            Assert.False(reader.Next());
        });

    [Fact]
    public void Topic_terms_of_a_segment_are_those_read_from_it_alone() => Texts.Sample(text =>
    {
        SegmentedPage page = SegmenterTests.Make(text);
        for (int s = 0; s < page.Segments.Length; s++)
        {
            TextSpan span = page.Segments[s].Span;
            var expected = new TermList(span.Length + 1);
            Chaffinch.Text.TermReader.Read(page.Page.Text, page.Classes, span.Start, span.End, ref expected);
            Assert.Equal(expected.Items.ToArray().Select(t => t.Hash), page.Ngrams.TermsOf(s).ToArray().Select(page.Ngrams.HashOf));
        }
    });

    [Fact]
    public void Lines_of_the_same_letters_and_numbers_have_the_same_fold() => Texts.Sample(text =>
    {
        // Case, blanks, punctuation and the digits of a number do not count.
        LineFold one = FoldOf(text);
        LineFold other = FoldOf(string.Concat(text.Select(c => c == ' ' ? "  " : c == '7' ? "42" : c is >= 'a' and <= 'z' ? char.ToUpperInvariant(c).ToString() : c.ToString())));
        Assert.Equal(one, other);
    });

    [Theory]
    [InlineData("Harbour news 12", "Harbour news 3")]
    [InlineData("Wi-Fi here", "wifi, HERE!")]
    [InlineData("港口 新闻", "港口，新闻")]
    public void Lines_that_differ_in_marks_only_have_the_same_fold(string a, string b) => Assert.Equal(FoldOf(a), FoldOf(b));

    [Theory]
    [InlineData("Harbour news", "Harbour views")]
    [InlineData("Harbour 1 news", "Harbour news")]
    [InlineData("a long line about the harbour and its boats", "a long line about the harbour and its boots")]
    public void Lines_of_other_letters_have_another_fold(string a, string b) => Assert.NotEqual(FoldOf(a).Fold, FoldOf(b).Fold);

    private static LineFold FoldOf(string text)
    {
        text = text.ReplaceLineEndings(" ");
        SegmentedPage page = SegmenterTests.Make(text);
        return page.Page.Blocks.Length == 0 ? default : page.BlockProfiles[0].Line;
    }
}
