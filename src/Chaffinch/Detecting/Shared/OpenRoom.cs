using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>How much room for an accusation a line with an open end gives to the sentences before that end.</summary>
/// <remarks>
/// Of labelled lines that end in a fragment, one whole sentence before it is of the same hand four times in five; of lines with three sentences and more before it, they are the page's own two times in three:
/// there something was set behind a paragraph.
/// </remarks>
internal static class OpenRoom
{
    private const float OfTwo = 0.7f;
    private const float OfMore = 0.5f;

    /// <summary>States the room.</summary>
    /// <param name="page">The page.</param>
    /// <param name="room">The line, or what of it lies open.</param>
    /// <param name="open">The sentence at the open end; the same where the line starts open.</param>
    /// <param name="signal">What is stated.</param>
    /// <param name="strength">How strongly, where at most one sentence stands before it.</param>
    /// <param name="sink">Takes the facts.</param>
    public static void State(SegmentedPage page, TextSpan room, TextSpan open, Signal signal, float strength, EvidenceSink sink)
    {
        int whole = 0;
        for (int i = room.Start; i < open.Start; i++)
        {
            whole += page.Classes[i] == CharClass.SentenceEnd && page.Classes[i + 1] != CharClass.SentenceEnd ? 1 : 0;
        }

        float share = whole <= 1 ? 1 : whole == 2 ? OfTwo : OfMore;
        var fact = new Fact("the line starts or ends in mid-sentence");
        sink.Add(signal, room, share * strength, fact);
        sink.Add(signal, share < 1 ? open : default, strength, fact);
    }
}
