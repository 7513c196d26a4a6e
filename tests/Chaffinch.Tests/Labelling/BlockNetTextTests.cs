using System.Text;
using Chaffinch.Labelling;
using Chaffinch.Text;
using Xunit;

namespace Chaffinch.Tests.Labelling;

/// <summary>The block network's facts of text, read by masks, are those read letter by letter; its layers are what the plain sum says.</summary>
public sealed class BlockNetTextTests
{
    private static readonly string[] Parts =
    [
        "a", "The", "harbour ", "QUAY ", "extraordinarily ", " ", "  ", "\t", ". ", "? ", ", ", ": ", "12", "1,200.50 ", "2024-05-01", "€", "$", "%", "@", "|", "·", "»", "©", "“", "”", "(", ")", "#", "*", "+",
        "日本語の文章", "東京", "한국어 ", "Ünïcode ", "Éclair", "привет ", "ΑΒΓ", "e\u0301", "\u0301", "😀", "𠮷", "\uD83D", "\u200B", "\u00AD", "ａｂｃ", "１２３", "\u3000", "、", "。",
    ];

    [Fact]
    public void Masks_count_what_letters_count()
    {
        var random = new Random(5);
        for (int round = 0; round < 3000; round++)
        {
            var text = new StringBuilder();
            int parts = random.Next(1, round % 10 == 0 ? 160 : 24);
            bool plain = random.Next(2) == 0;
            for (int p = 0; p < parts; p++)
            {
                text.Append(Parts[random.Next(plain ? 22 : Parts.Length)]);
            }

            string page = text.ToString();
            int start = random.Next(page.Length);
            int length = random.Next(page.Length - start + 1);
            var classes = new CharClass[page.Length + ClassBits.Width];
            CharClasses.Classify(page, classes);
            BlockNetText.Read(page.AsSpan(start, length), out BlockNetText expected);
            BlockNetTextReader.Read(page, classes, start, length, out BlockNetText read);
            Assert.Equal(Written(expected), Written(read));
        }
    }

    [Theory]
    [InlineData("1 - 2", "3, 4.", true)]
    [InlineData("1 - 23", "34, 5.", false)]
    [InlineData("Read more", "READ MORE", true)]
    [InlineData("+0.9%", "8,7 %", true)]
    [InlineData("Straße 5", "STRAßE 7", true)]
    [InlineData("Read more", "Read mare", false)]
    public void Lines_are_the_same_when_their_words_and_their_length_are(string first, string second, bool same)
    {
        Assert.Equal(same, FoldOf(first) == FoldOf(second));

        // A block is known again wherever it stands and whatever follows it.
        Assert.Equal(FoldOf(first), FoldOf(first, before: "Naïve x. ", after: " \u0301😀"));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    public void Rows_computed_together_are_those_computed_one_by_one(int outputs)
    {
        const int Inputs = 40;
        var random = new Random(outputs);
        float[] matrix = [.. Enumerable.Range(0, Inputs * outputs).Select(_ => (random.NextSingle() * 2) - 1)];
        float[] constants = [.. Enumerable.Range(0, outputs).Select(_ => (random.NextSingle() * 2) - 1)];
        var layer = new BlockNetLayer(Inputs, outputs, matrix, constants);
        for (int rows = 0; rows <= 19; rows++)
        {
            float[] x = [.. Enumerable.Range(0, rows * Inputs).Select(_ => (random.NextSingle() * 4) - 2)];
            var y = new float[rows * outputs];
            BlockNetLayers.Run(layer, x, y, rows, rectify: true);
            for (int i = 0; i < y.Length; i++)
            {
                float sum = constants[i % outputs];
                for (int k = 0; k < Inputs; k++)
                {
                    sum += matrix[(k * outputs) + (i % outputs)] * x[(i / outputs * Inputs) + k];
                }

                Assert.Equal(Math.Max(0, sum), y[i]);
            }
        }
    }

    private static ulong FoldOf(string text, string before = "", string after = "")
    {
        string page = before + text + after;
        var classes = new CharClass[page.Length + ClassBits.Width];
        CharClasses.Classify(page, classes);
        BlockNetTextReader.Read(page, classes, before.Length, text.Length, out BlockNetText read);
        return read.Fold;
    }

    private static string Written(in BlockNetText t) =>
        $"{t.Words} {t.Letters} {t.Digits} {t.Capitals} {t.SentenceEnds} {t.Commas} {t.Signs} {string.Join(' ', ((ReadOnlySpan<uint>)t.Hashes).ToArray())} {t.LastWord} {t.First} {t.Last}";
}
