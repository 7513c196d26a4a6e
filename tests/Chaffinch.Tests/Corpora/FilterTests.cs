using Chaffinch.Corpora.Filtering;
using Chaffinch.Corpora.Model;
using CsCheck;
using Xunit;

namespace Chaffinch.Tests.Corpora;

/// <summary>The filter language says what it reads as, and errors say where.</summary>
public sealed class FilterTests
{
    private static readonly DocumentFacts Polluted = Facts(1);
    private static readonly DocumentFacts Clean = Facts(0);

    [Theory]
    [InlineData("verdict = polluted", true, false)]
    [InlineData("verdict in (clean, polluted)", true, true)]
    [InlineData("verdict not in (clean, polluted)", false, false)]
    [InlineData("VERDICT IN (Clean,Polluted) AND Language = EN and kept > 200", true, true)]
    [InlineData("verdict != clean", true, false)]
    [InlineData("not verdict = clean", true, false)]
    [InlineData("not (verdict = clean or verdict = spam)", true, false)]
    [InlineData("language = en", true, true)]
    [InlineData("language in (de, fr)", false, false)]
    [InlineData("kept > 100 and kept < 5k", true, true)]
    [InlineData("injected > 0", true, false)]
    [InlineData("injected-share <= 50% and injected-share > 0.1%", true, false)]
    [InlineData("kind = camouflage", true, false)]
    [InlineData("kind contains camouflage", true, false)]
    [InlineData("kind is missing", false, true)]
    [InlineData("kind is present", true, false)]
    [InlineData("theme is not missing", false, false)]
    [InlineData("url starts with https://town", true, true)]
    [InlineData("host = town1.example", true, false)]
    [InlineData("host ends with .example and not url contains '?'", true, true)]
    [InlineData("host not contains \"TOWN1\"", false, true)]
    [InlineData("title contains 'notice 1'", true, false)]
    [InlineData("byline is missing", true, true)]
    [InlineData("fetched = 2024 and fetched >= 2024-05-01 and fetched < 2024-06", true, true)]
    [InlineData("fetched > 2024-05-01", true, false)]
    [InlineData("fetched = 2024-05-02T00:00:00Z", true, false)]
    [InlineData("published = 2024", false, false)]
    [InlineData("published != 2024", true, true)]
    [InlineData("format = html and bytes > 100 and characters >= kept_is_no_field", null, null)]
    [InlineData("verdict = clean or verdict = polluted and injected > 1M", false, true)]
    [InlineData("! verdict == clean && kept > 1 || verdict = spam", true, false)]
    public void Conditions_hold_for_what_they_say(string expression, bool? polluted, bool? clean)
    {
        if (polluted is null)
        {
            Assert.Throws<FilterException>(() => Filter.Parse(expression));
            return;
        }

        var filter = Filter.Parse(expression);
        Assert.Equal(polluted, filter.Matches(Polluted));
        Assert.Equal(clean, filter.Matches(Clean));
    }

    [Theory]
    [InlineData("", 0, "empty")]
    [InlineData("   ", 3, "empty")]
    [InlineData("verdict = cleen", 10, "clean, polluted, spam")]
    [InlineData("verdikt = clean", 0, "no field 'verdikt'")]
    [InlineData("verdict > clean", 8, "'verdict' takes =, !=, in")]
    [InlineData("kept > many", 7, "number")]
    [InlineData("kept > '200'", 7, "number")]
    [InlineData("kept contains 2", 5, "'kept' takes")]
    [InlineData("kept is missing", 8, "never missing")]
    [InlineData("kept > 200 language = en", 11, "'and' or 'or'")]
    [InlineData("(kept > 200", 11, "closing bracket")]
    [InlineData("kept > 200)", 10, "no opening bracket")]
    [InlineData("verdict in clean", 11, "list in brackets")]
    [InlineData("verdict in (clean polluted)", 18, "comma or a closing bracket")]
    [InlineData("verdict in ()", 12, "value is expected")]
    [InlineData("title = 'open", 8, "closing '")]
    [InlineData("title starts 'a'", 13, "'with'")]
    [InlineData("title is odd", 9, "'missing' or 'present'")]
    [InlineData("title not = a", 10, "After 'not'")]
    [InlineData("published > soon", 12, "date")]
    [InlineData("and kept > 1", 0, "field's name")]
    [InlineData("kept >", 6, "value is expected")]
    [InlineData("kept", 4, "comparison is expected")]
    public void Errors_say_what_and_where(string expression, int column, string says)
    {
        FilterException error = Assert.Throws<FilterException>(() => Filter.Parse(expression));
        Assert.Equal(column, error.Column);
        Assert.Contains(says, error.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Nesting_and_length_are_bounded()
    {
        Assert.NotNull(Filter.Parse(new string('(', 90) + "kept > 1" + new string(')', 90)));
        Assert.Throws<FilterException>(() => Filter.Parse(new string('(', 200_00) + "kept > 1"));
        Assert.Throws<FilterException>(() => Filter.Parse(string.Concat(Enumerable.Repeat("not ", 5000)) + "kept > 1"));
        Assert.Throws<FilterException>(() => Filter.Parse(new string(' ', Filter.MaxLength + 1)));
    }

    [Fact]
    public void Any_words_are_read_or_refused()
    {
        string[] words = [.. FilterField.All.Select(static f => f.Name), "and", "or", "not", "in", "is", "missing", "present", "contains", "starts", "with", "(", ")", ",", "=", "!=", ">", "'", "\"", "x", "1", "5%", "2024-01", "clean", "promo", "\0", "\uD800", "ß"];
        int read = 0;
        Gen.Int[0, words.Length - 1].Array[0, 24].Sample(
            chosen =>
            {
                try
                {
                    Filter.Parse(string.Join(' ', chosen.Select(i => words[i]))).Matches(Polluted);
                    Interlocked.Increment(ref read);
                }
                catch (FilterException e)
                {
                    Assert.InRange(e.Column, 0, 400);
                }
            },
            iter: 20_000);
        Assert.True(read > 0, "No expression was ever read.");
    }

    [Fact]
    public void Every_field_and_its_words_stand_in_the_documentation()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "filter.md"));
        Assert.All(FilterField.All, f => Assert.Contains($"| `{f.Name}` | {f.Type.ToString().ToLowerInvariant()} | {f.What}", text, StringComparison.Ordinal));
        Assert.All(FilterField.All.SelectMany(static f => f.Allowed), w => Assert.Contains($"`{w}`", text, StringComparison.Ordinal));
    }

    private static DocumentFacts Facts(int number)
    {
        var facts = new DocumentFacts
        {
            Id = $"page-{number}",
            Url = $"https://town{number}.example/{number}",
            Fetched = new DateTimeOffset(2024, 5, 1 + number, 0, 0, 0, TimeSpan.Zero),
            Page = new PageAnalyzer().Analyze(System.Text.Encoding.UTF8.GetBytes(SampleArchive.Page(number, 1))),
            Bytes = 1000,
        };
        facts.Count();
        return facts;
    }
}
