using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Segmenting;

/// <summary>The text side of page building: characters, white space, source runs and blocks.</summary>
internal sealed partial class PageBuilder
{
    private const int KeptTextChars = 1 << 20;

    private readonly Growing<SourceRun> _runs = new();
    private char[] _text = [];
    private int _length;

    /// <summary>End of the last source run in the text: a run can grow only from there.</summary>
    private int _runEnd;
    private OpenBlock _block;
    private bool _inBlock;
    private bool _afterBreak;
    private int _blankLines;
    private bool _full;

    /// <summary>The first bytes of white space that is not written yet; empty where there is none.</summary>
    private SourceSpan _space;

    /// <summary>Where all text maps to while a frame's own page is read; empty otherwise.</summary>
    private SourceSpan _override;

    private void ClearText()
    {
        _runs.Clear();
        _length = 0;
        _runEnd = 0;
        _inBlock = false;
        _afterBreak = false;
        _blankLines = 0;
        _full = false;
        _space = default;
        _override = default;
        if (_text.Length > KeptTextChars)
        {
            _text = [];
        }
    }

    private void Text(ReadOnlySpan<byte> source, in MarkupNode node)
    {
        ref Frame frame = ref _frames.Last;
        if ((node.Flags & MarkupFlags.WhiteSpace) != 0 && !frame.IsPreformatted)
        {
            Space(node.Start, node.End);
            return;
        }

        HiddenBy hidden = frame.TextHidden;
        BlockTraits traits = frame.Traits;
        if ((node.Flags & (MarkupFlags.AfterEnd | MarkupFlags.Fostered)) != 0)
        {
            hidden = hidden == HiddenBy.None && (node.Flags & MarkupFlags.AfterEnd) != 0 ? HiddenBy.AfterEnd : hidden;
            traits |= (node.Flags & MarkupFlags.Fostered) != 0 ? BlockTraits.Misnested : BlockTraits.None;
        }

        if (frame.IsPreformatted)
        {
            Lines(source, node, traits, hidden);
            return;
        }

        Begin(traits, hidden);
        Characters(source, node.Start, node.End, node.Flags, ReplacesNul(node));
    }

    private static bool ReplacesNul(in MarkupNode node) =>
        (node.Flags & MarkupFlags.Foreign) != 0 || node.Tag is HtmlTag.Title or HtmlTag.Textarea or HtmlTag.Plaintext or HtmlTag.Xmp;

    /// <summary>Preformatted text: every line end ends a block, blanks stay.</summary>
    private void Lines(ReadOnlySpan<byte> source, in MarkupNode node, BlockTraits traits, HiddenBy hidden)
    {
        int at = node.Start;
        while (true)
        {
            int end = source[at..node.End].IndexOfAny("\r\n"u8);
            int stop = end < 0 ? node.End : at + end;
            if (stop > at)
            {
                Begin(traits, hidden);
                Characters(source, at, stop, node.Flags, ReplacesNul(node));
            }

            if (end < 0)
            {
                return;
            }

            bool wasOpen = _inBlock;
            bool afterBreak = _afterBreak;
            FlushBlock();
            _blankLines += wasOpen || !afterBreak ? 0 : 1;
            _afterBreak = wasOpen || afterBreak;
            at = stop + (source[stop] == '\r' && stop + 1 < node.End && source[stop + 1] == '\n' ? 2 : 1);
        }
    }

    /// <summary>Characters with references, NUL and CR as the standard wants them.</summary>
    private void Characters(ReadOnlySpan<byte> source, int at, int end, MarkupFlags flags, bool replaceNul, bool inAttribute = false)
    {
        if ((flags & (MarkupFlags.HasReferences | MarkupFlags.HasControls)) == 0)
        {
            Plain(source, at, end);
            return;
        }

        while (at < end)
        {
            int next = source[at..end].IndexOfAny((byte)'&', (byte)0);
            int stop = next < 0 ? end : at + next;
            if (stop > at)
            {
                Plain(source, at, stop);
            }

            at = stop;
            if (at == end)
            {
                return;
            }

            if (source[at] == 0)
            {
                if (replaceNul)
                {
                    One('\uFFFD', '\0', at, 1);
                }

                at++;
                continue;
            }

            int length = (flags & MarkupFlags.HasReferences) == 0 ? 0 : CharacterReferences.Decode(source[at..end], inAttribute, out _first, out _second);
            if (length == 0)
            {
                Plain(source, at, at + 1);
                at++;
                continue;
            }

            Reference(source, at, length);
            at += length;
        }
    }

