namespace Chaffinch.Training.Grafting;

/// <summary>Seeded chance: the same draws on every machine.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    public int Next(int end) => _random.Next(end);

    /// <summary>From <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Between(int low, int high) => _random.Next(low, high + 1);

    public bool Chance(double share) => _random.NextDouble() < share;

    public T Of<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    public void Shuffle<T>(T[] items) => _random.Shuffle(items);

    /// <summary>So many different items, fewer where there are not as many.</summary>
    public List<T> Some<T>(IReadOnlyList<T> items, int count)
    {
        int[] order = [.. Enumerable.Range(0, items.Count)];
        _random.Shuffle(order);
        return [.. order.Take(count).Select(i => items[i])];
    }
}
