using System.Text;
using Chaffinch.Model;
using Chaffinch.Segmenting;
using CsCheck;
using Xunit;

namespace Chaffinch.Tests.Segmenting;

/// <summary>The invariants of segments, on any text.</summary>
public sealed class SegmenterTests
{
    private static readonly string[] Pieces =
    [
        "word ", "Word. ", "end.Next", "a.m. ", "3.14 ", "http://a.example/b?c=D ", "...", "…", "\uFFFD", "☆◆※", "中文。", "句子，", "“引”。", "【電】",
        "คำ ", "ไทยไทย ", "слово. ", "Т. е. ", "كلمة؟ ", "वाक्य। ", "단어. ", "かな！", "|", "_", "・", "  ", "\u3000", "\n", "\n\n", "e\u0301", "👨\u200D👩\u200D👧", "\uD840\uDC00",
        "\uD83D", "\uDE00", "\u200B", "[12]", "\"", "'", "»", "2024-01-01 ➦ ", "a_b_c_", ", ", "·", "\t", "\u0007",
    ];

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 60].Select(string.Concat),
        Gen.String[0, 80]);

    [Fact]
    public void Segments_are_in_order_inside_their_block_and_cover_all_but_white_space() => Texts.Sample(text =>
    {
        SegmentedPage page = Make(text);
        var covered = new bool[page.Page.Text.Length];
        int last = 0;
        foreach (Segment s in page.Segments)
        {
            Assert.True(s.Span.Start >= last && s.Span.Length > 0);
            last = s.Span.End;
            Assert.True(page.Page.Blocks[s.Block].Span.Contains(s.Span));
            Assert.False(char.IsWhiteSpace(page.Page.Text[s.Span.Start]) && page.Page.Text[s.Span.Start] is ' ' or '\t' or '\u3000');
            covered.AsSpan(s.Span.Start, s.Span.Length).Fill(true);
        }

        foreach (Block block in page.Page.Blocks)
        {
            for (int i = block.Span.Start; i < block.Span.End; i++)
            {
                Assert.True(covered[i] || char.IsWhiteSpace(page.Page.Text[i]));
            }
        }
    });

    [Fact]
    public void No_segment_splits_a_surrogate_pair_or_a_letter_from_its_marks() => Texts.Sample(text =>
    {
        SegmentedPage page = Make(text);
        string t = page.Page.Text;
        foreach (Segment s in page.Segments)
        {
            int at = s.Span.Start;
            if (at > page.Page.Blocks[s.Block].Span.Start)
            {
                Assert.False(char.IsLowSurrogate(t[at]) && char.IsHighSurrogate(t[at - 1]));
                Assert.False(t[at] == '\u0301' && !char.IsWhiteSpace(t[at - 1]));
                Assert.NotEqual('\u200D', t[at - 1]);
            }
        }
    });

    [Fact]
    public void Profiles_count_every_code_unit_once() => Texts.Sample(text =>
    {
        SegmentedPage page = Make(text);
        for (int i = 0; i < page.Segments.Length; i++)
        {
            SegmentProfile p = page.Profiles[i];
            int letters = p.Han + p.Kana + p.Hangul + p.Latin + p.Cyrillic + p.RightToLeft + p.SouthEastAsian + p.OtherLetters;
            Assert.Equal(p.Letters, letters);
            Assert.True(p.OtherLetters >= 0);
            Assert.InRange(p.Letters + p.Digits + p.Punctuation + p.Symbols + p.Broken, 0, p.Chars);
            Assert.InRange(p.Chars, 1, page.Segments[i].Span.Length);
        }
    });

    [Fact]
    public void Repeats_fold_to_the_same_hash_whatever_their_case_width_and_blanks()
    {
        SegmentedPage page = Make("Great Offer ２４\n\ngreat  offer 24\n\nGREAT OFFER 24 |\n\ngreat offer 25");
        ulong[] folds = page.Profiles.ToArray().Select(p => p.Fold).ToArray();
        Assert.Equal(folds[0], folds[1]);
        Assert.Equal(folds[0], folds[2]);
        Assert.NotEqual(folds[0], folds[3]);
    }

    [Fact]
    public void A_line_without_any_border_is_cut_into_pieces_of_bounded_length()
    {
        SegmentedPage page = Make(new string('字', 20_000));
        Assert.InRange(page.Segments.Length, 40, 80);
    }

    internal static SegmentedPage Make(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Segmenter.Segment(PlainText.Read(bytes, "utf-8", null, []));
    }
}
