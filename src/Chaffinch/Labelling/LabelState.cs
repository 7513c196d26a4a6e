using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>The states of the chain: every label, with its kinds where it has any.</summary>
internal static class LabelState
{
    /// <summary>Number of states.</summary>
    public const int Count = 19;

    /// <summary>Number of states rounded up to whole vectors of 8 floats.</summary>
    public const int Width = 24;

    public const int Headline = 0;
    public const int Subhead = 1;
    public const int Byline = 2;
    public const int Body = 3;
    public const int Caption = 4;
    public const int Furniture = 5;

    /// <summary>First of the injected states; they end where the damaged ones start.</summary>
    public const int FirstInjected = 6;

    /// <summary>First of the damaged states; they end at <see cref="Count"/>.</summary>
    public const int FirstDamaged = 14;

    /// <summary>The label of a state.</summary>
    public static Label LabelOf(int state) =>
        state < FirstInjected ? (Label)state : state < FirstDamaged ? Label.Injected : Label.Damaged;

    /// <summary>The kind of a state.</summary>
    public static Kind KindOf(int state) => state < FirstInjected ? Kind.None : (Kind)(state - FirstInjected + (int)Kind.Keyword);

    /// <summary>The state's name in the weight table: the kind's word where there is one, else the label's.</summary>
    public static string NameOf(int state) => KindOf(state).NameOf() ?? LabelOf(state).NameOf();

    /// <summary>
    /// The states that a word of the weight table means: one state by its name, or a group: <c>article</c> (headline to caption),
    /// <c>genuine</c> (article and furniture), <c>injected</c>, <c>damaged</c>, <c>all</c>. An empty range for an unknown word.
    /// </summary>
    public static Range StatesOf(ReadOnlySpan<char> word)
    {
        switch (word)
        {
            case "article": return ..Furniture;
            case "genuine": return ..FirstInjected;
            case "injected": return FirstInjected..FirstDamaged;
            case "damaged": return FirstDamaged..Count;
            case "all": return ..Count;
        }

        for (int s = 0; s < Count; s++)
        {
            if (word.SequenceEqual(NameOf(s)))
            {
                return s..(s + 1);
            }
        }

        return ..0;
    }
}
