using Chaffinch.Labelling;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Fitting;

/// <summary>A page's facts as rows of one embedding table, and its blocks' surroundings.</summary>
internal sealed class PageRows
{
    public PageRows(MainTextPage page, FactRows facts)
    {
        Page = page;
        BlockNetInput input = page.Input;
        Around = new Neighbourhood(input);
        Blocks = RowLists.Of(input.Count, (i, rows) =>
        {
            facts.AddTo(rows, input.BlockMarkup[input.MarkupOf[i]]);
            facts.AddTo(rows, input.BlockSlots[i]);
        });
        Own = input.Own.ToArray();
        Parents = input.Parents.ToArray();
        byte[] roles = input.RolesOf.ToArray();
        Containers = new RowLists[4];
        for (int role = 0; role < 4; role++)
        {
            int r = role;
            Containers[role] = RowLists.Of(input.Containers, (c, rows) =>
            {
                if ((roles[c] & (1 << r)) != 0)
                {
                    facts.AddTo(rows, input.ContainerMarkup[input.ContainerMarkupOf[c]], r * BlockNetSlots.RoleStride);
                    facts.AddTo(rows, input.ContainerSlots[c], r * BlockNetSlots.RoleStride);
                }
            });
        }

        Whole = RowLists.Of(1, (_, rows) => facts.AddTo(rows, input.PageSlots[0]));
    }

    public MainTextPage Page { get; }

    public int Count => Blocks.Lists;

    public Neighbourhood Around { get; }

    /// <summary>Rows of each block.</summary>
    public RowLists Blocks { get; }

    /// <summary>Container of each block, -1 where there is none.</summary>
    public int[] Own { get; }

    public int[] Parents { get; }

    /// <summary>By role (own, parent, grandparent, further around) and container; empty where no block sees it so.</summary>
    public RowLists[] Containers { get; }

    /// <summary>Rows of the page as a whole.</summary>
    public RowLists Whole { get; }
}
