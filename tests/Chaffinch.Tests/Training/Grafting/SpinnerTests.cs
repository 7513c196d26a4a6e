using System.Text;
using Chaffinch.Training.Grafting;
using Xunit;

namespace Chaffinch.Tests.Training.Grafting;

/// <summary>Thesauri are read, and texts are rewritten by them as spinners do.</summary>
public sealed class SpinnerTests
{
    private const string English = "UTF-8\nkettle|1\n(noun)|cauldron|pot (generic term)|kettle\nwalk|2\n(verb)|stroll|amble (related term)\n(noun)|the very long way home\nbroken lines\n";

    [Fact]
    public void A_word_is_swapped_for_what_stands_beside_it_and_keeps_its_capital()
    {
        Thesaurus thesaurus = Read(English);
        Assert.Equal(2, thesaurus.Count);
        Assert.Contains(thesaurus.Swap("kettle", new Random(1)), new[] { "cauldron", "pot" });
        Assert.Null(thesaurus.Swap("bridge", new Random(1)));
        Assert.Null(thesaurus.Swap("pot", new Random(1)));
        string spun = new Spinner(thesaurus).Spin("Kettle, bridge; kettle!", 1, new Random(1), out int swapped);
        Assert.Equal(2, swapped);
        Assert.Matches("^(Cauldron|Pot), bridge; (cauldron|pot)!$", spun);
    }

    [Fact]
    public void Other_forms_find_the_word_that_they_are_forms_of()
    {
        Thesaurus thesaurus = Read(English);
        Assert.Contains(thesaurus.Swap("walked", new Random(3)), new[] { "strolled", "ambleed" });
        Assert.Contains(thesaurus.Swap("kettles", new Random(3)), new[] { "cauldrons", "pots" });
    }

    [Fact]
    public void Nothing_is_swapped_at_a_share_of_zero()
    {
        Assert.Equal("The kettle.", new Spinner(Read(English)).Spin("The kettle.", 0, new Random(1), out int swapped));
        Assert.Equal(0, swapped);
    }

    [Fact]
    public void An_encoding_that_nobody_knows_is_said()
    {
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => Read("KLINGON-7\nkettle|0\n"));
        Assert.Contains("KLINGON-7", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_encoding_of_the_first_line_is_used()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Thesaurus thesaurus = Read("ISO8859-2\nsłowo|1\n-|wyraz\n", Encoding.GetEncoding("iso-8859-2"));
        Assert.Equal("wyraz", thesaurus.Swap("słowo", new Random(1)));
    }

    private static Thesaurus Read(string content, Encoding? encoding = null)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, (encoding ?? new UTF8Encoding(false)).GetBytes(content));
            return Thesaurus.Read(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
