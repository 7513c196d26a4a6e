using Chaffinch.Labelling;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Fitting;

/// <summary>Which facts have a row of weights: those that enough domains have. Facts that fewer have would be learned by heart.</summary>
internal sealed class FactRows
{
    private readonly int[] _rowOfSlot;

    /// <param name="pages">The pages to learn from.</param>
    /// <param name="leastDomains">Domains that a fact must be seen on.</param>
    public FactRows(IReadOnlyList<MainTextPage> pages, int leastDomains)
    {
        var domains = new int[BlockNetSlots.Count];
        var lastDomain = new int[BlockNetSlots.Count];
        int number = 0;
        foreach (IGrouping<string, MainTextPage> domain in pages.GroupBy(p => p.Gold.Domain, StringComparer.Ordinal))
        {
            number++;
            foreach (MainTextPage page in domain)
            {
                foreach (int slot in SlotsOf(page.Input))
                {
                    domains[slot] += lastDomain[slot] == number ? 0 : 1;
                    lastDomain[slot] = number;
                }
            }
        }

        _rowOfSlot = new int[domains.Length];
        Array.Fill(_rowOfSlot, -1);
        for (int slot = 0; slot < domains.Length; slot++)
        {
            if (domains[slot] >= leastDomains)
            {
                _rowOfSlot[slot] = Count++;
            }
        }
    }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>The row of each slot, -1 for those without.</summary>
    public IReadOnlyList<int> RowOfSlot => _rowOfSlot;

    /// <summary>Adds the rows of a list of slots.</summary>
    public void AddTo(List<int> rows, ReadOnlySpan<int> slots, int shift = 0)
    {
        foreach (int slot in slots)
        {
            if (_rowOfSlot[slot + shift] >= 0)
            {
                rows.Add(_rowOfSlot[slot + shift]);
            }
        }
    }

    private static IEnumerable<int> SlotsOf(BlockNetInput input)
    {
        for (int i = 0; i < input.Count; i++)
        {
            foreach (int slot in (int[])[.. input.BlockMarkup[input.MarkupOf[i]], .. input.BlockSlots[i]])
            {
                yield return slot;
            }
        }

        foreach (int slot in input.PageSlots[0].ToArray())
        {
            yield return slot;
        }

        // A container's facts count in every role that blocks see it in.
        byte[] roles = input.RolesOf.ToArray();
        for (int c = 0; c < input.Containers; c++)
        {
            foreach (int slot in roles[c] == 0 ? (int[])[] : [.. input.ContainerMarkup[input.ContainerMarkupOf[c]], .. input.ContainerSlots[c]])
            {
                for (int role = 0; role < 4; role++)
                {
                    if ((roles[c] & (1 << role)) != 0)
                    {
                        yield return slot + (role * BlockNetSlots.RoleStride);
                    }
                }
            }
        }
    }
}