    private char _first;
    private char _second;

    private void Reference(ReadOnlySpan<byte> source, int at, int length)
    {
        if (_first is ' ' or '\n' or '\t' or '\f' or '\r' && !_frames.Last.IsPreformatted)
        {
            Space(at, at + length);
            return;
        }

        if (source[at + 1] == '#' && (char.IsLetterOrDigit(_first) || char.IsHighSurrogate(_first)))
        {
            _block.CodedChars += _second == '\0' ? 1 : 2;
        }

        One(_first, _second, at, length);
    }

    private void Space(int start, int end)
    {
        if (_space.IsEmpty && _block.HasText)
        {
            _space = new(start, end);
        }
    }

    /// <summary>The most bytes that fit into <paramref name="room"/> code units without cutting a character.</summary>
    private static int CutAt(ReadOnlySpan<byte> utf8, int room)
    {
        int cut = Math.Min(room, utf8.Length);
        while (cut > 0 && cut < utf8.Length && (utf8[cut] & 0xC0) == 0x80)
        {
            cut--;
        }

        return cut;
    }

    private void One(char first, char second, int at, int length)
    {
        if (!Reserve(3))
        {
            return;
        }

        WriteSpace();
        _text[_length] = first;
        int written = 1;
        if (second != '\0')
        {
            _text[_length + 1] = second;
            written = 2;
        }

        AddRun(at, length, verbatim: false, written);
        Touch(at, at + length);
    }

    private void WriteSpace()
    {
        if (_space.IsEmpty)
        {
            return;
        }

        _text[_length] = ' ';
        AddRun(_space.Start, _space.Length, _space.Length == 1, 1);
        _space = default;
    }

    private void AddRun(int at, int length, bool verbatim, int chars)
    {
        if (!_override.IsEmpty)
        {
            (at, length, verbatim) = (_override.Start, _override.Length, false);
        }

        if (_runs.Count > 0 && _runEnd == _length)
        {
            ref SourceRun last = ref _runs.Last;
            bool same = !verbatim && !last.Verbatim && last.Source == at && last.SourceLength == length && !_override.IsEmpty;
            if (same || (verbatim && last.Verbatim && last.Source + last.SourceLength == at))
            {
                last = new SourceRun(last.Text, last.Source, same ? length : last.SourceLength + length, last.Verbatim);
                _length = _runEnd = _length + chars;
                return;
            }
        }

        _runs.AddOld() = new SourceRun(_length, at, length, verbatim);
        _length = _runEnd = _length + chars;
    }

    /// <summary>Widens the block's range of source bytes.</summary>
    private void Touch(int start, int end)
    {
        if (!_override.IsEmpty)
        {
            (start, end) = (_override.Start, _override.End);
        }

        _block.HasText = true;
        _block.SourceStart = Math.Min(_block.SourceStart, start);
        _block.SourceEnd = Math.Max(_block.SourceEnd, end);
    }

    /// <summary>Makes room for so many code units; false when the page's limit is reached.</summary>
    private bool Reserve(int chars)
    {
        if (_length + (long)chars > limits.MaxTextChars)
        {
            if (!_full)
            {
                _full = true;
                _defects.Add(new Defect("limit-text", default, "The page's text is longer than the limit; the rest is left out."));
            }

            chars = Math.Max(0, limits.MaxTextChars - _length);
            Grow(chars);
            return false;
        }

        Grow(chars);
        return true;
    }

    private void Grow(int chars)
    {
        if (_length + chars > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(_length + chars, Math.Max(4096, _text.Length * 2)));
        }
    }
}
