namespace Chaffinch.Segmenting;

/// <summary>A selector as read: the hashes of its names, 0 where it needs no more.</summary>
internal record struct StyleSelector
{
    public ulong Key;
    public ulong Need1;
    public ulong Need2;
    public ulong Around1;
    public ulong Around2;
    public ulong Around3;
    public int Specificity;
}

/// <summary>A selector whose names are numbered; -1 where it needs no more.</summary>
internal record struct StyleRule
{
    public int Need1;
    public int Need2;
    public int Around1;
    public int Around2;
    public int Around3;
    public int Specificity;
    public int Block;
    public int Next;
}

/// <summary>A name that some rule looks at.</summary>
internal record struct StyleName
{
    /// <summary>The last rule whose key it is.</summary>
    public int Head;
    public int Rules;

    /// <summary>Open elements that have it.</summary>
    public int Open;

    /// <summary>Some rule asks for it around.</summary>
    public bool IsAround;
}

/// <summary>The declarations of a style rule and where its selectors stand.</summary>
internal record struct StyleBlock
{
    public StyleFacts Facts;

    /// <summary>First byte of the selectors.</summary>
    public int Start;
    public int End;

    /// <summary>The selectors were read.</summary>
    public bool IsRead;
    public int FirstSelector;
    public int SelectorCount;
}
