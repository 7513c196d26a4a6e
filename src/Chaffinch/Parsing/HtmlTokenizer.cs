using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Parsing;

/// <summary>The tokenizer of the HTML standard over UTF-8 bytes: each call of <see cref="Next"/> finds one token and leaves its place in the fields.</summary>
/// <remarks>
/// Nothing is copied or decoded: a token is a set of byte offsets. Character references, NUL and CR are flagged, and decoded by whoever
/// needs the text. Every byte is looked at a constant number of times. The pointer is valid between <see cref="Start"/> and
/// <see cref="Stop"/>, while the caller pins the source; every read is checked against the length.
/// </remarks>
internal sealed unsafe partial class HtmlTokenizer
{
    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\n\f\r"u8);

    private byte* _p;
    private int _length;
    private int _pos;
    private Markup _markup = new();
    private int _maxAttributes;
    private int _maxAttributeBytes;

    /// <summary>First byte of the token.</summary>
    public int TokenStart;

    /// <summary>One past its last byte.</summary>
    public int TokenEnd;

    /// <summary>Tags: the name. Comments: the data.</summary>
    public int NameStart;

    /// <summary>One past the name or data.</summary>
    public int NameEnd;

    /// <summary>Tags: the element name.</summary>
    public HtmlTag Tag;

    /// <summary>Start tags: ends in "/&gt;".</summary>
    public bool SelfClosing;

    /// <summary>Text: what it may need.</summary>
    public MarkupFlags TextFlags;

    /// <summary>Start tags: index of the first attribute in the markup.</summary>
    public int FirstAttribute;

    /// <summary>The state to go on in.</summary>
    public ContentModel Model;

    /// <summary>True where the adjusted current node is foreign, so that CDATA sections are text.</summary>
    public bool AllowCdata;

    /// <summary>The name whose end tag ends raw text, in lower case; empty where none does.</summary>
    public byte[] RawName = [];

    /// <summary>Where unknown attributes are to be kept, their names go here, one for each attribute of the markup: the tests' face.</summary>
    public List<SourceSpan>? AttributeNameSpans { get; set; }

    /// <summary>Start tags whose attributes were more than the limit, and the first of them.</summary>
    public (int Count, int First) TooManyAttributes;

    /// <summary>Attributes whose value was longer than the limit, and the first of them.</summary>
    public (int Count, int First) TooLongAttributes;

    /// <summary>Where the next token starts.</summary>
    public int Position => _pos;

    /// <summary>Starts on a source that the caller has pinned.</summary>
    public void Start(byte* source, int length, ReadLimits limits, Markup markup)
    {
        _p = source;
        _length = length;
        _pos = 0;
        _markup = markup;
        _maxAttributes = limits.MaxAttributes;
        _maxAttributeBytes = limits.MaxAttributeBytes;
        Model = ContentModel.Data;
        AllowCdata = false;
        RawName = [];
        TooManyAttributes = default;
        TooLongAttributes = default;
    }

    /// <summary>Lets go of the source.</summary>
    public void Stop()
    {
        _p = null;
        _length = 0;
    }

    /// <summary>True where text and tags may stand and three bytes follow: the caller may look at them and say what to read.</summary>
    public bool MayPeek => Model == ContentModel.Data & _pos + 2 < _length;

    /// <summary>Reads text that does not start with '&lt;'; see <see cref="MayPeek"/>.</summary>
    public void ReadText() => Text(_pos);

    /// <summary>Reads a start tag; false where the file ends in it. See <see cref="MayPeek"/>.</summary>
    public bool ReadStartTag() => StartTag(_pos) == TokenKind.StartTag;

    /// <summary>Reads an end tag; false where the file ends in it. See <see cref="MayPeek"/>.</summary>
    public bool ReadEndTag() => EndTag(_pos) == TokenKind.EndTag;

