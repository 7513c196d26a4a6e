using System.Diagnostics;

namespace Chaffinch.Corpora.Model;

/// <summary>Why the window of a <see cref="ByteSource"/> does not grow any more.</summary>
internal enum SegmentEnd
{
    /// <summary>It does.</summary>
    None,

    /// <summary>The input is over.</summary>
    EndOfInput,

    /// <summary>Here something is broken; <see cref="ByteSource.NextSegment"/> looks for what is whole behind it.</summary>
    Damage,
}

/// <summary>Bytes read forward through a window that grows on demand. What is taken out of it is not copied: the taker shares the block.</summary>
/// <remarks>
/// A source is a row of segments; between them something is broken. A segment is a row of units (gzip members, zstd frames; a file that is not compressed
/// is one unit), each of which knows where it is stored. The window never reaches over the end of a segment.
/// </remarks>
internal abstract class ByteSource : IDisposable
{
    /// <summary>The least free space that is read into at once.</summary>
    protected const int MinReadBytes = 64 << 10;

    private const int FarBytes = 4 << 20;

    private readonly int _blockBytes;
    private readonly Queue<UnitMark> _marks = new();
    private PooledBlock? _block;
    private int _start;
    private int _end;

    protected ByteSource(int blockBytes) => _blockBytes = blockBytes;

    /// <summary>The bytes that are there, from the current position.</summary>
    public ReadOnlySpan<byte> Window => _block is null ? default : new ReadOnlySpan<byte>(_block.Bytes, _start, _end - _start);

    /// <summary>Bytes of this source before the window, over all segments.</summary>
    public long Position { get; private set; }

    /// <summary>Why the window does not grow, where <see cref="Ensure"/> said so.</summary>
    public SegmentEnd Ended { get; private set; }

    /// <summary>Where the unit is stored that the damage is in, where the segment ended so; else -1.</summary>
    public virtual long DamagedUnit => -1;

    /// <summary>The unit in which the current position lies; at a border the unit that begins.</summary>
    public UnitMark Unit { get; private set; }

    /// <summary>True when a unit begins at the current position.</summary>
    public bool IsUnitStart => Unit.Position == Position;

    /// <summary>The first unit that begins in the window at an offset of [<paramref name="from"/>, <paramref name="to"/>) where the bytes pass; -1 where there is none.</summary>
    public int FindUnit(int from, int to, MemberCheck begins)
    {
        if (from <= 0 && IsUnitStart && begins(Window))
        {
            return 0;
        }

        foreach (UnitMark mark in _marks)
        {
            long at = mark.Position - Position;
            if (at >= to)
            {
                break;
            }

            if (at >= from && begins(Window[(int)at..]))
            {
                return (int)at;
            }
        }

        return -1;
    }

    /// <summary>Offset in the stored file up to which its bytes were used.</summary>
    public abstract long StoredPosition { get; }

    /// <summary>Bytes before the end of what was read that must stay where they can be copied from.</summary>
    protected virtual int HistoryBytes => 0;

    /// <summary>Bytes before the window that are kept for <see cref="Back"/>.</summary>
    public int BackBytes { get; init; }

    /// <summary>Makes the window hold at least <paramref name="bytes"/> bytes.</summary>
    /// <returns>False when the segment ends before that; the window then holds all that is left of it.</returns>
    public bool Ensure(int bytes)
    {
        while (_end - _start < bytes)
        {
            if (Ended != SegmentEnd.None || !Grow(bytes))
            {
                UpdateUnit();
                return false;
            }
        }

        UpdateUnit();
        return true;
    }

    /// <summary>Goes forward over bytes of the window.</summary>
    public void Advance(int bytes)
    {
        Debug.Assert(bytes >= 0 && bytes <= _end - _start);
        _start += bytes;
        Position += bytes;
        UpdateUnit();
    }

    /// <summary>Goes forward, reading as needed.</summary>
    /// <returns>The bytes passed over; fewer than asked when the segment ends.</returns>
    public long Skip(long bytes)
    {
        long left = bytes;
        while (left > 0 && (_end > _start || Ensure(1)))
        {
            if (left > _end - _start + FarBytes && TryJump(left - (_end - _start)))
            {
                DropWindow(left);
                return bytes;
            }

            int step = (int)Math.Min(left, _end - _start);
            Advance(step);
            left -= step;
        }

        return bytes - left;
    }

    /// <summary>Bytes by which <see cref="Back"/> can go back.</summary>
    public int BackAvailable => Math.Min(_start, (int)Math.Min(BackBytes, Position));

