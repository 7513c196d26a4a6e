using System.Numerics;

namespace Chaffinch.Detecting.Shared;

/// <summary>Chains lines of one page that have the same fold. Reused from page to page.</summary>
internal sealed class AlikeTable
{
    private const int MaxProbes = 48;

    private int[] _last = new int[512];
    private int _mask = 511;

    /// <summary>Forgets everything and makes room for <paramref name="lines"/> lines.</summary>
    public void Reset(int lines)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(lines * 2L, 512));
        if (_last.Length < size)
        {
            _last = new int[size];
        }

        _last.AsSpan(0, size).Fill(-1);
        _mask = size - 1;
    }

    /// <summary>Enters line <paramref name="index"/>: sets its first alike, links it behind the one before, and raises the count.</summary>
    public void Add(LineFacts[] lines, int index)
    {
        ulong fold = lines[index].Fold;
        lines[index].FirstAlike = index;
        lines[index].NextAlike = -1;
        lines[index].Alike = 1;
        if (fold == 0)
        {
            return;
        }

        int i = (int)(fold >> 20) & _mask;
        for (int probes = 0; probes < MaxProbes; probes++)
        {
            int before = _last[i];
            if (before < 0)
            {
                _last[i] = index;
                return;
            }

            if (lines[before].Fold == fold)
            {
                int first = lines[before].FirstAlike;
                lines[before].NextAlike = index;
                lines[index].FirstAlike = first;
                lines[first].Alike++;
                _last[i] = index;
                return;
            }

            i = (i + 1) & _mask;
        }
    }
}
