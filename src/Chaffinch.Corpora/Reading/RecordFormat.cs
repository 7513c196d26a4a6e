using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Reading;

/// <summary>What tells WARC from ARC: how a record begins, and how its head reads.</summary>
internal abstract class RecordFormat
{
    /// <summary>Its name for messages.</summary>
    public abstract string Name { get; }

    /// <summary>Bytes behind a record that suffice to see whether the next one begins there, or ends all.</summary>
    public abstract int PeekBytes { get; }

    /// <summary>Line ends that a writer puts behind each record.</summary>
    public abstract int LineEnds { get; }

    /// <summary>Whether bytes are the start of a record.</summary>
    public abstract bool Begins(ReadOnlySpan<byte> first);

    /// <summary>Reads the head of the record at the source's position.</summary>
    /// <returns>Bytes of the head; 0 where it is cut off, -1 where it is over the limit.</returns>
    public abstract int ReadHead(ByteSource source, int maxBytes, RecordHead head);

    /// <summary>Where a record begins on a line of its own in [from, to) of some bytes; -1 where none does.</summary>
    protected abstract int FindLine(ReadOnlySpan<byte> window, int from, int to);

    /// <summary>Offset in the window, from <paramref name="from"/> on, of the first record that begins on a line of its own or with a unit; -1 where none does.</summary>
    public int Find(ByteSource source, int from, int to)
    {
        ReadOnlySpan<byte> window = source.Window;
        to = Math.Min(to, window.Length);
        int unit = source.FindUnit(from, to, Begins);
        int line = FindLine(window, from, unit < 0 ? to : unit);
        return line >= 0 ? line : unit;
    }

    /// <summary>Goes forward to the next record of this segment, or over its end, without keeping what is passed.</summary>
    /// <param name="source">Where to.</param>
    /// <param name="bomb">Says after each window whether to give up.</param>
    public void SkipTo(ByteSource source, BombGuard bomb)
    {
        while (true)
        {
            source.Ensure(2 * PeekBytes);
            int at = Find(source, 0, source.Window.Length);
            if (at >= 0)
            {
                source.Advance(at);
                return;
            }

            // A border may stand across the end of the window.
            int keep = Math.Min(source.Window.Length, PeekBytes);
            source.Advance(source.Window.Length - keep);
            if (bomb.GivesUp(source))
            {
                return;
            }

            if (!source.Ensure(keep + 1))
            {
                source.Advance(source.Window.Length);
                return;
            }
        }
    }
}
