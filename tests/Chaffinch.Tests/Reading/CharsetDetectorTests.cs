using System.Text;
using Chaffinch.Model;
using Chaffinch.Reading;
using CsCheck;
using Xunit;

namespace Chaffinch.Tests.Reading;

/// <summary>Detection of undeclared encodings, and declarations that the bytes contradict.</summary>
public sealed class CharsetDetectorTests
{
    private static readonly (string Language, int CodePage)[] Fitting =
    [
        ("zho_Hans", 936), ("zho_Hans", 54936), ("zho_Hant", 950), ("yue_Hant", 950), ("jpn_Jpan", 932), ("jpn_Jpan", 51932), ("jpn_Jpan", 50220), ("kor_Hang", 949),
        ("rus_Cyrl", 1251), ("rus_Cyrl", 20866), ("rus_Cyrl", 28595), ("rus_Cyrl", 866), ("ukr_Cyrl", 1251), ("ukr_Cyrl", 21866),
        ("deu_Latn", 1252), ("fra_Latn", 1252), ("spa_Latn", 1252), ("por_Latn", 1252), ("tur_Latn", 1254), ("arb_Arab", 1256), ("tha_Thai", 874),
    ];

    private const string Fair = "<p>学校的游园会星期六上午开始，欢迎全村的人参加。学生表演节目，家长准备午饭。</p>";

    [Fact]
    public void Sentences_in_every_fitting_encoding_are_read_back()
    {
        Assert.SkipWhen(Repository.Data is null, "The development data is absent.");
        var misses = new List<string>();
        int all = 0;
        foreach ((string language, int page) in Fitting)
        {
            Encoding encoding = Page(page);
            string[] lines = File.ReadLines(Path.Combine(Repository.Data!, "clean", "sib200", language + ".tsv")).Skip(1)
                .Select(l => encoding.GetString(encoding.GetBytes(l.Split('\t')[2]))).ToArray();
            for (int i = 0; i < 40; i++)
            {
                // A multi-byte character is two bytes: 150 of them are some 300 bytes.
                int chars = page is 932 or 936 or 949 or 950 or 50220 or 51932 or 54936 ? 150 : 300;
                string text = string.Concat(Enumerable.Range(i * 20, 20).Select(n => lines[n % lines.Length]));
                text = text[..Math.Min(text.Length, chars)];
                byte[] bytes = encoding.GetBytes(text);
                all++;
                if (Text(Read(bytes)) != text)
                {
                    misses.Add($"{language} {page}: {Read(bytes).Encoding}");
                }
            }
        }

        Assert.Equal(Fitting.Length * 40, all);
        Assert.True(misses.Count <= all / 100, string.Join('\n', misses));
    }

    [Theory]
    [InlineData(936, "windows-1252")]
    [InlineData(936, "utf-8")]
    [InlineData(936, "big5")]
    [InlineData(936, "shift_jis")]
    public void A_declaration_that_chinese_bytes_contradict_is_overruled(int page, string declared)
    {
        DecodedSource source = Read([.. Encoding.ASCII.GetBytes($"<meta charset={declared}>"), .. Page(page).GetBytes(Fair)]);
        Assert.Equal($"<meta charset={declared}>{Fair}", Text(source));
        Assert.Equal("charset-mismatch", source.Defects[0].Kind);
    }

    [Fact]
    public void Cyrillic_in_a_page_that_says_latin1_is_read_as_cyrillic()
    {
        const string text = "Школьный праздник начинается в субботу утром, приглашаются все жители деревни.";
        DecodedSource source = Read(Page(1251).GetBytes(text), "text/html; charset=iso-8859-1");
        Assert.Equal(("windows-1251", text), (source.Encoding, Text(source)));
    }

    [Theory]
    [InlineData(1252, "windows-1252", "Déjà vu : le café de l’été — 20 €, ça va.")]
    [InlineData(1250, "windows-1252", "Zítra bude jasno")]
    [InlineData(936, "gbk", "“你好”，他说。")]
    [InlineData(932, "shift_jis", "ﾃｽﾄ ｶﾅ")]
    [InlineData(949, "euc-kr", "똠방각하 펲시콜라 쑿")]
    [InlineData(1251, "windows-1251", "№ 5")]
    public void A_declaration_that_the_bytes_do_not_contradict_stands(int page, string declared, string text)
    {
        DecodedSource source = Read(Page(page).GetBytes(text), "text/html; charset=" + declared);
        Assert.Equal(declared, source.Encoding);
        Assert.DoesNotContain(source.Defects, d => d.Kind == "charset-mismatch");
    }

    [Fact]
    public void A_few_broken_bytes_do_not_turn_declared_utf8_into_something_else()
    {
        byte[] bytes = [.. "<meta charset=utf-8><p>Grüße aus dem Dorf, schöne Tage für alle "u8, 0xFC, 0xE9, .. " übrig</p>"u8];
        Assert.Equal("utf-8", Read(bytes).Encoding);
    }

    [Theory]
    [InlineData("hz-gb-2312")]
    [InlineData("iso-2022-kr")]
    public void An_encoding_that_browsers_refuse_is_detected_instead(string label)
    {
        DecodedSource source = Read(Page(936).GetBytes(Fair), "text/html; charset=" + label);
        Assert.Equal(Fair, Text(source));
    }

    [Fact]
    public void The_sample_stays_within_its_room_and_reaches_the_end() =>
        Gen.Select(Gen.Byte.Array[0, 3000], Gen.Int[1, 600]).Sample((bytes, room) =>
        {
            var sample = new byte[room];
            Assert.InRange(CharsetSampler.Take(bytes, sample), 0, room);
        });

    [Fact]
    public void Markup_does_not_drown_the_text()
    {
        string page = string.Concat(Enumerable.Repeat("<div class=\"entry item teaser\"><a href=\"/about/index.html\">more</a></div>\n", 3000));
        byte[] bytes = [.. Encoding.ASCII.GetBytes(page), .. Page(1251).GetBytes("<p>Школьный праздник начинается в субботу утром.</p>")];
        Assert.Equal("windows-1251", Read(bytes).Encoding);
    }

    private static Encoding Page(int codePage) => CodePagesEncodingProvider.Instance.GetEncoding(
        codePage, new EncoderReplacementFallback(string.Empty), DecoderFallback.ReplacementFallback)!;

    private static DecodedSource Read(byte[] bytes, string? type = null) =>
        SourceReader.Read(bytes, new InputHints(ContentType: type), ReadLimits.Default);

    private static string Text(DecodedSource source) => Encoding.UTF8.GetString(source.Utf8.Span);
}
