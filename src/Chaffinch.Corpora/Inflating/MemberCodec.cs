using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Inflating;

/// <summary>What tells gzip members from zstd frames.</summary>
internal abstract class MemberCodec : IDisposable
{
    /// <summary>What a unit is called in messages.</summary>
    public abstract string Noun { get; }

    /// <summary>The bytes with which every unit begins.</summary>
    public abstract ReadOnlySpan<byte> Magic { get; }

    /// <summary>What is wrong with the unit.</summary>
    public abstract string Problem { get; }

    /// <summary>Bytes that must stay before the place that is written next.</summary>
    public abstract int HistoryBytes { get; }

    /// <summary>The least room that one step may need.</summary>
    public abstract int MarginBytes { get; }

    /// <summary>Bytes of the head of the unit at the current position that <see cref="Run"/> is not given; -1 where there is none.</summary>
    public abstract int HeadLength(ByteSource stored);

    /// <summary>Passes over what may stand between units; false where that is damaged or over the limit.</summary>
    public abstract bool SkipBetween(ByteSource stored);

    /// <summary>Begins a unit, behind its head.</summary>
    public abstract void Begin();

    /// <summary>Decodes as far as input and room allow.</summary>
    public abstract InflateState Run(ReadOnlySpan<byte> input, byte[] output, int at, int end, out int used, out int written);

    /// <summary>Reads what stands behind the content: <see cref="InflateState.Done"/>, NeedInput where it is cut off, Invalid where it speaks against the content.</summary>
    public abstract InflateState Finish(ByteSource stored);

    /// <summary>Decodes the first bytes of a unit on trial, beside the one that is being read.</summary>
    /// <param name="unit">Its first bytes, from its magic ones.</param>
    /// <param name="head">Bytes of its head.</param>
    /// <param name="output">Where to.</param>
    /// <param name="written">Bytes that came out.</param>
    public abstract InflateState Try(ReadOnlySpan<byte> unit, int head, byte[] output, out int written);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
