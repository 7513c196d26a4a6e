namespace Chaffinch.Training.Fitting;

/// <summary>Working memory that is used again from page to page: large arrays made anew for every page would cost more than the sums.</summary>
internal sealed class Workspace
{
    private readonly List<float[]> _arrays = [];
    private int _used;

    /// <summary>Takes everything back.</summary>
    public void Reset() => _used = 0;

    /// <summary>An array part of zeros.</summary>
    public Memory<float> Take(int length)
    {
        if (_used == _arrays.Count)
        {
            _arrays.Add(new float[length]);
        }
        else if (_arrays[_used].Length < length)
        {
            _arrays[_used] = new float[Math.Max(length, _arrays[_used].Length * 2)];
        }

        Memory<float> part = _arrays[_used++].AsMemory(0, length);
        part.Span.Clear();
        return part;
    }
}