    /// <summary>Finds the next token.</summary>
    public TokenKind Next()
    {
        while (Model == ContentModel.Data)
        {
            int i = _pos;
            if (i >= _length)
            {
                return TokenKind.EndOfFile;
            }

            if (_p[i] != '<' || i + 1 == _length)
            {
                return Text(i);
            }

            byte c = _p[i + 1];
            if (IsLetter(c))
            {
                return StartTag(i);
            }

            if (c == '/')
            {
                if (i + 2 == _length)
                {
                    return Text(i);
                }

                c = _p[i + 2];
                if (IsLetter(c))
                {
                    return EndTag(i);
                }

                if (c != '>')
                {
                    return BogusComment(i, i + 2);
                }

                _pos = i + 3; // "</>" is nothing at all.
                continue;
            }

            if (c == '!')
            {
                if (StartsCdata(i))
                {
                    _pos = i + 9;
                    Model = ContentModel.Cdata;
                    break;
                }

                return Declaration(i);
            }

            return c == '?' ? BogusComment(i, i + 1) : Text(i);
        }

        return NextRaw();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLetter(byte c) => (uint)((c | 0x20) - 'a') <= 'z' - 'a';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsSpace(byte c) => c <= 0x20 && ((1L << c) & ((1L << ' ') | (1L << '\n') | (1L << '\t') | (1L << '\r') | (1L << '\f'))) != 0;

    private ReadOnlySpan<byte> Rest(int from) => new(_p + from, _length - from);

    /// <summary>A run of text up to the next tag, comment or the like, with its flags found in the same pass.</summary>
    private TokenKind Text(int start)
    {
        byte* p = _p;
        int i = start;
        uint flags = (uint)MarkupFlags.WhiteSpace;
        if (p[i] == '<')
        {
            flags = 0;
            i++;
        }

        while (i + 32 <= _length)
        {
            Vector256<byte> v = Vector256.Load(p + i);
            uint signs = Signs(v).ExtractMostSignificantBits();
            uint black = ~BlankBytes.Mark(v).ExtractMostSignificantBits();
            int sign = BitOperations.TrailingZeroCount(signs);
            if (signs == 0)
            {
                flags = black != 0 ? flags & ~(uint)MarkupFlags.WhiteSpace : flags;
                i += 32;
                continue;
            }

            i += sign;
            flags = (black & (signs ^ (signs - 1)) >> 1) != 0 ? flags & ~(uint)MarkupFlags.WhiteSpace : flags;
            byte c = p[i];
            if (c == '<' && StartsMarkup(i))
            {
                return EndText(start, i, flags);
            }

            flags = PassSign(c, flags);
            i++;
        }

        return RestOfText(start, i, flags);
    }

    private TokenKind EndText(int start, int end, uint flags)
    {
        TokenStart = start;
        TokenEnd = end;
        _pos = end;
        TextFlags = (MarkupFlags)flags;
        return TokenKind.Text;
    }

    /// <summary>The flags of text in which one of the signs stands and is no more than text.</summary>
    private static uint PassSign(byte sign, uint flags) => sign switch
    {
        (byte)'&' => (flags | (uint)MarkupFlags.HasReferences) & ~(uint)MarkupFlags.WhiteSpace,
        (byte)'\r' => flags | (uint)MarkupFlags.HasControls,
        0 => (flags | (uint)MarkupFlags.HasControls) & ~(uint)MarkupFlags.WhiteSpace,
        _ => flags & ~(uint)MarkupFlags.WhiteSpace,
    };

    /// <summary>Text near the end of the file, byte by byte.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private TokenKind RestOfText(int start, int i, uint flags)
    {
        for (; i < _length && !(_p[i] == '<' && StartsMarkup(i)); i++)
        {
            flags = IsSpace(_p[i]) && _p[i] != '\r' ? flags : PassSign(_p[i], flags);
        }

        return EndText(start, i, flags);
    }

    /// <summary>Marks what text has to be looked at for among 32 bytes: less-than signs, ampersands, CR and NUL.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Signs(Vector256<byte> bytes)
    {
        if (Avx2.IsSupported)
        {
            // As BlankBytes does: the lower half tells which sign a byte could be.
            var table = Vector256.Create(
                0, 255, 255, 255, 255, 255, (byte)'&', 255, 255, 255, 255, 255, (byte)'<', (byte)'\r', 255, 0,
                0, 255, 255, 255, 255, 255, (byte)'&', 255, 255, 255, 255, 255, (byte)'<', (byte)'\r', 255, 0);
            return Vector256.Equals(Avx2.Shuffle(table, bytes), bytes);
        }

        return Vector256.Equals(bytes, Vector256.Create((byte)'<')) | Vector256.Equals(bytes, Vector256.Create((byte)'&'))
            | Vector256.Equals(bytes, Vector256.Create((byte)'\r')) | Vector256.Equals(bytes, Vector256<byte>.Zero);
    }

    private bool StartsMarkup(int i)
    {
        if (i + 1 == _length)
        {
            return false;
        }

        // Nearly always it does, by a letter or a slash: no branch hangs on which.
        byte c = _p[i + 1];
        return IsLetter(c) | c == '!' | c == '?' | (c == '/' & i + 2 < _length);
    }
}
