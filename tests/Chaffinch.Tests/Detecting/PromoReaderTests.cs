using System.Text;
using Chaffinch.Detecting.Shared;
using Chaffinch.Text;
using Xunit;

namespace Chaffinch.Tests.Detecting;

/// <summary>Tokens read with remembered words are the tokens that training reads, and weigh the same.</summary>
public sealed class PromoReaderTests
{
    private static readonly string[] Parts =
    [
        "the ", "Harbour", "quay", "FREE", "extraordinarily", " ", ", ", ". ", "! ", "12", "99%", "$5", " | ", "_", "e\u0301t", "na\u00EFve", "soft\u00ADhyphen", "日本", "語", "カナ", "한국", "привет", "😀", "★", "ไทย", "x", "ab",
        "exactly8", "eightlet", "ninechars",
    ];

    [Fact]
    public void Tokens_and_odds_are_those_of_the_plain_reader()
    {
        var random = new Random(11);
        PromoTagger tagger = PromoTagger.Default;
        var reader = new PromoReader(tagger);
        var tokens = new PhraseToken[4];
        for (int round = 0; round < 2000; round++)
        {
            var text = new StringBuilder();
            for (int p = random.Next(1, 30); p > 0; p--)
            {
                text.Append(Parts[random.Next(Parts.Length)]);
            }

            string page = text.ToString();
            int start = random.Next(page.Length);
            int end = start + random.Next(page.Length - start + 1);
            var classes = new CharClass[page.Length + ClassBits.Width];
            CharClasses.Classify(page, classes);
            int count = PhraseTokens.Read(page.AsSpan(start, end - start), classes.AsSpan(start, end - start), ref tokens);
            var odds = new float[count];
            tagger.Emit(tokens.AsSpan(0, count), odds);
            var spliced = new float[count];
            tagger.EmitSpliced(tokens.AsSpan(0, count), spliced);
            var trade = new float[count];
            tagger.EmitTrade(tokens.AsSpan(0, count), trade);

            // Between other lines: what stands beside a line is none of its own.
            int other = random.Next(page.Length);
            reader.Start();
            reader.Add(page, classes, other, page.Length);
            reader.Add(page, classes, start, end);
            reader.Add(page, classes, 0, other);
            reader.Weigh();

            Assert.Equal(
                tokens.Take(count).Select(t => (t.Start, t.End, t.Word, t.Group, t.Gap, t.Style)),
                reader.TokensOf(1).ToArray().Select(t => (t.Start, t.End, t.Word, t.Group, t.Gap, t.Style)));
            Assert.Equal(odds, reader.OddsOf(1).ToArray());
            Assert.Equal(spliced, reader.SplicedOddsOf(1).ToArray());
            Assert.Equal(trade, reader.TradeOddsOf(1).ToArray());
        }
    }
}
