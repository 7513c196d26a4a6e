using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <content>What is broken inside of what is planted.</content>
internal sealed partial class ChainLabeller
{
    private const string Replacement = "broken-bytes/replacement-character";
    private static readonly int Encoding = StateOf(Kind.Encoding);

    // A lone broken character between two fragments is damage, not words of either; the chain, which likes long runs, takes it along. Only where it is stated to be
    // damage: a page that shows such characters is silent about them.
    private void MarkBroken(SegmentedPage page, Span<byte> states, ReadOnlySpan<Evidence> evidence)
    {
        if ((page.Mask & CharClasses.Bit(CharClass.Replacement)) == 0)
        {
            return;
        }

        foreach (ref readonly Evidence e in evidence)
        {
            if (e.Signal.Key != Replacement)
            {
                continue;
            }

            (int first, int end) = _chain.Inside(e.Span);
            for (int i = first; i < end; i++)
            {
                bool own = _chain.Pieces[i].Span.Start >= e.Span.Start && _chain.Pieces[i].Span.End <= e.Span.End;
                if (own && states[i] is >= LabelState.FirstInjected and < LabelState.FirstDamaged)
                {
                    states[i] = (byte)Encoding;
                }
            }
        }
    }

    private static int StateOf(Kind kind)
    {
        int state = LabelState.FirstDamaged;
        while (LabelState.KindOf(state) != kind)
        {
            state++;
        }

        return state;
    }
}
