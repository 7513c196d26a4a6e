using System.Text;
using Chaffinch.Model;
using Chaffinch.Training.Grafting;
using Chaffinch.Training.Model;
using Xunit;

namespace Chaffinch.Tests.Training.Grafting;

/// <summary>Grafted pages: the same every time, every label exact.</summary>
public sealed class GrafterTests
{
    private const int Pages = 300;

    private static readonly string[] Marks = ["zqplanted", "zqoffer"];

    [Fact]
    public void The_same_number_gives_the_same_page()
    {
        TrainingPage one = NewGrafter().Make(3, 17, heldOut: false);
        TrainingPage again = NewGrafter().Make(3, 17, heldOut: false);

        Assert.Equal(one.Source, again.Source);
        Assert.Equal(one.Gold, again.Gold);
    }

    [Fact]
    public void Every_promotional_word_is_injected_and_no_other_unless_marked_as_advertisement()
    {
        Grafter grafter = NewGrafter();
        var analyzer = new PageAnalyzer();
        var shapes = new HashSet<string>(StringComparer.Ordinal);
        int planted = 0;
        for (int n = 0; n < Pages; n++)
        {
            TrainingPage page = grafter.Make(5, n, heldOut: false);
            shapes.UnionWith(page.Shapes);
            Page read = analyzer.Read(page.Source, new InputHints(Format: page.IsHtml ? InputFormat.Html : InputFormat.Text));
            Gold?[] gold = page.GoldOf(read);
            foreach (string mark in Marks)
            {
                for (int at = read.Text.IndexOf(mark, StringComparison.Ordinal); at >= 0; at = read.Text.IndexOf(mark, at + 1, StringComparison.Ordinal))
                {
                    planted++;
                    bool marked = page.Shapes.Contains("like:marked-advert") && gold[at]?.Label == Label.Furniture;
                    Assert.True(marked || gold[at]?.Label == Label.Injected, $"{page.Name}: {gold[at]} {string.Join(' ', page.Shapes)}");
                }
            }

            for (int i = 0; i < gold.Length; i++)
            {
                Assert.True(char.IsWhiteSpace(read.Text[i]) || gold[i] is not null, $"{page.Name}: no label at {i} of {Encoding.UTF8.GetString(page.Source)}");
            }
        }

        Assert.True(planted > 500);
        Assert.True(shapes.Count(s => !s.Contains(':', StringComparison.Ordinal)) >= 15, string.Join(' ', shapes));
        Assert.True(shapes.Count(s => s.StartsWith("like:", StringComparison.Ordinal)) >= 9, string.Join(' ', shapes));
    }

    [Fact]
    public void A_verdict_goes_with_the_labels()
    {
        Grafter grafter = NewGrafter();
        for (int n = 0; n < Pages; n++)
        {
            TrainingPage page = grafter.Make(6, n, heldOut: false);
            Assert.Equal(page.Gold.Any(g => g.Gold.IsInjected), page.Verdict is PageVerdict.Polluted or PageVerdict.Spam);
        }
    }

    private static Grafter NewGrafter()
    {
        var articles = new List<SourceArticle>();
        foreach (string language in (string[])["en", "de", "zh", "zh-hant", "ja", "th"])
        {
            for (int i = 0; i < 24; i++)
            {
                string joint = language is "en" or "de" ? " " : "";
                string sentence = language is "en" or "de" ? $"The keeper of lock {i} counts the boats that pass in the rain and writes them down." : $"第{i}号水闸的看守人在雨里数着过往的船只，并且一一记下来。";
                articles.Add(new SourceArticle(language, "own", $"{sentence[..14]} {i}", ["# " + sentence[..10], .. Enumerable.Range(0, 6).Select(p => string.Join(joint, Enumerable.Repeat(sentence, 3)) + p)]));
            }
        }

        var promo = new List<PromoText>();
        foreach (string language in (string[])["en", "zh"])
        {
            foreach (string kind in (string[])["keyword", "promo", "anchor", "keyword-list", "contact"])
            {
                for (int i = 0; i < 12; i++)
                {
                    promo.Add(new PromoText(language, kind, $"{(char)('a' + i)} zqplanted {kind} zqoffer", (Theme)(1 + (i % 10)), kind + i));
                }
            }
        }

        var frames = new Frames(Path.Combine(Repository.Root, "src", "Chaffinch.Training", "Samples", "frames.tsv"));
        return new Grafter(new PageComposer(new GenuineTexts(articles), frames), new PromoTexts(promo));
    }
}
