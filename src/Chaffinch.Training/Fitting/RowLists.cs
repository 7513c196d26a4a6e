namespace Chaffinch.Training.Fitting;

/// <summary>Lists of rows of an embedding table, one after the other in one array.</summary>
internal sealed class RowLists
{
    private readonly int[] _rows;
    private readonly int[] _starts;

    private RowLists(int[] rows, int[] starts)
    {
        _rows = rows;
        _starts = starts;
    }

    public ReadOnlySpan<int> this[int list] => _rows.AsSpan(_starts[list], _starts[list + 1] - _starts[list]);

    public int Lists => _starts.Length - 1;

    /// <summary>Makes <paramref name="lists"/> lists; <paramref name="add"/> adds the rows of each.</summary>
    public static RowLists Of(int lists, Action<int, List<int>> add)
    {
        var rows = new List<int>();
        var starts = new int[lists + 1];
        for (int i = 0; i < lists; i++)
        {
            add(i, rows);
            starts[i + 1] = rows.Count;
        }

        return new RowLists([.. rows], starts);
    }
}
