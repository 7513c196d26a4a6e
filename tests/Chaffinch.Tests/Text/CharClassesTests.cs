using System.Globalization;
using Chaffinch.Text;
using Xunit;

namespace Chaffinch.Tests.Text;

/// <summary>The table of character classes, held against Unicode's general categories.</summary>
public sealed class CharClassesTests
{
    [Fact]
    public void Every_code_unit_has_the_class_that_its_category_asks_for()
    {
        var wrong = new List<string>();
        for (int i = 0; i < 0x10000; i++)
        {
            CharClass k = CharClasses.Of((char)i);
            bool fits = CharUnicodeInfo.GetUnicodeCategory((char)i) switch
            {
                UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
                    or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber => CharClasses.IsLetter(k),
                UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => CharClasses.IsSpace(k),
                UnicodeCategory.DecimalDigitNumber => k == CharClass.Digit,
                UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => k is CharClass.Mark or CharClass.Format,
                UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => k == CharClass.PrivateUse,
                UnicodeCategory.Format => k == CharClass.Format,
                UnicodeCategory.Control => k is CharClass.Control or CharClass.Space or CharClass.LineEnd,
                _ => !CharClasses.IsLetter(k) && !CharClasses.IsSpace(k),
            };
            if (!fits)
            {
                wrong.Add($"U+{i:X4} is {k}");
            }
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("aéßəđỹʼﬁ", (int)CharClass.Latin)]
    [InlineData("жҐѣꙋ", (int)CharClass.Cyrillic)]
    [InlineData("汉漢々〇〆𠀀", (int)CharClass.Han)]
    [InlineData("カｶー", (int)CharClass.Katakana)]
    [InlineData("한ᄒㅎ", (int)CharClass.Hangul)]
    [InlineData("שﬡ", (int)CharClass.Hebrew)]
    [InlineData("عﻉپ", (int)CharClass.Arabic)]
    [InlineData("。！？.!?؟۔।។။።։།…", (int)CharClass.SentenceEnd)]
    [InlineData(",，、；：،", (int)CharClass.Comma)]
    [InlineData("\"'“”‘’«»„‚「」『』", (int)CharClass.Quote)]
    [InlineData("（([{【〖《", (int)CharClass.OpenBracket)]
    [InlineData("_-|/·•–—｜・～", (int)CharClass.Separator)]
    [InlineData("∑◆→☆①㊣│", (int)CharClass.Symbol)]
    [InlineData("📸🎰🇩🇪", (int)CharClass.Emoji)]
    [InlineData("\u200B\u200D\uFE0F\u00AD\uFEFF\u202E", (int)CharClass.Format)]
    [InlineData("\uFFFD", (int)CharClass.Replacement)]
    [InlineData("$€¥￥₽", (int)CharClass.Currency)]
    [InlineData("𝐀𝟗", (int)CharClass.Symbol)]
    public void Characters_have_the_class_a_reader_expects(string text, int expected)
    {
        var classes = new CharClass[text.Length];
        CharClasses.Classify(text, classes);
        Assert.All(classes, k => Assert.Equal((CharClass)expected, k));
    }
}
