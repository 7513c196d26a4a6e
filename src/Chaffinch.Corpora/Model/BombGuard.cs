namespace Chaffinch.Corpora.Model;

/// <summary>Sees that what is passed over, rather than read, inflates out of all proportion, and gives its member up.</summary>
/// <param name="maxBytes">Bytes that may always be passed over.</param>
internal sealed class BombGuard(long maxBytes)
{
    /// <summary>Bytes inflated from each stored one that no crawl reaches over long stretches: text reaches 10, numbers and logs 50.</summary>
    public const int MaxRatio = 200;

    private long _from;
    private long _stored;

    /// <summary>Begins to count at the source's position.</summary>
    public void Start(ByteSource source)
    {
        _from = source.Position;
        _stored = source.StoredPosition;
    }

    /// <summary>Leaves the member when too much came out of too little.</summary>
    public bool GivesUp(ByteSource source)
    {
        long passed = source.Position - _from;
        return passed > maxBytes
            && passed / MaxRatio > source.StoredPosition - _stored
            && source.Abandon($"What is passed over inflates to more than {MaxRatio} times its size; the rest of its member is left out.");
    }
}
