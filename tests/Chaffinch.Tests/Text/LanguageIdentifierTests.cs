using Chaffinch.Text;
using CsCheck;
using Xunit;

namespace Chaffinch.Tests.Text;

/// <summary>The language of a text, in sentences of this project's own.</summary>
public sealed class LanguageIdentifierTests
{
    [Theory]
    [InlineData("en", "The school fair opens on Saturday morning, and everyone from the village is welcome.")]
    [InlineData("de", "Das Schulfest beginnt am Samstagmorgen, und alle aus dem Dorf sind herzlich eingeladen.")]
    [InlineData("fr", "La fête de l’école commence samedi matin et tous les habitants du village sont invités.")]
    [InlineData("es", "La fiesta de la escuela empieza el sábado por la mañana y todos los vecinos están invitados.")]
    [InlineData("pt", "A festa da escola começa no sábado de manhã e todos os moradores da aldeia são bem-vindos.")]
    [InlineData("it", "La festa della scuola comincia sabato mattina e tutti gli abitanti del paese sono invitati.")]
    [InlineData("nl", "Het schoolfeest begint zaterdagochtend en iedereen uit het dorp is van harte welkom.")]
    [InlineData("pl", "Szkolny festyn zaczyna się w sobotę rano i wszyscy mieszkańcy wsi są zaproszeni.")]
    [InlineData("sv", "Skolfesten börjar på lördag morgon och alla i byn är hjärtligt välkomna.")]
    [InlineData("hu", "Az iskolai ünnepség szombaton reggel kezdődik, és a falu minden lakóját szeretettel várjuk.")]
    [InlineData("tr", "Okul şenliği cumartesi sabahı başlıyor ve köydeki herkes davetlidir.")]
    [InlineData("id", "Pesta sekolah dimulai hari Sabtu pagi dan semua warga desa diundang untuk datang.")]
    [InlineData("vi", "Lễ hội của trường bắt đầu vào sáng thứ bảy và mọi người trong làng đều được mời.")]
    [InlineData("ru", "Школьный праздник начинается в субботу утром, приглашаются все жители деревни.")]
    [InlineData("uk", "Шкільне свято починається в суботу вранці, запрошуємо всіх мешканців села.")]
    [InlineData("bg", "Училищният празник започва в събота сутринта и всички жители на селото са поканени.")]
    [InlineData("ar", "تبدأ حفلة المدرسة صباح يوم السبت والجميع مدعوون للحضور.")]
    [InlineData("fa", "جشن مدرسه صبح شنبه آغاز می‌شود و همه اهالی روستا دعوت هستند.")]
    [InlineData("ja", "学校のお祭りは土曜日の朝に始まり、村の人は誰でも参加できます。")]
    [InlineData("ja", "駅前広場、対策会議実施中")]
    [InlineData("ko", "학교 축제는 토요일 아침에 시작되며 마을 주민 누구나 환영합니다.")]
    [InlineData("th", "งานโรงเรียนเริ่มเช้าวันเสาร์ ทุกคนในหมู่บ้านมาร่วมได้")]
    [InlineData("hi", "विद्यालय का मेला शनिवार सुबह शुरू होगा और सबका स्वागत है।")]
    [InlineData("he", "חגיגת בית הספר מתחילה בשבת בבוקר וכולם מוזמנים.")]
    [InlineData("el", "Η γιορτή του σχολείου αρχίζει το Σάββατο το πρωί.")]
    [InlineData("zh", "学校的游园会星期六上午开始，欢迎全村的人参加。")]
    [InlineData(null, "2024-05-06 12:30 | 100 %")]
    [InlineData(null, "")]
    public void The_language_of_a_sentence_is_told(string? code, string text) => Assert.Equal(code, LanguageIdentifier.Identify(text).Code);

    [Theory]
    [InlineData("Hans", "学校的游园会星期六上午开始，欢迎全村的人参加。")]
    [InlineData("Hant", "學校的園遊會星期六上午開始，歡迎全村的人參加。")]
    [InlineData(null, "上午十分安全")]
    [InlineData(null, "A word in English")]
    public void Chinese_writing_is_told_by_characters_that_one_side_alone_has(string? script, string text) =>
        Assert.Equal(script, LanguageIdentifier.Identify(text).ChineseScript);

    [Fact]
    public void Blind_conversion_shows_in_the_share_of_traditional_characters()
    {
        float share = LanguageIdentifier.Identify("學校的園遊會星期六上午開始，欢迎全村的人參加。").TraditionalShare;
        Assert.InRange(share, 0.5f, 0.95f);
    }

    [Fact]
    public void A_few_foreign_words_do_not_turn_the_page()
    {
        Assert.Equal("zh", LanguageIdentifier.Identify("他们用 Windows 和 Linux 写程序，已经十年了。").Code);
        Assert.Equal("zh", LanguageIdentifier.Identify("优良の水果，每天上午从农村送到城里的市场。").Code);
    }

    [Fact]
    public void Long_texts_cost_no_more_and_nothing_is_allocated()
    {
        string text = string.Concat(Enumerable.Repeat("Everyone from the village is welcome at the fair. ", 20_000));
        LanguageIdentifier.Identify(text);
        long before = GC.GetAllocatedBytesForCurrentThread();
        LanguageGuess guess = LanguageIdentifier.Identify(text);
        long after = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("en", guess.Code);
        Assert.Equal(before, after);
    }

    [Fact]
    public void Any_text_has_an_answer_with_a_confidence() =>
        Gen.String[Gen.Char, 0, 300].Sample(text =>
        {
            LanguageGuess guess = LanguageIdentifier.Identify(text);
            Assert.InRange(guess.Confidence, 0, 1);
            Assert.True(guess.Code is null or { Length: 2 });
        });
}
