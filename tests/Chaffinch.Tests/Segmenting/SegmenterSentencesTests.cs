using Chaffinch.Model;
using Xunit;

namespace Chaffinch.Tests.Segmenting;

/// <summary>Sentence and part borders; in the samples ⏐ stands where a segment ends and the next one starts.</summary>
public sealed class SegmenterSentencesTests
{
    [Theory]
    [InlineData("The inspector came at 9 a.m. on Monday. ⏐She paid $3.50 for tea at Mr. Pell's shop. ⏐\"Is it hot?\" ⏐She nodded.")]
    [InlineData("He read p. 12 of vol. 3 and wrote to J. R. Hale. ⏐No answer came… ⏐Then snow fell.")]
    [InlineData("See [the notes](https://a.example/x.y?z=1) of v2.10.3 for more. ⏐It works (mostly). ⏐Next.[12] ⏐After.")]
    [InlineData("The board met on Tuesday.⏐The vote was postponed. ⏐Nobody objected!⏐All went home.")]
    [InlineData("Am 3. Oktober kam Dr. Brandt um 8.15 Uhr an. ⏐Er blieb z. B. zum Essen. ⏐„Schön hier!“ ⏐Das war alles.")]
    [InlineData("M. Roux arrive à 14 h 30. ⏐« Quelle pluie ! » ⏐Il ouvre son parapluie.")]
    [InlineData("¿Quién llama? ⏐El Sr. Ortega vive en la Av. Central. ⏐¡Qué calor!")]
    [InlineData("A Sra. Lima mora na Av. Paulista. ⏐O preço subiu 2,5% em maio. ⏐Ninguém reclamou.")]
    [InlineData("В 1998 г. завод закрыли. ⏐Инженер А. С. Петров уехал, т. е. сбежал. ⏐«Жаль!» ⏐Так и было.")]
    [InlineData("Dr. Yılmaz saat 10.30'da geldi. ⏐Hava soğuktu. ⏐Kimse konuşmadı.")]
    [InlineData("Tn. Budi tinggal di Jl. Melati No. 5. ⏐Harganya Rp 2.500. ⏐Murah sekali!")]
    [InlineData("TP. Huế có mưa to. ⏐Ông Nam về nhà lúc 6.30. ⏐Ai cũng vui.")]
    [InlineData("雨停了。⏐他问：“走吗？”⏐没人回答！⏐价格是3.5元。")]
    [InlineData("雨がやんだ。⏐「行こう。」⏐彼は３．５キロ歩いた。⏐終わり。")]
    [InlineData("비가 그쳤다. ⏐그는 3.5킬로를 걸었다. ⏐\"가자.\" ⏐모두 웃었다.")]
    [InlineData("توقف المطر. ⏐هل نذهب؟ ⏐لم يجب أحد.")]
    [InlineData("बारिश रुक गई। ⏐क्या हम चलें? ⏐कोई नहीं बोला।")]
    [InlineData("ฝนหยุดตกแล้วเมื่อเช้านี้ที่ริมแม่น้ำใหญ่ ⏐พวกเราจึงเดินกลับบ้านด้วยกันอย่างช้าๆ")]
    [InlineData("The weir was mended in spring. ⏐although the striker limped off before the break, it held.")]
    [InlineData("She painted the gate green in the end.⏐the committee had expected a deficit, and so had he.")]
    [InlineData("Niemand hat sich in all den Jahren je beschwert.⏐der Vorstand prüft nun, ob die Frist noch läuft.")]
    [InlineData("Depuis ce jour la cloche du village se tait.⏐le tribunal a renvoyé les deux parties à plus tard.")]
    [InlineData("Bà cười rồi treo tấm vải lên sào bảo thế.⏐giá xăng trong kỳ điều hành tới có thể giảm nhẹ.")]
    [InlineData("The notes are kept at harbour.example and in lists.txt or under harbour.it for those who asked, in config.set and in reader.get too.")]
    [InlineData("كان السوق هادئا في ذلك الصباح.⏐وأضاف المتحدث أن النتائج ستعلن قريبا.")]
    [InlineData("Wir zahlen inkl. aller Kosten, bzw. ohne, und vgl. dazu approx. neun. ⏐Gut.")]
    [InlineData("Η βροχή σταμάτησε. ⏐Ο κ. Παππάς έφυγε στις 9.30. ⏐Ησυχία.")]
    public void Sentences_end_where_a_reader_ends_them(string marked) => AssertCuts("x\n\n" + new string('x', 90) + ".\n\n" + marked);

    [Theory]
    [InlineData("a set of lamps for small kitchens⏐Bread prices rose again on Monday")]
    [InlineData("лампы для кухни недорого⏐Цены на хлеб снова выросли")]
    [InlineData("lamp offers 2021⏐Bread prices rose again")]
    [InlineData("lampes pas cher 2023⏐L'hiver fut long")]
    [InlineData("On my iPhone lay an eBay parcel with PowerPoint and McDonald's getElement(x) in 4K and 1080i")]
    public void Texts_glued_together_part_where_the_capital_stands(string marked) => AssertCuts("x\n\n" + new string('x', 90) + ".\n\n" + marked);

    [Theory]
    [InlineData("Cheap kitchen lamps Free⏐The bridge is open again")]
    [InlineData("PowerPoint and LinkedIn for the WordPress beginner")]
    public void In_titles_a_function_word_shows_the_seam_behind_a_capital(string marked) => AssertCuts(marked);

    [Theory]
    [InlineData("brand one free app…⏐Why the river rose")]
    [InlineData("Cheap phrase | ⏐The harbour is full - ⏐Daily Quay")]
    [InlineData("关键词甲_⏐关键词乙_⏐河水为什么上涨")]
    [InlineData("看片软件-⏐河水为什么上涨")]
    [InlineData("Wi-Fi in 2020-21 and the 东风-31")]
    public void Titles_fall_into_their_parts(string marked) => AssertCuts(marked);

    [Theory]
    [InlineData("red boots | ⏐blue boots | ⏐green boots")]
    [InlineData("alpha tours, ⏐beta tours, ⏐gamma tours, ⏐delta tours, ⏐omega tours")]
    [InlineData("甲地旅游、⏐乙地旅游、⏐丙地旅游、⏐丁地旅游、⏐戊地旅游")]
    [InlineData("Home   ⏐News   ⏐Sport   ⏐Weather")]
    [InlineData("first text \uFFFD⏐second", false)]
    [InlineData("a fragment ⏐∞∧∑◆♀▲ ⏐another fragment")]
    [InlineData("他走了⏐【快讯】⏐下雨了")]
    public void Rows_and_seams_are_cut(string marked, bool exact = true)
    {
        if (exact)
        {
            AssertCuts("x\n\n" + new string('x', 90) + ".\n\n" + marked);
            return;
        }

        Assert.Equal(3, SegmenterTests.Make(marked.Replace("⏐", "", StringComparison.Ordinal)).Segments.Length);
    }

    private static void AssertCuts(string marked)
    {
        string last = marked[(marked.LastIndexOf('\n') + 1)..];
        SegmentedPage page = SegmenterTests.Make(marked.Replace("⏐", "", StringComparison.Ordinal));
        var found = new List<string>();
        for (int s = 0; s < page.Segments.Length; s++)
        {
            if (page.Segments[s].Block == page.Page.Blocks.Length - 1)
            {
                found.Add(page.TextOf(s).ToString());
            }
        }

        Assert.Equal(last.Split('⏐').Select(p => p.Trim()), found);
    }
}
