using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Inflating;

/// <summary>Inflates a file of gzip members or zstd frames and knows where each is stored. Behind a damaged one it looks for the next whole one.</summary>
internal sealed class MemberSource : ByteSource
{
    private readonly ByteSource _stored;
    private readonly DefectLog _log;
    private readonly MemberCodec _codec;
    private readonly MemberScanner _scanner;
    private long _member;
    private bool _inBody;
    private bool _any;
    private long _given;
    private Damage? _damage;

    /// <param name="stored">The file; owned.</param>
    /// <param name="codec">Gzip or zstd; owned.</param>
    /// <param name="log">Where damage is told.</param>
    public MemberSource(ByteSource stored, MemberCodec codec, DefectLog log)
        : base(512 << 10)
    {
        _stored = stored;
        _codec = codec;
        _log = log;
        _scanner = new MemberScanner(codec);
    }

    /// <summary>Whether bytes can be the first ones, inflated, of a unit at which reading may begin again.</summary>
    public MemberCheck Begins
    {
        set => _scanner.Begins = value;
    }

    public override long DamagedUnit => _damage?.Stored ?? -1;

    public override long StoredPosition => _stored.StoredPosition;

    protected override int HistoryBytes => _inBody ? _codec.HistoryBytes : 0;

    /// <summary>Reads what stands before the first unit (a dictionary), then goes on at an offset of the stored file, at the first unit there at which reading may begin.</summary>
    /// <param name="offset">Where to begin to look.</param>
    public void StartAt(long offset)
    {
        _codec.SkipBetween(_stored);
        _stored.Skip(offset - _stored.StoredPosition);
        _any = true;
        _scanner.Find(_stored);
    }

    protected override int Read(byte[] buffer, int at, int end, out SegmentEnd ended)
    {
        int from = at;
        ended = SegmentEnd.None;
        while (end - at >= _codec.MarginBytes)
        {
            if (!_inBody && !TryBegin(out ended))
            {
                break;
            }

            bool more = _stored.Ensure(1);
            InflateState state = _codec.Run(_stored.Window, buffer, at, end, out int used, out int written);
            _stored.Advance(used);
            at += written;
            _given += written;
            if (state == InflateState.Done)
            {
                _inBody = false;
                state = _codec.Finish(_stored);
                ended = state switch
                {
                    InflateState.Done => SegmentEnd.None,
                    InflateState.NeedInput => Cut(),
                    _ => Break("bad-checksum", $"The {_codec.Noun}'s checksum or length is not that of its content."),
                };
            }
            else if (state == InflateState.Invalid)
            {
                ended = Break("damaged-member", $"The {_codec.Noun} is damaged: {_codec.Problem}.");
            }
            else if (state == InflateState.NeedInput && !more)
            {
                ended = Cut();
            }
            else if (used == 0 && written == 0)
            {
                // A decoder that neither takes nor gives anything would be asked for ever.
                ended = Break("damaged-member", $"The {_codec.Noun} is damaged: it does not go on.");
            }

            if (ended != SegmentEnd.None)
            {
                break;
            }
        }

        return at - from;
    }

    protected override bool Leave(string why)
    {
        Break("limit-ratio", why);
        return true;
    }

    protected override bool Resume()
    {
        Damage damage = _damage!.Value;
        _damage = null;
        _log.Add(damage.Stored, damage.Kind, damage.Message);

        // The decoder may have run over the end of the damaged unit into whole ones before it noticed; a checksum that fails can mean just that.
        long back = Math.Min(_stored.StoredPosition - damage.Stored - 1, _stored.BackAvailable);
        if (back > 0)
        {
            _stored.Back((int)back);
        }
        else if (back < 0)
        {
            // Nothing of it was used; found again, it would be damaged again, for ever.
            _stored.Skip(-back);
        }

        return _scanner.Find(_stored);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _codec.Dispose();
            _stored.Dispose();
        }
    }

    private bool TryBegin(out SegmentEnd ended)
    {
        _member = _stored.StoredPosition;
        bool isWhole = _codec.SkipBetween(_stored);
        _member = isWhole ? _stored.StoredPosition : _member;
        if (isWhole && !_stored.Ensure(1))
        {
            ended = SegmentEnd.EndOfInput;
            return false;
        }

        int head = isWhole ? _codec.HeadLength(_stored) : -1;
        if (head < 0)
        {
            bool isMagic = !isWhole || !_any || _stored.Window.StartsWith(_codec.Magic);
            ended = isMagic
                ? Break("damaged-member", $"The head of the {_codec.Noun} is damaged or cut off.")
                : Break("trailing-garbage", $"Behind a {_codec.Noun} stands something that is none.");
            return false;
        }

        _any = true;
        _stored.Advance(head);
        _codec.Begin();
        _inBody = true;
        MarkUnit(_given, _member);
        ended = SegmentEnd.None;
        return true;
    }

    private SegmentEnd Cut() => Break("cut-member", $"The file ends inside of a {_codec.Noun}.");

    private SegmentEnd Break(string kind, string message)
    {
        _inBody = false;
        _damage = new Damage(_member, kind, message);
        return SegmentEnd.Damage;
    }

    private readonly record struct Damage(long Stored, string Kind, string Message);
}
