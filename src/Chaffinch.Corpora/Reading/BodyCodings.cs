using System.Globalization;
using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Reading;

/// <summary>A body as it comes out of its transfer and content encodings.</summary>
internal sealed class DecodedBody
{
    /// <summary>The decoded bytes' block; null while the body is the record's own bytes.</summary>
    public PooledBlock? Block { get; private set; }

    /// <summary>Bytes in the block.</summary>
    public int Length { get; private set; }

    /// <summary>What was wrong though something came out: kind and message.</summary>
    public List<(string Kind, string Message)> Defects { get; } = [];

    /// <summary>The limit that the body is over; null where it is under all.</summary>
    public (string Kind, string Message)? Broken { get; set; }

    public void Clear()
    {
        Block = null;
        Length = 0;
        Defects.Clear();
        Broken = null;
    }

    public void Replace(PooledBlock? block, int length)
    {
        Block?.Release();
        Block = block;
        Length = length;
    }
}

/// <summary>Undoes what HTTP did to a body: chunks, then encodings from the last to the first; also those that are there and were not said, but not those that were said and are not there.</summary>
internal sealed class BodyCodings(ArchiveLimits limits, BodyDecoder decoder)
{
    /// <summary>Decodes a body.</summary>
    /// <param name="body">As it stands in the record.</param>
    /// <param name="isChunked">Whether it says to come in chunks.</param>
    /// <param name="codings">The content encodings as said, separated by commas.</param>
    /// <param name="isSniffed">Whether to undo what was not said: not for what is to be a packed file.</param>
    /// <param name="decoded">What came out.</param>
    public void Decode(ReadOnlySpan<byte> body, bool isChunked, ReadOnlySpan<char> codings, bool isSniffed, DecodedBody decoded)
    {
        if (isChunked)
        {
            Unchunk(body, decoded);
        }

        int applied = 0;
        while (!codings.IsEmpty && decoded.Broken is null)
        {
            int comma = codings.LastIndexOf(',');
            ReadOnlySpan<char> coding = codings[(comma + 1)..].Trim();
            codings = codings[..Math.Max(0, comma)];
            if (coding.IsEmpty || coding.Equals("identity", StringComparison.OrdinalIgnoreCase) || coding.Equals("none", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (!Undo(body, coding, ref applied, decoded))
            {
                return;
            }
        }

        // Proxies and crawlers pack again without saying so, once or more.
        while (isSniffed && decoded.Broken is null && decoder.Sniff(Bytes(body, decoded)) is { } found)
        {
            if (applied == 0)
            {
                decoded.Defects.Add(("undeclared-encoding", $"The body is {found} though its header does not say so."));
            }

            if (!Undo(body, found, ref applied, decoded))
            {
                return;
            }
        }
    }

    private static ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> body, DecodedBody decoded) =>
        decoded.Block is null ? body : decoded.Block.Bytes.AsSpan(0, decoded.Length);

    private static void Unchunk(ReadOnlySpan<byte> body, DecodedBody decoded)
    {
        DecodeState state = ChunkedBody.Decode(body, out PooledBlock? joined, out int length);
        if (state == DecodeState.NotEncoded)
        {
            decoded.Defects.Add(("not-chunked", "The header says that the body comes in chunks, but it does not."));
            return;
        }

        if (state == DecodeState.Damaged)
        {
            decoded.Defects.Add(("damaged-chunks", "The chunks of the body break off; what stands behind the last good one was kept as it is."));
        }

        // A body of no bytes is no reason to show the lines of its chunks.
        decoded.Replace(joined ?? PooledBlock.Rent(1), length);
    }

    private bool Undo(ReadOnlySpan<byte> body, ReadOnlySpan<char> coding, ref int applied, DecodedBody decoded)
    {
        if (++applied > limits.MaxEncodings)
        {
            decoded.Broken = ("limit-encodings", $"The body is encoded more than {limits.MaxEncodings} times.");
            return false;
        }

        Span<char> lower = stackalloc char[Math.Min(coding.Length, 32)];
        coding[..lower.Length].ToLower(lower, CultureInfo.InvariantCulture);
        DecodeState state = decoder.Decode(lower, Bytes(body, decoded), limits.MaxBodyBytes, out PooledBlock? block, out int length);
        switch (state)
        {
            case DecodeState.OverLimit:
                decoded.Broken = ("limit-body", $"The body inflates to more than {limits.MaxBodyBytes} bytes.");
                return false;
            case DecodeState.NotEncoded:
                decoded.Defects.Add(("wrong-encoding", $"The header says that the body is encoded as {lower}, but it is not."));
                return true;
            case DecodeState.Unknown:
                decoded.Defects.Add(("unknown-encoding", $"The content encoding {lower} is not known; the body was kept as it is."));
                return false;
            case DecodeState.Damaged when block is null:
                decoded.Broken = ("damaged-body", $"Nothing of the body could be decoded as {lower}.");
                return false;
            case DecodeState.Damaged:
                decoded.Defects.Add(("damaged-body", $"The body breaks off where it should go on as {lower}; what came before was kept."));
                break;
        }

        decoded.Replace(block ?? PooledBlock.Rent(1), length);
        return state == DecodeState.Done;
    }
}
