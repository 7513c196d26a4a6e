using Chaffinch.Detecting.Shared;
using Chaffinch.Text;
using Xunit;

namespace Chaffinch.Tests.Detecting;

public sealed class RunningLettersTests
{
    // A bar is where the run of tokens ends, a slash where it should.
    [Theory]
    [InlineData("โปรโมชั่นขั้นต่ำ/นกกร|ะจาบทำรังบนต้นตาล")]
    [InlineData("ร้านขายไม้กระดานเรือ|ทอง/ เปิดทุกวัน")]
    [InlineData("BRAND/ ตลาดน|้ำริมคลองบางหลวง")]
    [InlineData("สมัคร/| ตลาดริมคลอง")]
    [InlineData("buy wood cheap/| now and then")]
    [InlineData("buy wo/|od")]
    public void AnEndCutsNoWord(string marked)
    {
        (string text, int from, int to) = Read(marked);
        Assert.Equal(to, RunningLetters.End(text, Classes(text), 0, from));
    }

    [Theory]
    [InlineData("/บ้าน|ไม้ริมคลอง wood")]
    [InlineData("ช่างทำพวงดอกไม้สดสำหร|ับวัด/ แจก BRAND")]
    [InlineData("ตลาด |/แจก BRAND")]
    public void AStartCutsNoWord(string marked)
    {
        (string text, int from, int to) = Read(marked);
        Assert.Equal(to, RunningLetters.Start(text, Classes(text), from, text.Length));
    }

    private static (string Text, int From, int To) Read(string marked)
    {
        int bar = marked.IndexOf('|');
        int slash = marked.IndexOf('/');
        return (marked.Replace("|", "").Replace("/", ""), bar - (slash < bar ? 1 : 0), slash - (bar < slash ? 1 : 0));
    }

    private static CharClass[] Classes(string text)
    {
        var classes = new CharClass[text.Length];
        CharClasses.Classify(text, classes);
        return classes;
    }
}