    /// <summary>Goes back over bytes that were passed.</summary>
    public void Back(int bytes)
    {
        Debug.Assert(bytes <= BackAvailable);
        _start -= bytes;
        Position -= bytes;
    }

    /// <summary>The first bytes of the window, shared; the caller releases <paramref name="owner"/>. Does not advance.</summary>
    public ReadOnlyMemory<byte> Share(int offset, int bytes, out PooledBlock? owner)
    {
        owner = _block;
        if (owner is null || bytes == 0)
        {
            owner = null;
            return default;
        }

        owner.Retain();
        return new ReadOnlyMemory<byte>(owner.Bytes, _start + offset, bytes);
    }

    /// <summary>Goes over damage to the next segment; what is left in the window is dropped. Reports what was damaged.</summary>
    /// <returns>False at the end of the input.</returns>
    public bool NextSegment()
    {
        Advance(_end - _start);
        if (Ended != SegmentEnd.Damage || !Resume())
        {
            Ended = SegmentEnd.EndOfInput;
            return false;
        }

        Ended = SegmentEnd.None;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _block?.Release();
            _block = null;
            _start = _end = 0;
        }
    }

    /// <summary>Reads bytes behind what is there.</summary>
    /// <param name="buffer">Where to: at <paramref name="at"/>, with <see cref="HistoryBytes"/> of what was read last before it.</param>
    /// <param name="at">First index to be written.</param>
    /// <param name="end">Index behind the last one that may be written; at least <see cref="MinReadBytes"/> behind <paramref name="at"/>.</param>
    /// <param name="ended">Why nothing more will come, else <see cref="SegmentEnd.None"/>. May be said together with bytes.</param>
    /// <returns>Bytes written; 0 is allowed only with an end.</returns>
    protected abstract int Read(byte[] buffer, int at, int end, out SegmentEnd ended);

    /// <summary>Leaves the unit that is being read, and what is in the window, for the next one; that is a defect.</summary>
    /// <returns>False where there are no units.</returns>
    public bool Abandon(string why)
    {
        if (Ended != SegmentEnd.None || !Leave(why))
        {
            return false;
        }

        Advance(_end - _start);
        Ended = SegmentEnd.Damage;
        return true;
    }

    /// <summary>Ends the segment here, to be resumed behind the unit that is being read.</summary>
    protected virtual bool Leave(string why) => false;

    /// <summary>Looks for the next whole unit behind damage, and reports the damage.</summary>
    protected virtual bool Resume() => false;

    /// <summary>Says that a unit begins at a position of this source.</summary>
    protected void MarkUnit(long position, long stored) => _marks.Enqueue(new UnitMark(position, stored));

    /// <summary>Goes forward behind what was read without reading; false where that is not possible, also over the end.</summary>
    protected virtual bool TryJump(long bytes) => false;

    private void DropWindow(long passed)
    {
        Position += passed;
        _start = _end = 0;
        if (_block is { IsExclusive: false })
        {
            _block.Release();
            _block = null;
        }

        UpdateUnit();
    }

    private void UpdateUnit()
    {
        while (_marks.TryPeek(out UnitMark mark) && mark.Position <= Position)
        {
            Unit = _marks.Dequeue();
        }
    }

    private bool Grow(int wanted)
    {
        MakeRoom(wanted);
        int read = Read(_block!.Bytes, _end, _block.Bytes.Length, out SegmentEnd ended);
        _end += read;
        Ended = ended;
        return read > 0;
    }

    private void MakeRoom(int wanted)
    {
        if (_block is not null && _block.Bytes.Length - _end >= MinReadBytes)
        {
            return;
        }

        int from = Math.Max(0, Math.Min(_start - BackBytes, _end - HistoryBytes));
        int kept = _end - from;
        int missing = Math.Max(MinReadBytes, Math.Min(wanted - (_end - _start), kept));
        if (_block is not null && _block.IsExclusive && from > 0 && _block.Bytes.Length - kept >= Math.Max(missing, _block.Bytes.Length / 2))
        {
            Buffer.BlockCopy(_block.Bytes, from, _block.Bytes, 0, kept);
        }
        else
        {
            PooledBlock larger = PooledBlock.Rent(Math.Max(_blockBytes, kept + missing));
            if (_block is not null)
            {
                Buffer.BlockCopy(_block.Bytes, from, larger.Bytes, 0, kept);
                _block.Release();
            }

            _block = larger;
        }

        _start -= from;
        _end -= from;
    }
}

/// <summary>Where a unit begins.</summary>
/// <param name="Position">Bytes of the source (inflated) before it.</param>
/// <param name="Stored">Byte offset in the file as stored.</param>
internal readonly record struct UnitMark(long Position, long Stored);
