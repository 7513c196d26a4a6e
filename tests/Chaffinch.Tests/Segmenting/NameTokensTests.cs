using System.Text;
using Chaffinch.Model;
using Chaffinch.Segmenting;
using Xunit;

namespace Chaffinch.Tests.Segmenting;

/// <summary>Names are read many bytes at once: where they stand in the value and how long they are must not matter.</summary>
public sealed class NameTokensTests
{
    [Theory]
    [InlineData("entry-content")]
    [InlineData("siteNav is-active")]
    [InlineData("x9 wp-block-group__inner relatedPosts")]
    [InlineData("HTMLArticleBody main-Menu")]
    [InlineData("ページ nav-ページ")]
    [InlineData("a-very-long-generated-name-with-many-words--share-buttons_3f9c2 footer")]
    public void A_value_says_the_same_wherever_its_names_fall_into_the_bytes_read_at_once(string value)
    {
        var names = new NameTokens();
        NameFacts plain = names.Read(Encoding.UTF8.GetBytes(value));
        for (int blanks = 1; blanks <= 70; blanks++)
        {
            string pad = new(' ', blanks);
            Assert.Equal(plain, names.Read(Encoding.UTF8.GetBytes(pad + value)));
            Assert.Equal(plain, names.Read(Encoding.UTF8.GetBytes(value + pad)));
        }
    }

    [Fact]
    public void What_names_say_does_not_hang_on_what_was_read_before()
    {
        string[] parts = ["nav", "navBar", "nav\0", "nav-2", "a", "is-active", "entry-content", "one-two-three-x4-five", "x", "sidebarWidgetsOfTheSite", "\0", "-"];
        var kept = new NameTokens();
        foreach (string a in parts)
        {
            foreach (string b in parts)
            {
                foreach (string c in parts)
                {
                    byte[] value = Encoding.UTF8.GetBytes($"{a} {b} {c}");
                    Assert.Equal(new NameTokens().Read(value), kept.Read(value));
                }
            }
        }
    }

    [Fact]
    public void The_model_knows_words_by_hashes_that_stay()
    {
        // Other figures here ask for a new training of the block network: see docs/model.md.
        NameFacts facts = new NameTokens().Read("entry-content related_products x nav navigationmenu"u8);
        Assert.Equal(0x28F5A51C7DD0C5D2UL, facts.Words);
        Assert.Equal(0x9AA92339UL, facts.MoreWords);
    }

    [Theory]
    [InlineData("nav", Hints.Navigation)]
    [InlineData("mainNav2", Hints.Navigation)]
    [InlineData("2col-footer", Hints.Footer)]
    [InlineData("entryContent", Hints.Content)]
    [InlineData("ENTRY-content", Hints.Content)]
    [InlineData("content", Hints.Content)]
    [InlineData("content-", Hints.None)]
    [InlineData("-content", Hints.None)]
    [InlineData("site\tcontent", Hints.Content)]
    [InlineData("canvas", Hints.None)]
    public void Words_are_parted_by_signs_digits_and_capitals(string value, Hints hints) =>
        Assert.Equal(hints, new NameTokens().Read(Encoding.UTF8.GetBytes(value)).Hints);

    [Fact]
    public void Short_names_have_hashes_of_their_own()
    {
        var seen = new Dictionary<ulong, string>();
        foreach (string name in Words("abcdefghijklmnopqrstuvwxyz", 3).Concat(Words("abc", 9)).Distinct())
        {
            byte[] bytes = Encoding.UTF8.GetBytes(name);
            Assert.Equal(NameHash.OfFolded(bytes), NameHash.OfFolded(Encoding.UTF8.GetBytes(name.ToUpperInvariant())));
            Assert.True(seen.TryAdd(NameHash.OfFolded(bytes), name), name);
        }
    }

    [Fact]
    public void Only_letters_are_folded() =>
        Assert.NotEqual(NameHash.OfFolded("[@_"u8), NameHash.OfFolded("{`\u007f"u8));

    private static IEnumerable<string> Words(string letters, int longest)
    {
        IEnumerable<string> words = [""];
        for (int n = 0; n < longest; n++)
        {
            words = words.SelectMany(w => letters, (w, c) => w + c).ToArray();
            foreach (string word in words)
            {
                yield return word;
            }
        }
    }
}
