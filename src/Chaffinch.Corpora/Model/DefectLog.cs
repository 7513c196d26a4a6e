namespace Chaffinch.Corpora.Model;

/// <summary>Defects of one input: a list of bounded length, and how many there were.</summary>
internal sealed class DefectLog(string archive, int maxListed)
{
    private readonly List<ItemDefect> _items = [];

    public string Archive { get; } = archive;

    public IReadOnlyList<ItemDefect> Items => _items;

    public long Count { get; private set; }

    public void Add(long offset, string kind, string message, bool isRejection = false)
    {
        Count++;
        if (_items.Count < maxListed)
        {
            _items.Add(new ItemDefect(Archive, offset, kind, message, isRejection));
        }
    }

    /// <summary>Adds a defect of another archive that is read as a part of this one.</summary>
    public void Add(ItemDefect defect)
    {
        Count++;
        if (_items.Count < maxListed)
        {
            _items.Add(defect);
        }
    }

    /// <summary>Adds all of another log.</summary>
    public void AddAll(DefectLog other)
    {
        Count += other.Count;
        _items.AddRange(other._items.Take(maxListed - _items.Count));
    }
}
