using System.Buffers.Binary;
using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Inflating;

/// <summary>Zstd frames (RFC 8878), with skippable ones between them; one of these may hold the dictionary of all others (WARC with zstd, magic 0x184D2A5D).</summary>
internal sealed class ZstdCodec : MemberCodec
{
    private const uint SkippableMagic = 0x184D2A50;
    private const uint DictionaryMagic = 0x184D2A5D;
    private const int MaxDictionaryBytes = 16 << 20;

    private readonly ZstdDecoder _decoder = new();
    private readonly ZstdDecoder _trial = new();

    public override string Noun => "zstd frame";

    public override ReadOnlySpan<byte> Magic => ZstdDecoder.Magic;

    public override string Problem => _decoder.Problem;

    public override int HistoryBytes => 0;

    public override int MarginBytes => 1;

    /// <summary>Whether bytes are the start of a frame, skippable or not.</summary>
    public static bool IsStart(ReadOnlySpan<byte> s) => s.StartsWith(ZstdDecoder.Magic) || IsSkippable(s);

    public override int HeadLength(ByteSource stored) => stored.Ensure(4) && stored.Window.StartsWith(Magic) ? 0 : -1;

    public override bool SkipBetween(ByteSource stored)
    {
        while (stored.Ensure(8) && IsSkippable(stored.Window))
        {
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(stored.Window[4..]);
            if (BinaryPrimitives.ReadUInt32LittleEndian(stored.Window) == DictionaryMagic)
            {
                if (length > MaxDictionaryBytes || !stored.Ensure(8 + (int)length) || !TakeDictionary(stored.Window.Slice(8, (int)length)))
                {
                    return false;
                }

                stored.Advance(8 + (int)length);
            }
            else if (stored.Skip(8L + length) < 8L + length)
            {
                return false;
            }
        }

        return true;
    }

    public override void Begin() => _decoder.Begin();

    public override InflateState Run(ReadOnlySpan<byte> input, byte[] output, int at, int end, out int used, out int written) =>
        _decoder.Run(input, output, at, end, out used, out written);

    public override InflateState Finish(ByteSource stored) => InflateState.Done;

    public override InflateState Try(ReadOnlySpan<byte> unit, int head, byte[] output, out int written)
    {
        _trial.Begin();
        return _trial.Run(unit, output, 0, output.Length, out _, out written);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decoder.Dispose();
            _trial.Dispose();
        }

        base.Dispose(disposing);
    }

    private static bool IsSkippable(ReadOnlySpan<byte> s) => s.Length >= 4 && (BinaryPrimitives.ReadUInt32LittleEndian(s) & 0xFFFFFFF0) == SkippableMagic;

    // The dictionary may be packed itself.
    private bool TakeDictionary(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Magic))
        {
            using var content = new ContentDecoder();
            DecodeState state = content.Decode("zstd", bytes, MaxDictionaryBytes, out PooledBlock? block, out int length);
            bool isTaken = state == DecodeState.Done && block is not null && Load(block.Bytes.AsSpan(0, length));
            block?.Release();
            return isTaken;
        }

        return Load(bytes);
    }

    private bool Load(ReadOnlySpan<byte> dictionary) => _decoder.LoadDictionary(dictionary) && _trial.LoadDictionary(dictionary);
}
