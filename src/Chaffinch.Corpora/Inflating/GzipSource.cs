using System.Buffers.Binary;
using System.IO.Hashing;
using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Inflating;

/// <summary>Inflates a file of gzip members (RFC 1952) and knows where each is stored. Behind a damaged member it looks for the next whole one.</summary>
internal sealed class GzipSource : ByteSource
{
    private readonly ByteSource _stored;
    private readonly DefectLog _log;
    private readonly MemberScanner _scanner;
    private readonly Inflater _inflater = new();
    private readonly Crc32 _crc = new();
    private long _member;
    private bool _inBody;
    private bool _any;
    private long _given;
    private Damage? _damage;

    /// <param name="stored">The file; owned.</param>
    /// <param name="log">Where damage is told.</param>
    /// <param name="begins">Whether bytes can be the first ones, inflated, of a member at which reading may begin.</param>
    /// <param name="seekFirst">True when <paramref name="stored"/> may begin inside of a member: the first whole one is looked for, which is no defect.</param>
    public GzipSource(ByteSource stored, DefectLog log, MemberCheck begins, bool seekFirst)
        : base(512 << 10)
    {
        _stored = stored;
        _log = log;
        _scanner = new MemberScanner(begins);
        if (seekFirst)
        {
            _scanner.Find(stored);
        }
    }

    public override long StoredPosition => _stored.StoredPosition;

    protected override int HistoryBytes => _inBody ? (int)Math.Min(_inflater.Written, Inflater.WindowBytes) : 0;

    protected override int Read(byte[] buffer, int at, int end, out SegmentEnd ended)
    {
        int from = at;
        ended = SegmentEnd.None;
        while (end - at >= Inflater.OutputMarginBytes)
        {
            if (!_inBody && !TryBegin(out ended))
            {
                break;
            }

            bool more = _stored.Ensure(1);
            InflateState state = _inflater.Run(_stored.Window, buffer, at, end, out int used, out int written);
            _stored.Advance(used);
            _crc.Append(buffer.AsSpan(at, written));
            at += written;
            _given += written;
            if (state == InflateState.Done)
            {
                _inBody = false;
                ended = Finish();
            }
            else if (state == InflateState.Invalid)
            {
                ended = Break("damaged-member", $"The gzip member is damaged ({_inflater.Problem}).", isSearched: true);
            }
            else if (state == InflateState.NeedInput && !more)
            {
                ended = Break("cut-member", "The file ends inside of a gzip member.", isSearched: true);
            }

            if (ended != SegmentEnd.None)
            {
                break;
            }
        }

        return at - from;
    }

    protected override bool Resume()
    {
        Damage damage = _damage!.Value;
        _damage = null;
        _log.Add(damage.Stored, damage.Kind, damage.Message);
        if (!damage.IsSearched)
        {
            return true;
        }

        // The decoder may have run over the end of the damaged member into whole ones before it noticed.
        long back = Math.Min(_stored.Position - (damage.Stored - Base) - 1, _stored.BackAvailable);
        if (back > 0)
        {
            _stored.Back((int)back);
        }

        return _scanner.Find(_stored);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _stored.Dispose();
        }
    }

    // Positions of the stored source count from where it was opened.
    private long Base => _stored.StoredPosition - _stored.BytesRead;

    private bool TryBegin(out SegmentEnd ended)
    {
        SkipPadding();
        _member = Base + _stored.Position;
        if (!_stored.Ensure(1))
        {
            ended = SegmentEnd.EndOfInput;
            return false;
        }

        int head = GzipHeader.Length(_stored);
        if (head <= 0)
        {
            bool isMagic = _stored.Window.StartsWith(GzipHeader.Magic);
            ended = isMagic || !_any
                ? Break("damaged-member", "The header of the gzip member is damaged or cut off.", isSearched: true)
                : Break("trailing-garbage", "Behind a gzip member stands something that is none.", isSearched: true);
            return false;
        }

        _any = true;
        _stored.Advance(head);
        _inflater.Reset();
        _crc.Reset();
        _inBody = true;
        MarkUnit(_given, _member);
        ended = SegmentEnd.None;
        return true;
    }

    // Files that were padded to whole blocks end in zeros.
    private void SkipPadding()
    {
        while (_any && _stored.Ensure(1) && _stored.Window[0] == 0)
        {
            int zeros = _stored.Window.IndexOfAnyExcept((byte)0);
            _stored.Advance(zeros < 0 ? _stored.Window.Length : zeros);
        }
    }

    private SegmentEnd Finish()
    {
        if (!_stored.Ensure(8))
        {
            return Break("cut-member", "The file ends inside of a gzip member.", isSearched: true);
        }

        uint crc = BinaryPrimitives.ReadUInt32LittleEndian(_stored.Window);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(_stored.Window[4..]);
        _stored.Advance(8);
        if (crc == _crc.GetCurrentHashAsUInt32() && length == (uint)_inflater.Written)
        {
            return SegmentEnd.None;
        }

        return Break("bad-checksum", "The gzip member's checksum or length is not that of its content.", isSearched: false);
    }

    private SegmentEnd Break(string kind, string message, bool isSearched)
    {
        _inBody = false;
        _damage = new Damage(_member, kind, message, isSearched);
        return SegmentEnd.Damage;
    }

    private readonly record struct Damage(long Stored, string Kind, string Message, bool IsSearched);
}
