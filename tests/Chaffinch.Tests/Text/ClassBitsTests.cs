using Chaffinch.Text;
using CsCheck;
using Xunit;

namespace Chaffinch.Tests.Text;

/// <summary>Masks say what looking at each code unit says.</summary>
public sealed class ClassBitsTests
{
    private static readonly Gen<string> Texts = Gen.OneOf(Gen.String[0, 200], Gen.Char["ab .  \n!1é中\u200B"].Array[0, 200].Select(c => new string(c)));

    [Fact]
    public void Counts_are_those_of_a_loop() => Gen.Select(Texts, Gen.Int[0, 200], Gen.Int[0, 200]).Sample((text, a, b) =>
    {
        CharClass[] classes = Classes(text);
        int start = Math.Min(Math.Min(a, b), text.Length);
        int end = Math.Min(Math.Max(a, b), text.Length);
        ReadOnlySpan<CharClass> part = classes.AsSpan(start, end - start);
        Assert.Equal(part.ToArray().Count(k => k == CharClass.Latin), ClassBits.Count(classes, start, end, CharClass.Latin));
        Assert.Equal(part.ToArray().Count(CharClasses.IsSpace), CharClasses.CountSpaces(classes, start, end));
        int runs = 0;
        bool wide = false;
        for (int i = 0; i < part.Length; i++)
        {
            runs += part[i] == CharClass.SentenceEnd && (i == 0 || part[i - 1] != CharClass.SentenceEnd) ? 1 : 0;
            wide |= i > 0 && part[i - 1] == CharClass.Space && CharClasses.IsSpace(part[i]);
        }

        Assert.Equal(runs, ClassBits.CountRuns(classes, start, end, CharClass.SentenceEnd));
        Assert.Equal(wide, CharClasses.HasWideSpace(classes, start, end, CharClasses.MaskOf(part)));
    });

    [Fact]
    public void What_is_not_of_ASCII_is_marked() => Texts.Sample(text =>
    {
        for (int at = 0; at < text.Length; at += 17)
        {
            ulong expected = 0;
            for (int i = at; i < Math.Min(text.Length, at + ClassBits.Width); i++)
            {
                expected |= text[i] > 0x7F ? 1UL << (i - at) : 0;
            }

            Assert.Equal(expected, ClassBits.NotAscii(text, at));
        }
    });

    [Fact]
    public void Hashes_of_texts_that_differ_in_one_code_unit_differ() => Gen.Select(Gen.String[1, 60], Gen.Int[0, 59]).Sample((text, at) =>
    {
        char[] other = text.ToCharArray();
        other[at % text.Length]++;
        Assert.NotEqual(HashOf(text), HashOf(new string(other)));
        Assert.Equal(HashOf(text), HashOf(text));

        // What stands behind the text has no say.
        Assert.Equal(HashOf(text), HashOf(text, filler: 'x'));
    });

    [Fact]
    public void Classes_of_long_texts_are_those_of_each_code_unit() => Gen.Char["aZ09 .,-(<\u00E9中\u0000\u007F\u0080"].Array[0, 100].Sample(chars =>
    {
        var classes = new CharClass[chars.Length];
        CharClasses.Classify(chars, classes);
        Assert.Equal(chars.Select(CharClasses.Of), classes);
    });

    private static ulong HashOf(string text, char filler = '\0')
    {
        var buffer = new char[text.Length + (2 * TextHash.Chunk)];
        buffer.AsSpan().Fill(filler);
        text.CopyTo(buffer);
        return TextHash.Of(buffer, text.Length);
    }

    private static CharClass[] Classes(string text)
    {
        var classes = new CharClass[text.Length + ClassBits.Width];
        CharClasses.Classify(text, classes);
        return classes;
    }
}
