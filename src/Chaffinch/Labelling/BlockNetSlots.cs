namespace Chaffinch.Labelling;

/// <summary>What a fact of the block network is about: each has a range of slots of its own.</summary>
internal enum SlotField : byte
{
    Tag,
    TagPair,
    Depth,
    Heading,
    ListDepth,
    Hidden,
    Traits,
    OwnHints,
    AroundHints,
    LinkShare,
    Links,
    Size,
    SizeByLinks,
    SizeByTag,
    Sentences,
    Commas,
    Digits,
    Capitals,
    Ending,
    Opening,
    Signs,
    WordLength,
    Place,
    PlaceByText,
    AfterHeading,
    TitleShare,
    Repeats,
    TemplateCount,
    TemplateSize,
    FirstWord,
    SecondWord,
    LastWord,
    ShortWord,
    OwnContainer,
    ParentContainer,
    GrandContainer,
    AroundContainer,
    Page,
    PageWord,
}

/// <summary>Fields of a container, inside the range of each of its four roles.</summary>
internal enum ContainerField : byte
{
    Tag,
    Word,
    OtherWord,
    Hints,
    Hidden,
    Siblings,
    Density,
    Blocks,
    Share,
}

/// <summary>The numbering of facts: field and value to one slot. The model file says which slots have a row of weights.</summary>
internal static class BlockNetSlots
{
    /// <summary>Bits of a word's hash that are told apart.</summary>
    public const int WordBits = 15;

    private const int Words = 1 << WordBits;

    private static readonly int[] ContainerSizes = [256, Words, Words, 32, 16, 16, 64, 128, 16];

    private static readonly int[] ContainerStarts = Starts(ContainerSizes);

    private static readonly int ContainerTotal = ContainerStarts[^1];

    private static readonly int[] FieldStarts = Starts(
    [
        256, 4096, 32, 8, 8, 16, 32, 32, 32, 8, 8, 16, 128, 4096, 64, 32, 32, 32, 32, 64, 32, 16, 16, 16, 16, 16, 32, 16, 128,
        Words, Words, Words, Words, ContainerTotal, ContainerTotal, ContainerTotal, ContainerTotal, 1024, Words,
    ]);

    /// <summary>Number of all slots.</summary>
    public static int Count => FieldStarts[^1];

    /// <summary>The slot of a fact. A value outside of the field's range is an error of the caller.</summary>
    public static int Of(SlotField field, int value) => FieldStarts[(int)field] + value;

    /// <summary>The slot of a container's fact in the role <see cref="SlotField.OwnContainer"/>; other roles are <see cref="RoleStride"/> further each.</summary>
    public static int Of(ContainerField field, int value) => FieldStarts[(int)SlotField.OwnContainer] + ContainerStarts[(int)field] + value;

    /// <summary>Distance between the same container fact in one role and the next.</summary>
    public static int RoleStride => ContainerTotal;

    /// <summary>A hash of a word as a value of the word fields.</summary>
    public static int Word(uint hash) => (int)(hash & (Words - 1));

    private static int[] Starts(ReadOnlySpan<int> sizes)
    {
        var starts = new int[sizes.Length + 1];
        for (int i = 0; i < sizes.Length; i++)
        {
            starts[i + 1] = starts[i] + sizes[i];
        }

        return starts;
    }
}
